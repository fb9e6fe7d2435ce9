"""Reminders that the practice software keeps: what an animal, or a client, is due for and what became of it."""

import json
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any, ClassVar

from webapp import db
from webapp.imports.actions.batch import Batch
from webapp.imports.actions.kinds.base import Importer, filled
from webapp.imports.actions.references import NAMELESS
from webapp.imports.rules import cells, lines
from webapp.imports.rules.cells import Column
from webapp.later import Later
from webapp.models import Reminder
from webapp.reminders.rules.answers import DAYS_BEFORE
from webapp.reminders.rules.transitions import ELSEWHERE

reminders = Later("webapp.reminders.actions.records")  # of no use to who only looks

_DATES = {"done": "done_at", "answered": "answered_at", "visited": "visited_at", "cancelled": "cancelled_at"}
_TAKEN_BACK = {
    "reopened": "done_at",
    "unanswered": "answered_at",
    "unvisited": "visited_at",
    "uncancelled": "cancelled_at",
}
_CLOSING = (*_DATES.values(), "done_by", "cancelled_because")


class Reminders(Importer):
    """A file may say that something was done; that it was not after all, only a person says here."""

    kind = "reminders"
    model = Reminder
    writes: ClassVar[dict[str, tuple[str, ...]]] = {
        "animal": ("animal_id", "client_id"),
        "client": ("client_id",),
        "type": ("type_id",),
        "done_on": ("done_at", "done_by"),
        "done": ("done_at", "done_by"),
        "status": _CLOSING,
        "created_on": (),
        **dict.fromkeys(("deleted", "sent_on"), ()),
    }
    once = ("created_at",)

    def columns(self) -> tuple[str, ...]:
        """What closed it is needed to know whether the file may say more."""
        columns = super().columns()
        self.looked_at = ("id", *(name for name in ("visited_at", "cancelled_at") if name not in columns))
        return columns

    def sift(self, batch: Batch) -> int:
        for place, why in lines.asides(batch.values).items():
            batch.set_aside(place, why)
        return 0

    def withdraw(self, numbers: Sequence[str]) -> int:
        return int(reminders.cancel_numbers(numbers=numbers, now=self.context.now))

    def check(self, batch: Batch) -> None:
        """Of an animal, it is its present owner's, whoever the file names."""
        values, references = batch.values, self.context.references
        animals = clients = [NAMELESS] * len(batch)
        if "client" in values:
            clients = self.clients(batch)
        if "animal" in values:
            animals = references.animals.ids(values["animal"])
        if "client" in values:
            self.by_animal(batch, clients, animals)
        if "animal" in values:
            animals = self.pets(batch, clients, animals)
            self.refer(batch, "animal", "animal", animals)
            values["animal_id"] = [found or None for found in animals]
        owners = dict(
            zip(wanted := [each for each in animals if each != NAMELESS], references.owners(wanted), strict=True)
        )
        if "client" in values:
            alone = [NAMELESS if animal != NAMELESS else found for animal, found in zip(animals, clients, strict=True)]
            self.refer(batch, "client", "client", alone)
        values["client_id"] = [owners.get(animal, found) for animal, found in zip(animals, clients, strict=True)]
        for place, (found, kind) in enumerate(zip(values["client_id"], values["type"], strict=True)):
            if found == NAMELESS:
                batch.refuse(place, "no_animal_no_client")
            if not kind:
                batch.refuse(place, "no_type")

    def compose(self, batch: Batch) -> dict[str, Column]:
        values = batch.values
        values["type_id"] = cells.Memo(self.context.lookups.reminder_type_id).column(values["type"])
        self._states(batch)
        contacts = zip(values["number"], values.get("sent_on", ()), strict=False)
        self.context.staging.many(
            "INSERT INTO temp.staged_notice VALUES (?, ?)", ((number, day) for number, day in contacts if day)
        )
        created = values.get("created_on") or [None] * len(batch)
        if "note" in values:
            values["note"] = filled(values["note"], "")
        made = [self._instant(on or _earlier(due)) for on, due in zip(created, values["due_on"], strict=True)]
        return {**super().compose(batch), "created_at": made}

    def _states(self, batch: Batch) -> None:
        """The dates that tell the state. Without a date it happened when it was due, or now if that is to come."""
        values = batch.values
        nothing: list[Any] = [None] * len(batch)
        said = values.get("status", nothing)
        done_on, done = values.get("done_on", nothing), values.get("done", nothing)
        dates: dict[str, Column] = {column: [None] * len(batch) for column in _DATES.values()}
        for place, due in enumerate(values["due_on"]):
            then = self._instant(done_on[place] or due)
            if done_on[place] or done[place]:
                dates["done_at"][place] = then
            if said[place] in _DATES:
                dates[_DATES[said[place]]][place] = then
        values.update(dates)
        values["done_by"] = [ELSEWHERE if at else "" for at in dates["done_at"]]
        values["cancelled_because"] = [ELSEWHERE if at else "" for at in dates["cancelled_at"]]

    def _instant(self, day: str) -> str:
        """Noon of that day; now, if it is to come."""
        noon = datetime.combine(date.fromisoformat(day), time(12), tzinfo=self.context.zone)
        return db.instant_text(min(noon, self.context.now))

    @property
    def adjusts(self) -> bool:
        return any(column in self.compared for column in _DATES.values())

    def adjust(self, new: dict[str, Any], old: dict[str, Any]) -> None:
        closed = old["visited_at"] or old["cancelled_at"]
        for column in _DATES.values():
            if column not in new:
                continue
            if closed or old[column] or old["id"] in self._taken_back.get(column, ()):
                new[column] = old[column]
            for beside, at in (("done_by", "done_at"), ("cancelled_because", "cancelled_at")):
                if column == at and new[column] == old[column] and beside in new:
                    new[beside] = old[beside]

    @cached_property
    def _taken_back(self) -> dict[str, set[int]]:
        """What a person or a message that came back took back here: the file does not know."""
        found: dict[str, set[int]] = {}
        for verb, row in self.context.staging.execute(
            "SELECT DISTINCT verb, reminder_id FROM reminder_event WHERE verb IN (SELECT value FROM json_each(?))",
            (json.dumps(list(_TAKEN_BACK)),),
        ):
            found.setdefault(_TAKEN_BACK[verb], set()).add(row)
        return found

    def before_write(self, table: str) -> None:
        """The history of what the file changes, while the old rows still stand."""
        stage = f"temp.{table} AS s JOIN reminder AS r ON r.id = s.row"
        entry = "INSERT INTO reminder_event (reminder_id, at, verb, details) "
        for verb, column in _DATES.items():
            if column in self.compared:
                self.context.staging.execute(
                    f"{entry} SELECT r.id, ?, ?, json_object('because', '{ELSEWHERE}') FROM {stage} "
                    f"WHERE s.{column} IS NOT NULL AND r.{column} IS NULL",
                    (self.context.now_text, verb),
                )
        self.context.staging.execute(
            f"{entry} SELECT r.id, ?, 'moved', json_object('was', r.due_on, 'to', s.due_on, 'because', '{ELSEWHERE}') "
            f"FROM {stage} WHERE s.due_on <> r.due_on",
            (self.context.now_text,),
        )

    def after_all(self, name: str, *, whole: bool) -> int:
        """Whoever was written to by the practice software is due all the same: a second notice may follow."""
        self.context.staging.execute(
            "INSERT INTO reminder_event (reminder_id, at, verb, details) "
            "SELECT r.id, ?, 'contacted', json_object('on', s.day) "
            "FROM temp.staged_notice AS s JOIN reminder AS r ON r.number = s.number WHERE NOT EXISTS ("
            "SELECT 1 FROM reminder_event AS e WHERE e.reminder_id = r.id AND e.verb = 'contacted' "
            "AND json_extract(e.details, '$.on') = s.day)",
            (self.context.now_text,),
        )
        return 0


def _earlier(due_on: str) -> str:
    """When a reminder must have been there, if the file does not say: visits since then may have been for it."""
    return (date.fromisoformat(due_on) - timedelta(days=DAYS_BEFORE)).isoformat()
