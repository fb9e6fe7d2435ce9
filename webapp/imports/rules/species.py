"""Words and letters for species, and for animals of two breeds. Which of them a clinic uses, the database says."""

import re
from collections.abc import Mapping
from itertools import chain

from webapp import text
from webapp.imports.rules import words
from webapp.imports.rules.alphabets import ANY, Alphabet

SPECIES: tuple[frozenset[str], ...] = tuple(
    frozenset(words.split(","))
    for words in (
        "canin,canine,chien,chienne,chiens,dog,dogs,k9,k-9,can,c,chn,chiot,chiots,puppy,puppies,hund,perro,canis",
        "felin,feline,chat,chatte,chats,cat,cats,fel,f,kat,chaton,chatons,kitten,kittens,katze,gato,felis",
        "lapin,lapine,lapins,lagomorphe,lagomorph,rabbit,rabbits,bunny,lap,lag,rab,oryctolagus,kaninchen",
        "furet,ferret,mustelide,fur",
        "oiseau,aviaire,avian,bird,birds,oiseaux,avi,av,psittacide,vogel",
        "rongeur,rodent,rongeurs,rodents",
        "cochon d'inde,cobaye,guinea pig,cavy",
        "hamster,hamsters",
        "rat,rats",
        "souris,mouse,mice",
        "gerbille,gerbil",
        "chinchilla,chinchillas",
        "reptile,reptiles,reptilien,reptilian,rpt,rep",
        "tortue,turtle,tortoise,chelonien",
        "serpent,snake",
        "lezard,lizard",
        "poisson,fish",
        "equin,equine,cheval,chevaux,horse,horses,equ,eq,jument,mare,pferd,poney,pony",
        "bovin,bovine,vache,boeuf,cow,cattle,bov",
        "ovin,ovine,mouton,sheep,brebis",
        "caprin,caprine,chevre,goat,cap",
        "porcin,porcine,cochon,porc,pig,swine,por",
        "poule,poulet,chicken,hen,volaille,poultry",
        "exotique,exotic,exotics,nac,autre exotique,exo,ex,pocket pet",
        "herisson,hedgehog",
        "amphibien,amphibian,grenouille,frog",
        "autre,autres,other,others,aut,oth,divers,misc",
    )
)
_OF_WORD = {word: synonyms for synonyms in SPECIES for word in synonyms}

# Beside a letter or word for dogs and one for cats.
_LETTERS = {"b": "oiseau", "l": "lapin", "r": "lapin", "e": "equin", "h": "equin", "o": "exotique"}


def synonyms(value: str) -> frozenset[str]:
    """Every word for the species that this word names; itself alone when it is of no known one."""
    word = words.key(value)
    return _OF_WORD.get(word, frozenset((word,)))


def candidates(value: str, alphabet: Alphabet = ANY) -> list[frozenset[str]]:
    """What a species may be called that a cell speaks of, the surest first: "Canine (Dog)", "chat domestique", "L"."""
    word = words.key(value)
    whole, first = synonyms(word), synonyms(words.head(word))
    letter = _LETTERS.get(word)
    beside = set(alphabet)
    pets = not beside.isdisjoint(_OF_WORD["chien"]) and not beside.isdisjoint(_OF_WORD["chat"])
    return [whole, _OF_WORD[letter] if letter and pets else first]


def within(value: str) -> set[str]:
    """What the species may be called that a description names: "lapin nain"."""
    return {synonym for part in text.words(value) if len(part) > 2 for synonym in (part, *synonyms(part))}


def find(found: Mapping[str, int], name: str, alphabet: Alphabet = ANY) -> int | None:
    """Of those that a clinic has (`found`, by words.key), the one that a cell speaks of: its name in either language, a
    synonym, a code, a description; or None."""
    by = [words.key(name), *chain.from_iterable(map(sorted, candidates(name, alphabet)))]
    described = {found[word] for word in within(name) if word in found}
    one = described.pop() if len(described) == 1 else None
    return next((found[word] for word in by if word in found), one)


# ---------- Breeds.

_CROSSED = frozenset(
    ("x", "mix", "mixed", "mixte", "cross", "crossed", "crossbred", "crossbreed", "croise", "croisee",
     "croisement", "srd", "batard", "batarde", "corniaud", "mongrel", "mutt", "metis", "metisse", "mischling",
     "mestizo", "bred", "breed", "race", "gouttiere", "moggy")
)  # fmt: skip
_ALONE = frozenset(("bred", "breed", "race"))  # which say it only beside another of these words
_HAIR = {"dsh": "Domestic Shorthair", "dmh": "Domestic Mediumhair", "dlh": "Domestic Longhair"}
_LENGTHS = (("mi-long", _HAIR["dmh"]), ("mi long", _HAIR["dmh"]), ("semi", _HAIR["dmh"]), ("medium", _HAIR["dmh"]),
            ("short", _HAIR["dsh"]), ("court", _HAIR["dsh"]), ("long", _HAIR["dlh"]))  # fmt: skip
_DOMESTIC = re.compile(r"\b(?:domestic|domestique|dom)\b.*?(?:poil|short|medium|long|semi|court|hair)")
_BETWEEN = re.compile(r"\s+(?:x|×|/|\+|mixed with|cross with|avec)\s+|\s*[×/+]\s*", re.I)
_UNKNOWN = frozenset(("unknown", "inconnu", "inconnue", "unspecified", "non specifie", "non specifiee", "indetermine",
                      "indeterminee", "?", "autre", "other", "nd", "na", "aucune", "none"))  # fmt: skip


def breed(value: str) -> tuple[str, bool | None]:
    """The breed that is named, "" for none, and whether the animal is said to be crossbred: "Lab X", "SRD", "DSH"."""
    word = words.key(value)
    if word in _UNKNOWN:
        return "", None
    if word in _HAIR or _DOMESTIC.search(word):
        length = _HAIR.get(word[-3:]) or next((name for part, name in _LENGTHS if part in word), "")
        return length or value, True
    found = text.words(value)
    if _CROSSED.isdisjoint(set(found) - _ALONE) and "×" not in value:
        return value, None
    first = _BETWEEN.split(value)[0] if _BETWEEN.search(value) else value
    kept = [part for part in re.split(r"[\s,;()\[\]-]+", first) if part and not set(text.words(part)) <= _CROSSED]
    left = [part for part in kept if text.fold(part) not in ("de", "d'", "of", "sans", "et", "and", "avec")]
    return " ".join(kept) if left else "", True
