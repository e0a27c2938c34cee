"""The sample village's fairs: those of its year, with what they cost and what was sold there, and one to come."""

from datetime import date, timedelta

import sqlalchemy as sa

from app import clock
from app.accounts.models import Role, User
from app.catalog.models import Product, ProductStatus, Variant
from app.db import db
from app.exhibitions import actions as exhibitions
from app.exhibitions import campaigns
from app.exhibitions.actions import FairFacts
from app.exhibitions.models import CostKind, Exhibition, ExhibitionPiece
from app.inventory.models import Stock
from app.makers import queries as makers
from app.makers.models import Maker, Use
from app.money import Money
from app.orders.models import Channel, Order, OrderLine
from app.promotions import actions as vouchers
from app.promotions.actions import Rules
from app.publicity import actions as publicity
from app.publicity.models import Part, PublicationKind
from app.publicity.queries import Seen, parts_of
from demo import crowds, texts
from demo.furnish import BY, noon, shifted

# Thousands of rupiah, for a day at the stand or for the way there.
COSTS = {CostKind.STAND: 350, CostKind.TRANSPORT: 240, CostKind.LODGING: 180, CostKind.MEALS: 90}
COMING = ("Pasar Kriya Akhir Tahun Yogyakarta (contoh)", "Yogyakarta", 17, 4)
# What the next one takes along: so many kinds of cloth, each still for sale in the online shop.
PACKED = 9


def hold() -> None:
    """Write down the fairs of the sample year, all closed, and prepare the next."""
    officer = db.session.scalar(sa.select(User).where(User.sample, User.role == Role.OFFICER))
    for told in texts.load().year.fairs:
        first, last = shifted(told.first_day), shifted(told.last_day)
        with clock.pretend(min(noon(first - timedelta(days=30)), clock.now())):
            fair = _plan(told.name, told.place, first, last, officer)
        with clock.pretend(min(noon(last), clock.now())):
            _be_held(fair, officer)
    name, place, ahead, days = COMING
    first = clock.today() + timedelta(days=ahead)
    fair = _plan(name, place, first, first + timedelta(days=days - 1), officer)
    _pack(fair)
    _invite(fair, officer)
    _show(fair)


def _plan(name: str, place: str, first: date, last: date, officer: User | None) -> Exhibition:
    facts = FairFacts(
        name=name,
        place=place,
        first_day=first,
        last_day=last,
        stand="A 12",
        organiser="Dinas contoh",
        target=Money(20_000_000),
        about_id="Perajin kami membatik di tempat, dan Anda boleh mencoba canting.",
        about_en="Our makers work at the stand, and you may try the canting yourself.",
    )
    fair = exhibitions.plan(facts, by=BY)
    fair.sample = True
    exhibitions.publish(fair, True, by=BY)
    if officer:
        exhibitions.appoint(fair, officer, by=BY)
    exhibitions.spend(fair, CostKind.STAND, _cost(fair, CostKind.STAND), spent_on=clock.today(), by=BY)
    return fair


def _cost(fair: Exhibition, kind: CostKind) -> Money:
    days = 2 if kind is CostKind.TRANSPORT else (fair.last_day - fair.first_day).days + 1
    return Money(COSTS[kind] * 1000) * days


def _be_held(fair: Exhibition, officer: User | None) -> None:
    """Opened, visited, sold at, paid for and closed."""
    exhibitions.open_up(fair, by=BY)
    if officer:
        crowds.pass_by(fair, officer)
        crowds.come_back(fair, officer)
    for kind in (CostKind.TRANSPORT, CostKind.LODGING, CostKind.MEALS):
        exhibitions.spend(fair, kind, _cost(fair, kind), spent_on=fair.last_day, by=BY)
    sold = (
        sa.select(OrderLine.variant_id, sa.func.sum(OrderLine.quantity))
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.channel == Channel.FAIR, Order.sample)
        .where(Order.placed_at >= clock.start_of(fair.first_day))
        .where(Order.placed_at < clock.start_of(fair.last_day + timedelta(days=1)))
        .group_by(OrderLine.variant_id)
        .order_by(OrderLine.variant_id)
    )
    # They stayed in the stock, which the orders written at the stand took them from.
    for variant_id, pieces in db.session.execute(sold).all():
        more = variant_id % 3
        piece = ExhibitionPiece(
            exhibition_id=fair.id,
            variant_id=variant_id,
            online=True,
            taken=pieces + more,
            sold=pieces,
            back=more,
        )
        db.session.add(piece)
    db.session.flush()
    db.session.refresh(fair)
    exhibitions.close(fair, by=BY)


def _pack(fair: Exhibition) -> None:
    """Some cloth goes along, and stays for sale in the online shop."""
    several = (
        sa.select(Variant)
        .join(Stock, Stock.variant_id == Variant.id)
        .join(Variant.product)
        .where(Product.sample, Product.status == ProductStatus.PUBLISHED, Stock.on_hand > 0)
        .order_by(Stock.only_one, Variant.id)
    )
    for variant in db.session.scalars(several.limit(PACKED)).all():
        exhibitions.take_along(fair, variant, by=BY, online=True)


def _invite(fair: Exhibition, officer: User | None) -> None:
    """A link for those who come, which greets them, and a voucher for the days after."""
    db.session.refresh(fair, ["pieces"])
    told = campaigns.Told(name="Kartu di stan (contoh)", exhibition_id=fair.id)
    campaign = campaigns.begin("contoh", told, owner=officer, by=BY)
    campaign.sample = True
    for piece in fair.pieces[:3]:
        campaigns.choose(campaign, piece.variant.product)
    rules = Rules(
        first_day=fair.first_day,
        last_day=fair.last_day + timedelta(days=30),
        minimum=Money(200_000),
        most_uses=50,
        most_each=1,
    )
    vouchers.make("CONTOH10", rules, by=BY, percent=10, campaign_id=campaign.id).sample = True
    db.session.flush()


def _show(fair: Exhibition) -> None:
    """A poster for the stand, with somebody's cloth on it who allows her name in print."""
    made = sa.select(Product).join(Product.maker).where(Product.sample, Maker.sample).order_by(Product.id)
    for product in db.session.scalars(made.where(Product.status == ProductStatus.PUBLISHED)):
        maker = makers.public_of([product.maker] if product.maker else [], Use.PRINT).get(
            product.maker_id or 0
        )
        if parts := parts_of(maker, [Part.NAME]):
            asked = {"kind": ["poster"], "fair": [str(fair.id)], "product": [str(product.id)]}
            seen = [Seen(product.maker_id or 0, product.id, parts)]
            publicity.publish(PublicationKind.POSTER, asked, seen, by=BY, exhibition_id=fair.id)
            return
