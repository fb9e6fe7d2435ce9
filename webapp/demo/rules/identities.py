"""Names, addresses and telephone numbers as a clinic of the Eastern Townships hears them. None is anybody's."""

import random

from webapp.demo.rules.data import Row, sections, table

NAMES = sections("names")
WORDS = {heading: " ".join(lines).split() for heading, lines in NAMES.items()}
# People who came from elsewhere and speak one of the two languages here.
ELSEWHERE = [tuple(line.split(" | ")) for line in NAMES["elsewhere"]]
RELATIONS_F = ("conjointe", "mère", "fille", "sœur", "voisine", "gardienne")
RELATIONS_M = ("conjoint", "père", "fils", "frère", "voisin", "gardien")
ENGLISH_TITLES = {"Mme": "Mrs.", "M.": "Mr.", "Dre": "Dr.", "Dr": "Dr."}
# Towns whose postal codes and area codes agree, how much of the clientele lives there, and how many speak English.
TOWNS = table("towns", sortations=str.split, area_codes=str.split, share=int, english=float)
FORWARD_LETTERS = "ABCEGHJKLMNPRSTVWXYZ"  # D F I O Q U are never used in a postal code


def person(chance: random.Random, language: str) -> tuple[str, str, str]:
    """Title, first name, last name of someone who speaks this language."""
    if chance.random() < 0.03:
        title, first, last = chance.choice(ELSEWHERE)
        return _title(title, language), first, last
    woman = chance.random() < 0.6
    english = language == "en" and chance.random() < 0.8
    first = chance.choice(_first_names(woman, english))
    last = chance.choice(WORDS["english last" if english else "last"])
    if not english and chance.random() < 0.08:
        last = f"{last}-{chance.choice(WORDS['last'][:60])}"
    title = "Mme" if woman else "M."
    if chance.random() < 0.012:
        title = "Dre" if woman else "Dr"
    elif chance.random() < 0.05:
        title = ""
    return _title(title, language), first, last


def other_person(chance: random.Random, last: str, language: str) -> tuple[str, str]:
    """Name and relation of someone else to call, in most households of another name."""
    woman = chance.random() < 0.5
    relation = chance.choices(RELATIONS_F if woman else RELATIONS_M, (60, 10, 8, 5, 10, 7))[0]
    family = last if relation in ("fille", "fils", "sœur", "frère") else chance.choice(WORDS["last"])
    return f"{chance.choice(_first_names(woman, language == 'en'))} {family}", relation


def _title(title: str, language: str) -> str:
    return ENGLISH_TITLES.get(title, title) if language == "en" else title


def _first_names(woman: bool, english: bool) -> list[str]:
    return WORDS[f"{'english ' if english else ''}{'women' if woman else 'men'}"]


def animal(chance: random.Random, species: str, sex: str | None) -> str:
    """What someone calls an animal of this species."""
    female = sex == "F" if sex else chance.random() < 0.5
    pool = {"Canin": "dogs", "Félin": "cats"}.get(species)
    return chance.choice(WORDS[f"{pool} {'f' if female else 'm'}" if pool else "others"])


def town(chance: random.Random, language: str) -> Row:
    """Where a client of this language lives."""
    share = [place.share * (place.english if language == "en" else 1 - place.english) for place in TOWNS]
    return chance.choices(TOWNS, share)[0]


def postal_code(chance: random.Random, place: Row) -> str:
    """A well-formed code of this town."""
    start = chance.choice(place.sortations)
    return f"{start} {chance.randrange(10)}{chance.choice(FORWARD_LETTERS)}{chance.randrange(10)}"


def address(chance: random.Random) -> tuple[str, str]:
    """Number and street, and at times a second line."""
    line = f"{chance.randrange(1, 2400)}, {chance.choice(NAMES['streets'])}"
    return line, chance.choice(NAMES["second lines"]) if chance.random() < 0.16 else ""


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
