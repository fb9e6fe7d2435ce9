"""What is said aloud on the telephone: who calls, a sentence a kind of reminder, the question at the end."""

from collections.abc import Sequence
from datetime import date

from webapp.message_templates.rules import grammar
from webapp.message_templates.rules.recipients import Case, Need, Patient, called

_COURTESY = "courtesy"
# What an animal needs, by the code of the type: of one and of several; of a male, a female, several in English.
_NEEDS_FR = {
    "vaccination": ("recevoir son vaccin", "recevoir leur vaccin"),
    "annual_exam": ("passer son examen annuel", "passer leur examen annuel"),
    "antiparasitic": ("recevoir son traitement antiparasitaire", "recevoir leur traitement antiparasitaire"),
}
_NEEDS_EN = {"vaccination": "vaccine", "annual_exam": "annual exam", "antiparasitic": "parasite treatment"}
_HIS = {"M": "his", "F": "her"}
# By how a clinic's name begins: "de la Clinique …", "de l’Hôpital …".
_OF = {"clinique": "de la ", "hôpital": "de l’", "centre": "du ", "bureau": "du ", "cabinet": "du ", "service": "du "}
_TITLED = {"dr": "le ", "dre": "la "}
_DAYS_FR = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def of_clinic(name: str, language: str) -> str:
    """ "de la Clinique du Ruisseau"; "Clinique du Ruisseau’s"."""
    if language == "en":
        return grammar.possessive(name)
    article = _OF.get(name.split(" ")[0].lower(), "")
    return f"{article}{name}" if article else grammar.de(name)


def caller(case: Case) -> str | None:
    """ "Julie Bélanger", "la Dre Gagnon"."""
    name = case.to.caller
    if not name or case.language == "en":
        return name or None
    return _TITLED.get(name.split(" ")[0].strip(".").lower(), "") + name


def reasons(case: Case) -> str | None:
    """A sentence a kind of reminder; the first one says that this is why one calls."""
    kinds: dict[tuple[str, str], list[Need]] = {}
    for need in case.to.needs:
        kinds.setdefault((need.code, need.type_fr), []).append(need)
    said = [_sentence(of_kind, case, first=not place) for place, of_kind in enumerate(kinds.values())]
    return "\n\n".join(said) or None


def _sentence(needs: Sequence[Need], case: Case, *, first: bool) -> str:
    """What is due of one kind, of whom, since when or by when."""
    patients = list(dict.fromkeys(need.patient for need in needs if need.patient))
    english, code = case.language == "en", needs[0].code
    day = said_day(min(need.due_on for need in needs), case.today, case.language)
    if not patients:
        return _of_client(needs[0].type_in(case.language), day, english=english, first=first)
    names = called(patients, case.language)
    whom = grammar.listed(names, case.language)
    if code == _COURTESY:
        return _how_are(patients, names, whom, english=english, first=first)
    if code not in _NEEDS_FR:
        return _other(whom, needs[0].type_in(case.language), day, english=english, first=first)
    several = len(patients) > 1
    if english:
        verb, whose = ("need", "their") if several else ("needs", _HIS.get(patients[0].sex, "their"))
        need = f"{verb} {whose} {_NEEDS_EN[code]}, planned for {day}."
        return f"I am calling about {whom}, who {need}" if first else f"{_begun(whom)} {need}"
    verb = "doivent" if several else "doit"
    need = f"{verb} {_NEEDS_FR[code][several]}, prévu pour {day}."
    return f"Je vous appelle pour {whom}, qui {need}" if first else f"{_begun(whom)} {need}"


def _begun(whom: str) -> str:
    """At the head of a sentence: our own words begin with a capital, names stay as they are."""
    return grammar.capital(whom) if whom.startswith(("votre ", "vos ", "your ")) else whom


def _how_are(patients: Sequence[Patient], names: Sequence[str], whom: str, *, english: bool, first: bool) -> str:
    if english:
        verb = "are" if len(patients) > 1 else "is"
        return f"{'I am calling' if first else 'I would also like'} to hear how {whom} {verb} doing."
    of = grammar.listed([grammar.de(name) for name in names], "fr")
    return (
        f"Je vous appelle pour prendre des nouvelles {of}." if first else f"J’aimerais aussi avoir des nouvelles {of}."
    )


def _other(whom: str, kind: str, day: str, *, english: bool, first: bool) -> str:
    if english:
        return f"{'I am calling about' if first else 'There is also, for'} {whom}: {kind}, planned for {day}."
    begun = "Je vous appelle pour" if first else "Il y a aussi, pour"
    return f"{begun} {whom}{grammar.NBSP}: {kind}, à faire {day}."


def _of_client(kind: str, day: str, *, english: bool, first: bool) -> str:
    if english:
        begun = "I am calling about a reminder in your name" if first else "There is also, in your name"
        return f"{begun}: {kind}, planned for {day}."
    begun = "Je vous appelle pour un rappel à votre nom" if first else "Il y a aussi, à votre nom"
    return f"{begun}{grammar.NBSP}: {kind}, à faire {day}."


def weekday(on: date, language: str) -> str:
    """What the day of the week is called, in the middle of a sentence: "mardi", "Tuesday"."""
    return (_DAYS_EN if language == "en" else _DAYS_FR)[on.weekday()]


def said_day(on: date, today: date, language: str) -> str:
    """As one says it: "aujourd’hui", "le 2 mars"; the year only where it is another."""
    if on == today:
        return "today" if language == "en" else "aujourd’hui"
    written = grammar.day(on, language)
    if on.year == today.year:
        written = written.removesuffix(f"{grammar.NBSP}{on.year}").removesuffix(",")
    return written if language == "en" else f"le {written}"


def question(case: Case) -> str | None:
    """The last sentence: when they would come, with the appointment that there is if there is one."""
    english = case.language == "en"
    if case.to.needs and {need.code for need in case.to.needs} == {_COURTESY}:
        return "Is everything all right?" if english else "Est-ce que tout va bien?"
    on = case.to.coming_on
    if on is None:
        return "When would you like to come?" if english else "Quand aimeriez-vous venir?"
    day = said_day(on, case.today, case.language).removeprefix("le ")
    if on != case.today:
        named = weekday(on, case.language)
        day = f"{named}, {day}" if english else f"{named} {day}"
    if english:
        return f"Would {day}, along with your other appointment, suit you?"
    return f"Est-ce que {day}, avec votre autre rendez-vous, vous irait?"
