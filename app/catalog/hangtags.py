"""The code on a piece's hang-tag: short enough to be typed, made from the number of its variant, so that none is kept.

It ends in a letter that checks it: a slip of the finger leads to no other cloth.
"""

import re

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.db import db

from .models import Product, Variant

# Crockford's letters: no i, l, o, u, which are read as others.
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
MISREAD = str.maketrans("ilo", "110")
# 32 leaves 3 when divided by it, so that two letters in each other's place are found out too.
CHECKED_BY = 29
SHORTEST = 3
MOST = 2**31 - 1


def code_of(variant_id: int) -> str:
    """The code of a variant: 0016 for the first."""
    digits, rest = "", variant_id
    while rest:
        rest, digit = divmod(rest, len(LETTERS))
        digits = LETTERS[digit] + digits
    return digits.rjust(SHORTEST, LETTERS[0]) + LETTERS[_check(variant_id)]


def variant_id_of(code: str) -> int | None:
    """The number of the variant that has this code; None for what is no code."""
    plain = code.strip().lower().translate(MISREAD)
    if not re.fullmatch(f"[{LETTERS}]{{4,8}}", plain):
        return None
    number = 0
    for letter in plain[:-1]:
        number = number * len(LETTERS) + LETTERS.index(letter)
    right = 0 < number <= MOST and plain[-1] == LETTERS[_check(number)]
    return number if right else None


def _check(number: int) -> int:
    return number * 6 % CHECKED_BY


def read(scanned: str) -> int | None:
    """The variant's number from what a scanner typed: the whole address of a hang-tag, or its code alone."""
    path = scanned.strip().partition("?")[0].rstrip("/")
    return variant_id_of(path.rpartition("/")[2])


def find(scanned: str) -> Variant | None:
    """The variant that a scanner, or somebody's fingers, named: by its hang-tag, its number (KB-...), or the address of
    a product that has no other."""
    by_number = sa.func.lower(Variant.sku) == scanned.strip().lower()
    number = read(scanned)
    found = db.session.scalars(
        sa.select(Variant)
        .where(sa.or_(by_number, Variant.id == number) if number else by_number)
        .options(joinedload(Variant.product))
        # A number that happens to be a code as well is meant as a number.
        .order_by(by_number.desc())
    ).first()
    return found or _only_one_of(scanned.strip().partition("?")[0].rstrip("/").rpartition("/batik/")[2])


def _only_one_of(slug: str) -> Variant | None:
    wanted = sa.select(Variant).join(Variant.product).where(Product.slug == slug, Variant.active)
    found = db.session.scalars(wanted.options(joinedload(Variant.product)).limit(2)).all()
    return found[0] if len(found) == 1 else None
