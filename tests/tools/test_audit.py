"""What `make audit` says of what it has measured."""

from dataclasses import replace

from tools.audit.__main__ import heavy
from tools.audit.speed import Measured

GOOD = Measured(
    {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100},
    lcp=1499,
    cls=0.019,
    code=25_000,
    fonts=45_000,
    whole=300_000,
    lost=(),
)
CATALOGUE, HOME = "shop.catalog.browse id", "shop.home.show id"


def weights(found: Measured, *, printed: bool = True) -> list[str]:
    return [*heavy(CATALOGUE, found, printed=printed), *heavy(HOME, found, printed=printed)]


def test_what_just_suffices_is_no_miss() -> None:
    assert (GOOD.misses(), weights(GOOD)) == ([], [])


def test_a_miss_says_by_how_much() -> None:
    slow = replace(
        GOOD, points=GOOD.points | {"performance": 97}, lcp=1750, cls=0.05, lost=("Large pictures",)
    )
    assert slow.misses() == [
        "performance 97, wanted 98",
        "LCP 1750 ms, 250 too long",
        "CLS 0.050, wanted below 0.02",
        "lost points for Large pictures",
    ]
    fat = replace(GOOD, code=26_500, fonts=46_000, whole=310_000)
    assert weights(fat) == [
        "its code: 26.5 kB, 1.5 too many",
        "its fonts: 46.0 kB, 1.0 too many",
        "the whole page: 310.0 kB, 10.0 too many",
    ]


def test_on_a_busy_machine_only_what_is_the_same_there_can_be_missed() -> None:
    slow = replace(GOOD, points=GOOD.points | {"performance": 50}, lcp=9000)
    assert slow.misses(steady=True) == []
    wrong = replace(GOOD, points=GOOD.points | {"seo": 92}, cls=0.05)
    assert wrong.misses(steady=True) == ["seo 92, wanted 100", "CLS 0.050, wanted below 0.02"]


def test_pictures_are_weighed_when_they_are_printed() -> None:
    fat = replace(GOOD, code=26_500, whole=900_000)
    assert weights(fat, printed=False) == ["its code: 26.5 kB, 1.5 too many"]
