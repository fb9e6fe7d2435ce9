"""The gallery; which template, and which version of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from peewee import JOIN, fn

from webapp import channels, db, text
from webapp.composed import AMONG, Kept
from webapp.models import Mailing, ReminderType, StaffMember, Template, TemplateVersion
from webapp.models.outbox import DRAFT


@dataclass
class Card:
    """A template as the gallery shows it."""

    template: Template
    number: int
    saved_at: datetime
    saved_by: str  # empty = it came with the program
    mailings: int = 0
    default_of: list[ReminderType] = field(default_factory=list)


@dataclass(frozen=True)
class PastVersion:
    """One version as the history shows it."""

    version: TemplateVersion
    saved_by: str
    mailings: int


def gallery(*, archived: bool = False) -> dict[str, list[Card]]:
    """Every template by its kind, in the order of their names; three statements."""
    newest = TemplateVersion.select(TemplateVersion.template, fn.MAX(TemplateVersion.number).alias("number")).group_by(
        TemplateVersion.template
    )
    rows: Any = (
        Template.select(Template, TemplateVersion.number, TemplateVersion.saved_at, StaffMember.name.alias("saved_by"))
        .join(newest, on=(newest.c.template_id == Template.id))
        .join(
            TemplateVersion,
            on=(TemplateVersion.template == Template.id) & (TemplateVersion.number == newest.c.number),
        )
        .join(StaffMember, JOIN.LEFT_OUTER)
        .where(Template.archived_at.is_null(not archived))
        .order_by(Template.kind, Template.name_fr)
        .objects()
    )
    used, defaults = _used(), defaults_of()
    cards: dict[str, list[Card]] = {kind.code: [] for kind in channels.kinds()}
    for row in rows:
        cards[row.kind].append(Card(row, row.number, row.saved_at, row.saved_by or "", used[row.id], defaults[row.id]))
    return cards


def _used() -> dict[int, int]:
    """How many mailings each template was sent with; drafts do not count."""
    rows: Any = (
        Mailing.select(TemplateVersion.template, fn.COUNT(Mailing.id))
        .join(TemplateVersion)
        .where(Mailing.state != DRAFT)
        .group_by(TemplateVersion.template)
        .tuples()
    )
    return defaultdict(int, dict(rows))


def defaults_of() -> dict[int, list[ReminderType]]:
    """Which reminder types write with each template unless told otherwise."""
    found: dict[int, list[ReminderType]] = defaultdict(list)
    for row in ReminderType.select().where(ReminderType.archived_at.is_null()).order_by(ReminderType.position):
        for template_id in {row.email_template_id, row.sms_template_id, row.document_template_id}:
            if template_id is not None:
                found[template_id].append(row)
    return found


def template(template_id: int) -> Template | None:
    """One template, archived or not."""
    return Template.get_or_none(Template.id == template_id)


def versions(template_id: int) -> list[PastVersion]:
    """From the newest to the first, who saved it, and how many mailings went out with it."""
    rows: Any = (
        TemplateVersion.select(TemplateVersion, StaffMember.name.alias("name"), fn.COUNT(Mailing.id).alias("mailings"))
        .join(StaffMember, JOIN.LEFT_OUTER)
        .switch(TemplateVersion)
        .join(Mailing, JOIN.LEFT_OUTER, on=(Mailing.template_version == TemplateVersion.id) & (Mailing.state != DRAFT))
        .where(TemplateVersion.template == template_id)
        .group_by(TemplateVersion.id)
        .order_by(TemplateVersion.number.desc())
        .objects()
    )
    return [PastVersion(row, row.name or "", row.mailings) for row in rows]


def numbered(template_id: int, number: int) -> TemplateVersion | None:
    """The version of this number."""
    return TemplateVersion.get_or_none(template=template_id, number=number)


def under_way(template_id: int) -> int | None:
    """The highest version that an approved mailing has taken and keeps; None when no mailing is under way."""
    taken = (
        TemplateVersion.select(fn.MAX(TemplateVersion.number))
        .join(Mailing)
        .where(TemplateVersion.template == template_id, Mailing.state.in_(("approved", "running", "paused")))
    )
    return taken.scalar()  # type: ignore[no-any-return]


def newest(template_id: int) -> TemplateVersion | None:
    """The version that a new mailing takes, with its template."""
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
    wanted = set(chosen.values()) - {None}
    newest = {each.template_id: each for each in _IN_USE.rows(db.ids(wanted))} if wanted else {}
    return {type_id: newest[template_id] for type_id, template_id in chosen.items() if template_id in newest}


def _newest_in_use() -> Any:
    other = TemplateVersion.alias()
    last = other.select(fn.MAX(other.number)).where(other.template == TemplateVersion.template)
    found = TemplateVersion.select(TemplateVersion, Template).join(Template, JOIN.INNER)
    return found.where(
        TemplateVersion.template << AMONG, Template.archived_at.is_null(), TemplateVersion.number == last
    )


_IN_USE = Kept(_newest_in_use)
