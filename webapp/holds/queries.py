"""What is held, and what was settled."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _
from peewee import fn

from webapp import db
from webapp.animals.queries import Panel
from webapp.holds.rules import (
    CONTACT,
    CONTACT_AGAIN,
    DEATH_DENIED,
    DECEASED,
    EACH_ITS_OWN,
    GONE,
    LIFE,
    NAME,
    NOTHING,
    ONE_BY_ONE,
    REFUSE,
    SAID_DECEASED,
    SAID_GONE,
    SOLD,
    UNREAD,
)
from webapp.models import Animal, Client, Hold
from webapp.paging import SIZE, Page, offset, pages_of
from webapp.periods import months_before

REASONS = {
    NAME: _("The name says “%(value)s”."),
    LIFE: _("“%(column)s” says “%(value)s”: it is not known whether the animal lives."),
    CONTACT: _("“%(column)s” says “%(value)s”: it is not known whether contact is still wished."),
    DEATH_DENIED: _("A date of death, %(value)s, although the animal is said to live."),
    UNREAD: _("“%(column)s”, a column that is not read, says “%(value)s”."),
    SOLD: _("“%(value)s” was sold for the animal."),
    SAID_DECEASED: _("Somebody who called says that it has died: “%(value)s”."),
    SAID_GONE: _("Somebody who called says that they no longer have it: “%(value)s”."),
}
ANSWERS = {
    DECEASED: _("Deceased"),
    GONE: _("Gone"),
    NOTHING: _("Alive"),
    REFUSE: _("Contact no more"),
    CONTACT_AGAIN: _("Contact"),
}

# SQL: the item of what was sold that means a death, as a hold's `value` names it.
ITEM_NAME = "coalesce(nullif(item.name_fr, ''), item.name_en)"
# SQL: of rows `h` with animal_id, client_id, reason, column and value, those that a person has not settled before and
# whose animal or client anybody could be contacted about at all. What was sold again after that is a doubt again.
UNSETTLED = f"""NOT EXISTS (SELECT 1 FROM hold WHERE hold.animal_id = h.animal_id AND hold."column" = h."column"
    AND hold.value = h.value AND hold.settled_by_id IS NOT NULL AND NOT (h.reason = '{SOLD}' AND EXISTS (
        SELECT 1 FROM sale JOIN item ON item.id = sale.item_id WHERE sale.animal_id = h.animal_id
        AND sale.sold_on > date(hold.settled_at) AND sale.quantity_milli > 0 AND {ITEM_NAME} = h.value)))
AND NOT EXISTS (SELECT 1 FROM hold WHERE hold.client_id = h.client_id AND hold."column" = h."column"
    AND hold.value = h.value AND hold.settled_by_id IS NOT NULL)
AND NOT EXISTS (SELECT 1 FROM animal WHERE animal.id = h.animal_id
    AND (animal.deceased OR animal.given_away_on IS NOT NULL))
AND NOT EXISTS (SELECT 1 FROM client WHERE client.id = h.client_id AND client.archived_at IS NOT NULL)"""


@dataclass(frozen=True)
class Group:
    """Doubts that share a value as it stood: what one answer settles."""

    of: str  # animal, client
    reason: str
    column: str
    value: str  # "" where each has its own
    count: int
    unseen: int  # without a visit for two years
    reminders: int  # open ones

    @property
    def fields(self) -> dict[str, str | int]:
        """What a form sends to answer for all of it, as it was shown."""
        return {"of": self.of, "reason": self.reason, "column": self.column, "value": self.value, "count": self.count}

    @property
    def one_by_one(self) -> bool:
        """Whether there are so few that each is shown."""
        return self.count <= ONE_BY_ONE

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells it from the others."""
        return self.of, self.reason, self.column, self.value


