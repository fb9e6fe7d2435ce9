"""The registry of merge tags: what may stand between the braces, what it says, and how it is explained.

A tag has one name in both languages, French, because a template is written side by side; an English alias is accepted.
With several animals in one message, each tag speaks of all of them.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from webapp import text
from webapp.message_templates.rules import grammar, spoken
from webapp.message_templates.rules.blocks import conditions
from webapp.message_templates.rules.frame import Frame
from webapp.message_templates.rules.people import greeting, title
from webapp.message_templates.rules.recipients import FEMALE, MALE, Case, Recipient, called, nouns, your_animal

Value = Callable[[Case], str | None]
GROUPS = ("client", "animal", "agreement", "reminder", "clinic", "call")
CALL = "call"  # the group of what only a call script can say


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag. `value` answers None where it has nothing to say to this recipient."""

    name: str
    group: str  # one of GROUPS
    fr: str
    en: str
    about_fr: str
    about_en: str
    value: Value
    alias: str = ""
    in_words: bool = False  # our words, not a name: large where a sentence begins

    @property
    def typed(self) -> str:
        """As it is inserted into a text: no-break spaces keep it from being torn at the end of a line."""
        return f"{{{{\u00a0{self.name}\u00a0}}}}"


def _or_none(value: str) -> str | None:
    return value.strip() or None


def _names(case: Case) -> str | None:
    return _or_none(grammar.listed(called(case.patients, case.language), case.language))


def _of_names(case: Case) -> str | None:
    names = called(case.patients, case.language)
    if not names:
        return None
    if case.language == "en":
        return grammar.possessive(grammar.listed(names, "en"))
    return grammar.listed([grammar.de(name) for name in names], "fr")


def _your(case: Case) -> str | None:
    return your_animal(case.patients, case.language) if case.patients else None


def _noun(case: Case) -> str | None:
    if not case.patients:
        return None
    return nouns(case.patients, case.language) if case.patients[1:] else case.patients[0].noun(case.language)


def _subject(case: Case) -> str | None:
    """A pronoun; of an animal of unknown sex, "votre animal", which needs no agreement."""
    fr = {MALE: "il", FEMALE: "elle", "+": "ils", "+F": "elles"}
    en = {MALE: "he", FEMALE: "she", "+": "they", "+F": "they"}
    if not case.patients:
        return None
    return (en if case.language == "en" else fr).get(case.sex) or _your(case)


def _by_sex(fr: tuple[str, ...], en: tuple[str, ...]) -> Value:
    """Four forms: male, female, several; the fourth of unknown sex."""

    def value(case: Case) -> str | None:
        if not case.patients:
            return None
        male, female, several, unknown = en if case.language == "en" else fr
        return {MALE: male, FEMALE: female, "": unknown}.get(case.sex, several)

    return value


def _by_number(fr: tuple[str, str], en: tuple[str, str]) -> Value:
    """Two forms: one animal, several."""

    def value(case: Case) -> str | None:
        if not case.patients:
            return None
        return (en if case.language == "en" else fr)[len(case.patients) > 1]

    return value


def _ending(case: Case) -> str | None:
    """Of a participle: "vacciné", "vaccinée", "vaccinés", "vaccinées"; "(e)" where nobody knows."""
    if not case.patients:
        return None
    if case.language == "en":
        return ""
    return {MALE: "", FEMALE: "e", "": "(e)", "+": "s", "+F": "es"}[case.sex]


def _due_on(case: Case) -> str | None:
    """The first day of them: by then all is well."""
    return grammar.day(min(need.due_on for need in case.to.needs), case.language) if case.to.needs else None


def _types(case: Case) -> str | None:
    kinds = dict.fromkeys(need.type_in(case.language) for need in case.to.needs)
    return _or_none(grammar.listed(list(kinds), case.language))


