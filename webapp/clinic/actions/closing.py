"""On which days the clinic is closed, and how it prefers to write."""

from collections.abc import Iterable, Sequence
from datetime import date

from webapp import db
from webapp.clinic.actions.identity import configure
from webapp.models import ClosedDay


def close_weekdays(*, weekdays: Iterable[int]) -> None:
    """The clinic is closed on these weekdays (ISO: 1 = Monday) and open on the others."""
    configure(closed_weekdays=",".join(str(day) for day in sorted(set(weekdays))))


def add_closed_day(*, on: date, name_fr: str, name_en: str = "") -> bool:
    """One more day without work; False where that day is closed already."""
    with db.write():
        made = ClosedDay.insert(on=on, name_fr=name_fr, name_en=name_en or name_fr).on_conflict_ignore()
        return bool(made.as_rowcount().execute())


def remove_closed_day(*, day_id: int) -> bool:
    """The clinic works on that day after all; False where it was removed already."""
    with db.write():
        return bool(ClosedDay.delete().where(ClosedDay.id == day_id).execute())


def write_by(*, channels: Sequence[str], fresh_hours: int) -> None:
    """The order in which channels are tried, and how old the data may be before mailings wait."""
    configure(channel_order=",".join(channels), fresh_hours=fresh_hours)
