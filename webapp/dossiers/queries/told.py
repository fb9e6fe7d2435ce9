"""How what passed between the clinic and a client is told, a line each."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask_babel import gettext, pgettext

from webapp import db, filters, here, history, text
from webapp.agenda import rules as agenda
from webapp.calls.queries.words import INCOMING, SAID
from webapp.languages import pick
from webapp.models import HistoryEntry, Message
from webapp.reminders.queries import history as reminder_history
from webapp.reminders.rules import transitions

BOOKINGS = ("appointment_made", "appointment_moved", "appointment_status")  # verbs of the history


@dataclass(frozen=True)
class Line:
    """One thing that passed: `head` says what it was, `rest` the rest of the sentence, `quoted` somebody's words."""

    kind: str
    way: str
    icon: str
    tone: str
    head: str
    rest: str
    quoted: str
    by: str  # when and by whom
    on: date
    message_id: int = 0  # whose text can be read
    note_id: int = 0  # that whoever looks may take back


@dataclass(frozen=True)
class _Row:
    """What stands of a line before it is told."""

    kind: str
    way: str
    at: datetime
    id: int
    me: int

    def line(
        self, icon: str, head: str, rest: str = "", *, tone: str = "", quoted: str = "", who: str | None = "",
        on: date | None = None, **more: int,
    ) -> Line:  # fmt: skip
        """The line; `who`: what stands after the moment, `on`: the day in place of the moment."""
        when = filters.day_short(on) if on else filters.moment(self.at)
        by = ", ".join(filter(None, (when, who)))
        return Line(self.kind, self.way, icon, tone, head, rest, quoted, by, on or here.day(self.at), **more)


def line(source: str, row_id: int, kind: str, way: str, at: str, told: str, *, me: int) -> Line:
    """One row of the thread: `told` is the JSON of what its `source` knows of the row `row_id`, `at` an instant or, of
    a `kind` that knows the day alone, its noon; `way` as in rules, `me` whose notes may be taken back."""
    instant = datetime.fromisoformat(at)
    row = _Row(kind, way, instant if instant.tzinfo else instant.replace(tzinfo=UTC), row_id, me)
    return _OF[source](row, *json.loads(told))


def _names(names: str | Sequence[str]) -> str:
    """A list within a list comes as its text."""
    found = json.loads(names) if isinstance(names, str) else names
    *others, last = [each or gettext("no name") for each in found] or [""]
    return gettext("%(names)s and %(last)s", names=", ".join(others), last=last) if others else last


def _joined(*parts: str | None) -> str:
    return ", ".join(filter(None, parts))


def _message(
    row: _Row, channel: str, state: str, reason: str, detail: str, planned: str | None, wave: int | None,
    lot: int | None, part: int | None, animals: Sequence[str],
) -> Line:  # fmt: skip
    written = Message(channel=channel, state=state, reason=reason, detail=detail, not_before=db.instant(planned))
    written.created_at = row.at
    said = reminder_history.of_message(written)
    head, _, why = said.text.partition(":")
    told = _names(animals)
    rest = f"{told}{filters.NBSP}: {why.strip()}" if told and why else told or why.strip()
    number = f"{lot}-{part}" if part else str(lot or "")
    who = _joined(
        gettext("batch %(number)s", number=number) if number else "",
        gettext("wave %(n)s", n=wave) if wave else "",
    )
    return row.line(said.icon, head.strip(), rest, tone=said.tone, who=who, message_id=row.id)


def _contact(
    row: _Row, channel: str, incoming: int, result: str, number: str, note: str, until: str | None, name: str | None,
    animals: Sequence[str],
) -> Line:  # fmt: skip
    said = (INCOMING if incoming else SAID).get(result)
    head = (
        gettext("Called us")
        if incoming
        else gettext("At the counter")
        if channel == "counter"
        else pgettext("what passed", "Call")
    )
    rest = _joined(
        text.inside(str(said.told)) if said else result,
        filters.phone(number),
        _names(animals),
        gettext("to be called on %(when)s", when=filters.day_or_moment(datetime.fromisoformat(until))) if until else "",
    )
    icon, tone = (said.icon, said.tone) if said else ("phone", "")
    return row.line(icon, head, rest, tone=tone, quoted=note, who=name)


def _note(row: _Row, words: str, by: int | None, name: str | None) -> Line:
    mine = row.id if by == row.me else 0
    return row.line("sticky-note", gettext("Note"), quoted=words, who=name, note_id=mine)


def _visit(row: _Row, on: str, reason: str, vet: str | None, animals: Sequence[str]) -> Line:
    return row.line("stethoscope", gettext("Visit"), _what(_names(animals), reason, vet), on=date.fromisoformat(on))


def _appointment(
    row: _Row, status: str, reason: str, vet: str | None, animal: str, name_fr: str | None, name_en: str | None
) -> Line:
    head, icon, tone = {
        agenda.CANCELLED: (gettext("Appointment cancelled"), "calendar-x", ""),
        agenda.MISSED: (gettext("Missed appointment"), "calendar-x", "warn"),
    }.get(status, (gettext("Appointment"), "calendar", ""))
    what = pick(name_fr, name_en or "") if name_fr else reason
    return row.line(icon, head, _what(animal or gettext("no name"), what, vet), tone=tone)


def _what(animals: str, reason: str, vet: str | None) -> str:
    """ "Rex and Zoë: annual exam, Dr. Bouchard"."""
    why = _joined(text.inside(reason) if reason else "", vet)
    return gettext("%(animal)s: %(what)s", animal=animals, what=why) if why else animals


def _history(row: _Row, verb: str, details: str, name: str | None, animal: str | None) -> Line:
    said = history.in_words(HistoryEntry(verb=verb, details=details, at=row.at, by=None))
    who = name or gettext("automatically")
    if verb in BOOKINGS:
        return row.line(said.icon, said.text, animal or "", tone=said.tone, who=who)
    # Of a contact person it begins with their name.
    words = said.text if verb == "contact_corrected" else said.text[:1].lower() + said.text[1:]
    if animal is not None:
        words = gettext("%(animal)s: %(what)s", animal=animal or gettext("no name"), what=words)
    return row.line(said.icon, pgettext("what passed", "Change"), words, tone=said.tone, who=who)


def _event(
    row: _Row, verb: str, details: str, name: str | None, animal: str | None, name_fr: str, name_en: str
) -> Line:
    given, kind = json.loads(details), pick(name_fr, name_en)
    whose = kind if animal is None else _joined(animal or gettext("no name"), text.inside(kind))
    if verb == transitions.NOTED:
        note = str(given.get("note", ""))
        return row.line("sticky-note", gettext("Note"), whose if note else gettext("%(of)s: taken away", of=whose),
                        quoted=note, who=name)  # fmt: skip
    icon, tone, words = reminder_history.event_words(verb, given) or ("circle", "", verb)
    words = gettext("%(animal)s: %(what)s", animal=whose, what=text.inside(words))
    return row.line(icon, gettext("Reminder"), words, tone=tone, who=name or gettext("automatically"))


_OF: dict[str, Callable[..., Line]] = {
    "message": _message,
    "contact": _contact,
    "note": _note,
    "visit": _visit,
    "appointment": _appointment,
    "history": _history,
    "event": _event,
}