@dataclass(frozen=True)
class One:
    """One doubt, with whose it is."""

    id: int
    of: str
    reason: str
    column: str
    value: str
    since: datetime
    name: str
    number: str | None
    animal_id: int | None
    client_id: int
    owner: str
    animals: int  # of the client
    last_visit_on: date | None
    settled_at: datetime | None = None
    answer: str = ""

    @property
    def why(self) -> str:
        """What is doubtful about it, in a sentence."""
        return str(REASONS[self.reason]) % {"column": self.column, "value": self.value}

    @property
    def seen_since(self) -> bool:
        """Whether it was here after the day that its value names, so that it most likely lives."""
        found = _YEAR.search(self.value)
        return bool(found and self.last_visit_on and self.last_visit_on.year > int(found[0]))


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SHOWN = f"iif(h.reason IN {EACH_ITS_OWN}, '', h.value)"
_FROM = """FROM hold h LEFT JOIN animal a ON a.id = h.animal_id
    JOIN client c ON c.id = coalesce(h.client_id, a.client_id)"""
# Nobody is asked about whom nobody could contact anyway.
_WAITS = "h.settled_at IS NULL AND c.archived_at IS NULL AND NOT ifnull(a.deceased, 0) AND a.given_away_on IS NULL"
_OPEN_REMINDER = "r.deleted_at IS NULL AND r.cancelled_at IS NULL AND r.visited_at IS NULL AND r.answered_at IS NULL"


def how_many() -> Any:
    """The SELECT of how many doubts wait, for the first screen."""
    animal, owner = Animal.alias(), Client.alias()
    return (
        Hold.select(fn.COUNT(Hold.id))
        .join(animal, "LEFT JOIN", on=Hold.animal == animal.id)
        .join(owner, on=owner.id == fn.COALESCE(Hold.client, animal.client))
        .where(
            Hold.settled_at.is_null(), owner.archived_at.is_null(), animal.given_away_on.is_null(),
            fn.COALESCE(animal.deceased, 0) == 0,
        )
    )  # fmt: skip


def of_client(client_id: int) -> Any:
    """The SELECT of how many are of this client or of an animal of theirs."""
    own = Animal.select(Animal.id).where(Animal.client == client_id)
    return how_many().where((Hold.client == client_id) | (Hold.animal << own))


def groups(today: date) -> list[Group]:
    """Animals before clients, the largest first; one statement."""
    found = db.rows(
        f"""SELECT iif(h.animal_id IS NULL, 'client', 'animal') AS whose, h.reason, h."column", {_SHOWN}, count(*) AS n,
            sum(ifnull(iif(h.animal_id IS NULL, c.last_visit_on, a.last_visit_on), '') < ?),
            sum((SELECT count(*) FROM reminder r WHERE {_OPEN_REMINDER} AND
                (r.animal_id = h.animal_id OR h.animal_id IS NULL AND r.client_id = h.client_id)))
        {_FROM} WHERE {_WAITS} GROUP BY 1, 2, 3, 4 ORDER BY 1, n DESC, 3, 4""",
        (months_before(today, 24).isoformat(),),
    )
    return [Group(*row) for row in found]


def of_group(key: tuple[str, str, str, str]) -> list[int]:
    """The doubts of a group."""
    found = db.rows(f"SELECT h.id {_FROM} WHERE {_WAITS} AND {_KEY}", key)
    return [each for (each,) in found]


_KEY = f"""iif(h.animal_id IS NULL, 'client', 'animal') = ? AND h.reason = ? AND h."column" = ? AND {_SHOWN} = ?"""
_COLUMNS = """h.id, iif(h.animal_id IS NULL, 'client', 'animal'), h.reason, h."column", h.value, h.since,
    iif(h.animal_id IS NULL, trim(c.first_name || ' ' || c.last_name), a.name),
    iif(h.animal_id IS NULL, c.number, a.number), h.animal_id, c.id, trim(c.first_name || ' ' || c.last_name),
    c.animal_count, iif(h.animal_id IS NULL, c.last_visit_on, a.last_visit_on), h.settled_at, h.answer"""


