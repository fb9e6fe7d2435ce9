"""The wordings that messages may be written with, over each channel."""

import json
from typing import Any

from flask_babel import gettext
from peewee import fn

from webapp import channels, merge
from webapp.communications import COMMUNICATIONS, IN_MAILINGS, REMINDER, SECOND_CONTACT
from webapp.languages import pick
from webapp.later import Later
from webapp.message_templates import queries as wordings
from webapp.message_templates.rules.tags import NAMES
from webapp.models import Batch, ReminderType, Template, TemplateVersion
from webapp.models.message_templates import CARD, LETTER

navigation = Later("webapp.navigation")  # the worker shows no rail
FIT = Template.communication << IN_MAILINGS  # nobody sends an invoice, or condolences, to a whole batch


def choices(channel: str) -> list[tuple[int, str]]:
    """The templates of a channel that a mailing may be written with: id and name, in the order of the names."""
    told: Any = fn.json_group_array(fn.json_array(Template.id, Template.name_fr, Template.name_en))
    found = Template.select(told).where(
        Template.kind << [kind.code for kind in channels.one(channel).kinds], Template.archived_at.is_null(), FIT
    )
    names = json.loads(navigation.scalars(names=found)["names"])
    return sorted(((id, pick(fr, en)) for id, fr, en in names), key=lambda each: (each[1].lower(), each[0]))


def default(batch: Batch | None, channel: str) -> int | None:
    """The template that the batch's type is written with."""
    type: ReminderType | None = batch.type if batch else None
    version = wordings.for_type(type, channel) if type else None
    return version.template_id if version else None


def usual(batch: Batch | None, channel: str) -> int | None:
    """The same, or the ready-made one that goes for any type: what a wizard begins with."""
    chosen = default(batch, channel)
    if chosen is not None or batch is None:
        return chosen
    codes = [f"{REMINDER}_{kind.code}" for kind in channels.one(channel).kinds]
    found: Any = Template.select(Template.id).where(Template.code << codes, Template.archived_at.is_null(), FIT)
    return next((id for (id,) in found.limit(1).tuples()), None)


def second(channel: str) -> int | None:
    """What a channel is written with by default to whoever was reached and has not answered."""
    found = wordings.default_of(SECOND_CONTACT, [kind.code for kind in channels.one(channel).kinds])
    return found.id if found else None


def version_of(template_id: int | None) -> TemplateVersion | None:
    """The newest version of a template, with the template."""
    return wordings.newest(template_id) if template_id else None


def unfit(template: Template) -> str:
    """What keeps a mailing from being written with it, "" = nothing."""
    about = COMMUNICATIONS[template.communication]
    if about.in_mailings:
        return ""
    return gettext(
        "“%(name)s” is a template of the kind “%(kind)s”: no mailing is written with it.",
        name=pick(template.name_fr, template.name_en), kind=pick(about.fr, about.en),
    )  # fmt: skip


def on_paper(batch: Batch, *, template: Template | None = None, cards: bool = False) -> TemplateVersion | None:
    """What the letters of a batch are written with: this template, else its type's own, else the ready-made one."""
    if template is None and not cards and (own := wordings.for_type(batch.type, "post")):
        return own
    kind = CARD if cards else LETTER
    for code in (f"{batch.type.code}_{kind}", f"{REMINDER}_{kind}", f"courtesy_{kind}"):
        template = template or Template.get_or_none(Template.code == code, Template.archived_at.is_null())
    return version_of(template.id) if template else None


_FIELDS = ("subject_fr", "subject_en", "body_fr", "body_en", "button_fr", "button_en", "button_url", "blocks")


def unknown_tags(version: TemplateVersion) -> list[str]:
    """The tags of a wording that are no tags, as they were typed."""
    return list(dict.fromkeys(tag for name in _FIELDS for tag in merge.check(getattr(version, name), NAMES)))
