"""Which reminders of a scope may be written about over one channel, and why the others may not."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from peewee import SQL

from webapp import channels, db, here
from webapp.composition.queries.candidates import UNSETTLED, Row, Scope, condition, rows
from webapp.composition.rules.grouping import NO_CHANNEL, RECENTLY, Candidate
from webapp.consents.queries import reach
from webapp.consents.rules import ARCHIVED
from webapp.reminders.queries import eligibility


@dataclass(frozen=True)
class Policy:
    """What decides who is left out."""

    channel: str
    purpose: str
    order: Sequence[str]  # the clinic's channels, the first tried first
    now: datetime
    use_preferences: bool = True
    recently_too: bool = False
    only_first: bool = False  # only those whom no channel before this one reaches, in the clinic's order


def reached(policy: Policy) -> tuple[SQL, SQL, SQL]:
    """What is selected of each client beside their reminder; one statement, for what is blocked at all."""
    return reach.selected(channels.one(policy.channel), policy.purpose, here.day(policy.now))


def candidates(scope: Scope, policy: Policy) -> list[Candidate]:
    """Every reminder of the scope that needs a first contact, with why it is left out if it is; six statements."""
    found = rows(condition(scope), reached(policy))
    ids = [row.reminder_id for row in found]
    unwanted = eligibility.unwanted(reminder_ids=ids, channel=policy.channel, first_contact=True, now=policy.now)
    planned, recent = _planned(ids), set() if policy.recently_too else _recently_reached(ids, policy.now)
    decision = Decision(policy, unwanted, planned, recent)
    return [decision.candidate(row) for row in found]


def _planned(reminder_ids: Sequence[int]) -> set[int]:
    """Those that a message is about already, of whatever mailing, which may still reach the client."""
    found = db.rows(
        "SELECT DISTINCT about.reminder_id FROM json_each(:ids) AS wanted "
        "CROSS JOIN message_reminder AS about ON about.reminder_id = wanted.value AND about.left_out = '' "
        "CROSS JOIN message ON message.id = about.message_id "
        "AND message.state IN (SELECT value FROM json_each(:states))",
        {"ids": db.ids(reminder_ids), "states": db.ids(UNSETTLED)},
    )
    return {each for (each,) in found}


_RECENTLY = """
SELECT own.id FROM json_each(:ids) AS wanted CROSS JOIN reminder AS own ON own.id = wanted.value
WHERE EXISTS (
    SELECT 1 FROM reminder AS other
    WHERE other.animal_id = own.animal_id AND other.type_id = own.type_id AND other.id <> own.id
      AND other.deleted_at IS NULL AND other.done_at > :since)
OR own.animal_id IS NULL AND EXISTS (
    SELECT 1 FROM reminder AS other
    WHERE other.client_id = own.client_id AND other.animal_id IS NULL AND other.type_id = own.type_id
      AND other.id <> own.id AND other.deleted_at IS NULL AND other.done_at > :since)
"""


def _recently_reached(reminder_ids: Sequence[int], now: datetime) -> set[int]:
    """Those whose animal's client was reached lately for another reminder of the same type."""
    found = db.rows(_RECENTLY, {"ids": db.ids(reminder_ids), "since": db.instant_text(now - RECENTLY)})
    return {each for (each,) in found}


class Decision:
    """Says of each row why it is left out, and makes a candidate of it."""

    def __init__(
        self, policy: Policy, unwanted: dict[int, str], planned: Collection[int] = (), recent: Collection[int] = ()
    ) -> None:
        self.policy, self.unwanted, self.planned, self.recent = policy, unwanted, planned, recent

    def candidate(self, row: Row) -> Candidate:
        why = self._why(row)
        others = tuple(self._others(row)) if why in NO_CHANNEL else ()
        return Candidate(
            row.reminder_id, row.client_id, row.animal_id, row.species or "", row.due_on, row.sort_name,
            channels.one(self.policy.channel).normalised(row.address), row.language, why, others, row,
        )  # fmt: skip

    def _prefers(self, row: Row) -> str:
        return row.prefers if self.policy.use_preferences else ""

    def _others(self, row: Row) -> Iterator[str]:
        """What reaches the client otherwise: what they prefer, then in the clinic's order."""
        order = self.policy.order
        first = [prefers] if (prefers := self._prefers(row)) in order else []
        for channel in dict.fromkeys([*first, *order]):
            if channel != self.policy.channel and row.reach & channels.one(channel).bit:
                yield channel

    def _why(self, row: Row) -> str:
        first = self.unwanted.get(row.reminder_id, "")
        if first:
            return first
        if row.may_not == ARCHIVED:
            return ARCHIVED
        if row.reminder_id in self.planned:
            return "already_planned"
        if row.reminder_id in self.recent:
            return "recently"
        if row.may_not:
            return row.may_not
        return "prefers_other" if any(row.reach & channels.one(earlier).bit for earlier in self._earlier(row)) else ""

    def _earlier(self, row: Row) -> Iterator[str]:
        """The channels that come before this one for the client, where they reach."""
        channel, prefers = self.policy.channel, self._prefers(row)
        if prefers == channel:
            return
        if prefers:
            yield prefers
        if self.policy.only_first:
            yield from self.policy.order[: self.policy.order.index(channel)]
