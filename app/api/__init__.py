"""What machines see: health, feeds of what is for sale, JSON, and the webhooks of payment services."""

from flask import Blueprint

from . import description, feeds, health, makers, motifs, products, stripe

bp = Blueprint("api", __name__)
for page in (health, feeds, products, makers, motifs, description):
    bp.register_blueprint(page.bp)
bp.register_blueprint(stripe.bp, url_prefix="/api/stripe")
