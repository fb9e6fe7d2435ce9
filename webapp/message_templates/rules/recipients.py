"""Whom a message is for and what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from webapp.message_templates.rules import grammar
from webapp.message_templates.rules.frame import Frame
from webapp.message_templates.rules.people import Person

MALE, FEMALE = "M", "F"


@dataclass(frozen=True, slots=True)
class Patient:
    """An animal as a sentence needs it. The nouns are its species': "chien", "chienne", "dog"."""

    name: str = ""
    sex: str = ""  # M, F, "" = unknown
    noun_fr_male: str = "animal"
    noun_fr_female: str = "animal"
    noun_en: str = "animal"
    species: str = ""  # its code; "" = unknown

    def noun(self, language: str) -> str:
        """What it is called: "chienne"; "pet" where the species is unknown."""
        if language == "en":
            return "pet" if self.noun_en == "animal" else self.noun_en
        return self.noun_fr_female if self.sex == FEMALE else self.noun_fr_male


@dataclass(frozen=True, slots=True)
class Need:
    """One reminder: what is due, when, for which animal (None = for the client)."""

    type_fr: str
    type_en: str
    due_on: date
    patient: Patient | None = None
    code: str = ""  # of the type, for what is said of it aloud

    def type_in(self, language: str) -> str:
        """The type's name, in the other language where it has none in this one."""
        return (self.type_en or self.type_fr) if language == "en" else (self.type_fr or self.type_en)


@dataclass(frozen=True, slots=True)
class Expected:
    """The next appointment of one of the animals, on the clinic's clock."""

    at: datetime
    minutes: int = 30
    type_fr: str = ""
    type_en: str = ""
    with_whom: str = ""  # a veterinarian, or the room where the agenda knows only that
    in_room: bool = False
    email: str = ""
    phone: str = ""  # as it is written

    @property
    def ends(self) -> datetime:
        return self.at + timedelta(minutes=self.minutes)

    def type_in(self, language: str) -> str:
        """The type's name, in the other language where it has none in this one."""
        return (self.type_en or self.type_fr) if language == "en" else (self.type_fr or self.type_en)


@dataclass(frozen=True, slots=True)
class Recipient:
    """One client, with the animals and the reminders that one message is about."""

    title: str = ""
    first_name: str = ""
    last_name: str = ""
    patients: tuple[Patient, ...] = ()
    needs: tuple[Need, ...] = ()
    unsubscribe_url: str = ""  # mailto:…?subject=…, made by whoever sends
    caller: str = ""  # who calls them, where they are called
    coming_on: date | None = None  # the next day on which they come anyway
    appointment: Expected | None = None  # the next one of the animals of the message

    @property
    def person(self) -> Person:
        return Person(self.title, self.first_name, self.last_name)


@dataclass(frozen=True, slots=True)
class Case:
    """All that a tag may look at."""

    to: Recipient
    frame: Frame
    today: date

    @property
    def language(self) -> str:
        return self.frame.language

    @property
    def patients(self) -> tuple[Patient, ...]:
        """The animals of the message."""
        return self.to.patients

    @property
    def sex(self) -> str:
        """Of the one animal; "" when unknown, "+" for several, "+F" for several females."""
        if len(self.patients) == 1:
            return self.patients[0].sex
        return "+F" if {patient.sex for patient in self.patients} == {FEMALE} else "+"


def _your(noun: str, language: str) -> str:
    return f"your {noun}" if language == "en" else f"votre {noun}"


def _yours(noun: str, language: str) -> str:
    return f"your {noun}" if language == "en" else f"vos {noun}"


def your_animal(patients: Sequence[Patient], language: str) -> str:
    """ "votre chienne", "vos chats", "vos animaux"."""
    if len(patients) == 1:
        return _your(patients[0].noun(language), language)
    return _yours(nouns(patients, language), language)


def nouns(patients: Sequence[Patient], language: str) -> str:
    """What several are called together: "chiennes", "chats" (of both sexes), "animaux"."""
    if len({(patient.noun_fr_male, patient.noun_en) for patient in patients}) > 1:
        return "pets" if language == "en" else "animaux"
    females = all(patient.sex == FEMALE for patient in patients)
    one = patients[0]
    noun = one.noun(language) if language == "en" else one.noun_fr_female if females else one.noun_fr_male
    return grammar.plural(noun, language)


def called(patients: Sequence[Patient], language: str) -> list[str]:
    """How each is called: its name; those without one are "votre chat", "vos deux lapins", "vos autres animaux"."""
    named = [patient.name for patient in patients if patient.name]
    nameless = [patient for patient in patients if not patient.name]
    if len(nameless) < 2 or len(nameless) == len(patients):
        return named + ([your_animal(nameless, language)] if nameless else [])
    return [*named, "your other pets" if language == "en" else "vos autres animaux"]
