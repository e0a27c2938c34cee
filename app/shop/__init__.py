"""What customers see."""

from flask import Blueprint

from app.web import polite

from . import account, basket, catalog, checkout, home, makers, media, orders, pages, story, visitor

bp = polite(Blueprint("shop", __name__))
for page in (home, catalog, makers, basket, checkout, orders, account, story, visitor, media, pages):
    bp.register_blueprint(page.bp)
