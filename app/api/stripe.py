"""Stripe's webhook."""

from flask import Blueprint, request

from app import till
from app.payments import providers
from app.payments.providers import BadSignature, ServiceDown

bp = Blueprint("stripe", __name__)


@bp.post("/webhook")
def webhook() -> tuple[str, int]:
    """Hear what happened at Stripe. Anything but 2xx makes Stripe send it again."""
    try:
        notice = providers.get("stripe").hear(request.get_data(), request.headers.get("Stripe-Signature", ""))
    except BadSignature:
        return "bad signature", 400
    except ServiceDown:
        return "no webhook secret", 503
    try:
        till.hear("stripe", notice)
    except ServiceDown:
        return "cannot ask Stripe now", 503
    return "", 204
