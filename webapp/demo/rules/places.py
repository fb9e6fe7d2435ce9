"""Where the clients live: towns whose postal codes and area codes agree. The streets are everywhere's."""

from __future__ import annotations

import random
from dataclasses import dataclass

FORWARD_LETTERS = "ABCEGHJKLMNPRSTVWXYZ"  # D F I O Q U are never used in a postal code


@dataclass(frozen=True)
class Town:
    """A town: the beginnings of its postal codes, its area codes, and how much of the clientele lives there."""

    name: str
    sortations: tuple[str, ...]
    area_codes: tuple[str, ...]
    weight: int
    english: float = 0.08


MONTEREGIE, ESTRIE, MONTREAL = ("450", "579"), ("819", "873"), ("514", "438")
HOME = Town("Granby", ("J2G", "J2H", "J2J"), MONTEREGIE, 44)
TOWNS = (
    HOME,
    Town("Shefford", ("J2M",), MONTEREGIE, 7, 0.12),
    Town("Bromont", ("J2L",), MONTEREGIE, 8, 0.2),
    Town("Waterloo", ("J0E",), MONTEREGIE, 5, 0.15),
    Town("Cowansville", ("J2K",), MONTEREGIE, 6, 0.3),
    Town("Lac-Brome", ("J0E",), MONTEREGIE, 4, 0.55),
    Town("Sutton", ("J0E",), MONTEREGIE, 2, 0.5),
    Town("Saint-Alphonse-de-Granby", ("J0E",), MONTEREGIE, 3),
    Town("Saint-Paul-d’Abbotsford", ("J0E",), MONTEREGIE, 3, 0.12),
    Town("Roxton Pond", ("J0E",), MONTEREGIE, 4),
    Town("Sainte-Cécile-de-Milton", ("J0E",), MONTEREGIE, 3),
    Town("L’Ange-Gardien", ("J0E",), MONTEREGIE, 2),
    Town("Farnham", ("J2N",), MONTEREGIE, 2),
    Town("Acton Vale", ("J0H",), MONTEREGIE, 2),
    Town("Saint-Hyacinthe", ("J2S", "J2T"), MONTEREGIE, 2),
    Town("Magog", ("J1X",), ESTRIE, 2, 0.12),
    Town("Sherbrooke", ("J1H", "J1J", "J1L"), ESTRIE, 2, 0.12),
    Town("Montréal", ("H2J", "H2W", "H4C"), MONTREAL, 1, 0.3),
)
STREETS = (
    "rue Principale",
    "rue Saint-Charles",
    "rue de l’Église",
    "rue Robinson",
    "boulevard Leclerc",
    "rue Mountain",
    "rue des Pinsons",
    "rue du Mont-Brome",
    "rang de la Rivière",
    "chemin Coupland",
    "rue Laval",
    "avenue du Parc",
    "rue Saint-Jude",
    "rue des Cimes",
    "chemin du Lac",
    "rue de la Gare",
    "rue Dufferin",
    "boulevard Saint-Joseph",
    "rue Cartier",
    "rue Denison",
    "rue des Bouleaux",
    "rue du Ruisseau",
    "rue Notre-Dame",
    "rang Saint-Antoine",
    "chemin Milton",
    "rue Young",
    "rue Lindor",
    "16e Rang",
    "rue Saint-Jean-Baptiste",
    "rue d’Ottawa",
    "rue des Érables",
    "chemin des Diligences",
    "avenue L’Heureux",
    "rue Cowie",
    "rue Bruce",
    "montée Allen",
)
SECOND_LINES = ("app. 2", "app. 4", "app. 12", "C. P. 56", "app. 305", "RR 2")


def town(chance: random.Random, language: str) -> Town:
    """Where a client of this language lives."""
    share = [place.weight * (place.english if language == "en" else 1 - place.english) for place in TOWNS]
    return chance.choices(TOWNS, share)[0]


def postal_code(chance: random.Random, place: Town) -> str:
    """A well-formed code of this town."""
    start = chance.choice(place.sortations)
    return f"{start} {chance.randrange(10)}{chance.choice(FORWARD_LETTERS)}{chance.randrange(10)}"


def address(chance: random.Random) -> tuple[str, str]:
    """Number and street, and at times a second line."""
    line = f"{chance.randrange(1, 2400)}, {chance.choice(STREETS)}"
    return line, chance.choice(SECOND_LINES) if chance.random() < 0.16 else ""


class Numbers:
    """Telephone numbers that ring nowhere: 555-0100 to 0199, kept for fiction, then the rest of the unused 555."""

    def __init__(self) -> None:
        self.given: dict[str, int] = {}

    def next(self, area_code: str) -> str:
        """Another number of this area, in E.164."""
        count = self.given[area_code] = self.given.get(area_code, -1) + 1
        if count < 100:
            # In an order that does not look like one: 37 has no divisor in common with 100.
            return f"+1{area_code}5550{100 + count * 37 % 100}"
        rest = 200 + count - 100
        return f"+1{area_code}555{rest if rest < 1000 else rest + 1000:04d}"
