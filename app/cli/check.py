"""Do the facts agree? Every counter is proved from the rows that it counts, and no money is without an owner."""

import sys

import click
from flask import Blueprint

from app.catalog import register
from app.db import db
from app.exhibitions import queries as exhibitions
from app.inventory.queries import disagreements
from app.promotions import queries as vouchers
from app.reports import proofs

bp = Blueprint("check", __name__, cli_group=None)


@bp.cli.command("check")
def check() -> None:
    """Prove the counters and the money; says where they disagree, and then ends with 1."""
    wrong = [
        f"variant {variant}: {on_hand} on hand, movements say {moved}; {held} held, holds say {kept}"
        for variant, on_hand, moved, held, kept in db.session.execute(disagreements())
    ]
    wrong += [
        f"variant {variant}: the ledger says {moved} at fairs, the fairs say {told}"
        for variant, moved, told in db.session.execute(exhibitions.disagreements())
    ]
    wrong += [
        f"voucher {code}: {used} uses counted, {live} are live"
        for code, used, live in db.session.execute(vouchers.disagreements())
    ]
    for name, orders in proofs.ALL.items():
        wrong += [f"order {number}: {name}" for number in db.session.scalars(orders())]
    wrong += [f"catalogue: {what}" for what in register.disagreements()]
    for line in wrong:
        click.echo(line)
    click.echo("all agrees" if not wrong else f"{len(wrong)} disagreements")
    sys.exit(1 if wrong else 0)
