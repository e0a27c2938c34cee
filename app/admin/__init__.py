"""What staff see; nothing here without a sign-in and the permission that the view names."""

from flask import Blueprint

from app.web import guard, polite

from . import activity, makers, messages, orders, people, products, revenue, shipping, stock, tasks, today

bp = polite(Blueprint("admin", __name__, url_prefix="/admin"))
bp.before_request(guard)
for page in (today, orders, products, stock, makers, shipping, revenue, messages, tasks, activity, people):
    bp.register_blueprint(page.bp)
