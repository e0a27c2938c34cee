"""The shop for a WSGI server (`gunicorn wsgi:app`) and for the shell (`flask --app wsgi`)."""

import gc

# What a start makes is there to stay: to look through all of it again and again would be a seventh of the time.
gc.disable()

import sys

from click import get_current_context
from flask import Flask
from flask.cli import FlaskGroup
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from app import create_app
from app.accounts.samples import NotHere, refuse_samples
from config import Settings


def in_shell() -> bool:
    """Does Flask's own command line ask for the shop, and not a server?"""
    context = get_current_context(silent=True)
    return context is not None and isinstance(context.find_root().command, FlaskGroup)


def start() -> Flask:
    """The shop by the settings of the environment; one that must not start says why in a line, and ends."""
    try:
        shop = create_app(Settings(), shell=in_shell())
        if not in_shell():
            refuse_samples(shop)
    except ValidationError as error:
        sys.exit("\n".join(f"Canting does not start: {_problem(fault)}" for fault in error.errors()))
    except NotHere as error:
        sys.exit(f"Canting does not start: {error}")
    except OperationalError as error:
        sys.exit(f"Canting does not start: DATABASE_URL: the database does not open: {error.orig}")
    return shop


def _problem(fault: object) -> str:
    setting = ".".join(str(part) for part in fault["loc"])  # type: ignore[index]
    said = fault["msg"].removeprefix("Value error, ")  # type: ignore[index]
    return f"{setting}: {said}" if setting else str(said)


app = start()
gc.freeze()
# Of what a request makes nearly all is gone when it ends; to look for the rest every few hundred things finds nothing.
gc.set_threshold(10_000, 20, 20)
gc.enable()
