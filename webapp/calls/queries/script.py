"""What to say on the telephone, in the client's language: a sentence a kind of reminder, which agrees with the animals.

The tags are those of every wording, filled by the same hands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from webapp import here
from webapp.message_templates.queries import framing
from webapp.message_templates.rules import grammar
from webapp.message_templates.rules.frame import Frame
from webapp.message_templates.rules.recipients import Need, Patient, Recipient
from webapp.message_templates.rules.rendering import Renderer
from webapp.message_templates.rules.tags import values
from webapp.models import Animal, Appointment, Client, Reminder


@dataclass(slots=True)
class Words:
    """A wording that is spoken."""

    body_fr: str
    body_en: str
    format: str = "plain"
    subject_fr: str = ""
    subject_en: str = ""
    button_fr: str = ""
    button_en: str = ""
    button_url: str = ""
    blocks: str = ""


@dataclass(frozen=True)
class Script:
    """What to say: for which kinds of reminders, in which language, and the paragraphs."""

    kinds: Sequence[Reminder]  # one of each kind
    language: str
    paragraphs: Sequence[str]


_NEEDS = {
    "vaccination": (
        "{{ doit_doivent }} recevoir {{ son_leur }} vaccin, prévu pour", "{{ doit_doivent }} {{ son_leur }} vaccine",
    ),
    "annual_exam": (
        "{{ doit_doivent }} passer {{ son_leur }} examen annuel, prévu pour",
        "{{ doit_doivent }} {{ son_leur }} annual exam",
    ),
    "antiparasitic": (
        "{{ doit_doivent }} recevoir {{ son_leur }} traitement antiparasitaire, prévu pour",
        "{{ doit_doivent }} {{ son_leur }} parasite treatment",
    ),
}  # fmt: skip


def _due(code: str, first: bool) -> Words:
    fr, en = _NEEDS[code]
    if first:
        return Words(
            f"Je vous appelle pour {{{{ animal.nom }}}}, qui {fr} ",
            f"I am calling about {{{{ animal.nom }}}}, who {en}, planned for ",
        )
    return Words(f"{{{{ animal.nom }}}} {fr} ", f"{{{{ animal.nom }}}} {en}, planned for ")


_COURTESY = "courtesy"
# What one begins with, and what one goes on with.
_SAID = {code: (_due(code, True), _due(code, False)) for code in _NEEDS} | {
    _COURTESY: (
        Words(
            "Je vous appelle pour prendre des nouvelles {{ animal.de_nom }}",
            "I am calling to hear how {{ animal.nom }} {{ est_sont }} doing",
        ),
        Words(
            "J’aimerais aussi avoir des nouvelles {{ animal.de_nom }}",
            "I would also like to hear how {{ animal.nom }} {{ est_sont }} doing",
        ),
    )
}
_OTHER = (
    Words(
        "Je vous appelle pour {{ animal.nom }}\u00a0: {{ rappel.type }}, à faire ",
        "I am calling about {{ animal.nom }}: {{ rappel.type }}, planned for ",
    ),
    Words(
        "Il y a aussi, pour {{ animal.nom }}\u00a0: {{ rappel.type }}, à faire ",
        "There is also, for {{ animal.nom }}: {{ rappel.type }}, planned for ",
    ),
)
_OF_CLIENT = (
    Words(
        "Je vous appelle pour un rappel à votre nom\u00a0: {{ rappel.type }}, à faire ",
        "I am calling about a reminder in your name: {{ rappel.type }}, planned for ",
    ),
    Words(
        "Il y a aussi, à votre nom\u00a0: {{ rappel.type }}, à faire ",
        "There is also, in your name: {{ rappel.type }}, planned for ",
    ),
)
# By how a clinic's name begins: "de la Clinique …", "de l’Hôpital …".
_OF = {"clinique": "de la ", "hôpital": "de l’", "centre": "du ", "bureau": "du ", "cabinet": "du ", "service": "du "}
_TITLED = {"dr": "le ", "dre": "la "}


def script(
    client: Client, about: Sequence[Reminder], household: Sequence[Animal], coming: Sequence[Appointment], caller: str
) -> Script | None:
    """None where nothing is to be said. `household`: the animals that are present; `coming`: their appointments."""
    if not about:
        return None
    frame, today = framing.frame(client.language), here.today()
    patients = {each.id: _patient(each) for each in household}
    by_kind: dict[int, list[Reminder]] = {}
    for each in about:
        by_kind.setdefault(each.type_id, []).append(each)
    said = [
        _sentence(of_kind, patients, frame, today, first=not place) for place, of_kind in enumerate(by_kind.values())
    ]
    ending = _ending(coming, {each.type.code for each in about}, frame.language)
    paragraphs = [_opening(client, caller, frame), *said, ending]
    return Script([each[0] for each in by_kind.values()], frame.language, paragraphs)


def _patient(animal: Animal) -> Patient:
    kind = animal.species
    nouns = (kind.noun_fr_male, kind.noun_fr_female, kind.noun_en, kind.code) if kind else ()
    return Patient(animal.name, animal.sex or "", *nouns)


def _opening(client: Client, caller: str, frame: Frame) -> str:
    name = client.full_name
    if frame.language == "en":
        asked = f"Hello, may I speak to {name}? " if name else "Hello. "
        return f"{asked}This is {caller} from {frame.name}."
    who = _TITLED.get(caller.split(" ")[0].strip(".").lower(), "") + caller
    clinic = _OF.get(frame.name.split(" ")[0].lower(), "")
    of = f"{clinic}{frame.name}" if clinic else grammar.de(frame.name)
    return f"Bonjour, je voudrais parler à {name}. Ici {who}, {of}." if name else f"Bonjour, ici {who}, {of}."


def _sentence(
    about: Sequence[Reminder], patients: Mapping[int, Patient], frame: Frame, today: date, *, first: bool
) -> str:
    """What is due of one kind, of whom, since when or by when."""
    whom = {each.animal.id: patients.get(each.animal.id) or _patient(each.animal) for each in about if each.animal}
    kind = about[0].type
    needs = [
        Need(kind.name_fr, kind.name_en, each.due_on, whom[each.animal_id] if each.animal_id is not None else None)
        for each in about
    ]
    to = Recipient(patients=tuple(whom.values()), needs=tuple(needs))
    words = (_SAID.get(kind.code, _OTHER) if whom else _OF_CLIENT)[not first]
    renderer = Renderer(words, frame.language, frame)
    said = renderer.letter(values(to, frame=frame, today=today, names=renderer.tags)).text.strip()
    if whom and kind.code == _COURTESY:
        return f"{said}."
    return f"{said} {_day(min(each.due_on for each in about), today, frame.language)}."


def _day(on: date, today: date, language: str) -> str:
    if on == today:
        return "today" if language == "en" else "aujourd’hui"
    written = grammar.day(on, language)
    if on.year == today.year:  # as one says it
        written = written.removesuffix(f"{grammar.NBSP}{on.year}").removesuffix(",")
    return written if language == "en" else f"le {written}"


_DAYS_FR = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _ending(coming: Sequence[Appointment], codes: set[str], language: str) -> str:
    """The question: with the appointment that there is, if there is one."""
    if codes == {_COURTESY}:
        return "Is everything all right?" if language == "en" else "Est-ce que tout va bien?"
    if not coming:
        return "When would you like to come?" if language == "en" else "Quand aimeriez-vous venir?"
    on, today = here.day(coming[0].starts_at), here.today()
    day = _day(on, today, language).removeprefix("le ")
    if on != today:
        weekday = (_DAYS_EN if language == "en" else _DAYS_FR)[on.weekday()]
        day = f"{weekday}, {day}" if language == "en" else f"{weekday} {day}"
    if language == "en":
        return f"Would {day}, along with your other appointment, suit you?"
    return f"Est-ce que {day}, avec votre autre rendez-vous, vous irait?"
