"""Words for species, as files and people write them."""

from collections.abc import Iterable
from dataclasses import dataclass

from webapp import text

# code: words in either language, folded; plurals are understood.
_WORDS = {
    "CAN": "can canin canine canis chien chienne chiot dog puppy k9 c",
    "FEL": "fel felin feline felis chat chatte chaton cat kitten f",
    "LAP": "lap lapin lapine lapereau rabbit bunny lagomorphe lagomorph",
    "COB": "cob cobaye cavy",
    "HAM": "ham hamster",
    "RAT": "rat rate ratte",
    "SOU": "sou souris mouse mice",
    "GER": "ger gerbille gerboise gerbil",
    "CHI": "chi chinchilla",
    "FUR": "fur furet furette ferret",
    "HER": "her herisson hedgehog",
    "OIS": "ois oiseau oiseaux bird aviaire avian",
    "PRC": "prc perruche budgerigar budgie parakeet",
    "PRQ": "prq perroquet parrot",
    "TOR": "tor tortue turtle tortoise",
    "SER": "ser serpent snake",
    "LEZ": "lez lezard lizard",
    "POI": "poi poisson fish",
    "EQU": "equ equin equine equus cheval chevaux jument poulain pouliche poney horse mare pony",
    "BOV": "bov bovin bovine vache veau taureau boeuf cow cattle calf bull",
    "OVI": "ovi ovin ovine mouton brebis belier agneau sheep lamb ewe",
    "CAP": "cap caprin caprine chevre bouc chevreau goat",
    "POR": "por porcin porcine cochon truie porc pig swine",
    "POU": "pou poule coq poulet poussin chicken hen rooster volaille poultry",
    "AUT": "aut autre autres other divers exotique exotic exotiques exotics",
}
_PHRASES = {"cochon d inde": "COB", "guinea pig": "COB", "k 9": "CAN", "petit mammifere": "AUT", "small mammal": "AUT"}
_CODES = {word: code for code, said in _WORDS.items() for word in said.split()}


def code_of(value: str) -> str | None:
    """The code of the species that this names in French or English ("Chienne", "K9", "cats"); None when it says none.

    Only the code: whether this clinic still has such a species is for the database to say.
    """
    words = text.words(value)
    phrase = " ".join(words)
    for form in (phrase, phrase.rstrip("s")):
        found = _PHRASES.get(form) or _CODES.get(form)
        if found:
            return found
    return None


def same_name(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two things share a name, whatever the accents, the capitals and the language."""
    return not {text.fold(name) for name in one if name}.isdisjoint(text.fold(name) for name in other if name)


def new_code(name: str) -> str:
    """The code of a species that has no usual one: its name in capitals."""
    return "-".join(text.words(name)).upper()[:20] or "X"


SORTS = ("name", "english", "animals")


@dataclass(frozen=True)
class SpeciesFilter:
    """Which breeds of a species a list shows, and in which order ("-name" = from the end)."""

    species: int
    q: str = ""
    used: bool | None = None  # of which there are animals
    sort: str = "name"

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.q) or self.used is not None

    def admits(self, name_fr: str, name_en: str, animals: int) -> bool:
        """Whether such a breed is in the list. Each word must be somewhere in its names."""
        if self.used is not None and self.used != bool(animals):
            return False
        if not self.q:
            return True
        names = text.fold(f"{name_fr} {name_en}")
        return all(word in names for word in text.fold(self.q).split())
