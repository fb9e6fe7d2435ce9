"""A clinic, its animals and their owners, for the tests of wording. Nothing is in a database."""

from __future__ import annotations

from datetime import date, datetime

from webapp.message_templates.rules.blocks.conditions import Only
from webapp.message_templates.rules.blocks.document import Block, Document
from webapp.message_templates.rules.draft import Draft
from webapp.message_templates.rules.frame import Frame
from webapp.message_templates.rules.recipients import Expected, Need, Patient, Recipient

TODAY = date(2026, 3, 5)
UNSUBSCRIBE = "mailto:info@erables.example?subject=D%C3%A9sabonner%20K9F3X2"
NAME = "Clinique vétérinaire des Érables"
FR = Frame(
    "fr", NAME, ("1420, rue des Érables", "Montréal (Québec)\u00a0 H2K\u00a03S4"), "514\u00a0555-0100", "+15145550100",
    "info@erables.example", "https://erables.example",
)  # fmt: skip
EN = Frame(
    "en", NAME, ("1420, rue des Érables", "Montréal (Quebec)\u00a0 H2K\u00a03S4"), "514\u00a0555-0100", "+15145550100",
    "info@erables.example", "https://erables.example",
)  # fmt: skip
_DOG = {"noun_fr_male": "chien", "noun_fr_female": "chienne", "noun_en": "dog", "species": "CAN"}
_CAT = {"noun_fr_male": "chat", "noun_fr_female": "chatte", "noun_en": "cat", "species": "FEL"}
AZUR, HEIDI = Patient("Azur", "F", **_DOG), Patient("Heidi", "F", **_DOG)
MAX, ZOE = Patient("Max", "M", **_DOG), Patient("Zoë", "F", **_CAT)
CARAMEL, NAMELESS, OTHER = Patient("Caramel", "", **_CAT), Patient("", "", **_CAT), Patient("", "M", **_DOG)

# As long as an appointment comes; no text message has the û of "août".
BOOKED = Expected(datetime(2026, 9, 23, 10, 30), 30, "Examen annuel", "Annual exam")


def to(*patients: Patient, title: str = "Mme", first: str = "Marie-Ève", last: str = "Ménard") -> Recipient:
    """Somebody whose animals are due for a vaccine on the 1st of April, and the next days."""
    needs = tuple(
        Need("Vaccination", "Vaccination", date(2026, 4, 1 + number), patient)
        for number, patient in enumerate(patients)
    )
    return Recipient(title, first, last, patients, needs, UNSUBSCRIBE, caller="Julie Bélanger")


def draft(kind: str = "email", **columns: str) -> Draft:
    """A wording, French unless said."""
    return Draft(kind, **{"subject_fr": "Bonjour", "body_fr": "{{ appel }}", **columns})


PHOTO = "photo-0123456789ab-800x400.jpg"
CAT = Only(species=("FEL",))
ALL = Document(
    (
        Block("b1", "heading", "{{ animal.nom }}", "{{ animal.nom }}"),
        Block("b2", "text", "{{ appel }}\n\nVenez **vite**.", "{{ appel }}\n\nCome **soon**."),
        Block("b3", "text", "Même un chat d’intérieur.", "Even an indoor cat.", only=CAT),
        Block("b4", "list", "le carnet;\nles questions.", "the booklet;\nany questions."),
        Block("b5", "picture", "Un chat {{ animal.nom }}", "A cat", file=PHOTO, url="https://erables.example/a?b=1&c=2"),
        Block("b6", "button", "Réserver", "Book", url="{{ clinique.site }}/rv"),
        Block("b7", "columns", "**Heures**\n8 h à 20 h", "**Hours**\n8 to 8", "Gratuit", "Free"),
        Block("b8", "divider"), Block("b9", "animals"), Block("b10", "address"), Block("b11", "booking"),
        Block("b12", "signature"),
    )
)  # fmt: skip


def of(made: Document, kind: str = "email", **more: str) -> Draft:
    return draft(kind, format="blocks", blocks=made.kept(), body_fr="", subject_en="Hello", **more)
