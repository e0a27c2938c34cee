"""Finding a village by what people type of it."""

import heapq
import re
from collections.abc import Iterable, Iterator

from .regions import REGENCY, Atlas, Village, atlas, fold

# Neighbours come first: the shop's regency, its province, the province inside it.
NEAR = ("33.05", "33", "34")
# What people write before a name without its being part of the name.
TITLES = {"desa", "ds", "kel", "kelurahan", "kec", "kecamatan", "kab", "kabupaten", "prov", "provinsi"}
POSTCODE = re.compile(r"[0-9]{3,5}", re.ASCII)
WHOLE_POSTCODE = re.compile(r"[0-9]{5}", re.ASCII)
SHORTEST, LONGEST = 2, 80

# How well a village fits, how near it is, its name, and where it stands.
Rank = tuple[int, int, str, int]


def find(text: str, limit: int = 20) -> list[Village]:
    """The villages that somebody may mean who types the beginnings of some names, a postcode, or both.

    Every word begins a word in the name of the village, its district, regency or province. First come villages that are
    called just so, then those whose own name begins so, then those that lie in a place called so; near ones before
    far ones. A whole postcode finds all that it is for, however many: one of them is meant, and no more can be typed.
    """
    known = atlas()
    words = _words(text)
    ranks: dict[int, Rank] = {}
    # Names are often typed in two words that officially are one: Kali Bangkang.
    for spelling in (words, ["".join(words[:2]), *words[2:]])[: len(words)]:
        for index in _matching(known, spelling, limit):
            rank = _rank(known, index, spelling)
            ranks[index] = min(rank, ranks.get(index, rank))
    most = len(ranks) if any(WHOLE_POSTCODE.fullmatch(word) for word in words) else limit
    return [known.village(index) for index in heapq.nsmallest(most, ranks, key=ranks.__getitem__)]


def _words(text: str) -> list[str]:
    typed = fold(text[:LONGEST]).split()
    words = [word for word in typed if word not in TITLES] or typed
    return words if any(len(word) >= SHORTEST for word in words) else []


def _matching(known: Atlas, words: list[str], limit: int) -> Iterable[int]:
    """The villages that fit all words: those that fit the longest, looked through for the others."""
    rarest = max(words, key=lambda word: (bool(POSTCODE.fullmatch(word)), len(word)))
    if POSTCODE.fullmatch(rarest):
        found = set(_with_postcode(known, rarest))
    else:
        found = set(known.folded.having(f" {rarest}"))
        # Villages that only lie in a place called so come last: there is no need of them when others are enough.
        if len(words) > 1 or len(found) < limit:
            found.update(_in_places(known, rarest))
    others = [word for word in words if word != rarest]
    return (index for index in found if all(_fits(known, index, word) for word in others))


def _with_postcode(known: Atlas, start: str) -> Iterator[int]:
    step = 10 ** (5 - len(start))
    lowest = int(start) * step
    return (index for index, postcode in enumerate(known.postcodes) if lowest <= postcode < lowest + step)


def _in_places(known: Atlas, word: str) -> Iterator[int]:
    """Villages whose district or regency has such a word in its name; a whole province says too little to begin
    with."""
    for district in set(known.around.having(f" {word}")):
        code = known.districts[district]
        if f" {word}" in fold(f"{known.names[code]} {known.names[code[:REGENCY]]}"):
            yield from known.inside(code)


def _fits(known: Atlas, index: int, word: str) -> bool:
    if POSTCODE.fullmatch(word) and f"{known.postcodes[index]:05}".startswith(word):
        return True
    return f" {word}" in known.folded[index] or f" {word}" in known.around[known.district_of(index)]


def _rank(known: Atlas, index: int, words: list[str]) -> Rank:
    name = known.folded[index]
    if f"{name} " in f" {' '.join(words)} ":
        sort = 0
    elif name.startswith(f" {words[0]}"):
        sort = 1
    else:
        sort = 2 if any(f" {word}" in name for word in words) else 3
    return sort, _distance(known, index), name, index


def _distance(known: Atlas, index: int) -> int:
    return next((near for near, code in enumerate(NEAR) if index in known.inside(code)), len(NEAR))
