"""The sum that closes: every reminder of the lot once, in a message, reached otherwise, or left aside, and why."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from webapp import channels
from webapp.channels import Channel
from webapp.composition.queries.naming import first_named
from webapp.composition.rules.grouping import LEFT_OUT as REASONS
from webapp.composition.rules.grouping import NO_CHANNEL, Candidate
from webapp.composition.rules.sums import Sums
from webapp.languages import current
from webapp.mailings.queries.composing import Outlook
from webapp.mailings.queries.labels import LEFT_OUT
from webapp.outbox.queries.reasons import words

NAMED = 40  # of those of one line
_ICONS = {
    "deceased": "ban", "given_away": "ban", "new_owner": "ban", "archived": "ban", "no_reminders": "ban",
    "already_planned": "clock", "has_appointment": "calendar-check", "recently": "clock", "refused": "ban",
    "suppressed": "ban", "hole": "triangle-alert", "held": "circle-help",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """Reminders that are not written about, for one reason: how many, and the first of their clients by name."""

    words: str
    icon: str
    reminders: int
    clients: Sequence[tuple[int, str, str]]  # id, name, and what is missing in their message
    more: int  # clients who are not named


@dataclass(frozen=True)
class Otherwise:
    """Reminders whose clients another channel reaches."""

    channel: Channel
    reminders: int
    lines: Sequence[Line]


@dataclass(frozen=True)
class Figures:
    """`reminders` = `written` + `elsewhere` + `aside`."""

    reminders: int
    written: int
    messages: int
    otherwise: Sequence[Otherwise]
    lines: Sequence[Line]  # of those left aside
    awaited: Sequence[tuple[Channel, int]]  # channels that do not leave yet, and the clients who would have one

    @property
    def elsewhere(self) -> int:
        """Reminders whose clients another channel reaches, whichever."""
        return sum(each.reminders for each in self.otherwise)

    @property
    def aside(self) -> int:
        """Reminders that are left aside, for whatever reason."""
        return _total(self.lines)


def figures(plan: Outlook) -> Figures:
    """Of the lot as it stands."""
    by_way: dict[str, list[Line]] = defaultdict(list)
    awaited: dict[str, int] = defaultdict(int)
    for line, left in plan.composition.left.items():
        if line.others and channels.one(line.others[0]).later:
            awaited[line.others[0]] += left.clients
    told = _told(plan.composition)
    named = first_named([whose for _, whose in told.values()], NAMED)
    for ((why, way, prefers), (reminders, whose)), first in zip(told.items(), named, strict=True):
        clients = [(client, f"{given} {family}".strip(), "") for client, _, given, family in first[:NAMED]]
        by_way[way].append(
            Line(
                said(plan.channel, why, prefers), _ICONS.get(why, "user-x"), reminders, clients,
                len(whose) - len(clients),
            )
        )  # fmt: skip
    if plan.holes:
        by_way[""].append(_holes(plan))
    aside = by_way.pop("", [])
    otherwise = [
        Otherwise(channels.one(code), _total(by_way[code]), _by_number(by_way[code]))
        for code in channels.codes()
        if code in by_way
    ]
    return Figures(
        plan.composition.reminders, plan.written, plan.messages, otherwise, _by_number(aside),
        [(channels.one(code), clients) for code, clients in awaited.items()],
    )  # fmt: skip


def _told(found: Sums) -> dict[tuple[str, str, str], tuple[int, set[int]]]:
    """Reminders and clients by reason, by the channel that will reach them ("" = none) and by what they prefer."""
    told: dict[tuple[str, str, str], tuple[int, set[int]]] = {}
    for line, left in sorted(found.left.items(), key=lambda each: REASONS.index(each[0].why)):
        key = (line.why, leaving(line.others) if line.why in NO_CHANNEL else "", line.prefers)
        reminders, whose = told.get(key, (0, set()))
        told[key] = reminders + left.reminders, whose.union(*left.whose.values())
    return told


def leaving(others: Sequence[str]) -> str:
    """The channel that will reach them, in the clinic's order; "" = none. What does not leave yet reaches nobody."""
    return next((code for code in others if not channels.one(code).later), "")


def said(channel: str, reason: str, prefers: str = "") -> str:
    """Why somebody is not reached by `channel`: to prefer another way is not to have no address."""
    if prefers:
        return str(gettext("Prefer: %(channel)s", channel=str(channels.one(prefers).name).lower()))
    if reason == "no_address":
        return str(channels.one(channel).lacking)
    return str(LEFT_OUT.get(reason, words(reason)))


def _total(lines: Iterable[Line]) -> int:
    return sum(each.reminders for each in lines)


def _by_number(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda each: -each.reminders)


def _holes(plan: Outlook) -> Line:
    first = plan.outline.first_holes(NAMED)
    some = [
        (hole.group.client_id, _name(hole.group.candidates[0]), ", ".join(hole.labels(current()))) for hole in first
    ]
    words = str(gettext("Something is missing in the message"))
    reminders = plan.composition.written - plan.written
    return Line(words, _ICONS["hole"], reminders, some, plan.holes - len(some))


def _name(one: Candidate) -> str:
    return f"{one.row.first_name} {one.row.last_name}".strip()
