"""A file that the demonstration's manager sent and has not imported yet: some of its values nobody understands."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO
from typing import IO, Any

from webapp import here
from webapp.imports.actions import uploads
from webapp.models import Animal, Client, Species, StaffMember

NAME = "patients_laurier.csv"
_ROWS = 60
_STATES = ("A", "A", "A", "Vivant", "A", "A", "", "I", "A", "A")  # I: that software's own letter
_SPECIES = {"CAN": "K9", "FEL": "Chat domestique"}


@dataclass
class _File:
    filename: str | None
    stream: IO[bytes]


def add(*, now: datetime, by: StaffMember) -> None:
    """A list of patients as another practice's software writes it, of the clinic's own animals."""
    content = StringIO(newline="")
    csv.writer(content, delimiter=";").writerows(_rows())
    file = _File(NAME, BytesIO(content.getvalue().encode()))
    uploads.take_in(uploads=[file], settings=here.settings(), by=by, now=now)


def _rows() -> Iterator[tuple[str, ...]]:
    yield "NoPatient", "NoClient", "Nom", "Espèce", "Sexe", "Statut"
    living: Any = (
        Animal.select(Animal.number, Client.number, Animal.name, Species.code, Species.name_fr, Animal.sex)
        .join(Client)
        .switch(Animal)
        .join(Species)
        .where(~Animal.deceased, Animal.name != "")
        .order_by(Animal.id)
        .limit(_ROWS)
    )
    for n, (number, client, name, code, species, sex) in enumerate(living.tuples()):
        kind = "Axo" if n % 20 == 3 else _SPECIES.get(code, species)
        yield number, client, name, kind, sex or "", "?" if n == 41 else _STATES[n % len(_STATES)]
