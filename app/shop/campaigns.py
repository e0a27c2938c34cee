"""Short links: from paper, a message or another site to a page of the shop, remembering what they were."""

from flask import Blueprint, abort, current_app, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.catalog import cards
from app.catalog.models import ProductStatus
from app.db import db
from app.exhibitions import campaigns, queries
from app.exhibitions.models import Campaign, Target
from app.makers import queries as makers
from app.page_cache import public
from app.web import safe_next

from . import arrivals

bp = Blueprint("campaigns", __name__)

MOST_PIECES = 60


@bp.get("/q/<code>")
def follow(code: str) -> Response:
    """To where the campaign leads, and remember that it did."""
    campaign = campaigns.by_code(code) or abort(404)
    return arrivals.send_on(leads_to(campaign), arrivals.by_campaign(campaign))


@bp.get("/q/<code>/selamat-datang")
@public
def welcome(code: str) -> str:
    """A page that greets by the fair's name, and shows what the officer picked before all else of the fair."""
    campaign = campaigns.by_code(code) or abort(404)
    fair = campaign.exhibition if campaign.exhibition and campaign.exhibition.published else None
    chosen = [each.product_id for each in campaign.choice]
    others = set(db.session.scalars(queries.products_at(fair.id))) if fair else set()
    shown = {card.id: card for card in cards.newest(cards.AMONG, MOST_PIECES, products=[*others, *chosen])}
    return render_template(
        "shop/campaigns/welcome.html",
        campaign=campaign,
        fair=fair,
        chosen=[shown[product_id] for product_id in chosen if product_id in shown],
        others=[card for card in shown.values() if card.id not in chosen],
        makers=makers.known(),
        today=clock.today(),
    )


@bp.get("/dari/<host>/")
@bp.get("/dari/<host>/<path:path>")
def from_site(host: str, path: str = "") -> Response:
    """From a site that shows our cloth to a page of this shop, and of no other, remembering which site it was."""
    known = arrivals.HOST.fullmatch(host.lower())
    return arrivals.send_on(own_page(path), f"{arrivals.SITE}{host.lower()}" if known else None)


def own_page(path: str) -> str:
    """The address of a page of this shop; of the front page for what is none."""
    home, routes = url_for("shop.home.show"), current_app.create_url_adapter(request)
    if routes is None or not routes.test(f"/{path}", "GET"):
        return home
    words = request.query_string.decode("ascii", "ignore")
    return safe_next(f"{request.script_root}/{path}{'?' * bool(words)}{words}", home)


def leads_to(campaign: Campaign) -> str:
    """The campaign's page; what visitors may not see any more is left for its own."""
    product, maker = campaign.product, campaign.maker
    if campaign.target is Target.SHOP:
        return url_for("shop.home.show")
    if campaign.target is Target.PRODUCT and product and product.status is ProductStatus.PUBLISHED:
        return url_for("shop.catalog.show", slug=product.slug)
    if campaign.target is Target.MAKER and maker and maker.id in makers.known():
        return url_for("shop.makers.show", slug=maker.slug)
    return url_for(".welcome", code=campaign.code)
