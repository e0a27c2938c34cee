"""All that is kept of somebody who has an account: to take along, and to be deleted."""

import enum
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l

from app import clock
from app.accounts import actions as accounts
from app.accounts import queries as users
from app.accounts.models import AuditEntry, User
from app.cart import actions as cart
from app.cart import queries as baskets
from app.db import Model, db
from app.errors import ShopError
from app.makers import queries as makers
from app.makers.models import Maker
from app.money import Money
from app.notifications import actions as notifications
from app.notifications.models import Message
from app.orders import buyers
from app.orders.models import Order
from app.payments import proofs
from app.payments import queries as money
from app.publicity import queries as publicity
from app.reviews import actions as reviews
from app.reviews import queries as written

# What is no word about a person, but would open doors.
SECRET = {"password_hash", "basket", "session_epoch", "checkout_token", "key"}


class StillRunning(ShopError):
    """Somebody still owes somebody something: pieces, or money."""


def everything_about(user: User) -> dict[str, Any]:
    """Every row that is kept of somebody, as plain JSON; a column that is added later comes along by itself."""
    maker = db.session.scalar(makers.of_user(user))
    basket = baskets.by_token(user.basket or "")
    by_oneself = sa.select(AuditEntry).where(AuditEntry.by == user.email).order_by(AuditEntry.id)
    written_to = sa.select(Message).where(Message.recipient == user.email).order_by(Message.id)
    return {
        "taken_at": clock.now().isoformat(),
        "account": facts(user),
        "addresses": all_facts(db.session.scalars(users.addresses(user))),
        "basket": all_facts(basket.lines) if basket else [],
        "orders": [_order(order) for order in buyers.all_of(user)],
        "messages": all_facts(db.session.scalars(written_to)),
        "activity": all_facts(db.session.scalars(by_oneself)),
        "maker": _maker(maker) if maker else None,
    }


def leave(user: User) -> None:
    """Delete the account, and who bought from its orders; what the books need of these stays, without a name.

    Raises NotByOneself, and StillRunning while an order or its money is under way.
    """
    accounts.refuse_to_leave(user)
    waiting = buyers.running(user)
    if waiting:
        numbers = ", ".join(order.number for order in waiting)
        raise StillRunning(
            _l("Pesanan %(numbers)s masih berjalan. Akun bisa dihapus setelah selesai.", numbers=numbers)
        )
    gone = buyers.all_of(user)
    if money.money_is_owed(gone):
        raise StillRunning(
            _l("Masih ada uang Anda yang sedang kami kembalikan. Akun bisa dihapus setelahnya.")
        )
    ids = [order.id for order in gone]
    notifications.forget_letters(user.email, ids)
    proofs.forget(ids)
    reviews.forget(ids)
    for order in gone:
        buyers.forget_buyer(order)
    if user.basket:
        cart.throw_away(user.basket)
    accounts.leave(user)


def facts(row: Model) -> dict[str, Any]:
    columns = sa.inspect(type(row)).column_attrs
    return {each.key: plain(getattr(row, each.key)) for each in columns if each.key not in SECRET}


def all_facts(rows: Iterable[Model]) -> list[dict[str, Any]]:
    return [facts(row) for row in rows]


def plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Money):
        return value.rupiah
    return value.value if isinstance(value, enum.Enum) else value


def _maker(maker: Maker) -> dict[str, Any]:
    answers = db.session.scalars(written.replies_of(maker))
    shown = [
        {**facts(publication), "appearances": all_facts(publication.appearances)}
        for publication in db.session.scalars(publicity.of_maker(maker))
    ]
    consents = all_facts(maker.consents)
    return {**facts(maker), "consents": consents, "replies": all_facts(answers), "shown_in": shown}


def _order(order: Order) -> dict[str, Any]:
    paid_by = money.of_order(order)
    return {
        **facts(order),
        "lines": all_facts(order.lines),
        "events": all_facts(order.events),
        "shipments": all_facts(order.shipments),
        "reviews": all_facts(written.of_order(order).values()),
        "payments": [{**facts(payment), "proofs": all_facts(payment.proofs)} for payment in paid_by],
        "refunds": all_facts(money.refunds_of(order)),
    }
