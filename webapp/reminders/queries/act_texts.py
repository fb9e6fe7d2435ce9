"""The texts of acts of a type, as they are shown and set."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _
from peewee import JOIN, fn

from webapp import channels, text
from webapp.catalogue import queries as catalogue
from webapp.channels import Channel
from webapp.languages import name_of
from webapp.models import ActText, Item, ReminderType, RevenueCategory, Template
from webapp.reminders.rules.act_texts import NO_OWN, PURPOSE, Wording, unfit

OFFERED = 12
UNFIT = {
    NO_OWN: _("First choose the type’s own wording for this medium: it is sent to all others."),
    PURPOSE: _("It has another purpose than the type’s own wording: consent is asked for once for all."),
}


@dataclass(frozen=True)
class Act:
    """An item, or a revenue category."""

    row: Item | RevenueCategory

    @property
    def is_item(self) -> bool:
        return isinstance(self.row, Item)

    @property
    def key(self) -> dict[str, int | None]:
        """By the columns of ActText."""
        return {"item_id": self.row.id if self.is_item else None, "category_id": None if self.is_item else self.row.id}

    @property
    def name(self) -> str:
        """As it is shown, and can be typed."""
        return str(name_of(self.row))

    @property
    def code(self) -> str:
        return str(self.row.code) if isinstance(self.row, Item) else ""


@dataclass(frozen=True)
class TextRow:
    """One text of an act; `unfit`: why it is never sent (rules.act_texts)."""

    text: ActText
    act: Act
    unfit: str

    @property
    def template(self) -> Template:
        return self.text.template


def rows(type: ReminderType) -> list[TextRow]:
    """Those of a type: the categories, then the items, by name; two statements."""
    found = [
        TextRow(each, Act(each.item or each.category), unfit_for(type, each.template))
        for each in _texts().where(ActText.type == type.id)
    ]
    order = _kinds()
    found.sort(key=lambda row: (row.act.is_item, text.fold(row.act.name), order.index(row.template.kind)))
    return found


def find(type: ReminderType, text_id: int) -> TextRow | None:
    found = _texts().where(ActText.type == type.id, ActText.id == text_id).first()
    return TextRow(found, Act(found.item or found.category), unfit_for(type, found.template)) if found else None


def _texts() -> Any:
    return (
        ActText.select(ActText, Template, Item, RevenueCategory)
        .join(Template)
        .switch(ActText)
        .join(Item, JOIN.LEFT_OUTER)
        .switch(ActText)
        .join(RevenueCategory, JOIN.LEFT_OUTER, on=(ActText.category == RevenueCategory.id))
    )


def _kinds() -> list[str]:
    """Of the media for which a type has a wording of its own."""
    return [kind.code for each in channels.all() if each.default_template for kind in each.kinds]


def channel_of(kind: str) -> Channel:
    """The channel that this kind of template is written for."""
    return next(each for each in channels.all() if kind in {one.code for one in each.kinds})


def own_of(type: ReminderType, kind: str) -> Template | None:
    """What the type is written with over that medium."""
    column = channel_of(kind).default_template
    return Template.get_or_none(Template.id == getattr(type, column)) if column else None


def unfit_for(type: ReminderType, template: Template) -> str:
    """Why the template is not sent in place of the type's own; empty where it is."""
    own = own_of(type, template.kind)
    return unfit(
        Wording(template.kind, template.purpose), Wording(own.kind, own.purpose) if own else None,
        ready_made=channel_of(template.kind).leaves == channels.HAND,
    )  # fmt: skip


def templates(also: int | None = None, *, kind: str = "") -> dict[str, list[Template]]:
    """The templates in use by kind, in the order of the kinds; of one `kind` only, where it is given. `also`: one that
    is chosen already."""
    found: dict[str, list[Template]] = {each: [] for each in _kinds() if kind in ("", each)}
    there = Template.archived_at.is_null() | (Template.id == (also or 0))
    for each in Template.select().where(there, Template.kind << list(found)):
        found[each.kind].append(each)
    return {code: sorted(some, key=lambda each: text.fold(name_of(each))) for code, some in found.items() if some}


def meant(typed: str) -> list[Act]:
    """What a name or a code stands for: an item's code comes before names, a category's name before items'."""
    wanted = text.fold(typed)
    by_code = Item.select().where(fn.LOWER(Item.code) == typed.strip().lower())
    if found := [Act(each) for each in by_code]:
        return found
    if found := [Act(each) for each in catalogue.categories() if wanted in _names(each)]:
        return found
    return [Act(each) for each in catalogue.like(typed.strip(), limit=50) if wanted in _names(each)]


def _names(row: Item | RevenueCategory) -> Sequence[str]:
    return text.fold(row.name_fr), text.fold(row.name_en or row.name_fr)


def offered(typed: str) -> list[Act]:
    """What can be chosen for what was typed; for nothing, the categories."""
    wanted = text.fold(typed)
    categories = [Act(each) for each in catalogue.categories() if any(wanted in name for name in _names(each))]
    items = [Act(each) for each in catalogue.like(typed.strip(), limit=OFFERED)] if wanted else []
    return [*categories[:OFFERED], *items]


def act(item_id: int | None, category_id: int | None) -> Act | None:
    """The item or the category of this id."""
    found = catalogue.item(item_id) if item_id else catalogue.category(category_id)
    return Act(found) if found else None


def template(template_id: int | None) -> Template | None:
    """The template of this id, if it is in use."""
    return Template.get_or_none(Template.id == (template_id or 0), Template.archived_at.is_null())


def taken(type_id: int, kind: str, act: Act, *, but: int | None = None) -> bool:
    """Whether `act` has a text of this `kind` among those of the type `type_id`; `but`: one that does not count."""
    same = (ActText.type == type_id) & (ActText.kind == kind)
    same &= ActText.item == act.row.id if act.is_item else ActText.category == act.row.id
    return bool(ActText.select().where(same, ActText.id != (but or 0)).exists())
