"""Adding, correcting and archiving clients."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext, lazy_gettext
from peewee import fn

from webapp import channels, db, hand_edits, history, text
from webapp.clients import queries
from webapp.hooks import Hook
from webapp.models import Animal, Client, ContactPerson, Correction, StaffMember
from webapp.search import actions as search

# Filled by webapp.wiring: what the rooms above do when clients are archived or put back (client_ids, now, by), inside
# the same transaction.
after_archived: Hook[Callable[..., Any]] = Hook("clients.actions.after_archived")
# The same for one who was added, or called otherwise, by a person: (client_id, name, now).
after_named: Hook[Callable[..., Any]] = Hook("clients.actions.after_named")


NAME = ("last_name", "first_name")
SILENCE = ("no_reminders", "no_reminders_until")


class StaleClient(Exception):
    """Someone else changed the row since it was shown."""


def add(*, values: Mapping[str, Any], now: datetime, by: StaffMember | None) -> Client:
    """A new client, unknown to the practice software."""
    with db.write():
        client = Client.create(
            **values,
            sort_name=text.sort_key(values["last_name"], values["first_name"]),
            created_at=now,
            updated_at=now,
        )
        history.note(client_id=client.id, verb="added", now=now, by=by)
        _named(client, now)
        search.index_clients(client_ids=[client.id])
    return client


def correct(
    *, client_id: int, values: Mapping[str, Any], now: datetime, by: StaffMember | None, seen: datetime | None = None
) -> None:
    """Write the columns of `values` that differ. Raises StaleClient if it moved since `seen` (updated_at as shown)."""
    with db.write():
        client = Client.get_by_id(client_id)
        if seen and client.updated_at != seen:
            raise StaleClient
        _correct(client, values, now, by)


def _correct(client: Client, values: Mapping[str, Any], now: datetime, by: StaffMember | None) -> None:
    """The same of the row that was read. Inside `db.write()`."""
    also: dict[str, Any] = {"updated_at": now}
    if not values.keys().isdisjoint(NAME):
        also["sort_name"] = text.sort_key(*(values.get(name, getattr(client, name)) for name in NAME))
    changed = hand_edits.correct(client, values, now=now, **also)
    if not changed:
        return
    if not changed.keys().isdisjoint(NAME):
        _named(Client.get_by_id(client.id), now)
    settle_corrections(of=Correction.client == client.id, fields=set(changed), now=now, by=by)
    _note(client.id, changed, now, by)
    if search.is_indexed(changed):
        search.index_clients(client_ids=[client.id])


def _named(client: Client, now: datetime) -> None:
    for tell in after_named:
        tell(client_id=client.id, name=f"{client.first_name} {client.last_name}".strip(), now=now)


def _note(client_id: int, changed: Mapping[str, list[Any]], now: datetime, by: StaffMember | None) -> None:
    """What they agree to is a line of its own: the card asks who changed it, and when."""
    agreements = {channel.accepts for channel in channels.all()}
    accords = {field: pair for field, pair in changed.items() if field in agreements}
    others = {field: pair for field, pair in changed.items() if field not in (*accords, *SILENCE)}
    if not changed.keys().isdisjoint(SILENCE):
        client = Client.get_by_id(client_id)
        until = client.no_reminders_until
        details = {"no": client.no_reminders, "until": until.isoformat() if until else None}
        history.note(client_id=client_id, verb="no_reminders", details=details, now=now, by=by)
    for verb, changes in (("corrected", others), ("accords", accords)):
        if changes:
            history.note(client_id=client_id, verb=verb, details={"changed": changes}, now=now, by=by)


def settle_corrections(*, of: Any, fields: set[str], now: datetime, by: StaffMember | None) -> None:
    """Doubtful fields that a person filled in are no longer to be corrected. `of`: a condition, whose they are."""
    Correction.update(settled_at=now, settled_by=by).where(
        of, Correction.field << fields, Correction.settled_at.is_null()
    ).execute()


def archive(*, client_id: int, now: datetime, by: StaffMember | None) -> None:
    """No longer a client: hidden from the lists, never contacted. Nothing is lost."""
    _set_archived(client_id, now, "archived", now, by)


def restore(*, client_id: int, now: datetime, by: StaffMember | None) -> None:
    _set_archived(client_id, None, "restored", now, by)


def _set_archived(client_id: int, at: datetime | None, verb: str, now: datetime, by: StaffMember | None) -> None:
    otherwise = Client.archived_at.is_null(at is not None)
    with db.write():
        if Client.update(archived_at=at).where(Client.id == client_id, otherwise).execute():
            history.note(client_id=client_id, verb=verb, now=now, by=by)
            for tell in after_archived:
                tell(client_ids=[client_id], now=now, by=by)
            search.index_clients(client_ids=[client_id])


def add_contact(*, client_id: int, values: Mapping[str, Any], now: datetime, by: StaffMember | None) -> ContactPerson:
    """Someone else who may be called, last in the order. `values`: column → value."""
    with db.write():
        last = ContactPerson.select(fn.max(ContactPerson.position)).where(ContactPerson.client == client_id).scalar()
        contact = ContactPerson.create(client=client_id, position=(last or 0) + 1, **values)
        history.note(client_id=client_id, verb="contact_added", details={"name": contact.name}, now=now, by=by)
        search.index_clients(client_ids=[client_id])
    return contact


def correct_contact(*, contact_id: int, values: Mapping[str, Any], now: datetime, by: StaffMember | None) -> None:
    """Write the columns of `values` that differ."""
    with db.write():
        contact = ContactPerson.get_by_id(contact_id)
        held = contact.__data__
        changed = {field: [held[field], new] for field, new in values.items() if held[field] != new}
        if not changed:
            return
        ContactPerson.update(**values).where(ContactPerson.id == contact_id).execute()
        details = {"name": values["name"], "changed": changed}
        history.note(client_id=contact.client_id, verb="contact_corrected", details=details, now=now, by=by)
        search.index_clients(client_ids=[contact.client_id])


def remove_contact(*, contact_id: int, now: datetime, by: StaffMember | None) -> None:
    """No longer to be called. What was known of them stays in the history."""
    with db.write():
        contact = ContactPerson.get_by_id(contact_id)
        contact.delete_instance()
        history.note(
            client_id=contact.client_id, verb="contact_removed", details={"name": contact.name}, now=now, by=by
        )
        search.index_clients(client_ids=[contact.client_id])


def move_contact(*, client_id: int, contact_id: int, up: bool) -> None:
    """One place up or down; the first and the last stay where they are."""
    with db.write():
        db.move(ContactPerson, contact_id, [each.id for each in queries.contacts(client_id)], up=up)


PHONES = ("mobile_phone", "home_phone", "work_phone")


def strike(*, client_id: int, number: str, now: datetime, by: StaffMember | None) -> list[str]:
    """`number` (E.164) is not this client's: it goes, and is to be corrected. The columns that it stood in."""
    with db.write():
        client = Client.get_by_id(client_id)
        columns = [each for each in PHONES if number and getattr(client, each) == number]
        if columns:
            _correct(client, dict.fromkeys(columns, ""), now, by)
        for column in columns:
            Correction.create(client=client_id, field=column, value=number, noted_at=now)
        for person in ContactPerson.select().where(ContactPerson.client == client_id, ContactPerson.phone == number):
            if number:
                correct_contact(contact_id=person.id, values={"name": person.name, "phone": ""}, now=now, by=by)
                columns.append(f"contact:{person.id}")
    return columns


