"""A form that is sent twice does once what it asks for, and leads to the same page both times.

Each showing of a form that makes something has a number of its own: `{{ once() }}`. What comes again with the same
number and the same words was sent twice: by a second press of the button, by a page that is loaded anew, over a line
that broke before the answer. With other words it is another one, as from somebody who went back and wrote the next.
"""

import json
import secrets
from hashlib import sha256
from typing import Any

from flask import Response, flash, g, redirect, request
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from app import submissions
from app.db import db
from app.web import page_above

FIELD = "once"


def for_templates() -> dict[str, Any]:
    return {"once": numbered}


def numbered() -> Markup:
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, secrets.token_urlsafe(12))


def look() -> BaseResponse | None:
    """As a before_request: the way to where this very form has led already; None the first time."""
    # What carries files is read by its view, which knows how large it may be, and looks then.
    return None if request.mimetype == "multipart/form-data" else sent_before()


def sent_before() -> BaseResponse | None:
    if request.method != "POST" or not request.form.get(FIELD):
        return None
    said = json.dumps([request.path, *request.form.items(multi=True)])
    digest = sha256(said.encode()).hexdigest()
    if submissions.is_first(digest):
        g.submission = digest
        return None
    db.session.rollback()
    flash(_("Sudah tersimpan."), "done")
    return redirect(submissions.led_to(digest) or page_above() or request.path, 303)


def note(response: Response) -> Response:
    """As an after_request: where did it lead?"""
    digest = g.pop("submission", None)
    if digest and response.status_code == 303:
        submissions.lead(digest, response.location or "")
        db.session.commit()
    return response
