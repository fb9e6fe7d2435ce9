"""What the animals of the demonstration are: species, breeds, how heavy, how frequent."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from pathlib import Path

DOG, CAT, RABBIT, FERRET = "Canin", "Félin", "Lapin", "Furet"
GUINEA_PIG, HAMSTER, BUDGIE, PARROT = "Cobaye", "Hamster", "Perruche", "Perroquet"
# In a thousand animals.
SPECIES = {DOG: 500, CAT: 455, RABBIT: 20, FERRET: 7, GUINEA_PIG: 8, HAMSTER: 3, BUDGIE: 5, PARROT: 2}


@dataclass(frozen=True)
class Breed:
    """A breed (empty: one says only the species), how heavy when grown (kg), and how often one meets it."""

    name: str
    weight: float
    share: int


def _breeds(path: Path) -> dict[str, list[Breed]]:
    found: dict[str, list[Breed]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["species"], []).append(Breed(row["breed"], float(row["kilograms"]), int(row["share"])))
    return found


BREEDS = _breeds(Path(__file__).with_name("breeds.csv"))
LONGEVITY = {DOG: 14, CAT: 17, RABBIT: 9, FERRET: 7, GUINEA_PIG: 6, HAMSTER: 3, BUDGIE: 9, PARROT: 35}


def species(chance: random.Random) -> str:
    """Of which species the next animal is."""
    return chance.choices(list(SPECIES), list(SPECIES.values()))[0]


def breed(chance: random.Random, of: str) -> Breed:
    """Of which breed."""
    return chance.choices(BREEDS[of], [one.share for one in BREEDS[of]])[0]


def find(of: str, name: str) -> Breed:
    """The breed of this name. Raises StopIteration if the demonstration has none."""
    return next(one for one in BREEDS[of] if one.name == name)


def against_parasites(of: str, weight: float) -> str | None:
    """The code of the product that an animal of this weight takes each month."""
    if of == DOG:
        return next(
            (
                code
                for most, code in ((2.5, "SIM-2"), (5, "SIM-5"), (10, "SIM-10"), (20, "SIM-20"), (40, "SIM-40"))
                if weight <= most
            ),
            "SIM-60",
        )
    if of == CAT:
        return next((code for most, code in ((2.5, "REV-25"), (5, "REV-50")) if weight <= most), "REV-100")
    return "REV-LAPIN" if of in (RABBIT, FERRET) else None
