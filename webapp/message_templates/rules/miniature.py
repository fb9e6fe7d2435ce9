"""A template as small as a stamp: its own paragraphs as grey lines, known by their shape. 72 × 92 units."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from webapp.message_templates.rules import markup

WIDTH, HEIGHT = 72, 92
HEAD, TEXT, ACCENT, LINE = "hd", "tx", "ac", "ln"
# By medium: where the text begins and ends, how wide its lines are, and how many letters fill one.
_PAGES = {
    "email": (35.0, 76.0, 9.0, 54.0, 58), "letter": (43.0, 72.0, 9.0, 54.0, 84), "script": (22.0, 72.0, 16.0, 44.0, 44),
    "sms": (0.0, 46.0, 15.0, 38.0, 30), "card": (0.0, 17.0, 7.0, 32.0, 44),
}  # fmt: skip
_STEP, _GAP, _THICK = 5.0, 3.0, 2.5
_TAG = re.compile(r"\{\{[^{}]*\}\}")
_LONGEST = 4_000  # letters: more than any page here has room for


@dataclass(frozen=True, slots=True)
class Bar:
    """One stroke: what it is, where, how wide and how high."""

    of: str
    x: float
    y: float
    width: float
    height: float


def _said(text: str) -> str:
    """A tag is about as long as a name."""
    return _TAG.sub("Caramel", text[:_LONGEST]).replace("**", "")


def lines(text: str, kind: str) -> Iterator[Bar]:
    """The paragraphs, as far as there is room for them."""
    top, bottom, left, width, letters = _PAGES.get(kind, _PAGES["email"])
    at = top
    for block in markup.blocks(_said(text)):
        for typed in block.split("\n"):
            left_over = max(len(typed.strip()), 1)
            while left_over > 0 and at + _THICK <= bottom:
                share = min(left_over / letters, 1.0)
                yield Bar(TEXT, left, at, round(max(width * share, 4.0), 1), _THICK)
                left_over, at = left_over - letters, at + _STEP
        at += _GAP


def drawn(kind: str, subject: str, body: str, *, pressed: bool) -> list[Bar]:
    """What is its own in the picture of a `subject` and a `body`, `pressed` where there is a button. The sheet, the
    bubble and the folds stand in the page (`_miniature.html`).
    """
    bars = list(lines(body, kind))
    if kind == "email":
        share = min(len(_said(subject)) / 44, 1.0)
        bars.append(Bar(HEAD, 9, 22, round(max(54 * share, 8.0), 1), 6))
        if pressed:
            under = min(max((bar.y for bar in bars if bar.of == TEXT), default=30.0) + 6, 68.0)
            bars = [bar for bar in bars if bar.of != TEXT or bar.y + _THICK <= under]
            bars.append(Bar(ACCENT, 9, under, 32, 9))
    return bars
