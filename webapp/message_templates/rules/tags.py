"""The registry of merge tags: what may stand between the braces.

A tag has one name in both languages, French, because a template is written side by side; an English alias is accepted.
With several animals in one message, each tag speaks of all of them.
"""

from collections.abc import Collection, Mapping
from datetime import date

from webapp import text
from webapp.message_templates.rules.blocks import conditions
from webapp.message_templates.rules.frame import Frame
from webapp.message_templates.rules.recipients import Case, Recipient
from webapp.message_templates.rules.tagging import appointments, calls, clients, clinic, patients, reminders
from webapp.message_templates.rules.tagging.tag import Tag

GROUPS = ("client", "animal", "agreement", "appointment", "veterinarian", "reminder", "clinic", "call")
CALL = "call"  # the group of what only a call script can say
_EXPECTED = ("appointment", "veterinarian")  # the groups that speak of an appointment
_ALL = (
    *clients.TAGS, *patients.TAGS, *appointments.TAGS, *reminders.TAGS, *clinic.TAGS, *calls.TAGS,
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


def asks_for_appointment(names: Collection[str]) -> bool:
    """Whether one of these tags or conditions needs to know the next appointment of the animals."""
    return any(
        conditions.on_appointment(name) if conditions.is_key(name) else name in TAGS and TAGS[name].group in _EXPECTED
        for name in names
    )


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
