"""Stripe's webhook."""

from flask import Blueprint

bp = Blueprint("stripe", __name__)
