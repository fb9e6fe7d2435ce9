"""Amounts as people type them, in whole small units."""

import re
from decimal import Decimal

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
