"""The sum that closes: every reminder of the lot once, in a message, reached otherwise, or left aside, and why."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from webapp import channels
from webapp.channels import Channel
from webapp.composition.rules.grouping import NO_CHANNEL, Candidate
from webapp.languages import current
from webapp.mailings.queries.composing import Plan
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


def figures(plan: Plan) -> Figures:
    """Of the plan as it stands."""
    by_way: dict[str, list[Line]] = defaultdict(list)
    awaited: dict[str, set[int]] = defaultdict(set)
    for reason, left in plan.composition.left_out.items():
        sorted_out: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
        for each in left:
            way = leaving(each) if reason in NO_CHANNEL else ""
            prefers = str(each.row.prefers) if reason == "prefers_other" else ""
            sorted_out[way, prefers].append(each)
            if each.others and channels.one(each.others[0]).later:
                awaited[each.others[0]].add(each.client_id)
        for (way, prefers), some in sorted_out.items():
            by_way[way].append(_line(said(plan.channel, reason, prefers), _ICONS.get(reason, "user-x"), some))
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
        [(channels.one(code), len(clients)) for code, clients in awaited.items()],
    )  # fmt: skip


def leaving(one: Candidate) -> str:
    """The channel that will reach them, in the clinic's order; "" = none. What does not leave yet reaches nobody."""
    return next((code for code in one.others if not channels.one(code).later), "")


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


def _line(words: str, icon: str, some: Sequence[Candidate]) -> Line:
    named: dict[int, tuple[str, str]] = {}
    for each in some:
        named.setdefault(each.client_id, (each.sort_name, _name(each)))
    first = sorted(named.items(), key=lambda each: (each[1][0], each[0]))
    clients = [(client, name, "") for client, (_, name) in first[:NAMED]]
    return Line(words, icon, len(some), clients, len(first) - len(clients))


def _holes(plan: Plan) -> Line:
    some = [
        (hole.group.client_id, _name(hole.group.candidates[0]), ", ".join(hole.labels(current())))
        for hole in plan.holes
    ]
    total = sum(len(hole.group.candidates) for hole in plan.holes)
    words = str(gettext("Something is missing in the message"))
    return Line(words, _ICONS["hole"], total, some[:NAMED], len(some) - len(some[:NAMED]))


def _name(one: Candidate) -> str:
    return f"{one.row.first_name} {one.row.last_name}".strip()
