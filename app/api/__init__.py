"""What machines see: health, feeds, JSON, what other sites show of the shop, and the webhooks of payment services."""

from flask import Blueprint

from . import description, embed, feeds, health, makers, motifs, oembed, products, stripe

bp = Blueprint("api", __name__)
for page in (health, feeds, products, makers, motifs, description, embed, oembed):
    bp.register_blueprint(page.bp)
bp.register_blueprint(stripe.bp, url_prefix="/api/stripe")
