"""What was said to clients, and how often one called in vain."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from webapp import db
from webapp.calls import rules


class Spoken(NamedTuple):
    """A contact that was not taken back."""

    id: int
    client_id: int
    at: datetime
    by: str  # empty = somebody who is no longer known
    channel: str
    incoming: bool
    result: str
    number: str
    note: str
    until: datetime | None

    @property
    def answered(self) -> bool:
        """Whether somebody was there: neither in vain nor a wrong number."""
        return self.result not in (*rules.UNANSWERED, rules.WRONG_NUMBER)


_OF = """
SELECT contact.id, contact.client_id, contact.at, coalesce(staff_member.name, ''), contact.channel, contact.incoming,
    contact.result, contact.number, contact.note, contact.until
FROM contact LEFT JOIN staff_member ON staff_member.id = contact.by_id
WHERE contact.client_id IN (SELECT value FROM json_each(:ids)) AND contact.undone_at IS NULL
ORDER BY contact.client_id, contact.at DESC, contact.id DESC"""


def of(client_ids: Iterable[int]) -> dict[int, list[Spoken]]:
    """All that was said to each of these clients, the newest first; one statement."""
    found: dict[int, list[Spoken]] = defaultdict(list)
    for *said, at, by, channel, incoming, result, number, note, until in db.rows(_OF, {"ids": db.ids(client_ids)}):
        (id_, client), then = said, db.instant(until)
        told = (datetime.fromisoformat(at), by, channel, bool(incoming), result, number, note, then)
        found[client].append(Spoken(id_, client, *told))
    return found


@dataclass(frozen=True)
class InVain:
    """How often one called in vain since somebody was there, and when last."""

    times: int
    last: Spoken | None

    @property
    def is_enough(self) -> bool:
        """Whether one had better write."""
        return self.times >= rules.MOST_UNANSWERED


def in_vain(spoken: Sequence[Spoken]) -> InVain:
    """Of what was said to one client, the newest first. A wrong number says nothing of who was there."""
    calls = [each for each in spoken if each.channel == "phone" and each.result != rules.WRONG_NUMBER]
    times = next((place for place, each in enumerate(calls) if each.answered), len(calls))
    return InVain(times, calls[0] if times else None)
