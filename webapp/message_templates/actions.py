"""Writing templates: each save is a version, and a version never changes."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from peewee import fn

from webapp import db, here, printing
from webapp.clinic import actions as clinic_actions
from webapp.message_templates import queries
from webapp.message_templates.queries.pictures import UPLOADS
from webapp.message_templates.rules.draft import Draft
from webapp.models import StaffMember, Template, TemplateVersion


class Stale(Exception):
    """Someone else saved a version since this one was opened."""


class IsDefault(Exception):
    """Reminder types write with it, about all or after some act, or its kind of communication does: they must be given
    another first."""

    def __init__(self, names: list[tuple[str, str]]) -> None:
        self.names = names  # of the types, or "type (act)", French and English; none = the default of its kind


class InUse(Exception):
    """Something was written with it, or is about to be: it can be put away, not deleted."""


def create(*, draft: Draft, named: Mapping[str, Any], now: datetime, by: StaffMember | None) -> Template:
    """A new template with its first version. `named`: name_fr, name_en, purpose, communication."""
    with db.write():
        made = Template.create(kind=draft.kind, created_at=now, **named)
        _add_version(made.id, 1, draft.wording(), now, by)
        return made


def save(
    *, template_id: int, draft: Draft, named: Mapping[str, Any], seen: int, now: datetime, by: StaffMember | None
) -> int | None:
    """The number of the version that was made; None where the wording is the same as before.

    `seen` is the version that was opened. Raises Stale when it is no longer the newest and the wording differs.
    """
    with db.write():
        found = Template.get_by_id(template_id)
        changed = {name: value for name, value in named.items() if getattr(found, name) != value}
        if changed:
            Template.update(**changed).where(Template.id == template_id).execute()
        newest = queries.newest(template_id)
        if newest and draft.says_what(newest):
            return None
        if newest and newest.number != seen:
            raise Stale
        number = newest.number + 1 if newest else 1
        _add_version(template_id, number, draft.wording(), now, by)
        return number


def restore(*, template_id: int, number: int, now: datetime, by: StaffMember | None) -> int | None:
    """Make version `number` the newest again, as a new one: its number. None where the newest already says the same.

    Raises TemplateVersion.DoesNotExist.
    """
    with db.write():
        old = TemplateVersion.get(template=template_id, number=number)
        wording = Draft.of("", old).wording()
        newest = queries.newest(template_id)
        if newest and all(getattr(newest, name) == value for name, value in wording.items()):
            return None
        last = TemplateVersion.select(fn.MAX(TemplateVersion.number)).where(TemplateVersion.template == template_id)
        made = int(last.scalar()) + 1
        _add_version(template_id, made, wording, now, by)
        return made


def duplicate(*, template_id: int, named: Mapping[str, str], now: datetime, by: StaffMember | None) -> Template:
    """A template of one's own called `named`, with the same wording. It is nobody's default."""
    with db.write():
        found, newest = Template.get_by_id(template_id), queries.newest(template_id)
        alike = {"kind": found.kind, "purpose": found.purpose, "communication": found.communication}
        made = Template.create(created_at=now, branch=found.branch_id, **alike, **named)
        if newest:
            _add_version(made.id, 1, Draft.of(found.kind, newest).wording(), now, by)
        return made


def archive(*, template_id: int, now: datetime) -> None:
    """Put it out of the way; what was sent with it stays readable. Raises IsDefault."""
    with db.write():
        types = [(row.name_fr, row.name_en) for row in queries.defaults_of()[template_id]]
        acts = [use.names for use in queries.uses(template_id)]
        if types or acts or Template.get_by_id(template_id).is_default:
            raise IsDefault([*types, *acts])
        Template.update(archived_at=now).where(Template.id == template_id, Template.archived_at.is_null()).execute()


def unarchive(*, template_id: int) -> None:
    with db.write():
        Template.update(archived_at=None).where(Template.id == template_id).execute()


def delete(*, template_id: int) -> None:
    """Away for good, with its versions. Raises InUse, of what came with the program as well."""
    with db.write():
        found = Template.get_by_id(template_id)
        if found.code or queries.in_use(found):
            raise InUse
        TemplateVersion.delete().where(TemplateVersion.template == template_id).execute()
        Template.delete().where(Template.id == template_id).execute()


def make_default(*, template_id: int) -> None:
    """Its kind of communication is written with it over its medium from now on, in place of whatever it was."""
    with db.write():
        found = Template.get_by_id(template_id)
        alike = (Template.communication == found.communication) & (Template.kind == found.kind)
        Template.update(is_default=False).where(alike & Template.is_default).execute()
        Template.update(is_default=True).where(Template.id == template_id).execute()


def _add_version(
    template_id: int, number: int, wording: Mapping[str, str], now: datetime, by: StaffMember | None
) -> None:
    TemplateVersion.create(template=template_id, number=number, saved_at=now, saved_by=by, **wording)


def keep_picture(*, content: bytes) -> str:
    """The name of a small JPEG of this picture, made from what it shows and how large it is: the same picture is kept
    once. What was sent may show it, so that none is ever taken away. Raises printing.NotAPicture, OSError.
    """
    picture = printing.as_jpeg(content, printing.PHOTO)
    width, height = printing.picture_size(picture)
    name = f"photo-{hashlib.sha256(picture).hexdigest()[:12]}-{width}x{height}.jpg"
    write_picture(name=name, content=picture)
    return name


def write_picture(*, name: str, content: bytes) -> None:
    """The file of a picture, for nobody else on the machine. Raises OSError."""
    folder = here.under(UPLOADS)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    path.write_bytes(content)
    path.chmod(0o600)


def set_greeting(*, preset: str) -> None:
    """How `{{ appel }}` begins every message from now on; what is already planned keeps its words."""
    clinic_actions.configure(greeting=preset)
