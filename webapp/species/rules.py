"""Words for species, as files and people write them."""

from __future__ import annotations

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