def _lines(case: Case) -> str | None:
    """One line a reminder: "Azur – Vaccination – 1er avril 2026"."""
    lines = []
    for need in sorted(case.to.needs, key=lambda need: need.due_on):
        who = called([need.patient], case.language) if need.patient else []
        parts = [grammar.capital(who[0]) if who else "", need.type_in(case.language)]
        lines.append(" – ".join([*filter(None, parts), grammar.day(need.due_on, case.language)]))
    return "\n".join(lines) or None


def _of_clinic(field: str) -> Value:
    return lambda case: _or_none(getattr(case.frame, field))


_ALL = (
    Tag("appel", "client", "Appel", "Greeting", "Le début du message, selon le réglage de la clinique.",
        "How the message begins, as the clinic has set it.",
        lambda case: greeting(case.to.person, case.frame.greeting, case.language), "greeting"),
    Tag("client.prenom", "client", "Prénom", "First name", "Le prénom du client.", "The client’s first name.",
        lambda case: _or_none(case.to.first_name), "client.first_name"),
    Tag("client.nom", "client", "Nom de famille", "Last name", "Le nom de famille du client.",
        "The client’s last name.", lambda case: _or_none(case.to.last_name), "client.last_name"),
    Tag("client.nom_complet", "client", "Nom complet", "Full name", "Le prénom et le nom du client.",
        "The client’s first and last name.", lambda case: _or_none(case.to.person.full_name), "client.full_name"),
    Tag("client.titre", "client", "Titre", "Title", "Mme, M., Dre…; vide chez beaucoup de clients.",
        "Mrs., Mr., Dr. …; many clients have none.",
        lambda case: _or_none(title(case.to.person, case.language)), "client.title"),
    Tag("animal.nom", "animal", "Nom de l’animal", "Patient’s name",
        "«\u00a0Azur\u00a0», «\u00a0Azur et Heidi\u00a0»; sans nom, «\u00a0votre chat\u00a0».",
        "“Azur”, “Azur and Heidi”; without a name, “your cat”.", _names, "animal.name", True),
    Tag("animal.de_nom", "animal", "d’Azur / de Heidi", "Azur’s",
        "Le nom précédé de «\u00a0de\u00a0», élidé s’il le faut.", "The name in the possessive.",
        _of_names, "animal.possessive", True),
    Tag("animal.votre_animal", "animal", "votre chienne", "your dog",
        "«\u00a0votre chienne\u00a0», «\u00a0vos chats\u00a0», «\u00a0vos animaux\u00a0».",
        "“your dog”, “your cats”, “your pets”.", _your, "animal.your_animal", True),
    Tag("animal.espece", "animal", "chienne", "dog", "Le nom commun de l’animal.", "What kind of animal it is.",
        _noun, "animal.species", True),
    Tag("animaux.liste", "animal", "Liste des animaux", "List of patients", "«\u00a0Azur, Heidi et Zoë\u00a0».",
        "“Azur, Heidi and Zoë”.", _names, "animals.list", True),
    Tag("animal.le_la", "agreement", "le / la", "him / her", "«\u00a0le\u00a0», «\u00a0la\u00a0», «\u00a0les\u00a0».",
        "“him”, “her”, “them”.",
        _by_sex(("le", "la", "les", "le"), ("him", "her", "them", "them")), "animal.him_her", True),
    Tag("animal.lui_leur", "agreement", "lui / leur", "him / her (to)", "«\u00a0lui\u00a0», «\u00a0leur\u00a0».",
        "“him”, “her”, “them”.", _by_sex(("lui", "lui", "leur", "lui"), ("him", "her", "them", "them")),
        "animal.to_him_her", True),
    Tag("animal.il_elle", "agreement", "il / elle", "he / she",
        "«\u00a0il\u00a0», «\u00a0elle\u00a0», «\u00a0ils\u00a0»; sexe inconnu\u00a0: «\u00a0votre animal\u00a0».",
        "“he”, “she”, “they”; unknown sex: “your pet”.", _subject, "animal.he_she", True),
    Tag("animal.e", "agreement", "vacciné(e)", "(French ending)", "La fin d’un participe\u00a0: rien, e, s ou es.",
        "The ending of a French participle; nothing in English.", _ending, "animal.ending"),
    Tag("animal.s", "agreement", "Pluriel (s)", "Plural (s)", "Un s s’il y a plusieurs animaux.",
        "An s where there are several animals.", _by_number(("", "s"), ("", "s")), "animal.plural"),
    Tag("son_leur", "agreement", "son / leur", "his / her", "Devant un mot masculin\u00a0: son vaccin, leur vaccin.",
        "“his”, “her”, “their”.", _by_sex(("son", "son", "leur", "son"), ("his", "her", "their", "their")),
        "his_her", True),
    Tag("sa_leur", "agreement", "sa / leur", "his / her (f.)", "Devant un mot féminin\u00a0: sa visite, leur visite.",
        "“his”, “her”, “their”.", _by_sex(("sa", "sa", "leur", "sa"), ("his", "her", "their", "their")),
        "his_her_f", True),
    Tag("ses_leurs", "agreement", "ses / leurs", "his / her (plural)",
        "Devant un pluriel\u00a0: ses vaccins, leurs vaccins.", "“his”, “her”, “their”.",
        _by_sex(("ses", "ses", "leurs", "ses"), ("his", "her", "their", "their")), "his_her_s", True),
    Tag("doit_doivent", "agreement", "doit / doivent", "needs / need",
        "«\u00a0Azur doit\u00a0», «\u00a0Azur et Heidi doivent\u00a0».",
        "“Azur needs”, “Azur and Heidi need”.", _by_number(("doit", "doivent"), ("needs", "need")), "needs_need", True),
    Tag("est_sont", "agreement", "est / sont", "is / are", "«\u00a0Azur est\u00a0», «\u00a0Azur et Heidi sont\u00a0».",
        "“Azur is”, “Azur and Heidi are”.", _by_number(("est", "sont"), ("is", "are")), "is_are", True),
    Tag("a_ont", "agreement", "a / ont", "has / have", "«\u00a0Azur a\u00a0», «\u00a0Azur et Heidi ont\u00a0».",
        "“Azur has”, “Azur and Heidi have”.", _by_number(("a", "ont"), ("has", "have")), "has_have", True),
    Tag("peut_peuvent", "agreement", "peut / peuvent", "can",
        "«\u00a0Azur peut\u00a0», «\u00a0Azur et Heidi peuvent\u00a0».",
        "“can”, for one or several.", _by_number(("peut", "peuvent"), ("can", "can")), "can", True),
    Tag("sera_seront", "agreement", "sera / seront", "will be",
        "«\u00a0Azur sera\u00a0», «\u00a0Azur et Heidi seront\u00a0».",
        "“will be”, for one or several.", _by_number(("sera", "seront"), ("will be", "will be")), "will_be", True),
    Tag("rappel.echeance", "reminder", "Échéance", "Due date", "La première date due\u00a0: 1er\u00a0avril\u00a02026.",
        "The first date due: April\u00a01, 2026.", _due_on, "reminder.due_date"),
    Tag("rappel.type", "reminder", "Type de rappel", "Reminder type", "«\u00a0Vaccination\u00a0».", "“Vaccination”.",
        _types, "reminder.type"),
    Tag("rappels.liste", "reminder", "Liste des rappels", "List of reminders",
        "Une ligne par rappel\u00a0: animal, type, date.", "One line a reminder: patient, type, date.",
        _lines, "reminders.list"),
    Tag("date_longue", "reminder", "Date du jour", "Today’s date", "«\u00a0le 1er\u00a0mars\u00a02026\u00a0».",
        "“March\u00a01, 2026”.", lambda case: grammar.day_of_letter(case.today, case.language), "today", True),
    Tag("clinique.nom", "clinic", "Nom de la clinique", "Clinic’s name", "Le nom de la clinique.",
        "The clinic’s name.", _of_clinic("name"), "clinic.name"),
    Tag("clinique.telephone", "clinic", "Téléphone", "Telephone", "Le numéro de la clinique.",
        "The clinic’s number.", _of_clinic("phone"), "clinic.phone"),
    Tag("clinique.courriel", "clinic", "Courriel", "E-mail", "L’adresse électronique de la clinique.",
        "The clinic’s e-mail address.", _of_clinic("email"), "clinic.email"),
    Tag("clinique.site", "clinic", "Site", "Website", "Le site de la clinique.", "The clinic’s website.",
        _of_clinic("website"), "clinic.website"),
    Tag("clinique.adresse", "clinic", "Adresse", "Address", "L’adresse postale de la clinique.",
        "The clinic’s mailing address.", _of_clinic("address"), "clinic.address"),
    Tag("clinique.de_nom", "clinic", "de la clinique", "The clinic’s (possessive)",
        "«\u00a0de la Clinique du Ruisseau\u00a0», «\u00a0de l’Hôpital…\u00a0».", "“Clinique du Ruisseau’s”.",
        lambda case: spoken.of_clinic(case.frame.name, case.language) if case.frame.name else None,
        "clinic.possessive"),
    Tag("appelant.nom", "call", "Qui appelle", "Who calls", "Le nom de la personne qui appelle.",
        "The name of whoever calls.", spoken.caller, "caller.name"),
    Tag("appel.motifs", "call", "Motifs de l’appel", "Why one calls",
        "Une phrase par sorte de rappel, accordée\u00a0: «\u00a0Je vous appelle pour Azur, qui doit…\u00a0».",
        "A sentence a kind of reminder: “I am calling about Azur, who needs…”.", spoken.reasons, "call.reasons"),
    Tag("appel.question", "call", "Question de la fin", "Closing question",
        "«\u00a0Quand aimeriez-vous venir?\u00a0», ou le jour d’un autre rendez-vous.",
        "“When would you like to come?”, or the day of another appointment.", spoken.question, "call.question"),
)  # fmt: skip
TAGS: Mapping[str, Tag] = {tag.name: tag for tag in _ALL}
# What a template may say for a tag: its name, its alias, and names that issue from habit.
_HABITS = {
    "liste_animaux": "animaux.liste", "animals.liste": "animaux.liste", "animal.liste": "animaux.liste",
    "client.prénom": "client.prenom", "animal.espèce": "animal.espece", "rappel.échéance": "rappel.echeance",
    "clinique.téléphone": "clinique.telephone", "de_nom": "animal.de_nom", "votre_animal": "animal.votre_animal",
    "il_elle": "animal.il_elle", "le_la": "animal.le_la", "e": "animal.e", "animal.doit_doivent": "doit_doivent",
    "animal.est_sont": "est_sont", "animal.son_leur": "son_leur", "animal.of_name": "animal.de_nom",
    "animal.il_elle_ils": "animal.il_elle", "clinic.telephone": "clinique.telephone", "date": "date_longue",
}  # fmt: skip
NAMES: Mapping[str, str] = {
    **{tag.name: tag.name for tag in _ALL},
    **{tag.alias: tag.name for tag in _ALL if tag.alias},
    **_HABITS,
}


def label(name: str, language: str) -> str:
    """What a tag is called on screen; its own name where nobody knows it."""
    tag = TAGS.get(NAMES.get(text.fold(name), name))
    return name if tag is None else tag.en if language == "en" else tag.fr


UNSUBSCRIBE = "unsubscribe_url"  # stands beside the tags: the frame of an e-mail needs it, a text cannot name it


def values(recipient: Recipient, *, frame: Frame, today: date, names: Collection[str] | None = None) -> dict[str, str]:
    """What each tag says to this recipient. A tag without a value is not in it: never "None", never a hole.

    `names` (a Renderer's `tags`) spares working out the others. "unsubscribe_url" stands beside the tags.
    """
    case = Case(recipient, frame, today)
    out = {}
    for name in TAGS if names is None else names:
        if conditions.is_key(name):
            out[name] = conditions.told(name, case)
            continue
        tag = TAGS.get(name)
        value = tag.value(case) if tag else None
        if value is not None:
            out[name] = value
    if recipient.unsubscribe_url:
        out[UNSUBSCRIBE] = recipient.unsubscribe_url
    return out
