"""Live the sample year: every order goes through the shop's own verbs, each at its moment."""

import io
from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa
from flask import current_app
from PIL import Image, ImageDraw

from app import clock, storage
from app.cart.quote import quote
from app.catalog.models import Product, StockModel, Variant
from app.db import db
from app.inventory import actions as inventory
from app.money import Money
from app.orders import actions as orders
from app.orders.models import Channel, Destination, Order, OrderEvent
from app.orders.shipments import ship
from app.orders.terms import Address, Terms
from app.payments import actions as payments
from app.payments import proofs, refunds
from app.payments.models import TRANSFER, Payment
from app.pictures import actions as pictures
from app.pictures import prints
from app.pictures.actions import Sent
from app.shipping import rates, regions
from demo import fairs, texts, visitors, voices
from demo.furnish import BY, noon, shifted
from demo.plan import Planned, plan

STAFF = "admin@contoh.test"
PAID = {"completed", "refunded", "partly refunded", "shipped", "packed", "paid"}


def live() -> int:
    """Receive the year's pieces, and live all its orders; returns how many."""
    year = plan()
    _receive(year)
    for planned in year:
        _live(planned)
        # Hundreds of orders in one session would make each of them slower than the one before.
        db.session.flush()
        db.session.expunge_all()
    voices.speak(STAFF)
    fairs.hold()
    visitors.meet()
    _nobody_is_told()
    return len(year)


def _receive(year: list[Planned]) -> None:
    """What was sold plus what is left came to the shelf when it was first shown."""
    sold = Counter[int]()
    for planned in year:
        if planned.keeps_pieces:
            sold.update(dict(planned.pieces))
    rows = db.session.scalars(sa.select(Product).where(Product.sample).order_by(Product.id))
    for told, product in zip(texts.load().products, rows, strict=True):
        moment = noon(shifted(told.published_on)) if told.published_on else clock.now()
        for variant, words in zip(product.variants, told.variants, strict=True):
            pieces = 1 if product.stock_model is StockModel.ONE else words.stock + sold[variant.id]
            if pieces and product.stock_model is not StockModel.MADE_TO_ORDER:
                with clock.pretend(min(moment, year[0].at)):
                    inventory.receive(variant, pieces, by=BY, reason="")


def _live(planned: Planned) -> None:
    chance = Random(planned.seed)
    with clock.pretend(planned.at):
        try:
            with db.session.begin_nested():
                order = _place(planned, chance)
        except inventory.SoldOut:
            return
    if planned.fate == "to quote":
        return
    if order.awaits_quote:
        with clock.pretend(planned.at + timedelta(hours=5)):
            until = clock.now() + timedelta(hours=72)
            orders.quote_shipping(order, Money(chance.randrange(240, 520) * 1000), by=STAFF, until=until)
    _FATES.get(planned.fate, _be_paid)(order, planned, chance)


def _place(planned: Planned, chance: Random) -> Order:
    wanted = [(db.session.get_one(Variant, variant_id), count) for variant_id, count in planned.pieces]
    buyer, courier, price = _buyer(
        planned, chance, sum(variant.weight_g * count for variant, count in wanted)
    )
    priced = quote(wanted, price)
    terms = Terms(
        **buyer,
        expected_total=priced.total,
        checkout_token=f"contoh-{planned.seed}",
        courier_id=courier.courier_id if courier else None,
        courier_name=courier.title if courier else "",
        channel=planned.channel,
    )
    return orders.place(priced, terms, until=payments.deadline(TRANSFER, quoted=price is not None))


def _buyer(
    planned: Planned, chance: Random, weight_g: int
) -> tuple[dict[str, Any], rates.ShippingOption | None, Money | None]:
    """Somebody, where it goes to, with which courier and for how much (None: to be quoted)."""
    parts = texts.load().buyers
    first, last = chance.choice(parts.first_names), chance.choice(parts.last_names)
    who: dict[str, Any] = {
        "name": f"{first} {last}",
        "email": f"{first}.{last}{planned.seed}@{chance.choice(parts.mail_domains)}".lower(),
        "phone": f"{parts.phone_prefix}{chance.randrange(10**parts.phone_digits):0{parts.phone_digits}}",
        "note": chance.choice(parts.notes_id) if chance.random() < 0.06 else "",
    }
    if planned.channel is Channel.FAIR:
        return who | {"email": "", "address": Address(Destination.PICKUP)}, None, Money(0)
    if planned.abroad:
        there = chance.choices(parts.abroad, [place.weight for place in parts.abroad])[0]
        address = Address(Destination.ABROAD, street="\n".join(there.address), country=there.country)
        phone = f"{there.phone_prefix}{chance.randrange(10**there.phone_digits):0{there.phone_digits}}"
        return who | {"address": address, "locale": there.language, "phone": phone, "note": ""}, None, None
    place = chance.choices(parts.places, [place.weight for place in parts.places])[0]
    village = regions.village(place.code)
    if village is None:
        raise LookupError(f"no village has the code {place.code}")
    street = f"{chance.choice(parts.streets)} No. {chance.randint(1, 90)}, RT {chance.randint(1, 9):02}"
    landmark = chance.choice(parts.landmarks)
    option = min(
        rates.options(village, weight_g), key=lambda option: (chance.random() < 0.3, option.price or Money(0))
    )
    address = Address(
        Destination.VILLAGE,
        village_code=village.code,
        village=village.name,
        district=village.district,
        regency=village.regency,
        province=village.province,
        postcode=village.postcode,
        street=f"{street}, {landmark}" if landmark else street,
    )
    return who | {"address": address}, option, option.price


