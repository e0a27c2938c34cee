"""What customers see."""

from flask import Blueprint

from app.web import polite, refuse_nul

from . import account, basket, catalog, checkout, home, makers, media, orders, pages, sign_up, story, visitor

bp = polite(Blueprint("shop", __name__))
bp.before_request(refuse_nul)
for page in (home, catalog, makers, basket, checkout, orders, account, sign_up, story, visitor, media, pages):
    bp.register_blueprint(page.bp)
