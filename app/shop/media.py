"""Pictures of products: for everybody, and never changing under their address."""

import re

from flask import Blueprint, Response, abort, request

from app import storage
from app.pictures import prints

bp = Blueprint("media", __name__, url_prefix="/media")

# Only this room of the store has an address here: portraits and proofs are shown where somebody may see them.
ROOM = "photos"
NAME = re.compile(r"[0-9a-f]{32}")


@bp.get("/<name>-<int:width>.<form>")
def photo(name: str, width: int, form: str) -> Response:
    if not NAME.fullmatch(name) or form not in prints.KINDS:
        abort(404)
    response = Response(mimetype=prints.KINDS[form])
    response.headers["Cache-Control"] = storage.FOR_GOOD
    response.set_etag(f"{name}-{width}")
    if response.make_conditional(request).status_code == 304:
        return response
    try:
        response.data = storage.read(prints.file_of(f"{ROOM}/{name}", form, width))
    except FileNotFoundError:
        abort(404)
    return response
