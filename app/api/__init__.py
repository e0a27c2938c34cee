"""What machines see: health, and the webhooks of payment services."""

from flask import Blueprint

from . import health, stripe

bp = Blueprint("api", __name__)
bp.register_blueprint(health.bp)
bp.register_blueprint(stripe.bp, url_prefix="/api/stripe")
