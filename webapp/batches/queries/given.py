"""What the page of a batch says of it and of what it has given: kept for as long as nothing has changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp import here
from webapp.batches.queries import lots, naming, rate, standing, words
from webapp.batches.queries.lots import PartRow
from webapp.batches.queries.rate import Course, Of, Revenue
from webapp.batches.queries.standing import Standing
from webapp.batches.queries.words import Pairs
from webapp.batches.rules.filters import BatchFilter
from webapp.languages import current
from webapp.models import Batch, BatchPart
from webapp.unchanged import Unchanged


@dataclass(frozen=True)
class Sent:
    """How it went, by what way, and what was sold to whom it reached."""

    course: Course
    by_channel: Sequence[Of]
    revenue: Revenue


@dataclass(frozen=True)
class Given:
    """`criteria` in words; `sent` once anything of it is."""

    stands: Standing
    parts: Sequence[PartRow]
    criteria: Pairs
    sent: Sent | None


_kept: Unchanged[Given] = Unchanged(64)


def of(batch: Batch, part: BatchPart | None) -> Given:
    """Until today, in the language of whoever reads it."""
    asked = batch.id, batch.criteria, part.id if part else None, here.today(), current()
    return _kept.of(asked, lambda: _found(batch, part))


def forget() -> None:
    """What was kept is found anew. For measuring."""
    _kept.forget()
    standing.forget()


def _found(batch: Batch, part: BatchPart | None) -> Given:
    stands = standing.of(BatchFilter(batch=batch.id, part=part.id if part else None))
    criteria, named = naming.asked_for(batch, today=here.today())
    sent = None
    if stands.first_sent_at:
        sent = Sent(
            rate.course(batch, part, stands.rate, here.zone()),
            rate.by_channel(batch, part),
            rate.revenue_of(batch, part, named, first=here.day(stands.first_sent_at), today=here.today()),
        )
    return Given(stands, lots.parts_of(batch), words.criteria_in_words(criteria, named, here.today()), sent)
