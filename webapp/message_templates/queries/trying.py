"""Real clients to show a wording to: one of each kind that breaks sentences."""

from datetime import date, timedelta
from typing import Any

from peewee import JOIN

from webapp.message_templates.rules import examples
from webapp.message_templates.rules.examples import Example
from webapp.message_templates.rules.recipients import FEMALE, MALE, Patient
from webapp.models import Animal, Client, ReminderType, Species, Template

DUE_IN = timedelta(days=27)


def examples_for(template: Template | None, today: date) -> list[Example]:
    """One of each kind, in ten statements; invented where the clinic has nobody like that."""
    due = (*_type_of(template), today + DUE_IN)
    return [_real(kind, due) or examples.invented(kind, due) for kind in examples.KINDS]


def _type_of(template: Template | None) -> tuple[str, str]:
    """The reminder type that the template is a default of, for what a message is about."""
    columns = (ReminderType.email_template, ReminderType.sms_template, ReminderType.document_template)
    if template is not None:
        for column in columns:
            found = ReminderType.get_or_none(column == template.id)
            if found:
                return found.name_fr, found.name_en
    return "Vaccination", "Vaccination"


def _present() -> Any:
    return (Animal.deceased == False) & Animal.given_away_on.is_null()  # noqa: E712


def _animals() -> Any:
    rows = Animal.select(Animal, Client, Species).join(Client).switch(Animal).join(Species, JOIN.LEFT_OUTER)
    return rows.where(_present() & Client.archived_at.is_null())


_FRENCH = Client.language != "en"
_CONDITIONS: dict[str, Any] = {
    "vowel": _FRENCH & (Animal.sort_name >= "a") & (Animal.sort_name < "b"),
    "aspirated_h": _FRENCH & (Animal.sort_name >= "h") & (Animal.sort_name < "hf"),
    "male": _FRENCH & (Animal.sex == MALE) & (Animal.sort_name >= "m"),
    "female": _FRENCH & (Animal.sex == FEMALE) & (Animal.sort_name >= "z"),
    "unknown_sex": _FRENCH & Animal.sex.is_null() & (Animal.sort_name >= "c"),
    "nameless": _FRENCH & (Animal.name == "") & (Animal.sort_name == ""),
}


def _real(kind: str, due: tuple[str, str, date]) -> Example | None:
    if kind in ("several", "english"):
        found = _of_a_family(english=kind == "english")
    else:
        row = _animals().where(_CONDITIONS[kind]).order_by(Animal.sort_name).limit(1).first()
        found = [row] if row else []
    if not found:
        return None
    client = found[0].client
    return examples.example(
        kind,
        language="en" if client.language == "en" else "fr",
        person=(client.title, client.first_name, client.last_name),
        patients=tuple(_patient(row) for row in found),
        due=due,
    )


def _of_a_family(*, english: bool) -> list[Animal]:
    """The two or three animals of a French client, or the one of an English client; two statements, from indexes."""
    families = Client.select(Client.id).where(
        Client.archived_at.is_null(),
        Client.animal_count.between(*((1, 2) if english else (2, 3))),
        Client.language == "en" if english else _FRENCH,
    )
    family = families.order_by(Client.animal_count, Client.sort_name).limit(1).scalar()
    return list(_animals().where(Animal.client == family).order_by(Animal.sort_name).limit(3)) if family else []


def _patient(row: Animal) -> Patient:
    kind = row.species
    if kind is None:
        return Patient(row.name, row.sex or "")
    return Patient(row.name, row.sex or "", kind.noun_fr_male, kind.noun_fr_female, kind.noun_en)
