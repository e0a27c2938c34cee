"""How the shop takes money: a provider translates between the shop and one payment service."""

from flask import Flask


def init_app(app: Flask) -> None:
    app.extensions["payment_providers"] = {}
