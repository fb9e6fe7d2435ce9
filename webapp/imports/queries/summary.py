"""A run's report in one look: its rows by kind, why some stayed out, what was not read, how days were read."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from peewee import fn

from webapp.imports.queries import labels, reasons, telling
from webapp.imports.queries.pages import FileView, RunView
from webapp.imports.queries.reports import WORDS, RowCounts
from webapp.models import ImportFile, ImportLine

OUTCOMES = ("created", "updated", "unchanged", "refused", "set_aside")  # every row that was read has one of these
AMONG = ("warned", "held")  # said of rows that were taken
_LISTED = 8  # reasons that are named


@dataclass(frozen=True)
class KindCounts:
    """The files of one kind together; `file_id` where it is one file only."""

    label: Any
    counts: RowCounts
    file_id: int | None


@dataclass(frozen=True)
class Why:
    """Why rows stayed out: an example's sentence, and how many of the report's lines there are of it."""

    icon: str
    sentence: str
    rows: int


@dataclass(frozen=True)
class DaysRead:
    """Files whose days were read in one way, which was settled in one way."""

    icon: str
    words: str
    files: Sequence[str]
    example: str


def kinds(run: RunView) -> list[KindCounts]:
    """In the order in which they were given."""
    files: dict[str, list[FileView]] = {}
    for file in run.taken:
        files.setdefault(file.row.kind, []).append(file)
    return [
        KindCounts(some[0].kind, _sum(file.counts for file in some), some[0].row.id if len(some) == 1 else None)
        for some in files.values()
    ]


def _sum(counts: Iterable[RowCounts]) -> RowCounts:
    every = list(counts)
    return RowCounts(*(sum(getattr(each, field.name) for each in every) for field in fields(RowCounts)))


def why(run_id: int) -> dict[str, list[Why]]:
    """Refused and set aside, the most frequent reasons first. One statement."""
    found: Any = (
        ImportLine.select(
            ImportFile.kind, ImportLine.outcome, ImportLine.reason, fn.COUNT(ImportLine.id), fn.MIN(ImportLine.details)
        )
        .join(ImportFile)
        .where(ImportFile.run == run_id, ImportLine.outcome << ("refused", "set_aside"))
        .group_by(ImportFile.kind, ImportLine.outcome, ImportLine.reason)
        .order_by(fn.COUNT(ImportLine.id).desc())
    )
    told: dict[str, list[Why]] = {}
    for kind, outcome, code, rows, details in found.tuples():
        some = told.setdefault(outcome, [])
        if len(some) < _LISTED:
            icon = labels.ICONS.get(kind, "file-spreadsheet")
            some.append(Why(icon, str(reasons.row_reason(code, json.loads(details))), rows))
    return told


def unread(run: RunView) -> list[tuple[str, telling.Unread]]:
    """Columns that were not read, with their file."""
    return [(file.row.name, each) for file in run.taken for each in telling.unread(file.row)]


def days(run: RunView) -> list[DaysRead]:
    """In which order days were read, and what settled it."""
    files: dict[tuple[str, str], list[ImportFile]] = {}
    for file in run.taken:
        if file.row.day_order in telling.ORDERS:
            files.setdefault((file.row.day_order, file.row.day_order_from), []).append(file.row)
    return [
        DaysRead(
            "user" if source == "option" else "calendar",
            ", ".join(str(words) for words in (telling.ORDERS[order], telling.SOURCES.get(source)) if words),
            [row.name for row in rows],
            next((row.day_example for row in rows if row.day_example), ""),
        )
        for (order, source), rows in files.items()
    ]


def made(run: RunView) -> list[tuple[Any, list[str]]]:
    """What was made, by kind of thing."""
    names: dict[str, list[str]] = {}
    for file in run.taken:
        for kind, some in telling.made(file.row).items():
            names.setdefault(kind, []).extend(name for name in some if name not in names.get(kind, []))
    return [(telling.MADE[kind], some) for kind, some in names.items() if some]


def encodings(run: RunView) -> list[tuple[str, list[str]]]:
    """Encoding → the files that are written so."""
    found: dict[str, list[str]] = {}
    for file in run.taken:
        if file.row.encoding:
            found.setdefault(file.row.encoding, []).append(file.row.name)
    return list(found.items())


def told(run: RunView) -> dict[str, Any]:
    """All of it, for the page."""
    return {
        "kinds": kinds(run),
        "rows": [(name, WORDS.get(name) or labels.SAME) for name in OUTCOMES],
        "among": [(name, WORDS[name]) for name in AMONG],
        "why": why(run.row.id),
        "unread": unread(run),
        "days": days(run),
        "made": made(run),
        "encodings": encodings(run),
    }
