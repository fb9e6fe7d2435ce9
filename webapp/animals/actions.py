"""Adding and correcting animals, changing their owner, and stopping everything when one dies."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from flask_babel import gettext, lazy_gettext

from webapp import db, hand_edits, history, text
from webapp.clients.actions import settle_corrections
from webapp.hooks import Hook
from webapp.languages import pick
from webapp.models import Animal, Breed, Client, Correction, Ownership, Species, StaffMember
from webapp.search import actions as search
from webapp.species import actions as species_actions

# ---------- What the rooms above do when an animal dies.


@dataclass(frozen=True)
class Consequence:
    """One thing that was stopped, or, with `left`, that can no longer be stopped: "remove letter 214"."""

    animal_id: int
    text: Any  # lazy_gettext: it is kept in both languages
    left: bool = False


class Room(Protocol):
    """What a room above does about these animals, inside the same transaction."""

    def __call__(
        self, *, animal_ids: Sequence[int], now: datetime, by: StaffMember | None
    ) -> Sequence[Consequence]: ...


on_deceased: Hook[Room] = Hook("animals.actions.on_deceased")  # cancels what was coming
on_revived: Hook[Room] = Hook("animals.actions.on_revived")  # takes that back
# Given away, taken back, transferred: (animal_ids, now, by).
after_owner_changed: Hook[Callable[..., Any]] = Hook("animals.actions.after_owner_changed")
# Added, or called otherwise by a person: (animal_id, name, now).
after_named: Hook[Callable[..., Any]] = Hook("animals.actions.after_named")


# ---------- Records.


def add(*, client_id: int, values: Mapping[str, Any], now: datetime, by: StaffMember | None) -> Animal:
    """A new animal of this client. `values`: column → value; a `breed_name` not known yet is added to its species."""
    with db.write():
        columns = _columns(values)
        animal = Animal.create(
            client=client_id, sort_name=text.sort_key(columns["name"]), created_at=now, updated_at=now, **columns
        )
        history.note(client_id=client_id, animal_id=animal.id, verb="added", now=now, by=by)
        _named(animal.id, columns["name"], now)
        search.index_clients(client_ids=[client_id])
    return animal


def correct(*, animal_id: int, values: Mapping[str, Any], now: datetime, by: StaffMember | None) -> None:
    """Write the columns of `values` that differ."""
    with db.write():
        animal = Animal.get_by_id(animal_id)
        sort_name = text.sort_key(values.get("name", animal.name))
        changed = hand_edits.correct(animal, _columns(values), now=now, updated_at=now, sort_name=sort_name)
        if not changed:
            return
        if "name" in changed:
            _named(animal_id, values["name"], now)
        settle_corrections(of=Correction.animal == animal_id, fields=set(changed), now=now, by=by)
        details = {"changed": {field: [_said(field, each) for each in pair] for field, pair in changed.items()}}
        history.note(client_id=animal.client_id, animal_id=animal_id, verb="corrected", details=details, now=now, by=by)
        search.index_clients(client_ids=[animal.client_id])


def _named(animal_id: int, name: str, now: datetime) -> None:
    for tell in after_named:
        tell(animal_id=animal_id, name=name, now=now)


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as columns: a breed by its name becomes the id of that breed, made if need be."""
    columns = dict(values)
    name = columns.pop("breed_name", None)
    if name:
        columns["breed"] = species_actions.breed_called(species_id=columns["species"], name=name).id
    return columns


def _said(field: str, value: Any) -> Any:
    """A value as the history keeps it: names instead of ids, days as text."""
    if value is not None and field in ("species", "breed"):
        table: Any = Species if field == "species" else Breed
        return table.get_by_id(value).name_fr
    return value.isoformat() if isinstance(value, date) else value


def _remember(animal: Animal, changed: Mapping[str, Any], now: datetime) -> None:
    if animal.number is not None:
        hand_edits.record(kind="animal", row=animal.id, before=animal.__data__, changed=changed, now=now)


# ---------- Owners.


def transfer(*, animal_id: int, client_id: int, on: date, now: datetime, by: StaffMember | None) -> None:
    """To another client, from the day `on`; the former one is kept. Both histories say so."""
    with db.write():
        animal = Animal.get_by_id(animal_id)
        former = animal.client_id
        if former == client_id:
            return
        Animal.update(client=client_id, given_away_on=None, updated_at=now).where(Animal.id == animal_id).execute()
        Ownership.create(animal=animal_id, client=former, until_on=on)
        _remember(animal, {"client": client_id, "given_away_on": None}, now)
        names = {client.id: client.full_name for client in Client.select().where(Client.id << [former, client_id])}
        details = {"from": names[former], "to": names[client_id]}
        for each in (former, client_id):
            history.note(client_id=each, animal_id=animal_id, verb="transferred", details=details, now=now, by=by)
        for tell in after_owner_changed:
            tell(animal_ids=[animal_id], now=now, by=by)
        search.index_clients(client_ids=[former, client_id])


def give_away(*, animal_id: int, on: date, now: datetime, by: StaffMember | None) -> None:
    """No longer with this client since the day `on`, the new owner unknown."""
    _set_given_away(animal_id, on, "given_away", {"on": on.isoformat()}, now, by)


def take_back(*, animal_id: int, now: datetime, by: StaffMember | None) -> None:
    """With this client after all."""
    _set_given_away(animal_id, None, "returned", {}, now, by)


