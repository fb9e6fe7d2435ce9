"""Which change may follow which, told by the dates. The conditions of reminders.actions.lives say the same in SQL."""

from webapp.reminders.rules.lives import Dated

ELSEWHERE = "elsewhere"  # done, or cancelled, in the practice software, whose file says no more than that
# Why a reminder is cancelled: codes for what the house does by itself and for what one often says; or a person's words.
DECEASED, GIVEN_AWAY, NEW_OWNER, ARCHIVED = "deceased", "given_away", "new_owner", "archived"
DONE_ELSEWHERE, NOT_WANTED, MISTAKE = "done_elsewhere", "not_wanted", "mistake"
BY_ITSELF = (DECEASED, GIVEN_AWAY, NEW_OWNER, ARCHIVED)
BY_A_PERSON = (DONE_ELSEWHERE, NOT_WANTED, MISTAKE)
CANCELLED_BECAUSE = (*BY_ITSELF, *BY_A_PERSON, ELSEWHERE)

DONE, REOPENED, ANSWERED, UNANSWERED = "done", "reopened", "answered", "unanswered"
VISITED, UNVISITED, CANCELLED, UNCANCELLED = "visited", "unvisited", "cancelled", "uncancelled"
DELETED, RESTORED = "deleted", "restored"
CREATED, NOTED, ASSIGNED, MOVED, SNOOZED = "created", "noted", "assigned", "moved", "snoozed"
CHANGES = (
    DONE, REOPENED, ANSWERED, UNANSWERED, VISITED, UNVISITED, CANCELLED, UNCANCELLED, DELETED, RESTORED,
    NOTED, ASSIGNED, MOVED, SNOOZED,
)  # fmt: skip

# The column that each change fills or empties.
COLUMN = {
    DONE: "done_at", REOPENED: "done_at", ANSWERED: "answered_at", UNANSWERED: "answered_at",
    VISITED: "visited_at", UNVISITED: "visited_at", CANCELLED: "cancelled_at", UNCANCELLED: "cancelled_at",
    DELETED: "deleted_at", RESTORED: "deleted_at",
}  # fmt: skip
FILLS = (DONE, ANSWERED, VISITED, CANCELLED, DELETED)
# What stands in the way of a change, whatever its own column holds.
STOPPED_BY = {
    DONE: ("deleted_at", "cancelled_at", "visited_at"),
    REOPENED: ("deleted_at", "cancelled_at", "visited_at"),
    ANSWERED: ("deleted_at", "cancelled_at", "visited_at"),
    UNANSWERED: ("deleted_at", "cancelled_at", "visited_at"),
    VISITED: ("deleted_at", "cancelled_at"),
    UNVISITED: ("deleted_at", "cancelled_at"),
    CANCELLED: ("deleted_at", "visited_at"),
    UNCANCELLED: ("deleted_at",),
    DELETED: (),
    RESTORED: (),
    NOTED: ("deleted_at",),
    ASSIGNED: ("deleted_at",),
    MOVED: ("deleted_at", "cancelled_at", "visited_at"),
    SNOOZED: ("deleted_at", "cancelled_at", "visited_at", "answered_at", "done_at"),
}


def obstacle(reminder: Dated, change: str) -> str:
    """Why this change cannot follow: the state that stands in the way (a change of CHANGES), or "" when it can.

    A change that was made already stands in its own way: two people pressed the same button.
    """
    for column in STOPPED_BY[change]:
        if getattr(reminder, column):
            return _ENTERED_BY[column]
    column = COLUMN.get(change, "")
    if not column or bool(getattr(reminder, column)) != (change in FILLS):
        return ""
    return change


OPEN = "open"
# Who cancels presumes that it is still to be done, unless they were shown that it is not.
PRESUMED = {CANCELLED: OPEN, DONE: OPEN}


def standing(reminder: Dated) -> str:
    """Which states it has, as a form keeps it: "open", "done", "done-answered". Whoever answers says what they saw."""
    return "-".join(change for change in FILLS if getattr(reminder, COLUMN[change])) or OPEN


def newer_than(reminder: Dated, seen: str) -> str:
    """A state that it has and had not when it was `seen`; "" if there is none."""
    return next((each for each in FILLS if getattr(reminder, COLUMN[each]) and each not in seen.split("-")), "")


_ENTERED_BY = {COLUMN[change]: change for change in FILLS}
