"""What staff see; nothing here without a sign-in and the permission that the view names."""

from flask import Blueprint

from app.web import guard, polite, refuse_nul

from . import (
    activity,
    beyond,
    campaigns,
    exhibition_team,
    exhibitions,
    handover,
    lead_templates,
    leads,
    makers,
    messages,
    motifs,
    new_order,
    once,
    openness,
    order_sheet,
    orders,
    packing,
    pages,
    people,
    photos,
    products,
    publicity,
    quotes,
    revenue,
    reviews,
    shipping,
    stall,
    stock,
    tags,
    tasks,
    today,
    unpacking,
    vouchers,
    webhooks,
    worth,
)
from .navigation import for_templates

bp = polite(Blueprint("admin", __name__, url_prefix="/admin"))
bp.before_request(guard)
bp.before_request(refuse_nul)
bp.before_request(once.look)
bp.after_request(once.note)
bp.context_processor(for_templates)
bp.context_processor(once.for_templates)
for page in (
    today,
    orders,
    order_sheet,
    new_order,
    products,
    photos,
    motifs,
    openness,
    tags,
    publicity,
    stock,
    exhibitions,
    exhibition_team,
    packing,
    unpacking,
    worth,
    leads,
    quotes,
    lead_templates,
    campaigns,
    vouchers,
    stall,
    makers,
    reviews,
    shipping,
    pages,
    revenue,
    beyond,
    messages,
    webhooks,
    tasks,
    activity,
    people,
    handover,
):
    bp.register_blueprint(page.bp)
