"""The history of clients and animals: one line written for each change, and the same line in words."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import force_locale, gettext

from webapp import channels, filters, postal
from webapp.languages import LOCALES
from webapp.models import HistoryEntry, StaffMember
from webapp.paging import Page, offset


def note(
    *,
    client_id: int,
    verb: str,
    now: datetime,
    by: StaffMember | None,
    animal_id: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Add a line. `details` must be JSON: {"changed": {"email": ["old", "new"]}} for what went from what to what."""
    HistoryEntry.create(
        client=client_id,
        animal=animal_id,
        at=now,
        by=by,
        verb=verb,
        details=json.dumps(details or {}, ensure_ascii=False),
    )


@dataclass(frozen=True)
class Line:
    """One line as the timeline shows it (components/page.html: timeline)."""

    icon: str
    tone: str
    text: str
    detail: str


@dataclass(frozen=True)
class Phrase:
    """How a verb is shown. `words` is given the details."""

    icon: str
    words: Callable[[dict[str, Any]], str]
    tone: str = ""


# What each verb says, and what the fields are called on screen: of every room its own. Filled by create_app.
phrases: dict[str, Phrase] = {}
labels: dict[str, Any] = {}


def both(words: Any) -> dict[str, str]:
    """A lazy string in both languages, to be kept in `details` and shown to anyone."""
    said = {}
    for language, locale in LOCALES.items():
        with force_locale(locale):
            said[language] = str(words)
    return said


def label(field: str) -> str:
    """The name of a column on screen."""
    if field in labels:
        return str(labels[field])
    return str(next((channel.name for channel in channels.all() if channel.accepts == field), field))


def shown(field: str, value: Any) -> str:
    """A value of a field in words; "(empty)" for none."""
    if value is None or value == "":
        return gettext("(empty)")
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    if field.endswith("phone"):
        return filters.phone(value)
    if field.endswith("_on") or field in ("client_since", "no_reminders_until"):
        return filters.day_long(date.fromisoformat(value))
    if field == "language":
        return str({"fr": gettext("French"), "en": gettext("English")}.get(value, value))
    if field == "country":
        return postal.country(value)
    if field == "sex":
        return str({"M": gettext("male"), "F": gettext("female")}.get(value, value))
    return str(value)


def changes(details: dict[str, Any]) -> str:
    """What went from what to what."""
    said = []
    for field, (old, new) in details.get("changed", {}).items():
        if field == "note":
            said.append(gettext("Note changed") if new else gettext("Note removed"))
            continue
        said.append(
            gettext("%(field)s: %(old)s → %(new)s", field=label(field), old=shown(field, old), new=shown(field, new))
        )
    return "; ".join(said) or gettext("Corrected")


def in_words(entry: HistoryEntry) -> Line:
    """The entry as one reads it, whichever animal it is about. Its person must have been fetched with it."""
    details = json.loads(entry.details)
    phrase = phrases.get(entry.verb)
    said = phrase.words(details) if phrase else entry.verb
    who = entry.by.name if entry.by else gettext("automatically")
    return Line(
        icon=phrase.icon if phrase else "circle",
        tone=phrase.tone if phrase else "",
        text=said,
        detail=f"{filters.moment(entry.at)}, {who}",
    )


def of_animal(animal_id: int, *, number: int = 1, size: int = 25) -> Page[Line]:
    """A page of one animal's history, newest first."""
    return _page(HistoryEntry.animal == animal_id, number, size)


def _page(condition: Any, number: int, size: int) -> Page[Line]:
    found = (
        HistoryEntry.select(HistoryEntry, StaffMember)
        .join(StaffMember, "LEFT JOIN", on=HistoryEntry.by)
        .where(condition)
        .order_by(HistoryEntry.at.desc(), HistoryEntry.id.desc())
        .limit(size)
        .offset(offset(number, size))
    )
    total = HistoryEntry.select().where(condition).count()
    return Page([in_words(entry) for entry in found], number, total, size)
