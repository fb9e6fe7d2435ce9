"""What came back since yesterday: who booked, who came, whom nothing reached, who is to be left in peace."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from peewee import JOIN, SQL, Select, fn

from webapp import db, filters
from webapp.consents.rules import ASKED
from webapp.models import Client, Message, Reminder, Suppression
from webapp.models.outbox import BOUNCED, FAILED

NAMED = 3  # clients of each kind; the others are a number


@dataclass(frozen=True)
class Returned:
    """One kind of answer: how many there are, of how many clients, and who the last of these were."""

    kind: str
    count: int
    clients: int
    names: Sequence[str]

    @property
    def who(self) -> str:
        """The last ones by name, the others as a number."""
        others = self.clients - len(self.names)
        if others > 0:
            return filters.counting("%(names)s and %(n)s other", "%(names)s and %(n)s others", others,
                                    names=", ".join(self.names))  # fmt: skip
        *before, last = self.names
        return gettext("%(names)s and %(last)s", names=", ".join(before), last=last) if before else last


def numbers(since: Any) -> dict[str, Any]:
    """What must be known to show it (db.scalars). `since`: an instant, or an expression that gives one."""
    stands = Reminder.deleted_at.is_null() & Reminder.cancelled_at.is_null()
    booked = stands & Reminder.visited_at.is_null() & (Reminder.answered_at >= since)
    bad = Message.state << (FAILED, BOUNCED), Message.ended_at >= since
    blocked = Suppression.created_at >= since, Suppression.lifted_at.is_null(), Suppression.reason << ASKED
    return {
        "booked": _last(Reminder, Reminder.answered_at, booked),
        "came": _last(Reminder, Reminder.visited_at, stands, Reminder.visited_at >= since),
        "failed": _last(Message, Message.ended_at, *bad),
        "left_in_peace": _last(Suppression, Suppression.created_at, *blocked),
    }


def _last(table: Any, at: Any, *which: Any) -> Any:
    """The SELECT of how many such rows there are, of how many clients, and who the last ones are, as JSON."""
    columns = table.client, fn.MAX(at).alias("at"), fn.COUNT(table.id).alias("n")
    whose = table.select(*columns).where(*which, table.client.is_null(False))
    whose = whose.group_by(db.plain(table.client))
    last = whose.order_by(SQL("at").desc(), table.client).limit(NAMED)
    names = (
        Client.select(Client.first_name, Client.last_name)
        .join(last, JOIN.INNER, on=last.c.client_id == Client.id)
        .order_by(last.c.at.desc(), Client.id)
    )
    listed = Select((names,), (fn.json_group_array(fn.json_array(names.c.first_name, names.c.last_name)),))
    counts = Select((whose,), (fn.json_array(fn.TOTAL(whose.c.n), fn.COUNT(whose.c.n)),))
    return Select(columns=(fn.json_array(fn.json(counts), fn.json(listed)),))


def returned(counted: Mapping[str, Any]) -> list[Returned]:
    """Who answered first, then who could not be reached; `counted` is what `numbers` asked for."""
    found = []
    for kind in ("booked", "came", "failed", "left_in_peace"):
        (count, clients), names = json.loads(counted[kind])
        if clients:
            said = [f"{first} {last}".strip() or gettext("no name") for first, last in names]
            found.append(Returned(kind, int(count), clients, said))
    return found
