"""Orders, from the shell."""

import click
from flask import Blueprint

from app import till

bp = Blueprint("orders", __name__, cli_group="orders")


@bp.cli.command("expire")
def expire() -> None:
    """Free what unpaid orders hold past their deadline."""
    click.echo(f"expired: {till.expire()}")
