"""Amounts and quantities as files write them: 12,50 · 1 234,56 $ · (12.50) · 1'234.50 · 12.5000."""

import re
from collections import Counter
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

LARGEST = 10**15  # whole numbers beyond this are no amount of a clinic

_CURRENCY = re.compile(r"(?:CA|US|C|\$)?\s?\$(?:\s?(?:CA|US|CAD|USD))?|€|£|\b(?:CAD|USD|EUR|CHF)\b", re.I)
_NUMBER = re.compile(r"\d+(?:[.,]\d*)?|[.,]\d+")
_SPACES = re.compile(r"(?<=\d)[\s'’](?=\d{3}(?!\d))")
_GROUPED = {
    ",": re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?"),
    ".": re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d*)?"),
}
_TELLS = re.compile(r"\d([.,])(?:\d{1,2}|\d{4,})\D*$")


def votes(values: Iterable[str]) -> Counter[str]:
    """Which mark the values use for decimals; 1,234 could be either and says nothing."""
    return Counter(found[1] for value in values if (found := _TELLS.search(value)))


def decimal_mark(found: Counter[str]) -> str | None:
    """The mark that most values have, or None when none tells."""
    return max(found, key=lambda mark: found[mark]) if found else None


def parse(value: str, *, scale: int, decimal: str | None = None) -> int | None:
    """The number times `scale` (100 for cents, 1000 for thousandths), halves away from zero; None for no number."""
    plain = _CURRENCY.sub("", value).strip().replace("\u2212", "-")
    negative = False
    if plain.startswith("(") and plain.endswith(")"):
        negative, plain = True, plain[1:-1].strip()
    elif plain[:1] in ("-", "+"):
        negative, plain = plain[0] == "-", plain[1:].strip()
    elif plain.endswith("-"):
        negative, plain = True, plain[:-1].strip()
    plain = _without_groups(plain, decimal)
    if len(plain) > 24 or not plain.isascii() or not _NUMBER.fullmatch(plain):
        return None
    number = int((Decimal(plain.replace(",", ".")) * scale).quantize(Decimal(1), ROUND_HALF_UP))
    if number > LARGEST:
        return None
    return -number if negative else number


def _without_groups(plain: str, decimal: str | None) -> str:
    """Thousands separators taken out, so that what is left of , or . is the decimal mark."""
    if not plain.isdigit():
        spaced = _SPACES.sub("", plain)
        if spaced != plain and re.match(r"\d{1,3}[\s'’]", plain):
            plain = spaced
    for mark, grouped in _GROUPED.items():
        other = "." if mark == "," else ","
        if not grouped.fullmatch(plain):
            continue
        if plain.count(mark) == 1 and other not in plain:
            # 1,234: thousands, unless this column writes its decimals so, or it would begin with a zero.
            if decimal == mark or plain.startswith("0"):
                continue
            if decimal is None and mark == ".":
                continue
        return plain.replace(mark, "")
    return plain