def ones(key: tuple[str, str, str, str], number: int) -> Page[One]:
    """A page (from 1) of a group, one by one."""
    ((total,),) = db.rows(f"SELECT count(*) {_FROM} WHERE {_WAITS} AND {_KEY}", key)
    number = min(number, pages_of(total))
    return Page(_read(f"{_WAITS} AND {_KEY}", (*key, SIZE, offset(number)), "LIMIT ? OFFSET ?"), number, total)


def of_small(shown: Sequence[Group]) -> dict[tuple[str, str, str, str], list[One]]:
    """Those of the groups that are so small that each is shown; one statement."""
    few = [each.key for each in shown if each.one_by_one]
    which = " OR ".join(f"({_KEY})" for _ in few) or "0"
    found: dict[tuple[str, str, str, str], list[One]] = {key: [] for key in few}
    for one in _read(f"{_WAITS} AND ({which})", tuple(chain.from_iterable(few))):
        found[(one.of, one.reason, one.column, "" if one.reason in EACH_ITS_OWN else one.value)].append(one)
    return found


def all_waiting() -> list[One]:
    """All of them, the oldest first."""
    return _read(_WAITS, ())


def panel(animal: Animal, now: datetime) -> Panel:
    """On the page of an animal: what keeps anybody from contacting its owner about it."""
    ones = _read(f"{_WAITS} AND (h.animal_id = ? OR h.client_id = ?)", (animal.id, animal.client_id))
    return Panel("holds/_waiting.html", {"ones": ones}, above=True)


def waiting_of(client_id: int) -> list[One]:
    """Those of one client and all of its animals."""
    return _read(f"{_WAITS} AND (h.client_id = ? OR a.client_id = ?)", (client_id, client_id))


class Waiting(NamedTuple):
    """A doubt that came from a column, of a record with a number."""

    id: int
    number: str
    column: str
    reason: str


def of_columns(of: str, header: Sequence[str]) -> list[Waiting]:
    """Those of clients, or of animals (`of`), that wait because of one of these columns; one statement."""
    found = db.rows(
        f"""SELECT h.id, t.number, h."column", h.reason FROM hold h JOIN {of} t ON t.id = h.{of}_id
        WHERE h.settled_at IS NULL AND t.number IS NOT NULL
        AND h."column" IN (SELECT value FROM json_each(?)) AND h."column" <> ''""",
        (db.ids(header),),
    )
    return [Waiting(*row) for row in found]


def settled(since: datetime) -> list[One]:
    """What was answered since then, the newest first."""
    which = "h.settled_at >= ? AND h.settled_by_id IS NOT NULL"
    return _read(which, (db.instant_text(since),), "LIMIT 200", order="h.settled_at DESC, h.id")


def settled_count(since: datetime) -> int:
    """How many were answered since then."""
    return int(Hold.select().where(Hold.settled_at >= since, Hold.settled_by.is_null(False)).count())


def _read(which: str, given: Sequence[Any], cut: str = "", *, order: str = "h.since, h.id") -> list[One]:
    rows = db.rows(f"SELECT {_COLUMNS} {_FROM} WHERE {which} ORDER BY {order} {cut}", given)
    return [_one(*row) for row in rows]


def _one(*row: Any) -> One:
    found = One(*row)
    last = date.fromisoformat(row[12]) if row[12] else None
    return replace(found, since=datetime.fromisoformat(row[5]), last_visit_on=last, settled_at=db.instant(row[13]))


_ANSWERED = """
SELECT "column", value, min(answer) FROM hold
WHERE layout = ? AND animal_id IS NOT NULL AND settled_by_id IS NOT NULL AND "column" <> '' AND reason <> 'death_denied'
GROUP BY "column", value HAVING count(*) > 1 AND count(DISTINCT answer) = 1
"""


def answered(layout: str) -> dict[str, dict[str, str]]:
    """What persons said of the values of files of this layout: column → value → answer, of rules.OF_ANIMAL.

    Only what was said of several animals, and the same of all of them: one may be an exception.
    """
    found: dict[str, dict[str, str]] = {}
    for column, value, answer in db.rows(_ANSWERED, (layout,)):
        found.setdefault(column, {})[value] = answer
    return found
