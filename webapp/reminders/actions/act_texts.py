"""Setting what reminders about some act are written with; what is planned keeps its words."""

from webapp import db
from webapp.models import ActText, Template


class Taken(Exception):
    """This act has a text of this kind already."""


def put(*, type_id: int, template: Template, item_id: int | None, category_id: int | None) -> ActText:
    """From now on reminders of type `type_id` about this item (`item_id`) or category (`category_id`) take `template`,
    in place of what they took over that medium."""
    with db.write():
        found = _of(type_id, template.kind, item_id, category_id)
        if found is None:
            return ActText.create(
                type=type_id, kind=template.kind, item=item_id, category=category_id, template=template
            )
        ActText.update(template=template).where(ActText.id == found.id).execute()
        return found


def add(*, type_id: int, template: Template, item_id: int | None, category_id: int | None) -> ActText:
    """The same of a type `type_id` whose item `item_id`, or category `category_id`, has none of the kind of `template`.

    Raises Taken.
    """
    with db.write():
        if _of(type_id, template.kind, item_id, category_id):
            raise Taken
        return put(type_id=type_id, template=template, item_id=item_id, category_id=category_id)


def _of(type_id: int, kind: str, item_id: int | None, category_id: int | None) -> ActText | None:
    act = ActText.item == item_id if item_id else ActText.category == category_id
    return ActText.get_or_none(ActText.type == type_id, ActText.kind == kind, act)


def remove(*, text_id: int) -> None:
    """From now on the type's own text is sent."""
    with db.write():
        ActText.delete().where(ActText.id == text_id).execute()
