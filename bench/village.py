"""A shop full of products and orders, the same every time: written straight into the tables, in seconds.

Every counter is the sum of its rows, so that `flask check` finds nothing to say about it.
"""

from collections import Counter
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app import clock
from app.accounts import passwords
from app.accounts.models import Role, User
from app.catalog import register
from app.catalog.lexicon import plain_words, words_of
from app.catalog.models import (
    Change,
    Colour,
    Credit,
    Dye,
    Kind,
    Motif,
    Photo,
    Place,
    Product,
    ProductStatus,
    StockModel,
    Technique,
    Variant,
    Word,
)
from app.db import db
from app.inventory.models import Cause, Hold, HoldState, Movement, Stock
from app.makers.consents import wording
from app.makers.models import Consent, Maker, Step, Use
from app.money import Money
from app.pictures.models import Picture, PictureState
from app.shipping.suggestion import suggest_table

from .book import Row, Rows, book, slug_of

ADMIN, PASSWORD = "bench@contoh.test", "lilin-malam-canting-7"
MAKERS = 40
MOTIFS = ("Kawung", "Parang", "Truntum", "Gringsing", "Jagad", "Merakan", "Ukel", "Menganti")
WORDS = ("Pagi", "Laut", "Karang", "Sogan", "Senja", "Daun", "Melati", "Hujan", "Gunung", "Layang", "Muara")
SOUNDS = [
    "ba",
    "ca",
    "da",
    "ga",
    "ka",
    "la",
    "ma",
    "na",
    "pa",
    "ra",
    "sa",
    "ta",
    "wa",
    "ya",
    "bi",
    "di",
    "gi",
    "ki",
    "li",
    "mi",
]
# A picture that is ready: how large it is, and itself in a few dots.
SIZE = {"width": 1600, "height": 2000}
GROUND = f"data:image/webp;base64,{'UklGRlQAAABXRUJQVlA4' * 5}"
STORY = "Kain ini digambar dengan canting selama tiga minggu, lalu dicelup sampai warnanya dalam. " * 4
# Enough for every buyer of the measurement; one product in ten is the only one of its kind.
ON_HAND = 400


def fill(products: int, orders: int) -> None:
    """Fill an empty database, and commit."""
    _people()
    suggest_table(sample=True)
    catalogue = _catalogue(products)
    lived = book(orders, catalogue[Variant], buyer=1)
    for rows in (catalogue, lived, _stock(catalogue[Product], lived)):
        for model, found in rows.items():
            if found:
                db.session.execute(sa.insert(model), found)
    _register(products)
    _count_on([*catalogue, *lived, Maker, Motif, Place])
    db.session.execute(sa.text("ANALYZE"))
    db.session.commit()


def _people() -> None:
    db.session.add(User(email=ADMIN, name="Bench", password_hash=passwords.hash(PASSWORD), role=Role.ADMIN))
    for number, name in enumerate(MOTIFS, 1):
        meaning = f"{name} bermakna kesabaran dan harapan."
        told = {"meaning_id": meaning, "meaning_en": meaning, "source": "Museum Batik"}
        db.session.add(Motif(id=number, slug=name.lower(), name=name, **told))
    for number in range(1, MAKERS + 1):
        name = f"{WORDS[number % len(WORDS)]} {number}"
        told = {
            "village": "Kalibangkang",
            "story_id": STORY,
            "story_en": STORY,
            "quote_id": "Pelan, asal jadi.",
        }
        maker = Maker(id=number, slug=f"perajin-{number}", pseudonym=name, name=f"Siti {name}", **told)
        maker.consents = [_consent(use) for use in (Use.NAME, Use.VILLAGE, Use.STORY)]
        db.session.add(maker)
    db.session.flush()


def _consent(use: Use) -> Consent:
    until = clock.today() + timedelta(days=300)
    return Consent(use=use, wording=wording(use), channel="own", expires_on=until, by=ADMIN)


def _catalogue(count: int) -> Rows:
    rows: Rows = {Product: [], Variant: [], Picture: [], Photo: [], Credit: []}
    for number in range(1, count + 1):
        product = _product(number)
        rows[Product].append(product)
        rows[Variant].append(_variant(number, product["price_from"]))
        for position in range(3):
            key = f"photos/{number * 3 + position:032x}"
            rows[Picture].append({"key": key, "state": PictureState.READY, "ground": GROUND} | SIZE)
            rows[Photo].append({"product_id": number, "position": position, "key": key})
        for position, step in enumerate((Step.NGLOWONG, Step.MEDEL)):
            maker = (number + position) % MAKERS + 1
            done = {"step": step, "maker_id": maker, "position": position}
            rows[Credit].append({"product_id": number} | done)
    return rows


