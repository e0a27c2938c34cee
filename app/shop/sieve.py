"""What can be chosen in the catalogue, in the words of its page."""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from app.catalog.called import KIND, TECHNIQUE
from app.catalog.facets import DYES, READY, TO_ORDER, Facet, Filters, Names, tag
from app.catalog.models import Dye
from app.languages import locale
from app.words import COLOUR

TITLES = {
    Facet.TECHNIQUE: _l("Teknik"),
    Facet.COLOUR: _l("Warna"),
    Facet.MOTIF: _l("Motif"),
    Facet.KIND: _l("Jenis"),
    Facet.PRICE: _l("Harga"),
    Facet.SIZE: _l("Panjang"),
    Facet.DYE: _l("Pewarna"),
    Facet.MAKER: _l("Perajin"),
    Facet.AVAILABILITY: _l("Ketersediaan"),
}
LABELS: dict[Facet, Mapping[Any, Any]] = {
    Facet.TECHNIQUE: TECHNIQUE,
    Facet.COLOUR: COLOUR,
    Facet.KIND: KIND,
    Facet.PRICE: {
        "0-100": _l("Di bawah Rp 100 ribu"),
        "100-250": _l("Rp 100 sampai 250 ribu"),
        "250-500": _l("Rp 250 sampai 500 ribu"),
        "500-1000": _l("Rp 500 ribu sampai 1 juta"),
        "1000-": _l("Rp 1 juta ke atas"),
    },
    Facet.SIZE: {
        "0-100": _l("Di bawah 1 m"),
        "100-150": _l("1 sampai 1,5 m"),
        "150-200": _l("1,5 sampai 2 m"),
        "200-230": _l("2 sampai 2,3 m"),
        "230-": _l("2,3 m ke atas"),
    },
    Facet.DYE: {
        DYES[Dye.NATURAL]: _l("Alami"),
        DYES[Dye.SYNTHETIC]: _l("Sintetis"),
        DYES[Dye.MIXED]: _l("Alami dan sintetis"),
    },
    Facet.AVAILABILITY: {READY: _l("Siap dikirim"), TO_ORDER: _l("Dibuat setelah dipesan")},
}
# Those that are folded up until somebody wants them.
FOLDED = {Facet.SIZE, Facet.DYE, Facet.MAKER}


class Value(NamedTuple):
    """One value of a facet; `told` is how many products would have it next to what is chosen of the other facets."""

    value: str
    label: str
    told: str
    any: bool
    chosen: bool


class Group(NamedTuple):
    """A facet with its values, the chosen ones always among them."""

    word: str
    title: str
    values: tuple[Value, ...]
    chosen: int
    open: bool


@cache
def _said(code: str) -> dict[Facet, tuple[str, dict[str, str]]]:
    """Every facet's title and labels in one language: a page needs sixty of them."""
    assert code == locale()
    return {
        facet: (str(title), {str(value): str(label) for value, label in LABELS.get(facet, {}).items()})
        for facet, title in TITLES.items()
    }


def labels(known: Names) -> dict[Facet, tuple[str, dict[str, str]]]:
    """The same with the names of motifs and makers, which have no language."""
    said = _said(locale())
    motifs = {motif.slug: motif.name for motif in known.motifs}
    makers = sorted(known.makers.values(), key=lambda maker: maker.name.casefold())
    return said | {
        Facet.MOTIF: (said[Facet.MOTIF][0], motifs),
        Facet.MAKER: (said[Facet.MAKER][0], {maker.slug: maker.name for maker in makers}),
    }


def groups(filters: Filters, counts: Mapping[str, int], known: Names) -> list[Group]:
    """What can be chosen now: of each facet the values that any product has."""
    # Not by `number`, which looks up the language each time.
    found, point = [], "," if locale() == "en" else "."
    for facet, (title, said) in labels(known).items():
        chosen, values = filters.chosen.get(facet, ()), list[Value]()
        before = tag(facet, "")
        for value, label in said.items():
            count = counts.get(before + value)
            if count is not None or value in chosen:
                told = f"{count or 0:,}".replace(",", point)
                values.append(Value(value, label, told, bool(count), value in chosen))
        if values:
            found.append(
                Group(facet.value, title, tuple(values), len(chosen), bool(chosen) or facet not in FOLDED)
            )
    return found
