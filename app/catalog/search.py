"""Finding products by words: what they are found by, and how a question is read."""

import re
import unicodedata
from collections.abc import Iterable

import sqlalchemy as sa

from .models import Dye, Kind, Product, Technique

MOST_CHARACTERS = 100
MOST_WORDS = 8

# How people in both languages call what the enums name.
KINDS = {
    Kind.KAIN: "kain panjang jarik cloth fabric",
    Kind.SELENDANG: "selendang shawl",
    Kind.SARUNG: "sarung sarong",
    Kind.SYAL: "syal scarf",
    Kind.TAPLAK: "taplak meja tablecloth table",
    Kind.SAPU_TANGAN: "sapu tangan handkerchief",
}
TECHNIQUES = {
    Technique.TULIS: "batik tulis hand drawn",
    Technique.CAP: "batik cap stamped",
    Technique.KOMBINASI: "batik kombinasi tulis cap combination",
}
DYES = {
    Dye.NATURAL: "pewarna warna alam alami natural dye",
    Dye.SYNTHETIC: "pewarna sintetis synthetic dye",
    Dye.MIXED: "pewarna campuran mixed dye",
}


def fold(text: str) -> str:
    """The text as its plain words, without capitals, accents and signs; what LIKE takes for wildcards stays."""
    plain = unicodedata.normalize("NFKD", text).lower()
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[\w%]+", kept))


def text_of(product: Product) -> str:
    """Everything that a product is found by. No maker's name: what she keeps to herself must not be found out."""
    motif = product.motif
    parts: Iterable[str] = (
        product.title_id,
        product.title_en,
        f"{motif.name} {motif.aliases}" if motif else "",
        KINDS[product.kind],
        TECHNIQUES[product.technique],
        DYES[product.dye],
        product.dye_detail_id,
        product.dye_detail_en,
    )
    return fold(" ".join(parts))


def matches(question: str) -> sa.ColumnElement[bool]:
    """The products in which every word of the question occurs; none, when there is no word in it."""
    words = fold(question[:MOST_CHARACTERS]).split()[:MOST_WORDS]
    if not words:
        return sa.false()
    return sa.and_(*(Product.search_text.contains(word, autoescape=True) for word in words))
