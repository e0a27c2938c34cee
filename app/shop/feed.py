"""New pieces, for whoever wants to hear of them without asking: an Atom feed in each language.

What is in a feed is copied, and stays where it was copied to; so it names no maker.
"""

from flask import Blueprint, Response, render_template

from app import clock
from app.catalog import outlines
from app.db import db
from app.page_cache import public

bp = Blueprint("feed", __name__)

NEWEST = 24


@bp.get("/baru.atom")
@public
def show() -> Response:
    products = db.session.scalars(outlines.newest(NEWEST)).all()
    moments = [product.published_at for product in products if product.published_at]
    updated = max(moments, default=clock.start_of(clock.today()))
    text = render_template("shop/feed/show.xml", products=products, updated=updated)
    return Response(text, mimetype="application/atom+xml")
