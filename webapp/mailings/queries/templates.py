"""The wordings that a mailing may choose from."""

from __future__ import annotations

from typing import Any

from webapp import channels
from webapp.languages import pick
from webapp.message_templates import queries as wordings
from webapp.models import Batch, ReminderType, Template, TemplateVersion


def choices(channel: str) -> list[tuple[int, str]]:
    """The templates of a channel that are in use: id and name, in the order of the names."""
    found: Any = Template.select(Template.id, Template.name_fr, Template.name_en).where(
        Template.kind << [kind.code for kind in channels.one(channel).kinds], Template.archived_at.is_null()
    )
    return sorted(((id, pick(fr, en)) for id, fr, en in found.tuples()), key=lambda each: (each[1].lower(), each[0]))


def default(batch: Batch | None, channel: str) -> int | None:
    """The template that the batch's type is written with."""
    type: ReminderType | None = batch.type if batch else None
    version = wordings.for_type(type, channel) if type else None
    return version.template_id if version else None


def version_of(template_id: int | None) -> TemplateVersion | None:
    """The newest version of a template, with the template."""
    newest = wordings.newest(template_id) if template_id else None
    return wordings.version(newest.id) if newest else None
