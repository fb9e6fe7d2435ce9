"""The page: who is proposed what, who is left in peace, who has booked since; in numbers that add up."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext, pgettext

from webapp import channels, filters, here
from webapp.channels import Channel
from webapp.clients.rules import gender
from webapp.languages import current, pick
from webapp.outbox.queries.reasons import words
from webapp.second_contacts import rules
from webapp.second_contacts.queries import booked, waiting
from webapp.second_contacts.queries.booked import Answered, Booking
from webapp.second_contacts.queries.choosing import options
from webapp.second_contacts.queries.waiting import Need, Waiting
from webapp.spreadsheets.collector import no_collector
from webapp.unchanged import Unchanged

SHOWN, OPEN = 60, 5  # rows of a group that can be ticked one by one, and of them those seen at once
LISTED = 40  # who is named of those left in peace
_SAID: dict[str, Any] = {
    rules.RECENT: lambda: gettext("Reached less than that ago: it is too early"),
    rules.PLANNED: lambda: gettext("A message about it is planned or on its way already"),
    rules.ENOUGH: lambda: filters.counting("Reached %(n)s time", "Reached %(n)s times already", rules.MOST),
    rules.NO_OTHER: lambda: gettext("No other way reaches them than the one that was tried"),
    rules.NO_ADDRESS: lambda: gettext("Neither address nor telephone"),
    rules.REFUSED: lambda: gettext("They agreed to no way of being reached, or it is blocked"),
}


@dataclass(frozen=True)
class Filter:
    """Who is wanted: reached so many days ago or more, and since a day."""

    days: int
    first: date
    type: int | None = None
    batch: str = ""
    tried: str = ""
    client: int | None = None

    def takes(self, type_id: int, batch: str) -> bool:
        """A reminder of this type and batch; a part is of its batch."""
        return self.type in (None, type_id) and self.batch in ("", batch, batch.partition("-")[0])


@dataclass(frozen=True)
class Row:
    """A client who may be contacted again: about what, and by which channels, the one proposed first."""

    waiting: Waiting
    needs: Sequence[Need]
    ways: Sequence[str]

    @property
    def client_id(self) -> int:
        return self.waiting.client_id

    @property
    def first(self) -> str:
        """The channel that is proposed."""
        return self.ways[0]

    @property
    def what(self) -> str:
        """Whom it is about, and what: "Bao : vaccination, et 1 autre"."""
        need = self.needs[0]
        kind = pick(need.type_fr, need.type_en)
        said = gettext("%(who)s: %(what)s", who=need.animal, what=kind.lower()) if need.animal else kind
        if len(self.needs) == 1:
            return str(said)
        return filters.counting("%(what)s, and %(n)s more", "%(what)s, and %(n)s more", len(self.needs) - 1, what=said)

    @property
    def times(self) -> str:
        """Reached more than once: when."""
        contacts = self.waiting.contacts
        if len(contacts) < 2:
            return ""
        days = ", ".join(filters.day_short(each.on) for each in contacts)
        if gender(self.waiting.title) == "F":
            return str(pgettext("female", "Reached %(n)s times: %(days)s", n=filters.number(len(contacts)), days=days))
        return str(gettext("Reached %(n)s times: %(days)s", n=filters.number(len(contacts)), days=days))

    @property
    def once(self) -> str:
        """Reached once: how and when; or called in vain."""
        if not self.waiting.contacts:
            n = self.waiting.in_vain
            return filters.counting("%(n)s call without an answer", "%(n)s calls without an answer", n) if n else ""
        one = self.waiting.contacts[0]
        return str(gettext("%(what)s on %(day)s", what=channels.way(one.way).done, day=filters.day_short(one.on)))


@dataclass(frozen=True)
class Group:
    """Those who are proposed one channel."""

    channel: Channel
    rows: Sequence[Row]

    @property
    def shown(self) -> Sequence[Row]:
        return self.rows[:SHOWN]

    @property
    def rest(self) -> int:
        """How many more there are than can be ticked one by one."""
        return max(len(self.rows) - SHOWN, 0)

    @property
    def hint(self) -> str:
        """What was tried with them, where that was the same with all of them."""
        tried = {each.waiting.tried for each in self.rows}
        names = [str(each.name).lower() for each in channels.all() if each.code in next(iter(tried), ())]
        return str(gettext("Tried so far: %(what)s", what=", ".join(names))) if len(tried) == 1 and names else ""


@dataclass(frozen=True)
class Left:
    """Those who are left in peace for one reason."""

    code: str
    clients: Sequence[Waiting]

    @property
    def words(self) -> str:
        said = _SAID.get(self.code)
        return str(said()) if said else words(self.code)

    def reminders(self, channel: str) -> str:
        """The reminders of those whom the channel reaches, for an address."""
        reached = [each for each in self.clients if channel in each.reach]
        return ",".join(str(need.id) for each in reached for need in each.needs if not need.against)

    @property
    def named(self) -> Sequence[Waiting]:
        return self.clients[:LISTED]

    @property
    def more(self) -> int:
        return max(len(self.clients) - LISTED, 0)


@dataclass(frozen=True)
class Booked:
    """A client who has booked since, and nobody has noted it."""

    waiting: Waiting
    booking: Booking


@dataclass(frozen=True)
class Picture:
    """`silent` = those of the groups + those left in peace; `beside` are others."""

    wanted: Filter
    groups: Sequence[Group]
    left: Sequence[Left]
    beside: Sequence[Left]  # not silent yet: reached lately, or about to be
    booked: Sequence[Booked]
    answered: Sequence[Answered]
    types: Sequence[tuple[int, str]]
    batches: Sequence[tuple[str, str]]
    templates: Mapping[str, Sequence[tuple[int, str]]]  # by channel
    defaults: Mapping[str, int]

    @property
    def proposed(self) -> int:
        return sum(len(each.rows) for each in self.groups)

    @property
    def alone(self) -> int:
        return sum(len(each.clients) for each in self.left)

    @property
    def silent(self) -> int:
        return self.proposed + self.alone

    @property
    def since(self) -> int:
        return len(self.booked) + len(self.answered)

    @property
    def fitting(self) -> Sequence[Booked]:
        """Of those who have booked, those whose appointment says that it is for it."""
        return [each for each in self.booked if each.booking.fits]

    @property
    def rows(self) -> dict[int, Row]:
        """Those of the groups, by client."""
        return {row.client_id: row for group in self.groups for row in group.rows}


@dataclass(frozen=True)
class _Sorted:
    """Everybody, in one of these."""

    groups: Sequence[Group]
    left: Sequence[Left]
    beside: Sequence[Left]
    booked: Sequence[Booked]
    answered: Sequence[Answered]
    batches: frozenset[str]  # that any of them is of


_KEPT: Unchanged[_Sorted] = Unchanged(8)


def forget() -> None:
    """What was found is found anew."""
    waiting.forget()
    _KEPT.forget()


def picture(wanted: Filter, *, now: datetime) -> Picture:
    """Nine statements, while somebody writes; else one."""
    asked = wanted, here.day(now), here.zone(), current()
    with no_collector():
        found = _sort(wanted, now) if wanted.client else _KEPT.of(asked, lambda: _sort(wanted, now))
    return Picture(
        wanted, found.groups, found.left, found.beside, found.booked, found.answered, **options(found.batches)
    )  # fmt: skip


def _sort(wanted: Filter, now: datetime) -> _Sorted:
    found = waiting.clients(wanted.first, now=now, client_id=wanted.client)
    today, order = here.day(now), waiting.usable()
    groups: dict[str, list[Row]] = defaultdict(list)
    left: dict[str, list[Waiting]] = defaultdict(list)
    expected: list[Booked] = []
    for each in found:
        mine = [need for need in each.needs if wanted.takes(need.type_id, need.batch)]
        if not mine or (wanted.tried and wanted.tried not in each.tried):
            continue
        if each.bookings:
            expected.append(Booked(each, each.bookings[0]))
            continue
        clear = [need for need in mine if not need.against]
        why = rules.left_alone(each.known, order, today=today, days=0 if wanted.client else wanted.days)
        if why or not clear:
            left[why or mine[0].against].append(each)
            continue
        ways = rules.ways(each.tried, each.reach, order)
        groups[ways[0]].append(Row(each, clear, ways))
    beside = [Left(code, left.pop(code)) for code in (rules.RECENT, rules.PLANNED) if code in left]
    return _Sorted(
        [Group(channels.one(code), groups[code]) for code in order if code in groups],
        [Left(code, some) for code, some in sorted(left.items(), key=lambda each: -len(each[1]))],
        beside,
        sorted(expected, key=lambda each: each.booking.at),
        _answered(wanted, {each.client_id for each in found}, now),
        frozenset(need.batch.partition("-")[0] for each in found for need in each.needs) - {""},
    )


def _answered(wanted: Filter, waiting_too: set[int], now: datetime) -> list[Answered]:
    """A client once, and none who still awaits something else: they stand there."""
    if wanted.client or wanted.tried:
        return []
    by_client: dict[int, Answered] = {}
    for each in booked.answered(wanted.first, now=now):
        if each.client_id not in waiting_too and wanted.takes(each.type_id, each.batch):
            by_client.setdefault(each.client_id, each)
    return list(by_client.values())
