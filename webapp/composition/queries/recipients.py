"""Which reminders of a scope may be written about over one channel, and why the others may not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from webapp import channels, db
from webapp.composition.queries.candidates import UNSETTLED, Row, Scope, condition, rows
from webapp.composition.rules.grouping import NO_CHANNEL, RECENTLY, Candidate
from webapp.models import Suppression
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


def candidates(scope: Scope, policy: Policy) -> list[Candidate]:
    """Every reminder of the scope that needs a first contact, with why it is left out if it is; six statements."""
    found = rows(condition(scope))
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


def suppressed(purpose: str) -> dict[str, set[str]]:
    """The addresses that must not be written to for this purpose, by channel."""
    found: dict[str, set[str]] = defaultdict(set)
    barred: Any = Suppression.select(Suppression.channel, Suppression.address).where(
        Suppression.lifted_at.is_null(), Suppression.purpose << ["", purpose]
    )
    for channel, address in barred.tuples():
        found[channel].add(address)
    return found


class Decision:
    """Says of each row why it is left out, and makes a candidate of it. One statement, for the blocked addresses."""

    def __init__(
        self, policy: Policy, unwanted: dict[int, str], planned: Collection[int] = (), recent: Collection[int] = ()
    ) -> None:
        self.policy, self.unwanted, self.planned, self.recent = policy, unwanted, planned, recent
        self.barred = suppressed(policy.purpose)
        self.addresses: dict[str, Callable[[Row], str]] = {
            "email": lambda row: row.email.strip().lower(),
            "sms": lambda row: row.mobile_phone,
        }

    def candidate(self, row: Row) -> Candidate:
        """The row, decided."""
        address = self._address(row)
        why = self._why(row, address)
        others = tuple(self._others(row)) if why in NO_CHANNEL else ()
        return Candidate(
            row.reminder_id, row.client_id, row.animal_id, row.species or "", row.due_on, row.sort_name,
            address, row.language, why, others, row,
        )  # fmt: skip

    def _address(self, row: Row) -> str:
        return self.addresses[self.policy.channel](row) if self.policy.channel in self.addresses else ""

    def _prefers(self, row: Row) -> str:
        return row.prefers if self.policy.use_preferences else ""

    def _others(self, row: Row) -> Iterator[str]:
        """What reaches the client otherwise: what they prefer, then in the clinic's order."""
        order = self.policy.order
        first = [prefers] if (prefers := self._prefers(row)) in order else []
        for channel in dict.fromkeys([*first, *order]):
            if channel != self.policy.channel and self._reaches(row, channel):
                yield channel

    def _reaches(self, row: Row, channel: str) -> bool:
        if not row.reach & channels.one(channel).bit:
            return False
        address = self.addresses.get(channel)
        return address is None or address(row) not in self.barred.get(channel, ())

    def _why(self, row: Row, address: str) -> str:
        first = self.unwanted.get(row.reminder_id, "")
        if first:
            return first
        if row.archived_at:
            return "archived"
        if row.reminder_id in self.planned:
            return "already_planned"
        if row.reminder_id in self.recent:
            return "recently"
        channel = self.policy.channel
        if not row.reach & channels.one(channel).bit:
            missing = channel in self.addresses and not address
            return "no_address" if missing or getattr(row, f"accepts_{channel}") else "refused"
        if address in self.barred.get(channel, ()):
            return "suppressed"
        return "prefers_other" if any(self._reaches(row, earlier) for earlier in self._earlier(row)) else ""

    def _earlier(self, row: Row) -> Iterator[str]:
        """The channels that come before this one for the client, where they reach."""
        channel, prefers = self.policy.channel, self._prefers(row)
        if prefers == channel:
            return
        if prefers:
            yield prefers
        if self.policy.only_first:
            yield from self.policy.order[: self.policy.order.index(channel)]
