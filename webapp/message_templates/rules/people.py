"""How a client is addressed: three presets that a clinic chooses from, in each language."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp import text
from webapp.clients.rules import gender

FORMAL, POLITE, FAMILIAR = "formal", "polite", "familiar"
GREETINGS = (FORMAL, POLITE, FAMILIAR)

_BOTH = ("et", "and", "&")
# What a title is called when it is said in full, and in English; folded and without its dots.
_SPOKEN = {"dr": "Docteur", "docteur": "Docteur", "dre": "Docteure", "docteure": "Docteure", "me": "Maître"}
_ENGLISH = {
    "mme": "Mrs.", "madame": "Mrs.", "mrs": "Mrs.", "mlle": "Ms.", "mademoiselle": "Ms.", "ms": "Ms.", "miss": "Miss",
    "m": "Mr.", "mr": "Mr.", "monsieur": "Mr.", "mister": "Mr.", "dr": "Dr.", "dre": "Dr.", "docteur": "Dr.",
    "docteure": "Dr.", "doctor": "Dr.", "prof": "Prof.", "rev": "Rev.", "mx": "Mx.",
}  # fmt: skip
_FRENCH = {
    "mrs": "Mme", "madame": "Mme", "mme": "Mme", "ms": "Mme", "miss": "Mme", "mlle": "Mme", "mademoiselle": "Mme",
    "mr": "M.", "m": "M.", "monsieur": "M.", "mister": "M.", "dr": "Dr", "docteur": "Dr", "doctor": "Dr",
    "dre": "Dre", "docteure": "Dre",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    title: str = ""
    first_name: str = ""
    last_name: str = ""

    @property
    def full_name(self) -> str:
        """First and last name as one says them."""
        return f"{self.first_name} {self.last_name}".strip()


def _folded(title: str) -> str:
    return text.fold(title).replace(".", "").strip()


def title(person: Person, language: str) -> str:
    """As the language abbreviates it: "Mme" and "Mrs." are one title; a title nobody knows stays as it is."""
    return titled(person.title, _ENGLISH, "and") if language == "en" else titled(person.title, _FRENCH, "et")


def titled(typed: str, names: Mapping[str, str], between: str) -> str:
    """A title, or two ("M. et Mme"), by these names; one that has none stays as it was typed."""
    known = _folded(typed)
    parts = known.split()
    if len(parts) == 3 and parts[1] in _BOTH and parts[0] in names and parts[2] in names:
        return f"{names[parts[0]]} {between} {names[parts[2]]}"
    return names.get(known, typed.strip())


def greeting(person: Person, preset: str, language: str) -> str:
    """The line with which a message begins."""
    return _greeting_en(person, preset) if language == "en" else _greeting_fr(person, preset)


def _greeting_fr(person: Person, preset: str) -> str:
    """No surname after a title (OQLF: "Madame,", never "Madame Adam,")."""
    if preset == FAMILIAR:
        return f"Bonjour, {person.first_name}." if person.first_name else "Bonjour,"
    spoken = _SPOKEN.get(_folded(person.title)) or {"F": "Madame", "M": "Monsieur"}.get(gender(person.title), "")
    if preset == FORMAL:
        return f"{spoken or 'Madame, Monsieur'},"
    if not spoken and set(_folded(person.title).split()) & set(_BOTH):
        spoken = "Madame, Monsieur"
    return f"Bonjour, {spoken}." if spoken else "Bonjour,"


def _greeting_en(person: Person, preset: str) -> str:
    word = "Dear" if preset == FORMAL else "Hello"
    if preset == FAMILIAR:
        return f"Hello {person.first_name}," if person.first_name else "Hello,"
    written = title(person, "en")
    name = f"{written} {person.last_name}" if written and person.last_name else person.full_name
    if name:
        return f"{word} {name},"
    return "Dear Sir or Madam," if preset == FORMAL else "Hello,"
