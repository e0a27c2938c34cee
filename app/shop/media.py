"""Pictures of products: for everybody, and never changing under their address."""

import re

from flask import Blueprint, Response, abort, send_file

from app import pictures

bp = Blueprint("media", __name__, url_prefix="/media")

# Only this room of the store has an address here: portraits and proofs are shown where somebody may see them.
ROOM = "photos"
NAME = re.compile(r"[0-9a-f]{32}")


@bp.get("/<name>-<int:width>.webp")
def photo(name: str, width: int) -> Response:
    if width not in pictures.WIDTHS or not NAME.fullmatch(name):
        abort(404)
    file = pictures.path(f"{ROOM}/{name}", width)
    if not file.is_file():
        abort(404)
    response = send_file(file, "image/webp", max_age=365 * 24 * 3600)
    response.cache_control.public = True
    response.cache_control.immutable = True
    return response
