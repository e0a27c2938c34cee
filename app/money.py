"""Exact money: whole rupiah, never floats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.types import TypeDecorator


@dataclass(frozen=True, order=True, slots=True)
class Money:
    """An amount in whole rupiah; may be negative, never a fraction."""

    rupiah: int = 0

    def __post_init__(self) -> None:
        if type(self.rupiah) is not int:
            raise TypeError(f"Money counts whole rupiah, not {self.rupiah!r}")

    def __add__(self, other: Money) -> Money:
        return Money(self.rupiah + other.rupiah)

    def __sub__(self, other: Money) -> Money:
        return Money(self.rupiah - other.rupiah)

    def __neg__(self) -> Money:
        return Money(-self.rupiah)

    def __mul__(self, quantity: int) -> Money:
        return Money(self.rupiah * quantity)

    def __bool__(self) -> bool:
        return self.rupiah != 0

    @property
    def text(self) -> str:
        """Rp 350.000, as Indonesians write it; -Rp 350.000 for what is less than nothing. Never from locale data: that
        would add ",00"."""
        return f"{'-' * (self.rupiah < 0)}Rp {abs(self.rupiah):,}".replace(",", ".")

    @classmethod
    def total(cls, amounts: Iterable[Money]) -> Money:
        return cls(sum(amount.rupiah for amount in amounts))

    @classmethod
    def parse(cls, text: str) -> Money:
        """Read an amount as Indonesians type it: 350000, 350.000 or Rp 350.000.

        Raises ValueError for anything else (decimals, signs, exponents), so that 1.25 never becomes 125.
        """
        plain = text.strip().removeprefix("Rp").strip()
        if not re.fullmatch(r"[0-9]{1,12}|[0-9]{1,3}(\.[0-9]{3}){1,3}", plain, re.ASCII):
            raise ValueError(f"not an amount in rupiah: {text!r}")
        return cls(int(plain.replace(".", "")))

    def percent(self, rate: Decimal) -> Money:
        """That many hundredths of the amount, half a rupiah rounded up."""
        exact = self.rupiah * rate / 100
        return Money(int(exact.to_integral_value(ROUND_HALF_UP)))

    def split(self, weights: Sequence[int]) -> list[Money]:
        """Share the amount by weight (largest remainder); the parts always add up to the whole.

        A weight of 0 gets 0; equal remainders go to the earlier part. Raises ValueError without a positive weight.
        """
        whole = sum(weights)
        if whole <= 0 or min(weights) < 0:
            raise ValueError("splitting needs weights that are not negative, and one above 0")
        if self.rupiah < 0:
            return [-part for part in (-self).split(weights)]
        shares = [divmod(self.rupiah * weight, whole) for weight in weights]
        short = self.rupiah - sum(floor for floor, _ in shares)
        favoured = set(sorted(range(len(weights)), key=lambda i: -shares[i][1])[:short])
        return [Money(floor + (i in favoured)) for i, (floor, _) in enumerate(shares)]


class MoneyType(TypeDecorator[Money]):
    """Keeps Money as an integer column."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> int | None:
        return None if value is None else value.rupiah

    def process_result_value(self, value: Any, dialect: Any) -> Money | None:
        return None if value is None else Money(int(value))
