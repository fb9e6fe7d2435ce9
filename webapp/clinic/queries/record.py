"""The clinic's own row, and the days on which it works."""

from datetime import date

from flask import g, has_request_context

from webapp import channels, here
from webapp.clinic.rules import OpenDays
from webapp.composed import Kept, Part
from webapp.models import Clinic, ClosedDay

# Read by every command and some times a tick: Peewee composes its many columns for longer than SQLite looks for them.
_CLINIC = Kept(lambda: Clinic.select().where(Clinic.id == 1))


def clinic() -> Clinic:
    """The one row, made when it is first asked for, and read once for a request."""
    known: Clinic | None = g.get("clinic") if has_request_context() else None
    if known is not None:
        return known
    found: Clinic | None = _CLINIC.first()
    if found is None:
        Clinic.insert(id=1).on_conflict_ignore().execute()
        found = Clinic.get(Clinic.id == 1)
    return found


def open_days() -> OpenDays:
    """The days on which the clinic works."""
    return _open_but(_closed())


def open_days_beside() -> Part:
    """The same, beside other things."""
    return _CLOSED.part().then(_open_but)


_CLOSED = Kept(lambda: ClosedDay.select())


def _closed() -> list[ClosedDay]:
    return here.once("closed", _CLOSED.rows)


def _open_but(closed: list[ClosedDay]) -> OpenDays:
    weekdays = frozenset(int(day) for day in clinic().closed_weekdays.split(",") if day)
    return OpenDays(weekdays, frozenset(row.on for row in closed))


def closed_days(since: date) -> list[ClosedDay]:
    """The closed days from this one on, in their order."""
    return sorted((row for row in _closed() if row.on >= since), key=lambda row: row.on)


def closed_on(day: date) -> ClosedDay | None:
    """The row that closes this day."""
    return ClosedDay.get_or_none(ClosedDay.on == day)


def channel_order() -> tuple[str, ...]:
    """The channels by which a client is reached, the first that does so first."""
    return channels.ordered(clinic().channel_order.split(","))
