"""Which template, and which version of it."""

from __future__ import annotations

from collections.abc import Collection

from peewee import JOIN

from webapp import channels, text
from webapp.models import ReminderType, Template, TemplateVersion


def newest(template_id: int) -> TemplateVersion | None:
    """The version that a new mailing takes."""
    versions = TemplateVersion.select().where(TemplateVersion.template == template_id)
    return versions.order_by(TemplateVersion.number.desc()).first()  # type: ignore[no-any-return]


def version(version_id: int) -> TemplateVersion | None:
    """One version with its template, in one statement."""
    found = TemplateVersion.select(TemplateVersion, Template).join(Template).where(TemplateVersion.id == version_id)
    return found.first()  # type: ignore[no-any-return]


def find(name_or_code: str, kinds: Collection[str] = ()) -> Template | None:
    """The template that a person means: by its code, else by its name in either language, whatever its accents.

    One in use comes before an archived one of the same name.
    """
    wanted = text.fold(name_or_code)
    rows = Template.select().where(Template.kind << list(kinds)) if kinds else Template.select()
    found = [row for row in rows if wanted in (row.code, text.fold(row.name_fr), text.fold(row.name_en))]
    found.sort(key=lambda row: (row.code != wanted, row.archived_at is not None, row.id))
    return found[0] if found and wanted else None


def name_taken(kind: str, name_fr: str, but: Template | None) -> bool:
    """Whether another template of this kind, in use, has this name: one could not tell them apart."""
    rows = Template.select().where((Template.kind == kind) & Template.archived_at.is_null())
    wanted = text.fold(name_fr)
    return any(text.fold(row.name_fr) == wanted for row in rows if but is None or row.id != but.id)


def for_type(type: ReminderType, channel: str) -> TemplateVersion | None:
    """The newest version of what a reminder type is written with over "email", "sms" or "post"; None when unset."""
    column = channels.one(channel).default_template
    template_id = getattr(type, column) if column else None
    if template_id is None:
        return None
    found = TemplateVersion.select(TemplateVersion, Template).join(Template, JOIN.INNER)
    found = found.where((TemplateVersion.template == template_id) & Template.archived_at.is_null())
    return found.order_by(TemplateVersion.number.desc()).first()  # type: ignore[no-any-return]
