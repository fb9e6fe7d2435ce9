"""What the animals of a campaign bought of its items since its first message, beside the same days a year before."""

import json
from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Any

from peewee import fn

from webapp.batches.queries import naming, rate
from webapp.batches.rules import criteria
from webapp.batches.rules.refusals import NotAccepted
from webapp.models import Batch, BatchPart, Reminder, Sale
from webapp.periods import months_before


@dataclass(frozen=True)
class Sold:
    """Lines of invoices between two days, both included."""

    first: date
    last: date
    lines: int
    amount_cents: int


@dataclass(frozen=True)
class Revenue:
    """`names`: what was asked for; empty where the criteria name nothing to buy, and then nothing is compared."""

    names: tuple[str, ...]
    since: Sold | None = None
    year_before: Sold | None = None


def revenue_of(batch: Batch, part: BatchPart | None, *, today: date, timezone: tzinfo) -> Revenue | None:
    """What was sold, in cents, to the animals reached, from the first message's day to `today`, and a year earlier.

    None before the first message. `timezone` decides which day the first message went.
    """
    reached = rate.within(batch, part) & Reminder.done_at.is_null(False)
    first_at = Reminder.select(fn.MIN(Reminder.done_at)).where(reached).scalar()
    if first_at is None:
        return None
    names, sold = _asked_for(batch, today)
    if sold is None:
        return Revenue(())
    first = first_at.astimezone(timezone).date()
    animals = Reminder.select(Reminder.animal).where(reached)
    since = _sold(sold, animals, first, today)
    before = _sold(sold, animals, months_before(first, 12), months_before(today, 12))
    return Revenue(names, since, before)


def _asked_for(batch: Batch, today: date) -> tuple[tuple[str, ...], Any]:
    """What the criteria include, by name, and the condition of its sales."""
    try:
        found = naming.resolve(criteria.parse(json.loads(batch.criteria or "{}")), today=today)
    except NotAccepted:  # an item has left the catalogue since
        return (), None
    items = [
        *found.products.include,
        *found.services.include,
        *(each for group in found.bought for each in group.items),
    ]
    categories = [each for group in found.bought for each in group.categories]
    names = tuple(dict.fromkeys(each.label for each in (*categories, *items)))
    conditions = [
        column << [id_ for each in named for id_ in each.ids]
        for column, named in ((Sale.item, items), (Sale.category, categories))
        if named
    ]
    if not conditions:
        return (), None
    return names, conditions[0] if len(conditions) == 1 else conditions[0] | conditions[1]


def _sold(sold: Any, animals: Any, first: date, last: date) -> Sold:
    figures: Any = (
        Sale.select(fn.COUNT(Sale.id), fn.COALESCE(fn.SUM(Sale.amount_cents), 0))
        .where(sold, Sale.sold_on >= first, Sale.sold_on <= last, Sale.animal << animals)
        .scalar(as_tuple=True)
    )
    return Sold(first, last, *figures)
