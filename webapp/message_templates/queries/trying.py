"""Real clients to show a wording to: one of each kind that breaks sentences."""

import functools
import json
from datetime import date, timedelta
from typing import Any

from peewee import JOIN, fn

from webapp import db, here
from webapp.communications import ABOUT_APPOINTMENTS
from webapp.composed import AMONG, Composed, Kept
from webapp.message_templates.rules import examples
from webapp.message_templates.rules.examples import Example
from webapp.message_templates.rules.recipients import FEMALE, MALE, Patient
from webapp.models import Animal, Client, ReminderType, Species, Template

DUE_IN = timedelta(days=27)


def examples_for(template: Template | None, today: date) -> list[Example]:
    """One of each kind, in three statements; invented where the clinic has nobody like that."""
    return here.once(("examples", template.id if template else 0, today), lambda: _examples(template, today))


def _examples(template: Template | None, today: date) -> list[Example]:
    due = (*_type_of(template), today + DUE_IN)
    booked = template is not None and template.communication in ABOUT_APPOINTMENTS
    chosen = {kind: json.loads(ids) for kind, ids in db.scalars(**_asked()).items()}
    rows = _rows.by_id({each for ids in chosen.values() for each in ids})
    real = {kind: [rows[each] for each in ids] for kind, ids in chosen.items()}
    return [
        _example(kind, real[kind], due, booked=booked) if real[kind] else examples.invented(kind, due, booked=booked)
        for kind in examples.KINDS
    ]


def _type_of(template: Template | None) -> tuple[str, str]:
    """The reminder type that the template is a default of, for what a message is about."""
    columns = (ReminderType.email_template, ReminderType.sms_template, ReminderType.document_template)
    if template is not None:
        email, sms, document = (column == template.id for column in columns)
        found = (
            ReminderType.select()
            .where(email | sms | document)
            .order_by(fn.iif(email, 0, fn.iif(sms, 1, 2)), ReminderType.id)
        )
        for first in found.limit(1):
            return first.name_fr, first.name_en
    return "Vaccination", "Vaccination"


def _present() -> Any:
    return (Animal.deceased == False) & Animal.given_away_on.is_null()  # noqa: E712


def _animals(*columns: Any) -> Any:
    rows = Animal.select(*columns).join(Client).switch(Animal).join(Species, JOIN.LEFT_OUTER)
    return rows.where(_present() & Client.archived_at.is_null())


_rows = Kept(
    lambda: _animals(
        Animal.id, Animal.name, Animal.sex, Animal.client, Animal.species, Client.id, Client.title, Client.first_name,
        Client.last_name, Client.language, Species.id, Species.code, Species.noun_fr_male, Species.noun_fr_female,
        Species.noun_en,
    ).where(Animal.id << AMONG)
)  # fmt: skip


_FRENCH = Client.language != "en"
_CONDITIONS: dict[str, Any] = {
    "vowel": _FRENCH & (Animal.sort_name >= "a") & (Animal.sort_name < "b"),
    "aspirated_h": _FRENCH & (Animal.sort_name >= "h") & (Animal.sort_name < "hf"),
    "male": _FRENCH & (Animal.sex == MALE) & (Animal.sort_name >= "m"),
    "female": _FRENCH & (Animal.sex == FEMALE) & (Animal.sort_name >= "z"),
    "unknown_sex": _FRENCH & Animal.sex.is_null() & (Animal.sort_name >= "c"),
    "nameless": _FRENCH & (Animal.name == "") & (Animal.sort_name == ""),
}


@functools.cache
def _asked() -> dict[str, Composed]:
    """By kind, which animals: one alone, or those of a family."""
    found = {
        kind: _animals(Animal.id).where(each).order_by(Animal.sort_name).limit(1) for kind, each in _CONDITIONS.items()
    }
    for kind, english in (("several", False), ("english", True)):
        family = Animal.client == _family(english=english)
        found[kind] = _animals(Animal.id).where(family).order_by(Animal.sort_name).limit(3)
    return {kind: Composed.of(db.id_list(each)) for kind, each in found.items()}


def _family(*, english: bool) -> Any:
    """The SELECT of a French client with two or three animals, or of an English one with one or two; from an index."""
    families = Client.select(Client.id).where(
        Client.archived_at.is_null(),
        Client.animal_count.between(*((1, 2) if english else (2, 3))),
        Client.language == "en" if english else _FRENCH,
    )
    return families.order_by(Client.animal_count, Client.sort_name).limit(1)


def _example(kind: str, found: list[Animal], due: tuple[str, str, date], *, booked: bool) -> Example:
    client = found[0].client
    return examples.example(
        kind,
        language="en" if client.language == "en" else "fr",
        person=(client.title, client.first_name, client.last_name),
        patients=tuple(_patient(row) for row in found),
        due=due,
        booked=booked,
    )


def _patient(row: Animal) -> Patient:
    kind = row.species
    if kind is None:
        return Patient(row.name, row.sex or "")
    return Patient(row.name, row.sex or "", kind.noun_fr_male, kind.noun_fr_female, kind.noun_en, kind.code)


def species() -> list[Species]:
    """Those of which the clinic has an animal, the most frequent first: for whom a block may be."""
    rows: Any = Species.select().join(Animal).group_by(Species.id).order_by(fn.COUNT(Animal.id).desc(), Species.code)
    return list(rows)
