"""What the reminders of a lot were made for, where its criteria name it: the texts of their acts."""

from collections.abc import Iterable

from webapp import here
from webapp.batches.queries import naming
from webapp.batches.queries.naming import Several
from webapp.composition.queries.acts import Acts, Bought, in_place_of
from webapp.models import Batch, TemplateVersion


def of_lot(batch: Batch | None, version: TemplateVersion | None, *, types_own: bool = False) -> Acts | None:
    """What some of the lot are written with in place of this version; None where nothing is. `types_own`: the version
    is its type's text, though the type may not name it."""
    also = batch.type_id if batch and types_own else None
    return in_place_of(version, also=also, bought=lambda: _bought(batch) if batch else None)


def _bought(batch: Batch) -> Bought | None:
    """What its animals were chosen for having bought, if they were."""
    _criteria, found = naming.asked_for(batch, today=here.day(batch.created_at))
    if found is None:
        return None
    items = _ids([found.products.include, found.services.include, *(group.items for group in found.bought)])
    categories = _ids([group.categories for group in found.bought])
    return Bought(items, categories, *found.period) if items or categories else None


def _ids(lists: Iterable[Several]) -> tuple[int, ...]:
    return tuple(sorted({id_ for named in lists for each in named for id_ in each.ids}))
