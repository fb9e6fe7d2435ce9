"""The history of clients and animals: one line written for each change, and the same line in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import force_locale, gettext, lazy_gettext

from webapp import channels, filters
from webapp.languages import LOCALES, pick
from webapp.models import Animal, HistoryEntry, StaffMember
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


# What the fields are called on screen, for the history and for the list of what is to be corrected.
LABELS = {
    "title": lazy_gettext("Title"),
    "first_name": lazy_gettext("First name"),
    "last_name": lazy_gettext("Last name"),
    "address": lazy_gettext("Address"),
    "address_2": lazy_gettext("Address, second line"),
    "town": lazy_gettext("Town"),
    "province": lazy_gettext("Province"),
    "postal_code": lazy_gettext("Postal code"),
    "country": lazy_gettext("Country"),
    "home_phone": lazy_gettext("Home"),
    "work_phone": lazy_gettext("Work"),
    "work_extension": lazy_gettext("Extension"),
    "mobile_phone": lazy_gettext("Mobile"),
    "mobile_takes_sms": lazy_gettext("Mobile takes text messages"),
    "phone": lazy_gettext("Telephone"),
    "extension": lazy_gettext("Extension"),
    "email": lazy_gettext("E-mail"),
    "language": lazy_gettext("Language"),
    "prefers": lazy_gettext("Prefers to be reached"),
    "client_since": lazy_gettext("Client since"),
    "note": lazy_gettext("Note"),
    "name": lazy_gettext("Name"),
    "relation": lazy_gettext("Relation"),
    "may_decide": lazy_gettext("May decide"),
    "species": lazy_gettext("Species"),
    "breed": lazy_gettext("Breed"),
    "crossbred": lazy_gettext("Crossbred"),
    "sex": lazy_gettext("Sex"),
    "sterile": lazy_gettext("Sterile"),
    "born_on": lazy_gettext("Born on"),
    "deceased_on": lazy_gettext("Deceased on"),
    "given_away_on": lazy_gettext("Given away on"),
    "other_clinic": lazy_gettext("Regular of another clinic"),
}


def both(words: Any) -> dict[str, str]:
    """A lazy string in both languages, to be kept in `details` and shown to anyone."""
    said = {}
    for language, locale in LOCALES.items():
        with force_locale(locale):
            said[language] = str(words)
    return said


def label(field: str) -> str:
    """The name of a column on screen."""
    agreements = {channel.accepts: channel.name for channel in reversed(channels.all())}
    return str((agreements | LABELS).get(field, field))


def shown(field: str, value: Any) -> str:
    """A value of a field in words; "(empty)" for none."""
    if value is None or value == "":
        return str(gettext("(empty)"))
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    if field.endswith("phone"):
        return filters.phone(value)
    if field.endswith("_on") or field == "client_since":
        return filters.day_long(date.fromisoformat(value))
    if field == "language":
        return str({"fr": gettext("French"), "en": gettext("English")}.get(value, value))
    if field == "country":
        return filters.country(value)
    if field == "sex":
        return str({"M": gettext("male"), "F": gettext("female")}.get(value, value))
    return str(value)


def _changes(details: dict[str, Any]) -> str:
    said = []
    for field, (old, new) in details.get("changed", {}).items():
        if field == "note":
            said.append(gettext("Note changed") if new else gettext("Note removed"))
            continue
        said.append(
            gettext("%(field)s: %(old)s → %(new)s", field=label(field), old=shown(field, old), new=shown(field, new))
        )
    return "; ".join(said) or str(gettext("Corrected"))


def _accords(details: dict[str, Any]) -> str:
    given = [label(field) for field, (_old, new) in details.get("changed", {}).items() if new]
    taken = [label(field) for field, (_old, new) in details.get("changed", {}).items() if not new]
    said = []
    if given:
        said.append(gettext("Agrees to: %(channels)s", channels=", ".join(given).lower()))
    if taken:
        said.append(gettext("No longer agrees to: %(channels)s", channels=", ".join(taken).lower()))
    return "; ".join(said)


def _deceased(details: dict[str, Any]) -> str:
    said = [gettext("Death recorded")]
    if details.get("on"):
        said = [gettext("Death recorded, on %(day)s", day=shown("deceased_on", details["on"]))]
    said += [pick(line["fr"], line["en"]) for line in [*details.get("stopped", []), *details.get("left", [])]]
    return "; ".join(said)


def _file_value(details: dict[str, Any]) -> str:
    said = gettext(
        "%(field)s left empty (the file said “%(value)s”)", field=label(details["field"]), value=details["value"]
    )
    return str(said)


# A room that notes a verb of its own adds it here.
phrases: dict[str, Phrase] = {
    "added": Phrase("plus", lambda _: gettext("Record created")),
    "corrected": Phrase("pencil", _changes),
    "accords": Phrase("message-square", _accords),
    "archived": Phrase("layers", lambda _: gettext("Client archived")),
    "restored": Phrase("undo-2", lambda _: gettext("Client back in the lists")),
    "contact_added": Phrase("user", lambda d: gettext("Contact person added: %(name)s", name=d["name"])),
    "contact_corrected": Phrase("user", lambda d: f"{d['name']}, {_changes(d)}"),
    "contact_removed": Phrase("user-x", lambda d: gettext("Contact person removed: %(name)s", name=d["name"])),
    "dismissed": Phrase("x", _file_value),
    "deceased": Phrase("circle-x", _deceased),
    "revived": Phrase("undo-2", lambda _: gettext("Death taken back")),
    "given_away": Phrase(
        "user-x", lambda d: gettext("Given away on %(day)s, owner unknown", day=shown("given_away_on", d["on"]))
    ),
    "returned": Phrase("undo-2", lambda _: gettext("Back with this client")),
    "transferred": Phrase("users", lambda d: gettext("From %(old)s to %(new)s", old=d["from"], new=d["to"])),
}


def in_words(entry: HistoryEntry, *, name_animal: bool = True) -> Line:
    """The entry as one reads it. Its person and its animal must have been fetched with it."""
    details = json.loads(entry.details)
    phrase = phrases.get(entry.verb)
    said = phrase.words(details) if phrase else entry.verb
    if name_animal and entry.animal:
        said = said[:1].lower() + said[1:]
        said = gettext("%(animal)s: %(what)s", animal=entry.animal.name or gettext("no name"), what=said)
    who = entry.by.name if entry.by else gettext("automatically")
    return Line(
        icon=phrase.icon if phrase else "circle",
        tone=phrase.tone if phrase else "",
        text=said,
        detail=f"{filters.moment(entry.at)}, {who}",
    )


def of_client(client_id: int, *, number: int = 1, size: int = 25) -> Page[Line]:
    """A page of a client's history, their animals' included, newest first."""
    return _page(HistoryEntry.client == client_id, number, size, name_animal=True)


def of_animal(animal_id: int, *, number: int = 1, size: int = 25) -> Page[Line]:
    """A page of one animal's history, newest first."""
    return _page(HistoryEntry.animal == animal_id, number, size, name_animal=False)


def _page(condition: Any, number: int, size: int, *, name_animal: bool) -> Page[Line]:
    found = (
        HistoryEntry.select(HistoryEntry, StaffMember, Animal)
        .join(StaffMember, "LEFT JOIN", on=HistoryEntry.by)
        .switch(HistoryEntry)
        .join(Animal, "LEFT JOIN", on=HistoryEntry.animal)
        .where(condition)
        .order_by(HistoryEntry.at.desc(), HistoryEntry.id.desc())
        .limit(size)
        .offset(offset(number, size))
    )
    total = HistoryEntry.select().where(condition).count()
    return Page([in_words(entry, name_animal=name_animal) for entry in found], number, total, size)
