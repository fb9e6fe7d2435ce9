"""Zeros that a spreadsheet ate: 000123 opened in Excel and saved is 123 from then on.

A number is given them back only where all numbers that are known have one width and some begin with a zero: then there
is but one that it can be. Elsewhere nobody knows.
"""

from collections.abc import Collection, Mapping

# Countries whose postal codes have five digits, of which some begin with a zero (Universal Postal Union).
_FIVE = frozenset(("US", "FR", "DE", "IT", "ES"))


def width(numbers: Collection[str]) -> int:
    """How wide all of these are, if they are whole numbers of one width and some begin with a zero; else 0."""
    wide = {len(number) for number in numbers}
    plain = len(wide) == 1 and all(map(is_whole, numbers)) and any(number.startswith("0") for number in numbers)
    return wide.pop() if plain else 0


def is_whole(number: str) -> bool:
    """Whether it is of digits alone."""
    return number.isascii() and number.isdigit()


def padded(numbers: Collection[str], wide: int) -> Mapping[str, str]:
    """Those that lack zeros to be so wide → with them."""
    return {number: number.zfill(wide) for number in numbers if 0 < len(number) < wide and is_whole(number)}


def bare(number: str) -> str:
    """Without the zeros before; "" for what is no number."""
    return number.lstrip("0") if is_whole(number) else ""


def postal_code(code: str, country: str) -> str:
    """With its zeros again, where the country's codes have five digits."""
    plain = code.strip()
    return plain.zfill(5) if country in _FIVE and len(plain) in (3, 4) and is_whole(plain) else code
