"""What a manager answers to a stop: for which reason it stood when it was read, which way, and how many messages."""

from collections.abc import Mapping
from dataclasses import dataclass

from webapp.accounts.queries.readiness import Halt
from webapp.outbox.actions.deciding import SEND, WAYS
from webapp.outbox.rules import stops


@dataclass(frozen=True)
class Decision:
    """`way` None: nothing is in question but whether to go on. `count` None: no number was shown."""

    reason: str
    way: str | None
    count: int | None

    @classmethod
    def of(cls, typed: Mapping[str, str], stop: Halt) -> "Decision | None":
        """None where it answers to something else than what stands now."""
        reason, way, count = typed.get("reason", stop.reason), typed.get("way"), typed.get("count", "")
        if reason != stop.reason or (way is not None and way not in WAYS):
            return None
        if reason not in stops.ASKING:
            return cls(reason, None, None)
        if way is None and reason != stops.JOURNAL:
            return None
        return cls(reason, way or SEND, int(count) if count.isdecimal() else None)
