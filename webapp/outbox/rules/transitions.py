"""The lives of messages and mailings: from which states each change may come, where it leads, what it stamps.

`outbox.actions.lives` makes its statements of these changes, and nothing else writes a state.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Mark(Enum):
    """What a change stamps on a column, beside plain values: this moment, who did it, one more than before."""

    NOW = 1
    BY = 2
    ONE_MORE = 3


NOW, BY, ONE_MORE = Mark.NOW, Mark.BY, Mark.ONE_MORE


Stamps = Mapping[str, str | int | Mark | None]


@dataclass(frozen=True, eq=False)
class Change:
    """One change. `outcome`: what those who follow messages are told of it; empty = nothing."""

    name: str
    sources: tuple[str, ...]
    target: str
    stamps: Stamps = field(default_factory=dict)
    outcome: str = ""
    table: str = "message"


MESSAGE_STATES = ("planned", "claimed", "printed", "sent", "bounced", "failed", "cancelled", "expired", "in_doubt")
_LEFT: Stamps = {"sent_at": NOW, "ended_at": NOW, "reason": "", "detail": ""}

# The sender's.
CLAIM = Change("claim", ("planned",), "claimed", {"reason": "", "detail": ""})
RELEASE = Change("release", ("claimed",), "planned")  # nothing left, and it is nobody's attempt
RETRY = Change("retry", ("claimed", "planned"), "planned", {"attempts": ONE_MORE})
SEND = Change("send", ("claimed",), "sent", {**_LEFT, "attempts": ONE_MORE}, "sent")
FAIL = Change("fail", ("claimed", "planned"), "failed", {"ended_at": NOW, "attempts": ONE_MORE}, "failed")
# Refused like so many others in a row that a person is asked: as if it had never been tried.
UNFAIL = Change("unfail", ("failed",), "planned", {"ended_at": None, "not_before": None, "attempts": 0}, "reopened")
DOUBT = Change("doubt", ("claimed",), "in_doubt", {"ended_at": NOW, "attempts": ONE_MORE}, "in_doubt")
EXPIRE = Change("expire", ("planned",), "expired", {"ended_at": NOW, "reason": "expired", "detail": ""}, "expired")
# What the journal knows of messages that an older database holds for unsent.
FIND_SENT = Change(
    "find sent", tuple(state for state in MESSAGE_STATES if state not in ("sent", "bounced")), "sent",
    SEND.stamps, "sent",
)  # fmt: skip
FIND_BEGUN = Change(
    "find begun", ("planned", "cancelled", "expired"), "in_doubt", {**DOUBT.stamps, "detail": ""}, "in_doubt"
)
# What a person, or what happens in the clinic, decides.
HOLD = Change("hold", ("planned",), "in_doubt", {"ended_at": NOW, "reason": "may_have_left", "detail": ""}, "in_doubt")
CANCEL = Change("cancel", ("planned", "printed"), "cancelled", {"ended_at": NOW, "detail": ""}, "cancelled")
CONFIRM = Change(
    "confirm", ("in_doubt",), "sent", {"sent_at": NOW, "ended_at": NOW, "reason": "", "settled_by_id": BY}, "sent"
)
SEND_AGAIN = Change(
    "send again", ("in_doubt",), "planned",
    {"not_before": NOW, "ended_at": None, "reason": "", "settled_by_id": BY}, "reopened",
)  # fmt: skip
GIVE_UP = Change(
    "give up", ("in_doubt",), "failed", {"ended_at": NOW, "reason": "person", "settled_by_id": BY}, "failed"
)
BOUNCE = Change("bounce", ("sent",), "bounced", {"ended_at": NOW, "reason": "bounced"}, "bounced")
# Letters.
PRINT = Change("print", ("planned",), "printed", {"reason": ""})
POST = Change("post", ("planned", "printed"), "sent", {"sent_at": NOW, "ended_at": NOW, "reason": ""}, "sent")
TAKE_BACK = Change("take back", ("sent",), "printed", {"sent_at": None, "ended_at": None}, "reopened")
SET_BACK = Change(  # somebody must first be asked: it waits, out of the pile, for a later one
    "set back", ("planned", "printed"), "planned", {"print_run_id": None, "print_number": None}
)
PUT_BACK = Change("put back", ("cancelled",), "printed", {"reason": "", "ended_at": None})  # on the pile
PLAN_AGAIN = Change(
    "plan again", ("cancelled",), "planned",
    {"reason": "", "ended_at": None, "print_run_id": None, "print_number": None},
)  # fmt: skip

MESSAGE_CHANGES = (
    CLAIM, RELEASE, RETRY, SEND, FAIL, UNFAIL, DOUBT, EXPIRE, FIND_SENT, FIND_BEGUN, HOLD, CANCEL, CONFIRM,
    SEND_AGAIN, GIVE_UP, BOUNCE, PRINT, POST, TAKE_BACK, SET_BACK, PUT_BACK, PLAN_AGAIN,
)  # fmt: skip

MAILING_STATES = ("draft", "approved", "running", "paused", "cancelled", "finished")


def _of_mailing(name: str, sources: tuple[str, ...], target: str, stamps: Stamps | None = None) -> Change:
    return Change(name, sources, target, stamps or {}, table="mailing")


APPROVE = _of_mailing("approve", ("draft",), "approved", {"approved_at": NOW})
START = _of_mailing("start", ("approved",), "running")  # its first wave opens
PAUSE = _of_mailing("pause", ("approved", "running"), "paused", {"paused_at": NOW})
RESUME = _of_mailing("resume", ("paused",), "approved", {"paused_at": None})
FINISH = _of_mailing("finish", ("approved", "running"), "finished", {"finished_at": NOW})
_OVER = ("approved", "running", "paused")  # what a person may end
CUT_SHORT = _of_mailing("cut short", _OVER, "finished", {"finished_at": NOW, "paused_at": None})
CANCEL_MAILING = _of_mailing("cancel mailing", _OVER, "cancelled", {"cancelled_at": NOW, "paused_at": None})
REOPEN = _of_mailing("reopen", ("finished",), "running", {"finished_at": None})

MAILING_CHANGES = (APPROVE, START, PAUSE, RESUME, FINISH, CUT_SHORT, CANCEL_MAILING, REOPEN)
