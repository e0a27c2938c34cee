"""Sets of places as large whole numbers: bit 7 says whether place 7 is in it. The highest place was first shown last.

A set of a hundred thousand places is twelve kilobytes; to join, cut and count such sets takes microseconds, whatever
the database.
"""

from collections.abc import Iterable, Sequence
from itertools import repeat


def read(stored: bytes) -> int:
    return int.from_bytes(stored, "little")


def stored(places: int) -> bytes:
    return places.to_bytes((places.bit_length() + 7) // 8, "little")


def of(places: Iterable[int]) -> int:
    """The set of these places."""
    known = list(places)
    digits = bytearray(b"0") * (max(known, default=0) + 1)
    # Sets its bytes without a step in Python for each.
    any(map(digits.__setitem__, known, repeat(ord("1"))))
    digits.reverse()
    return int(digits, 2)


def newest(places: int, count: int, skip: int = 0) -> list[int]:
    """So many of the places, those first that were shown last, after so many others."""
    # Where the places to skip end is found by halving: nobody counts them one by one.
    low, high = 0, places.bit_length()
    while low < high:
        middle = (low + high) // 2
        if (places >> middle).bit_count() > skip:
            low = middle + 1
        else:
            high = middle
    places &= (1 << low) - 1
    found: list[int] = []
    while places and len(found) < count:
        place = places.bit_length() - 1
        found.append(place)
        places ^= 1 << place
    return found


def least(places: int, digits: Sequence[int], count: int, *, most: bool = False) -> int:
    """The set of so many of the places whose number is least (or most); of equal ones, those shown last.

    `digits` are the sets of the places whose number has a 1 there, the highest binary digit first: at each digit the
    places part in two, and either all of the better half are wanted, or none of the other.
    """
    wanted = 0
    for having in digits:
        better = places & having if most else places ^ (places & having)
        if better.bit_count() > count:
            places = better
        else:
            wanted |= better
            count -= better.bit_count()
            places ^= better
    return wanted | of(newest(places, count))
