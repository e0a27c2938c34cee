"""The sample village, from the shell."""

import click
import sqlalchemy as sa
from flask import Blueprint

from app import darkroom
from app.catalog.models import Product
from app.db import db
from app.orders.models import Order
from demo import wipe as wiping
from demo.enlarge import enlarge
from demo.furnish import furnish
from demo.year import live

bp = Blueprint("demo", __name__, cli_group="demo")


@bp.cli.command("load")
@click.option("--width", default=960, show_default=True, help="of the drawn pictures, in pixels")
def load(width: int) -> None:
    """Fill an empty shop with the sample village: people, cloth drawn by code, and a year of orders."""
    if db.session.scalar(
        sa.select(sa.or_(sa.exists().where(Product.id > 0), sa.exists().where(Order.id > 0)))
    ):
        click.echo("The shop has something already; the sample village stays away.")
        return
    click.echo("The sample village draws its cloth; this takes a minute.")
    furnish(width)
    click.echo(f"It has lived a year of {live()} orders.")
    db.session.commit()


@bp.cli.command("enlarge")
@click.option("--width", default=2000, show_default=True, help="of the drawn covers, in pixels")
@click.option("--most", default=1000, help="of them, the newest first")
def enlarge_covers(width: int, most: int) -> None:
    """Draw the sample village's covers anew, large enough to see the thread."""
    click.echo(f"Covers drawn anew: {enlarge(width, most)}")


@bp.cli.command("wipe")
def wipe() -> None:
    """Remove all of the sample village, and nothing else."""
    removed = wiping.rows()
    db.session.commit()
    darkroom.clear()
    click.echo(f"The sample village is gone: {removed.products} products, {removed.orders} orders.")
