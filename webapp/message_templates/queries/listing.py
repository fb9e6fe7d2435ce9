"""Which template, and which version of it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from webapp import channels, db, here, text
from webapp.composed import AMONG, Kept
from webapp.message_templates.queries.sent_with import by_version
from webapp.message_templates.rules import grammar
from webapp.models import Mailing, ReminderType, Species, StaffMember, Template, TemplateVersion


@dataclass(frozen=True)
class PastVersion:
    """One version as the history shows it."""

    version: TemplateVersion
    saved_by: str
    mailings: int


def template(template_id: int) -> Template | None:
    """One template, archived or not."""
    return Template.get_or_none(Template.id == template_id)


def versions(template_id: int) -> list[PastVersion]:
    """From the newest to the first, who saved it, and how many mailings went out with it."""
    rows: Any = (
        TemplateVersion.select(TemplateVersion, StaffMember.name.alias("name"))
        .join(StaffMember, JOIN.LEFT_OUTER)
        .where(TemplateVersion.template == template_id)
        .order_by(TemplateVersion.number.desc())
        .objects()
    )
    mailings = by_version(template_id)
    return [PastVersion(row, row.name or "", mailings[row.id]) for row in rows]


def numbered(template_id: int, number: int) -> TemplateVersion | None:
    """The version of this number."""
    return TemplateVersion.get_or_none(template=template_id, number=number)


def branch_of(mailing_id: int | None) -> int | None:
    """Which of the clinic's places a mailing writes for, as its template says now."""
    found = Template.select(Template.branch).join(TemplateVersion).join(Mailing).where(Mailing.id == mailing_id)
    return found.scalar()  # type: ignore[no-any-return]


def species_names() -> dict[str, tuple[str, str]]:
    """What they are called together, in French and in English, by the code that the condition of a block names."""
    return {
        row.code: (grammar.plural(row.noun_fr_male, "fr"), grammar.plural(row.noun_en, "en"))
        if row.noun_en != "animal"
        else (row.name_fr, row.name_en)
        for row in Species.select()
    }


def newest(template_id: int) -> TemplateVersion | None:
    """The version that a new mailing takes, with its template."""
    return here.once(("newest", template_id), lambda: _newest(template_id))


def _newest(template_id: int) -> TemplateVersion | None:
    versions = TemplateVersion.select(TemplateVersion, Template).join(Template)
    versions = versions.where(TemplateVersion.template == template_id)
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
    return for_types([type], channel).get(type.id)


def for_types(types: Iterable[ReminderType], channel: str) -> dict[int, TemplateVersion]:
    """The same of several, by the type's id: those that have one."""
    column = channels.one(channel).default_template
    chosen = {each.id: getattr(each, column) for each in types} if column else {}
    newest = newest_of(set(chosen.values()) - {None})
    return {type_id: newest[template_id] for type_id, template_id in chosen.items() if template_id in newest}


def newest_of(template_ids: Collection[int]) -> dict[int, TemplateVersion]:
    """The newest version of each of these templates that is in use, by the template's id."""
    return {each.template_id: each for each in _IN_USE.rows(db.ids(template_ids))} if template_ids else {}


def _newest_in_use() -> Any:
    other = TemplateVersion.alias()
    last = other.select(fn.MAX(other.number)).where(other.template == TemplateVersion.template)
    found = TemplateVersion.select(TemplateVersion, Template).join(Template, JOIN.INNER)
    return found.where(
        TemplateVersion.template << AMONG, Template.archived_at.is_null(), TemplateVersion.number == last
    )


_IN_USE = Kept(_newest_in_use)
