import re
from collections.abc import Iterable

import sqlalchemy as sa

from app.accounts import throttle
from app.db import db

from .models import UseState, Voucher, VoucherUse

CODE = re.compile(r"[A-Z0-9-]{3,24}", re.ASCII)


def plain(typed: str) -> str:
    """A code as it is kept: capitals, no spaces; empty for what can be none."""
    code = "".join(typed.split()).upper()
    return code if CODE.fullmatch(code) else ""


def by_code(typed: str) -> Voucher | None:
    code = plain(typed)
    return db.session.scalar(sa.select(Voucher).where(Voucher.code == code)) if code else None


def listed() -> sa.Select[Voucher]:
    """Every voucher, the newest first."""
    return sa.select(Voucher).order_by(Voucher.id.desc())


def of_campaigns(campaign_ids: Iterable[int]) -> sa.Select[Voucher]:
    return listed().where(Voucher.campaign_id.in_(list(campaign_ids)))


def uses_of(voucher: Voucher) -> sa.Select[VoucherUse]:
    return sa.select(VoucherUse).where(VoucherUse.voucher_id == voucher.id).order_by(VoucherUse.id.desc())


def buyer(phone: str, email: str) -> tuple[str, str]:
    """By what a buyer's uses are counted: keyed fingerprints of the number and the address, as they are kept."""
    return (
        throttle.fingerprint(f"voucher-phone:{phone}") if phone else "",
        throttle.fingerprint(f"voucher-email:{email.lower()}") if email else "",
    )


def uses_by(voucher: Voucher, phone: str, email: str) -> int:
    """How many live uses of a voucher this buyer has, by either of number and address."""
    by_phone, by_email = buyer(phone, email)
    own = [
        column == known
        for column, known in ((VoucherUse.phone, by_phone), (VoucherUse.email, by_email))
        if known
    ]
    live = sa.select(sa.func.count()).where(
        VoucherUse.voucher_id == voucher.id, VoucherUse.state == UseState.LIVE, sa.or_(sa.false(), *own)
    )
    return db.session.scalar(live) or 0


def disagreements() -> sa.Select[str, int, int]:
    """Vouchers whose counter is not the number of their live uses: code, counter, uses."""
    live = (
        sa.select(sa.func.count())
        .where(VoucherUse.voucher_id == Voucher.id, VoucherUse.state == UseState.LIVE)
        .correlate(Voucher)
        .scalar_subquery()
    )
    return sa.select(Voucher.code, Voucher.used, live).where(Voucher.used != live)