def _set_given_away(
    animal_id: int, on: date | None, verb: str, details: Mapping[str, Any], now: datetime, by: StaffMember | None
) -> None:
    with db.write():
        animal = Animal.get_by_id(animal_id)
        if animal.given_away_on == on:
            return
        Animal.update(given_away_on=on, updated_at=now).where(Animal.id == animal_id).execute()
        _remember(animal, {"given_away_on": on}, now)
        history.note(client_id=animal.client_id, animal_id=animal_id, verb=verb, details=details, now=now, by=by)
        for tell in after_owner_changed:
            tell(animal_ids=[animal_id], now=now, by=by)
        search.index_clients(client_ids=[animal.client_id])


# ---------- Death.


def deceased(*, animal_id: int, on: date | None, now: datetime, by: StaffMember | None) -> list[Consequence]:
    """Enter the death (`on` may be unknown) and stop everything about the animal, all in one transaction."""
    with db.write():
        animal = Animal.get_by_id(animal_id)
        if not _set_deceased(animal, True, on, now):
            return []
        consequences = _ask(on_deceased, [animal_id], now, by)
        _note_death(animal, on, consequences, now, by)
        search.index_clients(client_ids=[animal.client_id])
    return consequences


def _set_deceased(animal: Animal, deceased: bool, on: date | None, now: datetime) -> bool:
    """Whether it was otherwise before."""
    if animal.deceased == deceased:
        return False
    columns = {"deceased": deceased, "deceased_on": on}
    Animal.update(**columns, updated_at=now).where(Animal.id == animal.id).execute()
    _remember(animal, columns, now)
    return True


def stop_for_deceased(*, animal_ids: Sequence[int], now: datetime, by: StaffMember | None = None) -> list[Consequence]:
    """For an import that has just marked these animals: stop everything about them, in the caller's transaction.

    Only the animals about which something was stopped or had left get a line of history.
    """
    if not animal_ids:
        return []
    with db.write():
        consequences = _ask(on_deceased, animal_ids, now, by)
        touched = {consequence.animal_id for consequence in consequences}
        for animal in Animal.select().where(Animal.id << touched):
            own = [each for each in consequences if each.animal_id == animal.id]
            _note_death(animal, animal.deceased_on, own, now, by)
    return consequences


def _note_death(
    animal: Animal, on: date | None, consequences: Sequence[Consequence], now: datetime, by: StaffMember | None
) -> None:
    details = {
        "on": on.isoformat() if on else None,
        "stopped": [history.both(each.text) for each in consequences if not each.left],
        "left": [history.both(each.text) for each in consequences if each.left],
    }
    history.note(client_id=animal.client_id, animal_id=animal.id, verb="deceased", details=details, now=now, by=by)


def revive(*, animal_id: int, now: datetime, by: StaffMember | None) -> list[Consequence]:
    """The death was entered by mistake: take it back, and whatever it had stopped that can be taken up again."""
    with db.write():
        animal = Animal.get_by_id(animal_id)
        if not _set_deceased(animal, False, None, now):
            return []
        consequences = _ask(on_revived, [animal_id], now, by)
        history.note(client_id=animal.client_id, animal_id=animal_id, verb="revived", now=now, by=by)
        search.index_clients(client_ids=[animal.client_id])
    return consequences


def resume_for_revived(*, animal_ids: Sequence[int], now: datetime, by: StaffMember | None = None) -> list[Consequence]:
    """For an import that has just taken these deaths back: take up what they stopped, in the caller's transaction."""
    if not animal_ids:
        return []
    with db.write():
        return _ask(on_revived, animal_ids, now, by)


def _ask(rooms: Hook[Room], animal_ids: Sequence[int], now: datetime, by: StaffMember | None) -> list[Consequence]:
    return [each for room in rooms for each in room(animal_ids=animal_ids, now=now, by=by)]


# ---------- The same in words.

LABELS = {
    "species": lazy_gettext("Species"),
    "breed": lazy_gettext("Breed"),
    "crossbred": lazy_gettext("Crossbred"),
    "sex": lazy_gettext("Sex"),
    "sterile": lazy_gettext("Sterile"),
    "born_on": lazy_gettext("Born on"),
    "deceased_on": lazy_gettext("Deceased on"),
    "given_away_on": lazy_gettext("Given away on"),
    "other_clinic": lazy_gettext("Regular of another clinic"),
    "no_reminders": lazy_gettext("No reminders"),
    "no_reminders_until": lazy_gettext("No reminders until"),
}


def _death(details: dict[str, Any]) -> str:
    said = [gettext("Death recorded")]
    if details.get("on"):
        said = [gettext("Death recorded, on %(day)s", day=history.shown("deceased_on", details["on"]))]
    said += [pick(line["fr"], line["en"]) for line in [*details.get("stopped", []), *details.get("left", [])]]
    return "; ".join(said)


PHRASES = {
    "deceased": history.Phrase("circle-x", _death),
    "revived": history.Phrase("undo-2", lambda _: gettext("Death taken back")),
    "given_away": history.Phrase(
        "user-x", lambda d: gettext("Given away on %(day)s, owner unknown", day=history.shown("given_away_on", d["on"]))
    ),
    "returned": history.Phrase("undo-2", lambda _: gettext("Back with this client")),
    "transferred": history.Phrase("users", lambda d: gettext("From %(old)s to %(new)s", old=d["from"], new=d["to"])),
}
