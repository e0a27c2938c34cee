"""The sample village in words: motifs, makers, products, a year of fairs, pages, buyers and what some of them say, each
in its own TOML file.

load() reads them all. Nothing here is a real person, address or sale.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from .village import (
    Abroad,
    Buyers,
    Complaint,
    Emblem,
    Fair,
    Maker,
    Month,
    Motif,
    Page,
    Picture,
    Place,
    Product,
    Review,
    Section,
    Seller,
    Text,
    Variant,
    Village,
    Year,
)

HERE = Path(__file__).parent
PAGES = ("home", "about", "help", "privacy", "terms")


@cache
def load() -> Village:
    """Read the sample village."""
    pages = _read("pages")
    return Village(
        motifs=tuple(_motif(raw) for raw in _read("motifs")["motif"]),
        makers=tuple(_maker(raw) for raw in _read("makers")["maker"]),
        products=tuple(_product(raw) for raw in _read("products")["product"]),
        year=_year(_read("fairs")),
        pages={name: _page(pages[name]) for name in PAGES},
        care={dye: Text(**raw) for dye, raw in pages["care"].items()},
        seller=_seller(pages["seller"]),
        complaint=_complaint(pages["complaint"]),
        buyers=_buyers(_read("buyers")),
        reviews=tuple(Review(**raw) for raw in _read("reviews")["review"]),
    )


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = _flow(tomllib.loads((HERE / f"{name}.toml").read_text("utf-8")))
    return found


def _flow(value: Any) -> Any:
    """The value with its texts as Markdown: the files wrap their lines, a reader's screen wraps them anew."""
    if isinstance(value, dict):
        return {key: _flow(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_flow(inner) for inner in value]
    if isinstance(value, str):
        return "\n\n".join(_joined(paragraph) for paragraph in value.strip().split("\n\n"))
    return value


def _joined(paragraph: str) -> str:
    """A paragraph on one line; items of a list keep a line each."""
    lines: list[str] = []
    for line in paragraph.split("\n"):
        if lines and not line.startswith("- "):
            lines[-1] += f" {line}"
        else:
            lines.append(line)
    return "\n".join(lines)


def _text(raw: dict[str, Any], name: str) -> Text:
    return Text(raw[f"{name}_id"], raw[f"{name}_en"])


def _motif(raw: dict[str, Any]) -> Motif:
    return Motif(**raw | {"aliases": tuple(raw["aliases"])})


def _maker(raw: dict[str, Any]) -> Maker:
    lists = {name: tuple(raw[name]) for name in ("steps", "consents")}
    return Maker(**raw | lists | {"emblem": Emblem(**raw["emblem"])})


def _product(raw: dict[str, Any]) -> Product:
    picture = Picture(**raw["picture"] | {"views": tuple(raw["picture"]["views"])})
    variants = tuple(Variant(**each) for each in raw["variants"])
    steps = tuple((step, maker) for step, maker in raw["steps"])
    lists = {"colours": tuple(raw["colours"]), "variants": variants, "steps": steps}
    return Product(**raw | lists | {"picture": picture})


def _year(raw: dict[str, Any]) -> Year:
    fairs = tuple(
        Fair(each["name"], each["place"], each["from"], each["to"], each["weight"]) for each in raw["fair"]
    )
    return Year(fairs, tuple(Month(**each) for each in raw["month"]), raw["from"], raw["to"])


def _page(raw: dict[str, Any]) -> Page:
    sections = tuple(
        Section(each["anchor"], _text(each, "heading"), _text(each, "body"))
        for each in raw.get("sections", [])
    )
    labels = {each["key"]: Text(each["id"], each["en"]) for each in raw.get("labels", [])}
    return Page(_text(raw, "title"), _text(raw, "lead"), sections, labels)


def _seller(raw: dict[str, Any]) -> Seller:
    plain = {name: raw[name] for name in ("name", "address", "phone", "email")}
    return Seller(**plain, registration=_text(raw, "registration"), hours=_text(raw, "hours"))


def _complaint(raw: dict[str, Any]) -> Complaint:
    plain = {name: value for name, value in raw.items() if name.startswith("authority")}
    return Complaint(title=_text(raw, "title"), body=_text(raw, "body"), **plain)


def _buyers(raw: dict[str, Any]) -> Buyers:
    return Buyers(
        first_names=tuple(raw["names"]["first"]),
        last_names=tuple(raw["names"]["last"]),
        streets=tuple(raw["streets"]["names"]),
        landmarks=tuple(raw["streets"]["landmarks"]),
        mail_domains=tuple(raw["mail_domains"]),
        phone_prefix=raw["phones"]["prefix"],
        phone_digits=raw["phones"]["digits"],
        places=tuple(Place(**each) for each in raw["place"]),
        abroad=tuple(Abroad(**each | {"address": tuple(each["address"])}) for each in raw["abroad"]),
        notes_id=tuple(raw["notes"]["id"]),
        notes_en=tuple(raw["notes"]["en"]),
    )


__all__ = ["Village", "load"]
