"""Amounts as people type them, and what a list of the catalogue is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

KINDS = ("product", "service")
SORTS = ("code", "name", "category", "manufacturer", "price")
LARGEST = 10**9  # of cents or thousandths: more is a slip of the finger

_DRESS = re.compile(r"[\s\u00a0\u202f\u2009$]|CAD", re.I)
_GROUPED = re.compile(r"\d{1,3}(?:([.,'])\d{3})+")
_PLAIN = re.compile(r"[+-]?\d{1,12}(?:\.\d*)?|[+-]?\.\d+")


class NotANumber(ValueError):
    """It cannot be read as a number."""


class TooPrecise(ValueError):
    """More figures after the comma than can be kept."""


class TooLarge(ValueError):
    """More than anyone means."""


def scaled(typed: str, digits: int) -> int:
    """A number as people type it, in units of 10**-digits: "12,50 $", "12.50", "1 234,5", "1,234.50", "-3".

    Where both a comma and a point stand, the last one is the decimal sign. Raises NotANumber, TooPrecise, TooLarge.
    """
    plain = _DRESS.sub("", typed).replace("\u2212", "-").replace("\u2013", "-").replace("’", "'")
    decimal = max(plain.rfind(","), plain.rfind("."))
    whole, rest = (plain, "") if decimal < 0 else (plain[:decimal], plain[decimal + 1 :])
    if any(sign in whole for sign in ",.'"):
        grouped = _GROUPED.fullmatch(whole.lstrip("+-"))
        if not grouped or (decimal >= 0 and plain[decimal] == grouped[1]):
            raise NotANumber(typed)
        whole = re.sub(r"[,.']", "", whole)
    number = f"{whole}.{rest}" if decimal >= 0 else whole
    if not number.isascii() or not _PLAIN.fullmatch(number):
        raise NotANumber(typed)
    if len(rest.rstrip("0")) > digits:
        raise TooPrecise(typed)
    value = int(Decimal(number).scaleb(digits))
    if abs(value) > LARGEST:
        raise TooLarge(typed)
    return value


def cents(typed: str) -> int:
    """Money: "12,50 $" → 1250."""
    return scaled(typed, 2)


def thousandths(typed: str) -> int:
    """A quantity: "0,5" → 500."""
    return scaled(typed, 3)


@dataclass(frozen=True)
class Wanted:
    """Which items a list shows, and in which order ("-name" = from the end). None or "" = whatever it is."""

    kind: str = "product"
    q: str = ""
    category: int | None = None  # 0 = those without one
    manufacturer: str = ""
    invalid: bool | None = None
    only_in_groups: bool | None = None
    sort: str = "name"

    @property
    def filtered(self) -> bool:
        """Whether anything but the kind and the order was asked for."""
        return replace(self, kind="product", sort="name") != Wanted()


def twelve_months(today: date) -> list[date]:
    """The first days of the last twelve months, this one last."""
    count = today.year * 12 + today.month - 1
    return [date((count - back) // 12, (count - back) % 12 + 1, 1) for back in range(11, -1, -1)]


@dataclass(frozen=True)
class Bar:
    """A bar of a small picture."""

    x: float
    y: float
    width: float
    height: float


def bars(values: Sequence[int], *, width: float, height: float, gap: float = 8) -> list[Bar]:
    """Bars standing on a line at `height`; credits, below nothing, are not drawn; what is tiny can be seen."""
    highest = max([*values, 1])
    step = width / max(1, len(values))
    heights = [max(2.0, value / highest * height) if value > 0 else 0.0 for value in values]
    return [
        Bar(round(place * step + gap / 2, 1), round(height - tall, 1), round(step - gap, 1), round(tall, 1))
        for place, tall in enumerate(heights)
    ]
