import enum
from datetime import datetime

from sqlalchemy import DDL, JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app import clock
from app.db import Model
from app.lifecycle import Lifecycle
from app.makers.models import Maker, Step
from app.money import Money
from app.pictures.models import Picture


class Kind(enum.StrEnum):
    KAIN = "kain"
    SELENDANG = "selendang"
    SARUNG = "sarung"
    SYAL = "syal"
    TAPLAK = "taplak"
    SAPU_TANGAN = "sapu_tangan"


class Technique(enum.StrEnum):
    """The three kinds of batik that SNI 8302, 8303 and 8304:2016 know; printed cloth is not batik."""

    TULIS = "tulis"
    CAP = "cap"
    KOMBINASI = "kombinasi"


class Dye(enum.StrEnum):
    NATURAL = "natural"
    SYNTHETIC = "synthetic"
    MIXED = "mixed"


class Colour(enum.StrEnum):
    """The colours that people look for; which dye made them is told apart from that."""

    INDIGO = "indigo"
    TOSKA = "toska"
    SOGA = "soga"
    MERAH = "merah"
    MERAH_MUDA = "merah_muda"
    KUNING = "kuning"
    HIJAU = "hijau"
    UNGU = "ungu"
    HITAM = "hitam"
    GADING = "gading"


class StockModel(enum.StrEnum):
    """How a product is stocked: the only one, several alike, or made when ordered."""

    ONE = "one"
    STOCKED = "stocked"
    MADE_TO_ORDER = "made_to_order"


