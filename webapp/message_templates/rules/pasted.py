"""Tags as other software writes them, in a text that was pasted: _NOM-DU-CLIENT_, (nom-animal), <<Nom>>, {{{name}}}.

Read by what they say, not by whose they are. The first style is that of Chouette's reminders, the last two those of
office programs and of mail services; what says nothing that is known here is left as it stands.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from webapp import text
from webapp.message_templates.rules.tags import TAGS

_STYLES = (
    re.compile(r"(?<![\w_])_([^\W\d_][\w'’]{0,30}(?:-[\w'’]{1,30}){0,6})_(?![\w_])"),
    re.compile(r"<<\s*([^<>{}\n]{2,60}?)\s*>>"),
    re.compile(r"\{\{\{\s*([\w.\- ]{2,60}?)\s*\}\}\}"),
    re.compile(r"\(([^\W\d_]{2,30}(?:-[^\W\d_]{1,30}){1,5})\)"),
)
_WORDS = re.compile(r"[^a-z]+")
_SMALL = frozenset({"du", "des", "le", "la", "les", "l", "the", "of", "s"})  # "de" stays: it may be what is asked for
_MEANT: Mapping[str, tuple[str, ...]] = {
    "appel": ("nom de client", "nom client", "salutation", "greeting"),
    "client.prenom": ("prenom", "prenom de client", "prenom client", "first name", "firstname", "client first name"),
    "client.nom": ("nom", "nom de famille", "last name", "lastname", "client last name"),
    "client.nom_complet": ("client", "nom complet", "client name", "owner name", "proprietaire", "name", "full name"),
    "animal.nom": ("nom animal", "nom de animal", "nom d animal", "animal", "patient", "patient name",
                   "pet name", "pet"),
    "animal.de_nom": ("de nom animal", "d animal"),
    "animal.espece": ("espece", "espece animal", "espece de animal", "species"),
    "animaux.liste": ("liste animaux", "noms animaux", "animaux", "patients", "pets"),
    "rappel.echeance": ("echeance", "date echeance", "date d echeance", "date rappel", "date de rappel", "due date",
                        "reminder date"),
    "rappel.type": ("rappel", "type rappel", "type de rappel", "reminder", "reminder type"),
    "date_longue": ("date", "date jour", "today", "aujourd hui"),
    "rendezvous.jour": ("date rendez vous", "date de rendez vous", "appointment date"),
    "rendezvous.heure": ("heure rendez vous", "heure de rendez vous", "appointment time"),
    "veterinaire.nom": ("veterinaire", "nom veterinaire", "nom de veterinaire", "veterinarian", "doctor"),
    "clinique.nom": ("clinique", "nom clinique", "nom de clinique", "clinic", "clinic name", "practice name"),
    "clinique.telephone": ("telephone", "telephone clinique", "telephone de clinique", "phone", "clinic phone"),
    "clinique.courriel": ("courriel", "courriel clinique", "email", "clinic email"),
    "clinique.adresse": ("adresse", "adresse clinique", "adresse de clinique", "address", "clinic address"),
    "clinique.site": ("site web", "site clinique", "website"),
}  # fmt: skip
_TAG_OF = {said: tag for tag, ways in _MEANT.items() for said in ways}


class Pasted(NamedTuple):
    """A tag of another program, as it stands in the text, and the name of ours that says the same."""

    typed: str
    tag: str


def _meant(inside: str) -> str | None:
    words = [word for word in _WORDS.split(text.fold(inside)) if word and word not in _SMALL]
    return _TAG_OF.get(" ".join(words))


def found(said: str) -> list[Pasted]:
    """Those in a text that say something known here, each once."""
    every = [Pasted(place[0], tag) for style in _STYLES for place in style.finditer(said) if (tag := _meant(place[1]))]
    return list(dict.fromkeys(every))


def replaced(said: str) -> str:
    """The text with our tags in place of those."""
    for each in found(said):
        said = said.replace(each.typed, TAGS[each.tag].typed)
    return said
