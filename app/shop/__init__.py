"""What customers see."""

from flask import Blueprint

from app.web import polite, refuse_nul

from . import (
    account,
    address_book,
    basket,
    campaigns,
    catalog,
    checkout,
    elsewhere,
    exhibitions,
    farewell,
    feed,
    flags,
    home,
    makers,
    media,
    orders,
    pages,
    posters,
    prefetch,
    profile,
    quotes,
    replies,
    reviews,
    sign_up,
    sitemap,
    story,
    visitor,
)

bp = polite(Blueprint("shop", __name__))
bp.before_request(refuse_nul)
bp.add_app_template_global(prefetch.rules, "prefetch_rules")
for page in (
    home,
    catalog,
    makers,
    exhibitions,
    campaigns,
    farewell,
    basket,
    checkout,
    orders,
    quotes,
    reviews,
    flags,
    account,
    profile,
    address_book,
    sign_up,
    story,
    replies,
    visitor,
    media,
    pages,
    elsewhere,
    posters,
    feed,
    sitemap,
):
    bp.register_blueprint(page.bp)