class ProductStatus(enum.StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Motif(Model):
    """A pattern: its name, other names (set apart by commas), its meaning, and where that is documented."""

    visible = True

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    aliases: Mapped[str] = mapped_column(default="")
    meaning_id: Mapped[str] = mapped_column(default="")
    meaning_en: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    sample: Mapped[bool] = mapped_column(default=False)


class Product(Lifecycle, Model):
    """A design for sale. What is bought is one of its variants.

    `price_from` is the lowest price of its active variants and `available` whether any of them can be bought, both kept
    here so that a page of the catalogue is one query. What it is found by is kept with its Place.
    """

    visible = True

    MOVES = {
        "status": {
            ProductStatus.DRAFT: {ProductStatus.PUBLISHED, ProductStatus.ARCHIVED},
            ProductStatus.PUBLISHED: {ProductStatus.DRAFT, ProductStatus.ARCHIVED},
            ProductStatus.ARCHIVED: {ProductStatus.DRAFT},
        }
    }
    __table_args__ = (
        Index(None, "status", "published_at"),
        Index(None, "status", "price_from"),
        CheckConstraint("price_from >= 0", "price_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title_id: Mapped[str]
    title_en: Mapped[str]
    story_id: Mapped[str] = mapped_column(default="")
    story_en: Mapped[str] = mapped_column(default="")
    kind: Mapped[Kind]
    technique: Mapped[Technique]
    dye: Mapped[Dye]
    dye_detail_id: Mapped[str] = mapped_column(default="")
    dye_detail_en: Mapped[str] = mapped_column(default="")
    stock_model: Mapped[StockModel]
    lead_days: Mapped[int | None]
    status: Mapped[ProductStatus] = mapped_column(default=ProductStatus.DRAFT)
    published_at: Mapped[datetime | None]
    price_from: Mapped[Money] = mapped_column(default=Money)
    available: Mapped[bool] = mapped_column(default=False)
    motif_id: Mapped[int | None] = mapped_column(ForeignKey(Motif.id), index=True)
    maker_id: Mapped[int | None] = mapped_column(ForeignKey(Maker.id), index=True)
    sample: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    colours: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    motif: Mapped[Motif | None] = relationship()
    maker: Mapped[Maker | None] = relationship()
    variants: Mapped[list["Variant"]] = relationship(back_populates="product", order_by="Variant.position")
    photos: Mapped[list["Photo"]] = relationship(back_populates="product", order_by="Photo.position")
    credits: Mapped[list["Credit"]] = relationship(back_populates="product", order_by="Credit.position")
    # The first photo alone, so that a page of cards can have it by one join. Photos that are ready stand before others.
    cover: Mapped["Photo | None"] = relationship(
        primaryjoin="and_(Photo.product_id == Product.id, Photo.position == 0)", viewonly=True, uselist=False
    )

    @property
    def palette(self) -> list[Colour]:
        return [Colour(colour) for colour in self.colours]

    @property
    def shown_photos(self) -> list["Photo"]:
        """The photos that visitors see."""
        return [photo for photo in self.photos if photo.ready]


class Variant(Model):
    """What is bought: a size, a colour, or the one piece. Lengths in centimetres, weight in grams, packed."""

    visible = True

    __table_args__ = (
        CheckConstraint("price >= 0", "price_not_negative"),
        CheckConstraint("weight_g > 0", "weight_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey(Product.id), index=True)
    sku: Mapped[str] = mapped_column(unique=True)
    label_id: Mapped[str] = mapped_column(default="")
    label_en: Mapped[str] = mapped_column(default="")
    price: Mapped[Money]
    length_cm: Mapped[int | None]
    width_cm: Mapped[int | None]
    weight_g: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    product: Mapped[Product] = relationship(back_populates="variants")


class Photo(Model):
    """A picture hung on a product; the one at position 0 is its cover.

    Where a layout cuts it, the point at `focus_x` and `focus_y` stays in sight (percent, from the left and from above).
    """

    __table_args__ = (
        UniqueConstraint("product_id", "key"),
        CheckConstraint("focus_x BETWEEN 0 AND 100 AND focus_y BETWEEN 0 AND 100", "focus_in_picture"),
    )

    visible = True

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey(Product.id))
    key: Mapped[str] = mapped_column(ForeignKey(Picture.key), index=True)
    alt_id: Mapped[str] = mapped_column(default="")
    alt_en: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    drawn: Mapped[bool] = mapped_column(default=False)
    focus_x: Mapped[int] = mapped_column(default=50)
    focus_y: Mapped[int] = mapped_column(default=50)
    product: Mapped[Product] = relationship(back_populates="photos")
    # No inner join: within another SQLite would first put every photo of the shop beside its picture.
    picture: Mapped[Picture] = relationship(lazy="joined")

    @property
    def ready(self) -> bool:
        """Can it be seen?"""
        return self.picture.ready


class Credit(Model):
    """Who did which step on a product."""

    visible = True

    __table_args__ = (UniqueConstraint("product_id", "step", "maker_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey(Product.id))
    step: Mapped[Step]
    maker_id: Mapped[int] = mapped_column(ForeignKey(Maker.id), index=True)
    position: Mapped[int] = mapped_column(default=0)
    product: Mapped[Product] = relationship(back_populates="credits")
    maker: Mapped[Maker] = relationship()


class Place(Model):
    """Where a product stands in the order in which products were first shown, and what it is found by there.

    `tags` are what visitors choose by, and empty while they may not see it; `words` are what it is searched by. Both
    are written by `register`, and by nothing else.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey(Product.id), unique=True)
    tags: Mapped[list[str]] = mapped_column(JSON, default=list)
    words: Mapped[str] = mapped_column(default="")


class Tag(Model):
    """The places that have a tag, as the bits of one large number (lowest first), and how many they are."""

    name: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    bits: Mapped[bytes] = mapped_column(default=b"")


class Change(Model):
    """What changed at a place and is not in the tags' bits yet: "+jenis=kain", "-jenis=syal"; only ever added.

    Whoever buys adds one, and waits for nobody; `register.fold` alone writes the bits.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int]
    tags: Mapped[list[str]] = mapped_column(JSON)


class Word(Model):
    """A word that published products are written with, and how many of them; what misspelt words are compared with."""

    text: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


# How each database finds places by their words: SQLite by a table beside this one, PostgreSQL by an index.
FOUND = {
    "sqlite": (
        """CREATE VIRTUAL TABLE found USING fts5(
            words, content='place', content_rowid='id', detail='none', columnsize=0, tokenize="ascii tokenchars '=_-'"
        )""",
        """CREATE TRIGGER place_found AFTER INSERT ON place BEGIN
            INSERT INTO found (rowid, words) VALUES (new.id, new.words);
        END""",
        """CREATE TRIGGER place_lost AFTER DELETE ON place BEGIN
            INSERT INTO found (found, rowid, words) VALUES ('delete', old.id, old.words);
        END""",
        """CREATE TRIGGER place_reworded AFTER UPDATE OF words ON place BEGIN
            INSERT INTO found (found, rowid, words) VALUES ('delete', old.id, old.words);
            INSERT INTO found (rowid, words) VALUES (new.id, new.words);
        END""",
    ),
    "postgresql": (
        "CREATE INDEX ix_place_words ON place USING gin (array_to_tsvector(string_to_array(words, ' ')))",
    ),
}
for _dialect, _statements in FOUND.items():
    for _statement in _statements:
        _made = DDL(_statement).execute_if(dialect=_dialect)  # type: ignore[no-untyped-call]
        event.listen(Place.__table__, "after_create", _made)
