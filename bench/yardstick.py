"""What the shop is measured against, under the same server: a bare Flask page, and 24 cards from one ORM query.

The page of cards is as large as the shop's catalogue (BENCH_BYTES), and reads the same 24 rows; it has no filters, no
photos, no makers, no languages, no headers and no log.
"""

import os

import sqlalchemy as sa
from flask import Flask, url_for

from app.catalog.models import Product, ProductStatus
from app.db import db, init_app, reading
from config import engine_options

CARDS = """<!doctype html><title>Cards</title><style>{{ filler }}</style><ul>
{% for product in products %}
<li><a href="{{ url_for('product', slug=product.slug) }}"><h3>{{ product.title_id }}</h3></a>
<p>{{ product.technique }}</p>
<p><data value="{{ product.price_from.rupiah }}">{{ product.price_from.rupiah }}</data></p></li>
{% endfor %}</ul>"""
NEWEST = (
    sa.select(Product)
    .where(Product.status == ProductStatus.PUBLISHED)
    .order_by(Product.published_at.desc(), Product.id.desc())
    .limit(24)
)

app = Flask("yardstick")
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"]
app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(os.environ["DATABASE_URL"])
init_app(app)
page = app.jinja_env.from_string(CARDS)
size = {"filler": ""}


@app.get("/bare")
def bare() -> str:
    return "Kain"


@app.get("/cards")
def cards() -> str:
    with reading():
        products = db.session.scalars(NEWEST).all()
        return page.render(products=products, url_for=url_for, **size)


@app.get("/batik/<slug>")
def product(slug: str) -> str:
    return url_for("product", slug=slug)


with app.test_client() as client:
    lacking = int(os.environ["BENCH_BYTES"]) - len(client.get("/cards").data)
    size["filler"] = "x" * lacking
