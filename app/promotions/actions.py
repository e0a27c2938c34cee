"""A voucher is made, used by an order, and used no longer when the order comes to nothing.

The counter moves by one conditional statement, which also makes everybody else who wants the same voucher wait: so what
is counted after it (a buyer's own uses) is counted alone.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask_babel import format_date
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy.exc import IntegrityError

from app import clock
from app.accounts.audit import record
from app.db import db
from app.errors import ShopError
from app.money import Money

from . import queries
from .models import Bearer, UseState, Voucher, VoucherUse


class NotUsable(ShopError):
    """A rule of the voucher says no; the message says which."""

    status = 422


class UnknownCode(NotUsable):
    """No voucher has this code: it was misread, or guessed."""


class CodeTaken(ShopError):
    """Another voucher has this code."""

    status = 422


@dataclass(frozen=True, slots=True)
class Rules:
    """What of a voucher may be changed while it is used."""

    first_day: date
    last_day: date
    minimum: Money = Money()
    most_uses: int | None = None
    most_each: int | None = None
    active: bool = True


def make(
    code: str,
    rules: Rules,
    *,
    by: str,
    amount: Money = Money(),  # noqa: B008  (an amount never changes)
    percent: int = 0,
    bearer: Bearer = Bearer.COOPERATIVE,
    campaign_id: int | None = None,
) -> Voucher:
    """Make a voucher; what it takes off stays so. Raises CodeTaken."""
    voucher = Voucher(
        code=queries.plain(code),
        amount=amount,
        percent=percent,
        bearer=bearer,
        campaign_id=campaign_id,
        by=by,
        **_columns(rules),
    )
    try:
        with db.session.begin_nested():
            db.session.add(voucher)
    except IntegrityError:
        raise CodeTaken(_l("Kode ini sudah dipakai voucher lain.")) from None
    _note(voucher, "make", by, amount=amount.rupiah, percent=percent, bearer=bearer.value)
    return voucher


def change(voucher: Voucher, rules: Rules, *, by: str) -> None:
    """Change when and how often it can be used. Raises NotUsable when it has been used more often than that."""
    told = _columns(rules)
    different = [name for name, value in told.items() if getattr(voucher, name) != value]
    changed = db.session.scalar(
        sa.update(Voucher)
        .where(Voucher.id == voucher.id)
        .where(sa.true() if rules.most_uses is None else Voucher.used <= rules.most_uses)
        .values(told)
        .returning(Voucher.id)
        .execution_options(synchronize_session=False)
    )
    if changed is None:
        raise NotUsable(_l("Voucher ini sudah dipakai lebih sering daripada itu."))
    db.session.refresh(voucher)
    _note(voucher, "change", by, most_uses=rules.most_uses, active=rules.active, changed=different)


def _columns(rules: Rules) -> dict[str, Any]:
    return {name: getattr(rules, name) for name in Rules.__slots__}


def look(typed: str, goods: Money, *, phone: str = "", email: str = "") -> Voucher:
    """The voucher of a code, if it can be used now for goods of this price by this buyer. Raises NotUsable, of which
    UnknownCode is one, and changes nothing: others may be quicker."""
    voucher = queries.by_code(typed)
    if voucher is None or not voucher.active:
        raise UnknownCode(_l("Kode “%(code)s” tidak kami kenal. Periksa hurufnya.", code=typed.strip()[:24]))
    _check(voucher, goods)
    if voucher.most_uses is not None and voucher.used >= voucher.most_uses:
        raise _used_up(voucher)
    _check_own(voucher, phone, email)
    return voucher


def use(voucher: Voucher, goods: Money, *, phone: str, email: str) -> VoucherUse:
    """Count one use, for an order that is placed in this transaction. Raises NotUsable."""
    if not _count_on(voucher):
        raise _used_up(voucher)
    _check(voucher, goods)
    _check_own(voucher, phone, email)
    by_phone, by_email = queries.buyer(phone, email)
    found = VoucherUse(
        voucher_id=voucher.id, phone=by_phone, email=by_email, discount=voucher.off(goods), voucher=voucher
    )
    db.session.add(found)
    db.session.flush()
    return found


def give_back(use: VoucherUse | None) -> None:
    """The order came to nothing: the use can be somebody's again, once."""
    if use and _change(use, UseState.LIVE, UseState.RETURNED):
        db.session.execute(
            sa.update(Voucher)
            .where(Voucher.id == use.voucher_id)
            .values(used=Voucher.used - 1)
            .execution_options(synchronize_session=False)
        )


def use_again(use: VoucherUse | None) -> None:
    """The order lives again. Raises NotUsable when others have used the voucher up meanwhile."""
    if use and _change(use, UseState.RETURNED, UseState.LIVE) and not _count_on(use.voucher):
        raise _used_up(use.voucher)


def _count_on(voucher: Voucher) -> bool:
    counted = db.session.scalar(
        sa.update(Voucher)
        .where(Voucher.id == voucher.id)
        .where(sa.or_(Voucher.most_uses.is_(None), Voucher.used < Voucher.most_uses))
        .values(used=Voucher.used + 1)
        .returning(Voucher.id)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(voucher)
    return counted is not None


def _change(use: VoucherUse, old: UseState, new: UseState) -> bool:
    changed = db.session.scalar(
        sa.update(VoucherUse)
        .where(VoucherUse.id == use.id, VoucherUse.state == old)
        .values(state=new)
        .returning(VoucherUse.id)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(use)
    return changed is not None


def _check(voucher: Voucher, goods: Money) -> None:
    """Raise NotUsable where its days, or what is bought, do not fit."""
    known, today = {"code": voucher.code}, clock.today()
    if not voucher.active:
        raise NotUsable(_l("Kode %(code)s tidak berlaku lagi.", **known))
    if today < voucher.first_day:
        raise NotUsable(_l("Kode %(code)s berlaku mulai %(day)s.", day=_day(voucher.first_day), **known))
    if today > voucher.last_day:
        raise NotUsable(_l("Kode %(code)s berlaku sampai %(day)s.", day=_day(voucher.last_day), **known))
    if goods < voucher.minimum:
        known |= {"least": voucher.minimum.text}
        raise NotUsable(_l("Kode %(code)s berlaku untuk kain seharga paling sedikit %(least)s.", **known))


def _check_own(voucher: Voucher, phone: str, email: str) -> None:
    if voucher.most_each is not None and queries.uses_by(voucher, phone, email) >= voucher.most_each:
        raise NotUsable(_l("Kode %(code)s sudah Anda pakai.", code=voucher.code))


def _used_up(voucher: Voucher) -> NotUsable:
    return NotUsable(_l("Kode %(code)s sudah habis dipakai.", code=voucher.code))


def _day(day: date) -> LazyString:
    return LazyString(lambda: format_date(day, "d MMMM y"))


def _note(voucher: Voucher, action: str, by: str, **details: object) -> None:
    told = {"code": voucher.code, **details}
    record(by=by, action=action, subject="voucher", subject_id=voucher.id, details=told)