def _product(number: int) -> dict[str, Any]:
    first, second = WORDS[number % len(WORDS)], WORDS[number // len(WORDS) % len(WORDS)]
    kind, technique, dye, colour = (list(look) for look in (Kind, Technique, Dye, Colour))
    return {
        "id": number,
        "slug": slug_of(number),
        "title_id": f"{kind[number % 6].title()} {first} {second}",
        "title_en": f"Cloth {first} {second}",
        "story_id": f"{STORY} {_saying(number)}",
        "story_en": f"{STORY} {_saying(number * 3)}",
        "kind": kind[number % 6],
        "technique": technique[number // 6 % 3],
        "dye": dye[number // 18 % 3],
        "dye_detail_id": "Indigo dan soga jambal",
        "dye_detail_en": "Indigo and soga bark",
        "colours": [colour[number % 10], colour[(number // 7 + 3) % 10]],
        "stock_model": StockModel.ONE if slug_of(number).startswith("satu") else StockModel.STOCKED,
        "status": ProductStatus.PUBLISHED,
        "published_at": clock.now() - timedelta(minutes=number * 7),
        "price_from": Money(45_000 + number * 7_919 % 400 * 5_000),
        "available": True,
        "motif_id": number % len(MOTIFS) + 1,
        "maker_id": number % MAKERS + 1,
    }


def _saying(number: int) -> str:
    """Some words of which there are thousands, as in stories that people write."""
    made = (number * 31 + place * place * 977 for place in range(12))
    return " ".join(f"{SOUNDS[n % 20]}{SOUNDS[n // 20 % 20]}{SOUNDS[n // 400 % 20]}" for n in made)


def _variant(number: int, price: Money) -> dict[str, Any]:
    length = (45, 120, 180, 210, 240)[number % 5]
    size = {"label_id": f"{length} cm", "length_cm": length, "width_cm": 115 if length > 100 else length}
    return {
        "id": number,
        "product_id": number,
        "sku": f"KB-B{number:05}",
        "price": price,
        "weight_g": 350,
    } | size


def _register(count: int) -> None:
    """What products are found by, made by the shop's own rules; the newest stands last."""
    motifs = [Motif(slug=name.lower(), name=name) for name in MOTIFS]
    makers = [Maker(slug=f"perajin-{number + 1}") for number in range(MAKERS)]
    places, changes, written = list[Row](), list[Row](), Counter[str]()
    for number in range(1, count + 1):
        told = Product(**_product(number), motif=motifs[number % len(MOTIFS)], maker=makers[number % MAKERS])
        told.variants = [Variant(**_variant(number, told.price_from), active=True)]
        told.credits = [Credit(maker=makers[(number + step) % MAKERS]) for step in (0, 1)]
        tags, words, place = register.told_tags(told), words_of(told), count + 1 - number
        places.append({"id": place, "product_id": number, "tags": tags, "words": words})
        changes.append({"place_id": place, "tags": [f"+{tag}" for tag in (*tags, register.READY_TAG)]})
        written.update(plain_words(words))
    db.session.execute(sa.insert(Place), places)
    db.session.execute(sa.insert(Change), changes)
    db.session.execute(sa.insert(Word), [{"text": text, "count": n} for text, n in written.items()])
    db.session.flush()
    while register.fold():
        pass


def _stock(products: list[dict[str, Any]], lived: Rows) -> Rows:
    """What came is what is there and what was sold of it; what is held is what open orders hold."""
    held, sold = Counter[int](), Counter[int]()
    for hold in lived[Hold]:
        held[hold["variant_id"]] += hold["state"] is HoldState.LIVE
        sold[hold["variant_id"]] += hold["state"] is HoldState.SOLD
    rows: Rows = {Stock: [], Movement: []}
    for product in products:
        number, only_one = product["id"], product["stock_model"] is StockModel.ONE
        there = 1 if only_one else ON_HAND
        counts = {"on_hand": there, "held": held[number], "only_one": only_one}
        rows[Stock].append({"variant_id": number} | counts)
        moved = [(there + sold[number], Cause.RECEIVED), (-sold[number], Cause.SOLD)]
        rows[Movement] += [
            {"variant_id": number, "quantity": count, "cause": cause, "by": ADMIN}
            for count, cause in moved
            if count
        ]
    return rows


def _count_on(models: list[Any]) -> None:
    """PostgreSQL counts ids on its own, and has not seen ours."""
    if db.engine.dialect.name != "postgresql":
        return
    for model in (model for model in models if hasattr(model, "id")):
        table = model.__tablename__
        db.session.execute(
            sa.text(
                f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), (SELECT max(id) FROM \"{table}\"))"
            )
        )
