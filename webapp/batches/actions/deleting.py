"""Many reminders of a list are deleted, and come back. What the person was told is counted again as it is done."""

from collections.abc import Sequence
from datetime import datetime

from webapp import db
from webapp.batches.queries import listing
from webapp.batches.rules.filters import BatchFilter
from webapp.models import StaffMember
from webapp.reminders.actions import lives


class Changed(Exception):
    """The list holds another number than the person was told; `count` is what it is now."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


def delete(
    *, wanted: BatchFilter | None, ids: Sequence[int] | None, expected: int | None, now: datetime,
    by: StaffMember | None,
) -> int:  # fmt: skip
    """Those of the list `wanted` that are among `ids`; without `ids` all of it, if it is as many as `expected`.

    How many were deleted. Raises Changed.
    """
    with db.write():
        return lives.delete(reminder_ids=_meant(wanted, ids, expected), now=now, by=by)


def restore(
    *, wanted: BatchFilter | None, ids: Sequence[int] | None, expected: int | None, now: datetime,
    by: StaffMember | None,
) -> int:  # fmt: skip
    """Of the deleted list `wanted` those among `ids`, or all, if they are as many as `expected`; `by` as above.

    How many are back. Raises Changed.
    """
    with db.write():
        return lives.restore(reminder_ids=_meant(wanted, ids, expected), now=now, by=by)


def undo(*, at: datetime, now: datetime, by: StaffMember | None) -> int:
    """What was deleted at the instant `at` is there again; how many."""
    with db.write():
        return lives.restore(reminder_ids=listing.deleted_at(at), now=now, by=by)


def _meant(wanted: BatchFilter | None, ids: Sequence[int] | None, expected: int | None) -> list[int]:
    if wanted is None:
        return []
    if ids is not None:
        return listing.ids(wanted, ids)
    found = listing.to_change(wanted)
    if expected != len(found):
        raise Changed(len(found))
    return found
