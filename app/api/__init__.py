"""What machines see: health, feeds of what is for sale, and the webhooks of payment services."""

from flask import Blueprint

from . import feeds, health, stripe

bp = Blueprint("api", __name__)
bp.register_blueprint(health.bp)
bp.register_blueprint(stripe.bp, url_prefix="/api/stripe")
bp.register_blueprint(feeds.bp)
