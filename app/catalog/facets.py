"""What visitors choose the catalogue by, and the short words that stand for it in addresses."""

import enum
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from app.makers.queries import Named

from .models import Colour, Dye, Kind, Product, StockModel, Technique

MOST_CHARACTERS = 100
Member = TypeVar("Member", bound=enum.StrEnum)


class Facet(enum.StrEnum):
    """What can be chosen: several values of one widen each other, several facets narrow each other."""

    TECHNIQUE = "teknik"
    COLOUR = "warna"
    MOTIF = "motif"
    KIND = "jenis"
    PRICE = "harga"
    SIZE = "ukuran"
    DYE = "pewarna"
    MAKER = "perajin"
    AVAILABILITY = "tersedia"


DYES = {Dye.NATURAL: "alami", Dye.SYNTHETIC: "sintetis", Dye.MIXED: "campuran"}
# From and to: thousands of rupiah, and centimetres of the longer side.
PRICES = ("0-100", "100-250", "250-500", "500-1000", "1000-")
SIZES = ("0-100", "100-150", "150-200", "200-230", "230-")
READY, TO_ORDER = "siap", "pesan"
# The values that a facet has by itself; motifs and makers are known by those who have them.
FIXED: dict[Facet, tuple[str, ...]] = {
    Facet.TECHNIQUE: tuple(Technique),
    Facet.COLOUR: tuple(Colour),
    Facet.KIND: tuple(Kind),
    Facet.PRICE: PRICES,
    Facet.SIZE: SIZES,
    Facet.DYE: tuple(DYES.values()),
    Facet.AVAILABILITY: (READY, TO_ORDER),
}
# What a page is called by when one value of it is chosen, the narrowest first.
HEADINGS = (Facet.KIND, Facet.MOTIF, Facet.TECHNIQUE)


class Sort(enum.StrEnum):
    """In which order the catalogue is read; the values stand in its addresses."""

    RELEVANT = "cocok"
    NEWEST = "terbaru"
    CHEAPEST = "termurah"
    DEAREST = "termahal"


@dataclass(frozen=True, slots=True)
class MotifName:
    """What a motif is called."""

    slug: str
    name: str
    aliases: str


@dataclass(frozen=True, slots=True)
class Names:
    """Who and what can be named now: every motif, and the makers who have a page, by id."""

    motifs: tuple[MotifName, ...] = ()
    makers: Mapping[int, Named] = field(default_factory=dict)

    def values(self, facet: Facet) -> tuple[str, ...]:
        """What can be chosen of a facet."""
        if facet is Facet.MOTIF:
            return tuple(motif.slug for motif in self.motifs)
        if facet is Facet.MAKER:
            return tuple(maker.slug for maker in self.makers.values())
        return FIXED[facet]


def tag(facet: Facet, value: str) -> str:
    return f"{facet}={value}"


def tags_of(product: Product) -> list[str]:
    """What a product is chosen by, but for whether it can be sent today: that changes with every order."""
    return sorted({tag(facet, value) for facet, value in _values(product) if value})


def _values(product: Product) -> Iterator[tuple[Facet, str | None]]:
    yield Facet.TECHNIQUE, product.technique
    yield Facet.KIND, product.kind
    yield Facet.DYE, DYES[product.dye]
    yield Facet.PRICE, _band(product.price_from.rupiah // 1000, PRICES)
    yield Facet.MOTIF, product.motif.slug if product.motif else None
    yield Facet.MAKER, product.maker.slug if product.maker else None
    for colour in product.colours:
        yield Facet.COLOUR, colour
    for credit in product.credits:
        yield Facet.MAKER, credit.maker.slug
    for variant in product.variants:
        sides = [side for side in (variant.length_cm, variant.width_cm) if side]
        if variant.active and sides:
            yield Facet.SIZE, _band(max(sides), SIZES)
    if product.stock_model is StockModel.MADE_TO_ORDER and product.available:
        yield Facet.AVAILABILITY, TO_ORDER


def _band(number: int, bands: tuple[str, ...]) -> str:
    return next(band for band in reversed(bands) if number >= int(band.partition("-")[0]))


@dataclass(frozen=True, slots=True)
class Filters:
    """What a visitor wants to see of the catalogue: `chosen` are values by facet, `exact` forbids to correct `q`."""

    q: str = ""
    chosen: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.NEWEST
    page: int = 1
    exact: bool = False

    @classmethod
    def read(cls, words: Any, names: Names) -> "Filters":
        """The filters that the words of an address (a MultiDict) name; what makes no sense is as if it were not
        there."""
        q = " ".join(words.get("q", "")[:MOST_CHARACTERS].split())
        chosen = {facet: _said(facet, words.getlist(facet), names.values(facet)) for facet in Facet}
        return cls(
            q=q,
            chosen={facet: values for facet, values in chosen.items() if values},
            sort=_member(Sort, words.get("urut", ""), bool(q)) or usual(q),
            page=page_number(words.get("hal", "")),
            exact=bool(q) and words.get("persis") == "ya",
        )

    def words(self) -> dict[str, list[str]]:
        """The words of an address that say the same, in the one order in which they are said."""
        said: dict[str, list[str]] = {facet.value: list(values) for facet, values in self.chosen.items()}
        said |= {"q": [self.q]} if self.q else {}
        said |= {"urut": [self.sort.value]} if self.sort is not usual(self.q) else {}
        said |= {"hal": [str(self.page)]} if self.page > 1 else {}
        said |= {"persis": ["ya"]} if self.exact else {}
        return dict(sorted(said.items()))

    def but(self, **other: Any) -> dict[str, list[str]]:
        """The words for the same filters with something else; read from the first page again."""
        changed = replace(self, **{"page": 1, **other})
        if self.sort is usual(self.q) and "sort" not in other:
            changed = replace(changed, sort=usual(changed.q))
        return changed.words()

    def without(self, facet: Facet, value: str) -> dict[str, list[str]]:
        """The words for the same filters but for one value."""
        others = {other: values for other, values in self.chosen.items() if other is not Facet(facet)}
        kept = tuple(one for one in self.chosen[facet] if one != value)
        return self.but(chosen=others | ({Facet(facet): kept} if kept else {}))

    @property
    def count(self) -> int:
        """How many values are chosen."""
        return sum(map(len, self.chosen.values()))

    @property
    def narrowed(self) -> bool:
        return bool(self.q or self.chosen)


def said(words: Any) -> dict[str, list[str]]:
    """Those words of an address that the catalogue listens to, as they were said."""
    known = {*Facet, "q", "urut", "hal", "persis"}
    return {word: words.getlist(word) for word in words if word in known}


def usual(q: str) -> Sort:
    """The order in which nobody asked for another."""
    return Sort.RELEVANT if q else Sort.NEWEST


def page_number(text: str) -> int:
    """The page that an address asks for; the first when it asks for none that there could be."""
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) <= 5 else 1


def _said(facet: Facet, words: Iterable[str], known: tuple[str, ...]) -> tuple[str, ...]:
    wanted = set(words)
    if facet is Facet.AVAILABILITY and "ya" in wanted:
        wanted = set(known)
    return tuple(sorted(wanted & set(known)))


def _member(kind: type[Member], value: str, searching: bool) -> Member | None:
    found = next((member for member in kind if member.value == value), None)
    return found if found is not Sort.RELEVANT or searching else None
