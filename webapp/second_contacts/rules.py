"""Who is contacted a second time, by what, and who is left in peace."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

USUAL_DAYS, MOST_DAYS = 30, 365  # since they were reached
LOOKED_BACK = 365  # whom one reached longer ago is none of it, unless that is asked for
MOST = 3  # contacts, after which a client is left in peace
CALLS = "phone"

# Why a client is left in peace; what speaks against their reminders has codes of its own (the outbox's).
RECENT, PLANNED, ENOUGH, NO_OTHER, NO_ADDRESS, REFUSED = (
    "recent", "already_planned", "enough", "no_other", "no_address", "refused",
)  # fmt: skip


@dataclass(frozen=True)
class Known:
    """What is known of a client with reminders that await an answer."""

    tried: frozenset[str]  # channels by which they were reached
    reach: frozenset[str]  # channels that reach them, and by which one can write or call
    last_on: date  # when they were reached last
    contacts: int
    has_address: bool = True  # of whatever kind
    planned: bool = False  # a message about it is on its way
    against: str = ""  # what speaks against every reminder, or against the client


def ways(tried: Collection[str], reach: Collection[str], order: Sequence[str]) -> list[str]:
    """The channels that reach, the one to propose first: another than before; what was tried comes last.

    `order`: the clinic's channels that can be used. Whom nobody has reached by a channel, or whom one has written to in
    every way, is called.
    """
    written = [code for code in order if code != CALLS]
    calls_first = not tried or set(written) <= set(tried)
    able = [code for code in ([CALLS, *written] if calls_first else [*written, CALLS]) if code in reach]
    return able if set(able) <= set(tried) else sorted(able, key=lambda code: code in tried)


def left_alone(known: Known, order: Sequence[str], *, today: date, days: int) -> str:
    """Why nobody contacts a client of whom that is `known` again now, when `days` must have gone by; empty where one
    may. `order`: as of `ways`."""
    if known.against:
        return known.against
    if known.planned:
        return PLANNED
    if known.last_on > today - timedelta(days=days):
        return RECENT
    if known.contacts >= MOST:
        return ENOUGH
    if not known.reach:
        return REFUSED if known.has_address else NO_ADDRESS
    written = {code for code in order if code != CALLS}
    if known.reach <= known.tried and not (CALLS in known.reach and written <= known.tried):
        return NO_OTHER
    return ""
