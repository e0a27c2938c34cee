"""Couriers, zones and rates."""

from flask import Blueprint

bp = Blueprint("shipping", __name__, url_prefix="/shipping")
