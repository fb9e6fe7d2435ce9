"""A run's report in one look: its rows by kind, why some stayed out, what was not read, how days were read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from webapp import db
from webapp.imports.queries import labels, reasons, telling
from webapp.imports.queries.pages import FileView, RunView
from webapp.imports.queries.reports import WORDS, RowCounts
from webapp.unchanged import Unchanged

OUTCOMES = ("created", "updated", "unchanged", "refused", "set_aside")  # every row that was read has one of these
EXPLAINED = ("refused", "set_aside", "warned")  # whose reasons are told
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
    """Why rows stayed out, in a sentence that is true of all of them: "…" where each has a value of its own, of which
    there are `examples`; and how many of the report's lines there are of it."""

    icon: str
    sentence: str
    rows: int
    examples: Sequence[str] = ()


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


_OF_RUN = "FROM import_line AS l JOIN import_file AS f ON f.id = l.file_id"
_REASONS = (
    f"SELECT f.kind, l.outcome, l.reason, count(*) {_OF_RUN} WHERE f.run_id = ? AND l.outcome IN {EXPLAINED} "
    "GROUP BY 1, 2, 3 ORDER BY 4 DESC"
)
_DETAILS = (
    "SELECT f.kind, l.outcome, l.reason, d.key, count(DISTINCT d.value), min(d.value), max(d.value) "
    f"{_OF_RUN} JOIN json_each(l.details) AS d WHERE f.run_id = ? AND l.outcome IN {EXPLAINED} GROUP BY 1, 2, 3, 4"
)


_ASKED = Unchanged[tuple[list[Any], list[Any]]](20)


def why(run_id: int) -> dict[str, list[Why]]:
    """Refused, set aside and doubtful, the most frequent reasons first. Two statements."""
    counted, found = _ASKED.of(run_id, lambda: (db.rows(_REASONS, (run_id,)), db.rows(_DETAILS, (run_id,))))
    details: dict[tuple[str, ...], dict[str, tuple[int, Any, Any]]] = {}
    for *of, name, different, first, last in found:
        details.setdefault(tuple(of), {})[name] = (different, first, last)
    told: dict[str, list[Why]] = {}
    for kind, outcome, code, rows in counted:
        some = told.setdefault(outcome, [])
        if len(some) < _LISTED:
            said = details.get((kind, outcome, code), {})
            values = {name: first if different == 1 else "…" for name, (different, first, _) in said.items()}
            examples = [str(each) for each in said["value"][1:]] if values.get("value") == "…" else []
            icon = labels.ICONS.get(kind, "file-spreadsheet")
            sentence = str(reasons.row_reason(code, values)).replace("….", "…")
            some.append(Why(icon, sentence, rows, examples))
    return told


def unread(run: RunView) -> list[tuple[FileView, telling.Unread]]:
    """Columns that were not read, with their file."""
    return [(file, each) for file in run.taken for each in telling.unread(file.row)]


def no_days(run: RunView) -> list[tuple[str, telling.NoDays]]:
    """Dates that stand for none, with their file."""
    return [(file.name, each) for file in run.taken for each in telling.no_days(file.row)]


def days(run: RunView) -> list[DaysRead]:
    """In which order days were read, and what settled it."""
    files: dict[tuple[str, str], list[FileView]] = {}
    for file in run.taken:
        if file.row.day_order in telling.ORDERS:
            files.setdefault((file.row.day_order, telling.source(file.row)), []).append(file)
    return [
        DaysRead(
            "user" if some[0].row.day_order_from == "option" else "calendar",
            ", ".join(filter(None, (str(telling.ORDERS[order]), source))),
            [file.name for file in some],
            next((file.row.day_example for file in some if file.row.day_example), ""),
        )
        for (order, source), some in files.items()
    ]


def made(run: RunView) -> list[tuple[Any, list[str]]]:
    """What was made, by kind of thing."""
    names: dict[str, list[str]] = {}
    for file in run.taken:
        for kind, some in telling.made(file.row).items():
            names.setdefault(kind, []).extend(name for name in some if name not in names.get(kind, []))
    return [((telling.MADE | telling.UNCLEAR)[kind], some) for kind, some in names.items() if some]


def filled_down(run: RunView) -> list[tuple[str, int]]:
    """Files of which cells were filled from the line above, with how many."""
    return [(file.row.name, file.row.filled_down) for file in run.taken if file.row.filled_down]


def encodings(run: RunView) -> list[tuple[str, list[str]]]:
    """Encoding → the files that are written so."""
    found: dict[str, list[str]] = {}
    for file in run.taken:
        if file.row.encoding:
            found.setdefault(file.row.encoding, []).append(file.name)
    return list(found.items())


def told(run: RunView) -> dict[str, Any]:
    """All of it, for the page."""
    return {
        "kinds": kinds(run),
        "rows": [(name, WORDS.get(name) or labels.SAME) for name in OUTCOMES],
        "among": [(name, WORDS[name]) for name in AMONG],
        "why": why(run.row.id),
        "unread": unread(run),
        "not_understood": [
            (file, column, values) for file in run.taken for column, values in telling.not_understood(file.row).items()
        ],
        "days": days(run),
        "no_days": no_days(run),
        "zeros": [(file.row.name, file.row.zeros) for file in run.taken if file.row.zeros],
        "made": made(run),
        "filled_down": filled_down(run),
        "encodings": encodings(run),
    }
