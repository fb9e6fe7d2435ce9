"""The animals of a message, and the words that agree with them."""

from webapp.message_templates.rules import grammar
from webapp.message_templates.rules.recipients import FEMALE, MALE, Case, called, nouns, your_animal
from webapp.message_templates.rules.tagging.tag import Tag, Value, or_none


def _names(case: Case) -> str | None:
    return or_none(grammar.listed(called(case.patients, case.language), case.language))


def _cards(case: Case) -> str | None:
    """Each animal with what it is, and under it what is due when: "Azur, chienne / Vaccination : 1er avril 2026"."""
    colon = ":" if case.language == "en" else "\u00a0:"
    cards = []
    for patient in case.patients:
        noun = patient.noun(case.language)
        due = sorted((need for need in case.to.needs if need.patient == patient), key=lambda need: need.due_on)
        lines = [f"{patient.name}, {noun}" if patient.name else grammar.capital(noun)]
        lines += [f"{need.type_in(case.language)}{colon} {grammar.day(need.due_on, case.language)}" for need in due]
        cards.append("\n".join(lines))
    return "\n\n".join(cards) or None


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


TAGS = (
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
    Tag("animaux.fiches", "animal", "Fiches des animaux", "Patients’ cards",
        "Chaque animal sur sa ligne, et dessous ce qui est à faire et quand.",
        "Each patient on a line, and under it what is due and when.", _cards, "animals.cards"),
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
)  # fmt: skip
