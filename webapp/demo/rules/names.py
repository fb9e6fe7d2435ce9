"""Names of people and animals as a clinic of the Eastern Townships hears them (names.txt). None is anybody's."""

from __future__ import annotations

import random
from pathlib import Path


def _sections(path: Path) -> dict[str, list[str]]:
    """The lines under each [heading]."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            lines = found[line.strip("[]")] = []
        elif line:
            lines.append(line)
    return found


NAMES = _sections(Path(__file__).with_name("names.txt"))
WORDS = {heading: " ".join(lines).split() for heading, lines in NAMES.items()}
KENNELS = tuple(NAMES["kennels"])
# People who came from elsewhere and speak one of the two languages here.
ELSEWHERE = [tuple(line.split(" | ")) for line in NAMES["elsewhere"]]
RELATIONS_F = ("conjointe", "mère", "fille", "sœur", "voisine", "gardienne")
RELATIONS_M = ("conjoint", "père", "fils", "frère", "voisin", "gardien")


def person(chance: random.Random, language: str) -> tuple[str, str, str]:
    """Title, first name, last name of someone who speaks this language."""
    if chance.random() < 0.03:
        title, first, last = chance.choice(ELSEWHERE)
        return (english_title(title) if language == "en" else title), first, last
    woman = chance.random() < 0.6
    english = language == "en" and chance.random() < 0.8
    first = chance.choice(
        (WORDS["english women"] if woman else WORDS["english men"])
        if english
        else (WORDS["women"] if woman else WORDS["men"])
    )
    last = chance.choice(WORDS["english last"] if english else WORDS["last"])
    if not english and chance.random() < 0.08:
        last = f"{last}-{chance.choice(WORDS['last'][:60])}"
    title = "Mme" if woman else "M."
    if chance.random() < 0.012:
        title = "Dre" if woman else "Dr"
    elif chance.random() < 0.05:
        title = ""
    return (english_title(title) if language == "en" else title), first, last


def english_title(title: str) -> str:
    """The same courtesy in English."""
    return {"Mme": "Mrs.", "M.": "Mr.", "Dre": "Dr.", "Dr": "Dr."}.get(title, title)


def other_person(chance: random.Random, last: str, language: str) -> tuple[str, str]:
    """Name and relation of someone else to call, in most households of another name."""
    woman = chance.random() < 0.5
    pool = (
        (WORDS["english women"] if woman else WORDS["english men"])
        if language == "en"
        else (WORDS["women"] if woman else WORDS["men"])
    )
    weights = (60, 10, 8, 5, 10, 7)
    relation = chance.choices(RELATIONS_F if woman else RELATIONS_M, weights)[0]
    family = last if relation in ("fille", "fils", "sœur", "frère") else chance.choice(WORDS["last"])
    return f"{chance.choice(pool)} {family}", relation


def animal(chance: random.Random, species: str, sex: str | None) -> str:
    """What someone calls an animal of this species."""
    female = sex == "F" if sex else chance.random() < 0.5
    if species == "Canin":
        return chance.choice(WORDS["dogs f"] if female else WORDS["dogs m"])
    if species == "Félin":
        return chance.choice(WORDS["cats f"] if female else WORDS["cats m"])
    return chance.choice(WORDS["others"])
