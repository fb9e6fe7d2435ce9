"""Why a reminder is left out, by what was found about it: of each row a candidate."""

from collections.abc import Collection, Iterator

from webapp import channels
from webapp.composition.queries.candidates import Facts, Policy, Row
from webapp.composition.rules.grouping import NO_CHANNEL, Candidate
from webapp.consents.rules import ARCHIVED, HELD, NO_REMINDERS


def candidates(known: Facts) -> list[Candidate]:
    """Each reminder, with why it is left out if it is."""
    decision = Decision(known.policy, known.unwanted, known.planned, known.recent, known.resting)
    return [decision.candidate(row) for row in known.rows]


class Decision:
    """Says of each row why it is left out, and makes a candidate of it."""

    def __init__(
        self,
        policy: Policy,
        unwanted: dict[int, str],
        planned: Collection[int] = (),
        recent: Collection[int] = (),
        resting: Collection[int] = (),
    ) -> None:
        self.policy, self.unwanted, self.planned, self.recent, self.resting = policy, unwanted, planned, recent, resting

    def candidate(self, row: Row) -> Candidate:
        why = self._why(row)
        others = tuple(self._others(row)) if why in NO_CHANNEL else ()
        return Candidate(
            row.reminder_id, row.client_id, row.animal_id, row.species or "", row.due_on, row.sort_name,
            channels.one(self.policy.channel).normalised(row.address), row.language, why, others, row,
            (row.last_name, row.street, row.postal_code),
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
        if row.may_not in (ARCHIVED, NO_REMINDERS, HELD):  # by no channel at all
            return row.may_not
        if row.reminder_id in self.planned:
            return "already_planned"
        if row.reminder_id in self.recent:
            return "recently"
        if row.client_id in self.resting:
            return "rest"
        if row.may_not:
            return row.may_not
        return "prefers_other" if any(row.reach & channels.one(earlier).bit for earlier in self._earlier(row)) else ""

    def _earlier(self, row: Row) -> Iterator[str]:
        """The channels that come before this one for the client, where they reach."""
        channel, prefers = channels.one(self.policy.channel), self._prefers(row)
        if prefers == channel.code:
            return
        # What they prefer does not leave yet: paper or a call takes its place, and no e-mail.
        awaited = bool(prefers) and not channel.electronic and channels.one(prefers).later
        if prefers and not awaited:
            yield prefers
        if self.policy.only_first:
            for code in self.policy.order[: self.policy.order.index(channel.code)]:
                earlier = channels.one(code)
                if not (earlier.later or (awaited and earlier.electronic)):
                    yield code
