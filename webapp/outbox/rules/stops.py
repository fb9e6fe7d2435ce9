"""Why all sending is stopped, who may let it go on, and which stop stands above which."""

from datetime import datetime, timedelta

PERSON = "person"  # somebody pressed the button
CLOCK = "clock"  # the clock went back; it goes on by itself once that is right
JOURNAL = "journal"  # the database is older than what left, and the journal said what
LOST = "lost"  # the journal is gone, cut short or another one's
RESTORED = "restored"  # a backup was put into a place without its journal
PUT_BACK = "put_back"  # the folder was put back from a copy
COPIED = "copied"  # another machine, or another folder
GAP = "gap"  # the clock is far ahead of the last tick

# What asks: a manager decides in words what becomes of what was due, on the page or by command.
ASKING = (JOURNAL, LOST, RESTORED, PUT_BACK, COPIED, GAP)
# Of these, after which nobody knows what left.
UNKNOWN = (LOST, RESTORED, PUT_BACK, COPIED)

LONGEST_GAP = timedelta(days=10)


def rank(reason: str) -> int:
    """A higher one comes to stand above a lower one; between equals the first stands."""
    return {PERSON: 0, "": 0, CLOCK: 1}.get(reason, 2)


def is_gap(last_tick_at: datetime, now: datetime) -> bool:
    """Whether so much time has passed since the last tick that nobody can vouch for what was due in between."""
    return now - last_tick_at > LONGEST_GAP
