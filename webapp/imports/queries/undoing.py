"""Whether a whole import can be undone, until when, and how much that would be."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from peewee import fn

from webapp import db, filters, navigation
from webapp.imports.rules import undoing
from webapp.models import ImportRun, ImportUndo
from webapp.models.imports import RUNNING, WAITING
from webapp.unchanged import Unchanged

REASONS = {
    undoing.NEVER: _("There is no import %(run)s."),
    undoing.UNDONE: _("This import is undone already."),
    undoing.MOVING: _("This import is still under way."),
    undoing.NOTHING: _(
        "This import cannot be undone: it wrote nothing, or was made before Relance kept what undoing needs."
    ),
    undoing.OLD: _("This import cannot be undone any more: it is more than %(days)s days old."),
    undoing.LATER: _("A later import has written since. Undo import %(later)s first."),
    undoing.MESSAGE: _("This import cannot be undone: a message to %(name)s came of it."),
    undoing.EDITED: _("This import cannot be undone: somebody has since worked on %(name)s, which it brought."),
    undoing.BUILT: _("This import cannot be undone: something was added here to %(name)s, which it brought."),
}
WORDS: Mapping[str, Callable[[int], str]] = {
    "client": lambda n: filters.counting("%(shown)s client", "%(shown)s clients", n),
    "animal": lambda n: filters.counting("%(shown)s patient", "%(shown)s patients", n),
    "item": lambda n: filters.counting("%(shown)s item", "%(shown)s items", n),
    "sale": lambda n: filters.counting("%(shown)s sale", "%(shown)s sales", n),
    "visit": lambda n: filters.counting("%(shown)s visit", "%(shown)s visits", n),
    "appointment": lambda n: filters.counting("%(shown)s appointment", "%(shown)s appointments", n),
    "reminder": lambda n: filters.counting("%(shown)s reminder", "%(shown)s reminders", n),
}


@dataclass(frozen=True)
class Undoing:
    """What undoing would do. `code` of REASONS: why it cannot be, as far as one sees without a look at each row."""

    code: str
    details: Mapping[str, Any]
    until: datetime | None = None
    removed: Sequence[str] = ()  # in words, by what they are: "2 clients"
    restored: Sequence[str] = ()

    @property
    def reason(self) -> str:
        """The same as a sentence; "" if it can be."""
        return reason(self.code, self.details) if self.code else ""


def reason(code: str, details: Mapping[str, Any]) -> str:
    """Why an import cannot be undone."""
    return str(REASONS[code]) % details


def told(removed: int, restored: int) -> str:
    """What undoing did, in words."""
    said = []
    if removed:
        said.append(filters.counting("%(shown)s record removed", "%(shown)s records removed", removed))
    if restored:
        said.append(filters.counting("%(shown)s as it was before", "%(shown)s as they were before", restored))
    return ", ".join(said) or str(gettext("no record was touched"))


def look(run_id: int, now: datetime, *, known: ImportRun | None = None) -> Undoing:
    """Whether and how this run can be undone, in at most three statements; `known`: the run, as it was just read."""
    run = known or ImportRun.get_or_none(ImportRun.id == run_id)
    if run is None:
        return Undoing(undoing.NEVER, {"run": run_id})
    if run.undone_at:
        return Undoing(undoing.UNDONE, {})
    if run.state in (RUNNING, WAITING):
        return Undoing(undoing.MOVING, {})
    until = (run.started_at or run.created_at) + timedelta(days=undoing.DAYS)
    wrote = ImportUndo.select(ImportUndo.run).where(ImportUndo.run == run_id)
    since = ImportUndo.select(ImportUndo.run).where(ImportUndo.run == ImportRun.id)
    later = ImportRun.select(ImportRun.id).where(
        ImportRun.undone_at.is_null(), ImportRun.id != run_id, _after(run), fn.EXISTS(since)
    )
    asked = navigation.scalars(wrote=wrote.limit(1), later=later.order_by(ImportRun.started_at.desc()).limit(1))
    if now > until:
        return Undoing(undoing.OLD, {"days": undoing.DAYS})
    if not asked["wrote"]:
        return Undoing(undoing.NOTHING, {})
    if asked["later"]:
        return Undoing(undoing.LATER, {"later": asked["later"]})
    counted = numbers(run_id).items()
    removed, restored = ([WORDS[table](n[place]) for table, n in counted if n[place]] for place in (0, 1))
    return Undoing("", {}, until, removed, restored)


def _after(run: ImportRun) -> Any:
    """Runs begun after this one: one that was prepared earlier may have been read later."""
    return (ImportRun.started_at > run.started_at) | (ImportRun.started_at == run.started_at) & (ImportRun.id > run.id)


_NUMBERS: Unchanged[dict[str, tuple[int, int]]] = Unchanged(20)


def numbers(run_id: int) -> dict[str, tuple[int, int]]:
    """By table, how many records would be removed, and how many would be again as they were."""
    return _NUMBERS.of(run_id, lambda: _numbers(run_id))


def _numbers(run_id: int) -> dict[str, tuple[int, int]]:
    """One statement.

    SQLite counts a whole table by its pages, and a part of it row by row: of a range that is most of the table, what
    lies outside is counted.
    """
    asked = []
    for table in undoing.RECORDS:
        of = f"WHERE u.run_id = :run AND u.place = '{table}' AND u.what"
        many = f"SELECT count(*) FROM {table}"
        added = (
            f"SELECT coalesce(sum(CASE WHEN 2 * (coalesce(u.last, u.row) - u.row) > (SELECT max(id) FROM {table}) "
            f"THEN ({many}) - ({many} WHERE id < u.row) - ({many} WHERE id > coalesce(u.last, u.row)) "
            f"ELSE ({many} WHERE id BETWEEN u.row AND coalesce(u.last, u.row)) END), 0) "
            f"FROM import_undo AS u {of} = 'added'"
        )
        changed = (
            f"SELECT count(DISTINCT u.row) FROM import_undo AS u {of} IN ('changed', 'removed') "
            "AND NOT EXISTS (SELECT 1 FROM import_undo AS a WHERE a.run_id = :run AND a.what = 'added' "
            "AND a.place = u.place AND u.row BETWEEN a.row AND coalesce(a.last, a.row))"
        )
        asked += [f"({added})", f"({changed})"]
    ((*found,),) = db.rows(f"SELECT {', '.join(asked)}", {"run": run_id})
    return dict(zip(undoing.RECORDS, zip(found[::2], found[1::2], strict=True), strict=True))
