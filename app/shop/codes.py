"""Codes of vouchers that visitors type. Whoever guesses goes slowly: wrong ones are counted for each network, and after
too many of them no code is looked at for a while, not even a right one."""

from datetime import timedelta

from flask import request
from flask_babel import gettext as _

from app.accounts import throttle
from app.accounts.throttle import TooManyTries
from app.db import db

# Enough for a stand full of people who misread a card and share a connection.
MOST_WRONG, WINDOW = 20, timedelta(minutes=15)


def refused() -> str:
    """Why no code is looked at now; empty where one is."""
    try:
        throttle.look(_bucket(), limit=MOST_WRONG, window=WINDOW)
    except TooManyTries as error:
        return str(_("%(wait)s Anda tetap bisa memesan tanpa voucher.", wait=error))
    return ""


def count_wrong() -> None:
    """Count a code that nobody has; commits."""
    try:
        throttle.hit(_bucket(), limit=MOST_WRONG, window=WINDOW)
    except TooManyTries:
        # Others of this network were quicker.
        db.session.rollback()
        return
    db.session.commit()


def _bucket() -> str:
    return f"voucher:{throttle.network(request.remote_addr)}"