def _be_paid(order: Order, planned: Planned, chance: Random) -> None:
    """Paid and, as far as it came by now, packed, sent and delivered."""
    moment = planned.at + timedelta(hours=6 if planned.abroad else 0)
    with clock.pretend(moment):
        payment = payments.open_payment(order, TRANSFER)
    stand = planned.channel is Channel.FAIR
    moment += timedelta(minutes=2) if stand else timedelta(minutes=chance.randrange(10, 400))
    with clock.pretend(_not_later(moment)):
        payments.confirm_transfer(
            payment, reference=f"CONTOH {planned.seed}", received=payment.amount, by=STAFF
        )
    if planned.fate == "paid":
        return
    moment += timedelta(minutes=1) if stand else timedelta(hours=chance.randrange(3, 26))
    with clock.pretend(_not_later(moment)):
        orders.pack(order, by=STAFF)
    if planned.fate != "packed":
        _be_sent(order, planned, chance, moment)
    if "refunded" in planned.fate:
        _be_refunded(order, payment, planned, moment + timedelta(days=9))


def _be_sent(order: Order, planned: Planned, chance: Random, moment: datetime) -> None:
    if order.destination is not Destination.PICKUP:
        moment += timedelta(hours=chance.randrange(2, 20))
        bill = f"CONTOH{planned.seed:08}"
        with clock.pretend(_not_later(moment)):
            ship(order, courier=order.courier_name or "Pos EMS", airway_bill=bill, tracking_url="", by=STAFF)
        moment += timedelta(days=chance.randrange(2, 6))
    if planned.fate != "shipped":
        with clock.pretend(_not_later(moment)):
            orders.deliver(order, by=STAFF)


def _be_refunded(order: Order, payment: Payment, planned: Planned, moment: datetime) -> None:
    whole = planned.fate == "refunded"
    amount = refunds.left_of(payment) if whole else Money(order.goods.rupiah // 10)
    reason = "Warna berbeda dari gambar" if whole else "Potongan untuk noda kecil di pinggir"
    with clock.pretend(_not_later(moment)):
        if whole:
            orders.take_back(order, by=STAFF, note=reason)
        refunds.ask(payment, amount, reason=reason, by=STAFF, bank_reference=f"CONTOH BALIK {planned.seed}")


def _not_later(moment: datetime) -> datetime:
    """Nothing of the past happens in the future, however slow somebody was."""
    return min(moment, clock.now())


def _be_cancelled(order: Order, planned: Planned, chance: Random) -> None:
    with clock.pretend(planned.at + timedelta(hours=2)):
        payments.open_payment(order, TRANSFER)
        payments.cancel_order(order, by="buyer", reason="Berubah pikiran")


def _be_expired(order: Order, planned: Planned, chance: Random) -> None:
    with clock.pretend(planned.at):
        payments.open_payment(order, TRANSFER)
    with clock.pretend(order.hold_until + timedelta(minutes=1)):
        payments.expire_order(order)


def _be_waiting(order: Order, planned: Planned, chance: Random) -> None:
    with clock.pretend(planned.at):
        payment = payments.open_payment(order, TRANSFER)
    if planned.fate == "in review":
        picture = _receipt(payment)
        original = storage.new_key("originals")
        storage.save(original, picture)
        kept = pictures.receive(Sent(prints.key_of("proofs", picture), original))
        with clock.pretend(planned.at + timedelta(hours=1)):
            proofs.add(payment, kept)


def _receipt(payment: Payment) -> bytes:
    """A picture that says of itself that it is none of a real transfer."""
    image = Image.new("RGB", (720, 960), "#f4efe4")
    draw = ImageDraw.Draw(image)
    rows = (
        "CONTOH - BUKAN BUKTI TRANSFER",
        current_app.config["BANK_NAME"],
        f"Rp {payment.amount.rupiah:,}".replace(",", "."),
    )
    for row, text in enumerate(rows):
        draw.text((60, 120 + row * 90), text, fill="#26324a", font_size=34)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _nobody_is_told() -> None:
    """What happened in the sample year is no news: no mail is written about it."""
    sample = sa.select(Order.id).where(Order.sample)
    db.session.execute(
        sa.update(OrderEvent)
        .where(OrderEvent.order_id.in_(sample), OrderEvent.notified_at.is_(None))
        .values(notified_at=OrderEvent.at)
    )


_FATES = {
    "cancelled": _be_cancelled,
    "expired": _be_expired,
    "unpaid": _be_waiting,
    "in review": _be_waiting,
}
