"""The exports of practice software that are known by name: told from their headers, with what each column means.

Each is a small file of webapp/imports/layouts: its name, the order of its days where they do not tell by themselves,
and for every kind of file the headers that tell it, what its columns mean (header → field) and, where its source says
so, what the codes in them mean (header → value → a word as a file could say it).
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from webapp.imports.rules import headers
from webapp.imports.rules.headers import Recognised
from webapp.imports.rules.kinds import KINDS

FOLDER = Path(__file__).parent.parent / "layouts"


@dataclass(frozen=True)
class Table:
    """One kind of file of a layout."""

    tells: frozenset[str]  # folded headers that must all be there
    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Layout:
    """What one software exports, by kind."""

    code: str
    name: str
    day_order: str
    tables: Mapping[str, Table]


def read(path: Path) -> Layout:
    """A layout as its file says it. Raises KeyError, ValueError (tomllib)."""
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    tables = {
        kind: Table(
            frozenset(headers.folded(name) for name in said[kind]["tells"]),
            said[kind]["columns"],
            said[kind].get("values", {}),
        )
        for kind in KINDS
        if kind in said
    }
    return Layout(path.stem, said["name"], said.get("day_order", ""), tables)


@cache
def known() -> tuple[Layout, ...]:
    return tuple(read(path) for path in sorted(FOLDER.glob("*.toml")))


def of(header: Sequence[str]) -> Layout | None:
    """Whose export has these headers; of several, the one that they tell most about."""
    names = {headers.folded(name) for name in header if name}
    fits = [
        (len(table.tells), layout) for layout in known() for table in layout.tables.values() if table.tells <= names
    ]
    return max(fits, key=lambda fit: fit[0])[1] if fits else None


def values(header: Sequence[str], kind: str) -> Mapping[str, Mapping[str, str]]:
    """What the codes of a known layout mean, where nobody says otherwise: header → value → meaning."""
    layout = of(header)
    table = layout.tables.get(kind) if layout else None
    names = {headers.folded(name) for name in header if name}
    return table.values if table and table.tells <= names else {}


def recognise(
    header: Sequence[str], file_name: str = "", kind: str = "", columns: Mapping[str, str] | None = None
) -> Recognised:
    """As headers.recognise, with what is known of the layout where nothing else was said.

    `kind` and `columns` are what was said. Raises headers.NotRecognised.
    """
    layout, said = of(header), dict(columns or {})
    if layout is None:
        return headers.recognise(header, file_name, kind, said)
    names = {headers.folded(name) for name in header if name}
    fitting = [each for each, table in layout.tables.items() if table.tells <= names]
    kind = kind or _kind(fitting, header, file_name, said)
    if kind in fitting:
        spoken_of, fields = {headers.folded(name) for name in said}, set(said.values())
        preset = headers.among(header, layout.tables[kind].columns)
        said |= {
            name: field
            for name, field in preset.items()
            if headers.folded(name) not in spoken_of and field not in fields
        }
    return headers.recognise(header, file_name, kind, said)


def _kind(fitting: Sequence[str], header: Sequence[str], file_name: str, said: Mapping[str, str]) -> str:
    """Of the kinds whose table fits, that which the heads tell most of."""
    if len(fitting) == 1:
        return fitting[0]
    try:
        return headers.recognise(header, file_name, "", said).kind
    except headers.NotRecognised:
        if not fitting:
            raise
        return fitting[0]
