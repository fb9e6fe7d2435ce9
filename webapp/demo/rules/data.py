"""What the generators share: the words and figures that lie in `data/`, chance, and the rows that they make."""

import csv
import json
import random
from collections.abc import Callable, Iterable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

FOLDER = Path(__file__).parents[1] / "data"


class Row(SimpleNamespace):
    """A record: an attribute a column. A column of the table that it does not have takes the model's default."""


def dice(seed: int, part: str) -> random.Random:
    """Chance that always falls the same way: each part has its own, so that none shifts another."""
    return random.Random(f"{seed}/{part}")  # noqa: S311  (not for secrets)


def numbered(rows: Iterable[Row]) -> list[Row]:
    """The same, with their identities: they are given here, so that all hangs together before it is written."""
    found = list(rows)
    for n, row in enumerate(found, 1):
        row.id = n
    return found


def table(name: str, **types: Callable[[str], Any]) -> list[Row]:
    """The lines of a CSV, in their order; columns are text unless another type is given."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [Row(**{key: types.get(key, str)(text) for key, text in line.items()}) for line in csv.DictReader(file)]


def figures(text: str) -> tuple[tuple[str, float], ...]:
    """ "CONS:1 APO-16:30", of a cell of a table: a code and a figure, for each."""
    return tuple((code, float(figure)) for code, _, figure in (part.partition(":") for part in text.split()))


def document(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def known_clients() -> list[Row]:
    """Clients whom one always meets, with names that break software. Their area codes say where the mobile telephone
    is from; an animal's age is in months, and it `comes_in` in so many days (0 = today, None = not soon) for `reason`.
    """
    usual: dict[str, Any] = {"language": "fr", "email": True, "contact": None, "note": ""}
    found = document("known")
    for one in found:
        one["animals"] = [Row(**{"comes_in": None, "reason": "", **animal}) for animal in one["animals"]]
    return [Row(**{**usual, **one}) for one in found]


def sections(name: str) -> dict[str, list[str]]:
    """The lines under each [heading] of a text."""
    found: dict[str, list[str]] = {}
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            lines = found[line.strip("[]")] = []
        elif line:
            lines.append(line)
    return found
