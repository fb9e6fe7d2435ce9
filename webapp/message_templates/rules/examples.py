"""For whom a wording is tried: the cases that break sentences. Invented people, where the clinic has none like that."""

from dataclasses import dataclass
from datetime import date, datetime, time

from webapp.message_templates.rules import grammar
from webapp.message_templates.rules.recipients import FEMALE, MALE, Expected, Need, Patient, Recipient, nouns

# Each asks something else of a sentence.
KINDS = ("vowel", "aspirated_h", "male", "female", "unknown_sex", "several", "english", "nameless")
BOOKED = ("vowel", "several", "english")  # of KINDS, who have an appointment whatever the wording is about
UNSUBSCRIBE_EXAMPLE = "mailto:?subject=exemple"


@dataclass(frozen=True, slots=True)
class Example:
    """Someone to whom the message is shown; `invented` where no such client is in the files."""

    kind: str
    language: str
    recipient: Recipient
    invented: bool = False


_DOG = {"noun_fr_male": "chien", "noun_fr_female": "chienne", "noun_en": "dog", "species": "CAN"}
_CAT = {"noun_fr_male": "chat", "noun_fr_female": "chatte", "noun_en": "cat", "species": "FEL"}
_AZUR, _HEIDI = Patient("Azur", FEMALE, **_DOG), Patient("Heidi", FEMALE, **_DOG)
_MAX, _ZOE = Patient("Max", MALE, **_DOG), Patient("Zoë", FEMALE, **_CAT)

_INVENTED: dict[str, tuple[str, str, str, str, tuple[Patient, ...]]] = {
    "vowel": ("fr", "Mme", "Marie-Ève", "Ménard", (_AZUR,)),
    "aspirated_h": ("fr", "M.", "Luc", "D’Amours", (_HEIDI,)),
    "male": ("fr", "M.", "Étienne", "Roy", (_MAX,)),
    "female": ("fr", "Mme", "Sophie", "L’Heureux", (_ZOE,)),
    "unknown_sex": ("fr", "", "Dominique", "Gagnon", (Patient("Caramel", "", **_CAT),)),
    "several": ("fr", "Mme", "Julie", "Tremblay", (_AZUR, _ZOE, _MAX)),
    "english": ("en", "Mrs.", "Jane", "Smith", (Patient("Buddy", MALE, **_DOG),)),
    "nameless": ("fr", "M.", "Jean", "Lœwen", (Patient("", "", **_CAT),)),
}


def example(
    kind: str,
    *,
    language: str,
    person: tuple[str, str, str],
    patients: tuple[Patient, ...],
    due: tuple[str, str, date],
    invented: bool = False,
    booked: bool = False,
) -> Example:
    """One of KINDS; `due` is the reminder's type in French and in English, and its day: that of the appointment, which
    whoever is in BOOKED has, and everybody where the wording is about one (`booked`)."""
    code = "vaccination" if due[0] == "Vaccination" else ""
    needs = tuple(Need(*due, patient, code) for patient in patients)
    caller = "(your name)" if language == "en" else "(votre nom)"
    appointment = _appointment(due[2]) if booked or kind in BOOKED else None
    recipient = Recipient(*person, patients, needs, UNSUBSCRIBE_EXAMPLE, caller, appointment=appointment)
    return Example(kind, language, recipient, invented)


def _appointment(on: date) -> Expected:
    """One with all that can be told of it, of this installation or not."""
    return Expected(
        datetime.combine(on, time(9, 30)), 30, "Examen annuel", "Annual exam", "Dre Anne Gagnon",
        email="anne.gagnon@clinique.example", phone="514\u00a0555-0142",
    )  # fmt: skip


def invented(kind: str, due: tuple[str, str, date], *, booked: bool = False) -> Example:
    """Someone who is in no file, and reads as if."""
    language, title, first, last, patients = _INVENTED[kind]
    return example(
        kind, language=language, person=(title, first, last), patients=patients, due=due, invented=True,
        booked=booked,
    )  # fmt: skip


def who(shown: Example, language: str) -> str:
    """ "Zoë, chatte de Marie-Ève D’Amours", in the language of whoever looks."""
    patients = shown.recipient.patients
    client = shown.recipient.person.full_name
    noun = nouns(patients, language) if patients[1:] else patients[0].noun(language)
    named = grammar.listed([patient.name for patient in patients if patient.name], language)
    if language == "en":
        return f"{named or 'No name'}, {grammar.possessive(client)} {noun}"
    return f"{named or 'Sans nom'}, {noun} {grammar.de(client)}"
