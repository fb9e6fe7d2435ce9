"""What a batch has given, once anything of it is sent: kept for as long as nothing has changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp import here
from webapp.batches.queries import rate
from webapp.batches.queries.rate import Course, Of, Revenue
from webapp.batches.queries.standing import Standing
from webapp.languages import current
from webapp.models import Batch, BatchPart
from webapp.unchanged import Unchanged

_kept = Unchanged["Given"](64)


@dataclass(frozen=True)
class Given:
    """How it went, by what way, and what was sold to whom it reached."""

    course: Course
    by_channel: Sequence[Of]
    revenue: Revenue | None


def of(batch: Batch, part: BatchPart | None, standing: Standing) -> Given:
    """Until today, with what was asked for in the language of whoever reads it."""
    asked = batch.id, part.id if part else None, here.today(), current()
    return _kept.of(asked, lambda: _found(batch, part, standing), stands=lambda _: True)


def forget() -> None:
    """What was kept is found anew. For measuring."""
    _kept.forget()


def _found(batch: Batch, part: BatchPart | None, standing: Standing) -> Given:
    first = standing.first_sent_at
    return Given(
        rate.course(batch, part, standing.rate, here.zone()),
        rate.by_channel(batch, part),
        rate.revenue_of(batch, part, first=here.day(first), today=here.today()) if first else None,
    )
