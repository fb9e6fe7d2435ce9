"""What to say on the telephone, in the client's language: the clinic's own call script, filled for this call.

It is a template like any other: the default of its kind of communication, with versions in both languages.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import fn

from webapp import here
from webapp.communications import REMINDER, SECOND_CONTACT
from webapp.message_templates import queries as wordings
from webapp.message_templates.rules import grammar
from webapp.message_templates.rules.draft import WORDING
from webapp.message_templates.rules.recipients import Need, Patient, Recipient
from webapp.message_templates.rules.rendering import Renderer, speaks
from webapp.message_templates.rules.tags import values
from webapp.models import Animal, Appointment, Client, Reminder, Template, TemplateVersion
from webapp.models.message_templates import SCRIPT

_BLANK = re.compile(r"\n\s*\n")
_UNKNOWN = "…"  # nobody knows it: whoever calls says it their own way


@dataclass(frozen=True)
class Script:
    """What to say: for which kinds of reminders, in which language, and the paragraphs."""

    kinds: Sequence[Reminder]  # one of each kind
    language: str
    paragraphs: Sequence[str]
    template_id: int


_TEXT = ("format", *WORDING)
_newest = TemplateVersion.alias()
_THEIRS = [getattr(TemplateVersion, each) for each in _TEXT]
_FOUND: Any = TemplateVersion.select(
    fn.json_group_array(fn.json_array(Template.communication, TemplateVersion.template, *_THEIRS))
)
# The newest of what calls are made with by default, in one value of another statement: kind of communication, template,
# and its columns.
ASKED_FOR = _FOUND.join(Template).where(
    Template.kind == SCRIPT,
    Template.is_default,
    Template.archived_at.is_null(),
    TemplateVersion.number
    == _newest.select(fn.MAX(_newest.number)).where(_newest.template == TemplateVersion.template),
)


def script(
    client: Client, about: Sequence[Reminder], household: Sequence[Animal], coming: Sequence[Appointment], caller: str,
    *, scripts: str, again: bool = False,
) -> Script | None:  # fmt: skip
    """None where nothing is to be said. `household`: the animals that are present; `coming`: their appointments;
    `scripts`: what ASKED_FOR found; `again`: they were reached before and have not answered.
    """
    version = _version(scripts, again=again) if about else None
    if version is None:
        return None
    language = "en" if client.language == "en" else "fr"
    if not speaks(version, language):
        language = "fr" if language == "en" else "en"
    by_kind: dict[int, list[Reminder]] = {}
    for each in about:
        by_kind.setdefault(each.type_id, []).append(each)
    to = _recipient(client, [each for of_kind in by_kind.values() for each in of_kind], household, coming, caller)
    said = _filled(version, language, to)
    paragraphs = [each.strip() for each in _BLANK.split(said) if each.strip()]
    return Script([each[0] for each in by_kind.values()], language, paragraphs, version.template_id)


def _version(scripts: str, *, again: bool) -> TemplateVersion | None:
    found = {kind: (template, columns) for kind, template, *columns in json.loads(scripts)}
    chosen = (found.get(SECOND_CONTACT) if again else None) or found.get(REMINDER)
    return TemplateVersion(template=chosen[0], **dict(zip(_TEXT, chosen[1], strict=True))) if chosen else None


def _recipient(
    client: Client, about: Sequence[Reminder], household: Sequence[Animal], coming: Sequence[Appointment], caller: str
) -> Recipient:
    present = {each.id: _patient(each) for each in household}
    needs = []
    for each in about:
        patient = (present.get(each.animal.id) or _patient(each.animal)) if each.animal else None
        needs.append(Need(each.type.name_fr, each.type.name_en, each.due_on, patient, each.type.code))
    patients = tuple(dict.fromkeys(need.patient for need in needs if need.patient))
    on = here.day(coming[0].starts_at) if coming else None
    return Recipient(
        client.title, client.first_name, client.last_name, patients, tuple(needs), caller=caller, coming_on=on
    )


def _patient(animal: Animal) -> Patient:
    kind = animal.species
    nouns = (kind.noun_fr_male, kind.noun_fr_female, kind.noun_en, kind.code) if kind else ()
    return Patient(animal.name, animal.sex or "", *nouns)


def _filled(version: TemplateVersion, language: str, to: Recipient) -> str:
    around = wordings.frame(language)
    renderer = Renderer(version, language, around)
    known = values(to, frame=around, today=here.today(), names=renderer.tags)
    nameless = {"client.nom_complet": _whoever(to, language)}
    return renderer.letter({**dict.fromkeys(renderer.missing(known), _UNKNOWN), **nameless, **known}).text


def _whoever(to: Recipient, language: str) -> str:
    """Whom one asks for where nobody knows a name."""
    names = [each.name for each in to.patients if each.name]
    if language == "en":
        return f"whoever looks after {grammar.listed(names, 'en')}" if names else "whoever looks after the file"
    if not names:
        return "la personne responsable du dossier"
    return f"la personne qui s’occupe {grammar.listed([grammar.de(name) for name in names], 'fr')}"
