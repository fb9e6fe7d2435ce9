"""The bars of a batch's rate: each is a whole, cut into came, expected and silent from the foot up."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, TOP, HEIGHT = 640, 28, 150
_WIDEST = 72


@dataclass(frozen=True)
class Piece:
    """A rectangle: class a came, b expected, c silent."""

    kind: str
    y: float
    height: float


@dataclass(frozen=True)
class Bar:
    """One wave, day, week or month: where it stands, its pieces, whether there is room for the word under it."""

    x: float
    width: float
    pieces: tuple[Piece, ...]
    labelled: bool

    @property
    def middle(self) -> float:
        """Where its words are centred."""
        return round(self.x + self.width / 2, 1)


def bars(figures: Sequence[tuple[int, int, int]]) -> list[Bar]:
    """A bar for each (came, expected, silent), in order."""
    if not figures:
        return []
    step = min(_WIDEST, WIDTH / len(figures))
    width = round(step * 0.7, 1)
    every = 1 + (len(figures) - 1) // 10
    return [
        Bar(round(place * step + (step - width) / 2, 1), width, tuple(_pieces(each)), place % every == 0)
        for place, each in enumerate(figures)
    ]


def _pieces(figures: tuple[int, int, int]) -> list[Piece]:
    whole = sum(figures) or 1
    y, pieces = float(TOP + HEIGHT), []
    for kind, number in zip("abc", figures, strict=True):
        height = HEIGHT * number / whole
        y -= height
        if number:
            pieces.append(Piece(kind, round(y, 1), round(height, 1)))
    return pieces
