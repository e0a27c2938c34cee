"""A shop with its guards taken out. A trial that it passes too proves nothing.

It is a copy of the source with a few lines replaced; the text that is replaced must be there, so that the mutant cannot
quietly become the shop itself.
"""

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa

from tests.driver import Driver
from tests.servers import ROOT, start_shop


@dataclass(frozen=True)
class Edit:
    file: str
    old: str
    new: str


TAKE = """    rows = db.session.execute(TAKE, {"variant": variant_id, "wanted": quantity})
    return next(((only_one, left) for only_one, left in rows), None)
"""
LOOK_THEN_TAKE = """    import time
    found = sa.select(Stock.on_hand, Stock.held, Stock.only_one).where(Stock.variant_id == variant_id)
    stock = db.session.execute(found).one()
    if stock.on_hand - stock.held < quantity:
        return None
    time.sleep(0.02)
    db.session.execute(
        sa.update(Stock).where(Stock.variant_id == variant_id).values(held=stock.held + quantity)
        .execution_options(synchronize_session=False)
    )
    return stock.only_one, stock.on_hand - stock.held - quantity
"""
# What there is is looked at first and taken then; and on SQLite a writer does not begin by waiting for its turn.
NO_GUARD_OF_STOCK = (
    Edit("app/inventory/actions.py", TAKE, LOOK_THEN_TAKE),
    Edit("app/db.py", 'cursor.execute("BEGIN IMMEDIATE")', 'cursor.execute("SELECT 1")'),
)
# The total that the form says is believed.
BELIEVE_THE_FORM = (
    Edit("app/orders/actions.py", "if quote.total != terms.expected_total:", "if False:"),
    Edit(
        "app/orders/actions.py",
        "        shipping=quote.shipping,\n        discount=quote.discount,",
        "        shipping=quote.shipping,\n        discount=quote.total - terms.expected_total,",
    ),
    Edit("app/orders/actions.py", "total=quote.total,", "total=terms.expected_total,"),
)
# What came is looked for first and written down then, and nothing else keeps a message from being written down twice.
KEEP = """    try:
        with db.session.begin_nested():
            event = ProviderEvent(
                provider=provider, event_id=notice.event_id, kind=notice.kind, payload=notice.payload
            )
            db.session.add(event)
    except sa.exc.IntegrityError:
        event = db.session.scalars(
            sa.select(ProviderEvent).where(
                ProviderEvent.provider == provider, ProviderEvent.event_id == notice.event_id
            )
        ).one()
    return event
"""
LOOK_THEN_KEEP = """    import time
    known = sa.select(ProviderEvent).where(
        ProviderEvent.provider == provider, ProviderEvent.event_id == notice.event_id
    )
    event = db.session.scalars(known).one_or_none()
    time.sleep(0.02)
    if event is None:
        event = ProviderEvent(
            provider=provider, event_id=notice.event_id, kind=notice.kind, payload=notice.payload
        )
        db.session.add(event)
        db.session.flush()
    return event
"""
NO_GUARD_OF_EVENTS = (Edit("app/payments/events.py", KEEP, LOOK_THEN_KEEP),)
# A refund is compared with what was paid, and not with what is left of it.
FORGET_EARLIER_REFUNDS = (
    Edit(
        "app/payments/refunds.py", "return (payment.received or Money(0)) - gone", "return payment.received"
    ),
)
# Who orders waits until the mail is sent.
SEND_AT_ONCE = (
    Edit(
        "app/shop/checkout.py",
        "    return redirect(to_pay(order, form.provider.data, new=earlier is None), 303)",
        "    to = to_pay(order, form.provider.data, new=earlier is None)\n"
        "    from app import post\n    post.write(), post.deliver()\n"
        "    return redirect(to, 303)",
    ),
)
# A day begins when it begins in London.
FORGET_WHERE_THE_VILLAGE_IS = (
    Edit("app/clock.py", "return moment.astimezone(WIB).date()", "return moment.date()"),
)
# A webhook that could not be acted on is thanked for, and never sent again.
THANK_FOR_EVERYTHING = (Edit("app/api/stripe.py", 'return "cannot ask Stripe now", 503', 'return "", 204'),)
# Each try asks with a key of its own.
NEW_KEY_EACH_TIME = (
    Edit(
        "app/payments/providers/stripe.py",
        '{"idempotency_key": ask.key}',
        '{"idempotency_key": __import__("secrets").token_hex(16)}',
    ),
)


ALL = (
    *NO_GUARD_OF_STOCK,
    *BELIEVE_THE_FORM,
    *NO_GUARD_OF_EVENTS,
    *FORGET_EARLIER_REFUNDS,
    *SEND_AT_ONCE,
    *FORGET_WHERE_THE_VILLAGE_IS,
    *THANK_FOR_EVERYTHING,
    *NEW_KEY_EACH_TIME,
)


def plant(edits: tuple[Edit, ...], folder: Path) -> None:
    """Copy the source and make the edits."""
    for name in ("app", "config.py", "wsgi.py"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, folder / name)
    for name in ("templates", "static", "translations", "migrations", "demo"):
        if (ROOT / name).exists():
            (folder / name).symlink_to(ROOT / name)
    for edit in edits:
        file = folder / edit.file
        text = file.read_text()
        assert edit.old in text, f"{edit.file} has changed: {edit.old!r} is not there"
        file.write_text(text.replace(edit.old, edit.new))


def drop_guards_of_stock(database_url: str) -> None:
    """Take the last guards out too: the CHECKs on the counters and the unique index on living holds."""
    engine = sa.create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(sa.text("DROP INDEX uq_hold_only_one"))
        if engine.dialect.name == "sqlite":
            told = connection.execute(
                sa.text("SELECT sql FROM sqlite_master WHERE name = 'stock'")
            ).scalar_one()
            kept = re.sub(r"CONSTRAINT ck_stock_\w+ CHECK \([^)]*\),?\s*", "", told)
            assert kept != told
            connection.execute(sa.text("PRAGMA writable_schema = ON"))
            connection.execute(
                sa.text("UPDATE sqlite_master SET sql = :sql WHERE name = 'stock'"), {"sql": kept}
            )
        else:
            for name in ("only_one", "held_is_on_hand", "held_not_negative", "on_hand_not_negative"):
                connection.execute(sa.text(f"ALTER TABLE stock DROP CONSTRAINT ck_stock_{name}"))
    engine.dispose()


@contextmanager
def start_mutant(database_url: str, **options: Any) -> Iterator[Driver]:
    """A driver of a shop that runs from a copy of the source without its guards."""
    drop_guards_of_stock(database_url)
    with TemporaryDirectory(prefix="canting-mutant-") as folder:
        plant(ALL, Path(folder))
        env: Mapping[str, str] = {"PYTHONPATH": f"{folder}:{ROOT}"}
        with start_shop(database_url, env=env, **options) as shop, Driver(shop) as driver:
            yield driver