def give_back(*, client_id: int, number: str, columns: Sequence[str], now: datetime, by: StaffMember | None) -> None:
    """`number` is this client's after all, where nothing else stands in these `columns` (of `strike`) by now."""
    with db.write():
        client = Client.get_by_id(client_id)
        own = [each for each in columns if each in PHONES and not getattr(client, each)]
        _correct(client, dict.fromkeys(own, number), now, by)
        for each in columns:
            person = ContactPerson.get_or_none(ContactPerson.id == int(each.partition(":")[2] or 0))
            if person and not person.phone:
                correct_contact(contact_id=person.id, values={"name": person.name, "phone": number}, now=now, by=by)


def dismiss_correction(*, correction: Correction, now: datetime, by: StaffMember | None) -> None:
    """The field stays empty, and nobody is asked again."""
    with db.write():
        settled = Correction.update(settled_at=now, settled_by=by).where(
            Correction.id == correction.id, Correction.settled_at.is_null()
        )
        if settled.execute():
            owner = correction.client_id or Animal.get_by_id(correction.animal_id).client_id
            details = {"field": correction.field, "value": correction.value}
            history.note(
                client_id=owner, animal_id=correction.animal_id, verb="dismissed", details=details, now=now, by=by
            )


def reopen_correction(*, correction: Correction) -> None:
    """Back on the list of what is to be corrected."""
    with db.write():
        Correction.update(settled_at=None, settled_by=None).where(Correction.id == correction.id).execute()


# ---------- The same in words.

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
}


def _accords(details: dict[str, Any]) -> str:
    given = [history.label(field) for field, (_old, new) in details.get("changed", {}).items() if new]
    taken = [history.label(field) for field, (_old, new) in details.get("changed", {}).items() if not new]
    said = []
    if given:
        said.append(gettext("Agrees to: %(channels)s", channels=", ".join(given).lower()))
    if taken:
        said.append(gettext("No longer agrees to: %(channels)s", channels=", ".join(taken).lower()))
    return "; ".join(said)


def _silence(details: dict[str, Any]) -> str:
    if details.get("no"):
        return gettext("Wants no reminders")
    if details.get("until"):
        return gettext("No reminders until %(day)s", day=history.shown("due_on", details["until"]))
    return gettext("Takes reminders again")


def _file_value(details: dict[str, Any]) -> str:
    said = gettext(
        "%(field)s left empty (the file said “%(value)s”)",
        field=history.label(details["field"]),
        value=details["value"],
    )
    return str(said)


PHRASES = {
    "added": history.Phrase("plus", lambda _: gettext("Record created")),
    "corrected": history.Phrase("pencil", history.changes),
    "accords": history.Phrase("message-square", _accords),
    "no_reminders": history.Phrase("ban", _silence, "warn"),
    "archived": history.Phrase("layers", lambda _: gettext("Client archived")),
    "restored": history.Phrase("undo-2", lambda _: gettext("Client back in the lists")),
    "contact_added": history.Phrase("user", lambda d: gettext("Contact person added: %(name)s", name=d["name"])),
    "contact_corrected": history.Phrase("user", lambda d: f"{d['name']}, {history.changes(d)}"),
    "contact_removed": history.Phrase("user-x", lambda d: gettext("Contact person removed: %(name)s", name=d["name"])),
    "dismissed": history.Phrase("x", _file_value),
}
