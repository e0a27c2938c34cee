"""The first admin, made from the shell."""

import click
from flask import Blueprint

from app.accounts import actions
from app.accounts.models import Role
from app.db import db
from app.errors import ShopError

bp = Blueprint("admin", __name__, cli_group="admin")


@bp.cli.command("create")
@click.option("--email", prompt=True, help="The address the admin signs in with.")
@click.option("--name", prompt=True, help="The admin's name.")
@click.option(
    "--password", prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for when left out."
)
def create(email: str, name: str, password: str) -> None:
    """Make an admin, who can then make everybody else."""
    try:
        user = actions.make_staff(name, email, password, role=Role.ADMIN, by="cli")
    except ShopError as error:
        raise click.ClickException(str(error)) from None
    db.session.commit()
    click.echo(f"{user.email} can sign in as admin.")
