"""The stand-in that the present request is for."""

from typing import cast

from flask import current_app

from .double import Double


def the_double() -> Double:
    """Find the account that this server stands in for."""
    return cast(Double, current_app.extensions["stripe_double"])
