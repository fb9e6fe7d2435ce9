"""What a list of reminders can be narrowed to: types, species, colleagues, saved views; and what of it is gone."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from peewee import SQL, fn

from webapp import db, text
from webapp.languages import name_of
from webapp.models import Reminder, ReminderType, SavedView, Species, StaffMember
from webapp.reminders.queries import filtering
from webapp.reminders.rules.filters import ReminderFilter


class TypeChoice(NamedTuple):
    """A type that the list can be narrowed to."""

    id: int
    name_fr: str
    name_en: str
    is_archived: bool
    position: int


class SpeciesChoice(NamedTuple):
    """A species that it can be narrowed to."""

    id: int
    name_fr: str
    name_en: str


class Colleague(NamedTuple):
    """Somebody whose reminders the list can be narrowed to."""

    id: int
    name: str
    active: bool


class View(NamedTuple):
    """A saved view; `asked` are the parameters of its address."""

    id: int
    name: str
    everybody: bool
    asked: Mapping[str, str]
    by: int  # the staff member who made it


@dataclass(frozen=True)
class Choices:
    """All of it, in order; `mine`: how many of the list's rows are those of whoever looks."""

    types: Sequence[TypeChoice]
    species: Sequence[SpeciesChoice]
    members: Sequence[Colleague]
    views: Sequence[View]
    mine: int
    has_batch: bool  # whether the batch that is asked for has any reminder

    def type(self, number: int | None) -> TypeChoice | None:
        return next((each for each in self.types if each.id == number), None)

    def one_species(self, number: int | None) -> SpeciesChoice | None:
        return next((each for each in self.species if each.id == number), None)

    def member(self, number: int | None) -> Colleague | None:
        return next((each for each in self.members if each.id == number), None)


def asked(wanted: ReminderFilter, me: int) -> dict[str, Any]:
    """The SELECTs of what the list can be narrowed to by the staff member `me` (db.scalars)."""
    found = {"types": _types(), "members": _colleagues(), "species": _species(), "views": views(me)}
    if wanted.batch:
        of_it = Reminder.select(SQL("1")).where(Reminder.deleted_at.is_null(), *filtering.of_batch(wanted.batch))
        found["batch"] = of_it.limit(1)
    return found


def around(wanted: ReminderFilter, me: int) -> Choices:
    """The same without numbers, where no list is shown; one statement."""
    return read(db.scalars(**asked(wanted, me)))


def read(found: Mapping[str, Any]) -> Choices:
    """What `asked` and the number of `mine` brought."""
    types = [TypeChoice(*each) for each in json.loads(found["types"])]
    members = [Colleague(*each) for each in json.loads(found["members"])]
    species = [SpeciesChoice(*each) for each in json.loads(found["species"])]
    return Choices(
        sorted(types, key=lambda each: (each.is_archived, each.position, each.name_fr)),
        sorted(species, key=lambda each: text.fold(name_of(each))),
        sorted(members, key=lambda each: (not each.active, text.fold(each.name))),
        of_views(found["views"]),
        found.get("mine", 0),
        found.get("batch", 1) is not None,
    )


def of_views(listed: str) -> list[View]:
    """What `views` brought: one's own first, each by name."""
    found = [View(number, name, bool(all_), json.loads(how), by) for number, name, all_, how, by in json.loads(listed)]
    return sorted(found, key=lambda each: (each.everybody, text.fold(each.name)))


def views(me: int) -> Any:
    """The SELECT of the views that the staff member `me` has, everybody's among them, as JSON."""
    columns = SavedView.id, SavedView.name, SavedView.everybody, SavedView.asked, SavedView.member
    return SavedView.select(fn.json_group_array(fn.json_array(*columns))).where(seen_by(me))


def seen_by(me: int) -> Any:
    """The condition of the views that somebody has."""
    return SavedView.deleted_at.is_null() & (SavedView.everybody | (SavedView.member == me))


def _types() -> Any:
    """The SELECT of all types, as JSON."""
    archived = ReminderType.archived_at.is_null(False)
    columns = ReminderType.id, ReminderType.name_fr, ReminderType.name_en, archived, ReminderType.position
    return ReminderType.select(fn.json_group_array(fn.json_array(*columns)))


def _species() -> Any:
    """The SELECT of the species, as JSON."""
    return Species.select(fn.json_group_array(fn.json_array(Species.id, Species.name_fr, Species.name_en)))


def _colleagues() -> Any:
    """The SELECT of everybody, as JSON."""
    return StaffMember.select(fn.json_group_array(fn.json_array(StaffMember.id, StaffMember.name, StaffMember.active)))
