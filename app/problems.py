"""What a machine is told when something is refused: one JSON object, as RFC 9457 has it."""

import json

from flask import Response, request
from werkzeug.exceptions import HTTPException

# Where machines ask, and no page would help them.
OF_MACHINES = ("/api/", "/oembed")


def expected() -> bool:
    """Does whoever asks want a problem rather than a page?"""
    return request.path.startswith(OF_MACHINES)


def problem(error: HTTPException) -> Response:
    code = error.code or 500
    told = {"type": "about:blank", "title": error.name, "status": code, "detail": error.description}
    response = Response(json.dumps(told, ensure_ascii=False), code, mimetype="application/problem+json")
    # What the error has to say beside its text: Allow, Retry-After.
    for name, value in error.get_headers():
        if name != "Content-Type":
            response.headers[name] = value
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
