"""Whom nobody is to contact before a person has settled a doubt: held by a file, answered by a person, taken back."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import gettext
from peewee import JOIN, SQL

from webapp import channels, db, history
from webapp.animals import actions as animals
from webapp.catalogue.queries import deaths
from webapp.catalogue.rules import means_death
from webapp.clients import actions as clients
from webapp.holds.queries import ITEM_NAME, UNSETTLED
from webapp.holds.rules import CONTACT_AGAIN, DECEASED, GONE, NAME, NOTHING, OF_ANIMAL, OF_CLIENT, REFUSE, SAID, SOLD
from webapp.holds.rules.names import says_more
from webapp.models import Animal, Client, HistoryEntry, Hold, Item, StaffMember

_INSERT = (
    'INSERT INTO hold (animal_id, client_id, reason, "column", value, layout, since, answer) '
    "SELECT animal_id, client_id, reason, \"column\", value, layout, ?, '' FROM ({source}) WHERE true "
)
# The same doubt of the same record waits once, with the value of the newest file.
_AGAIN = (
    'ON CONFLICT ({subject}, reason, "column") WHERE settled_at IS NULL '
    "DO UPDATE SET value = excluded.value, layout = excluded.layout WHERE value <> excluded.value "
)


def hold_all(*, source: str, given: Sequence[Any], now: datetime) -> None:
    """Hold what a SELECT names: animal_id or client_id, reason, column, value, layout. Inside `db.write()`.

    What a person settled before is not to be among it (`queries.UNSETTLED`).
    """
    again = "".join(_AGAIN.format(subject=subject) for subject in ("animal_id", "client_id"))
    db.database.execute_sql(_INSERT.format(source=source) + again, (db.instant_text(now), *given))


def follow_name(*, name: str, now: datetime, animal_id: int | None = None, client_id: int | None = None) -> None:
    """Hold the animal, or the client, whom a person has given a `name` that says more than a name.

    Inside `db.write()`.
    """
    if says_more(name, animal=animal_id is not None):
        row = "SELECT ? AS animal_id, ? AS client_id, ? AS reason, '' AS \"column\", ? AS value, '' AS layout"
        source = f"SELECT * FROM ({row}) AS h WHERE {UNSETTLED}"
        hold_all(source=source, given=(animal_id, client_id, NAME, name), now=now)


def let_go_renamed(*, of: str, but: str, now: datetime) -> None:
    """What a file that was just written gives a name that says nothing more; `but`: SELECT of those that do not.

    `of`: animal or client. A person was not asked, so that the old name, should it come back, is a doubt again. What
    was typed here waits for a person.
    """
    changed = f"SELECT id FROM {of} WHERE updated_at = :now"
    db.database.execute_sql(
        f"UPDATE hold SET settled_at = :now WHERE settled_at IS NULL AND reason = '{NAME}' AND layout <> '' "
        f"AND {of}_id IN ({changed}) AND {of}_id NOT IN ({but})",
        {"now": db.instant_text(now)},
    )


def let_go_cleared(*, cleared: Sequence[tuple[int, str]], now: datetime) -> None:
    """What files say clearly now: `cleared` = doubts, and what stands there. Nobody was asked. Inside `db.write()`.

    What a person has settled meanwhile stays.
    """
    said = dict(cleared)
    found = list(Hold.select(Hold, Animal.client).join(Animal, JOIN.LEFT_OUTER).where(
        Hold.id << SQL("(SELECT value FROM json_each(?))", (db.ids(said),)), Hold.settled_at.is_null()
    ))  # fmt: skip
    for each in found:
        owner = each.client_id or (each.animal.client_id if each.animal else 0)
        details = {"column": each.column, "value": each.value, "now": said[each.id]}
        history.note(client_id=owner, animal_id=each.animal_id, verb="cleared", details=details, now=now, by=None)
    Hold.update(settled_at=now).where(Hold.id << SQL("(SELECT value FROM json_each(?))", (db.ids(said),)),
                                      Hold.settled_at.is_null()).execute()  # fmt: skip


_SOLD = f"""SELECT DISTINCT sale.animal_id, NULL AS client_id, '{SOLD}' AS reason, '' AS "column",
    {ITEM_NAME} AS value, '' AS layout FROM sale JOIN item ON item.id = sale.item_id
    WHERE sale.quantity_milli > 0 AND item.id IN (SELECT value FROM json_each(?)) AND sale.animal_id IN ({{buyers}})"""


def hold_sold(*, animal_id: int, item: Item, now: datetime) -> None:
    """Hold an animal that was just sold what means a death, whatever was said of it before. Inside `db.write()`."""
    names = item.name_fr, item.name_en
    if means_death(names, item.means_death):
        source = (
            "SELECT id AS animal_id, NULL AS client_id, ? AS reason, '' AS \"column\", ? AS value, '' AS layout "
            "FROM animal WHERE id = ? AND NOT deceased AND given_away_on IS NULL"
        )
        hold_all(source=source, given=(SOLD, item.name_fr or item.name_en, animal_id), now=now)


def hold_said(*, animal_id: int, reason: str, value: str, now: datetime) -> None:
    """Hold an animal of which its client says that it died, or is theirs no more (`reason`: one of rules.SAID).

    Whoever answers the telephone writes down what was said; the doubt waits until somebody has entered it.
    """
    source = "SELECT ? AS animal_id, NULL AS client_id, ? AS reason, '' AS \"column\", ? AS value, '' AS layout"
    with db.write():
        hold_all(source=source, given=(animal_id, reason, value), now=now)


def let_go_said(*, animal_id: int, since: datetime, now: datetime) -> None:
    """It was a mistake to hold it at that instant. What a person has settled meanwhile stays."""
    waits = Hold.animal == animal_id, Hold.reason << SAID, Hold.since == since, Hold.settled_at.is_null()
    with db.write():
        Hold.update(settled_at=now).where(*waits).execute()


def follow_items(*, item_ids: Sequence[int], now: datetime) -> None:
    """It was said anew whether these mean a death: the living that were sold one are held, or let go."""
    given = db.ids(item_ids)
    buyers = "SELECT animal_id FROM sale WHERE item_id IN (SELECT value FROM json_each(?))"
    still = _SOLD.format(buyers=buyers), (db.ids(deaths()), given)
    db.database.execute_sql(
        f"UPDATE hold SET settled_at = ? WHERE settled_at IS NULL AND reason = '{SOLD}' AND animal_id IN ({buyers}) "
        f"AND (animal_id, value) NOT IN (SELECT animal_id, value FROM ({still[0]}))",
        (db.instant_text(now), given, *still[1]),
    )
    hold_all(source=f"SELECT * FROM ({still[0]}) AS h WHERE {UNSETTLED}", given=still[1], now=now)


class Changed(Exception):
    """What was to be answered is not what was shown: others came, or somebody was quicker."""


def settle(*, hold_ids: Sequence[int], answer: str, today: date, now: datetime, by: StaffMember) -> list[int]:
    """Answer these doubts, all of animals or all of clients, and do what follows.

    `answer`: one of rules.OF_ANIMAL or OF_CLIENT. Raises Changed, with nothing done.
    """
    with db.write():
        found = list(Hold.select().where(Hold.id << list(hold_ids), Hold.settled_at.is_null()))
        fitting = OF_ANIMAL if all(each.animal_id for each in found) else OF_CLIENT
        if not found or len(found) != len(hold_ids) or answer not in fitting:
            raise Changed
        Hold.update(settled_at=now, settled_by=by, answer=answer).where(Hold.id << list(hold_ids)).execute()
        for each in found:
            _follow(each, answer, today, now, by)
    return [each.id for each in found]


def _follow(hold: Hold, answer: str, today: date, now: datetime, by: StaffMember) -> None:
    owner = hold.client_id or Animal.get_by_id(hold.animal_id).client_id
    details = {"column": hold.column, "value": hold.value, "answer": answer}
    history.note(client_id=owner, animal_id=hold.animal_id, verb="verified", details=details, now=now, by=by)
    if answer == DECEASED:
        animals.deceased(animal_id=hold.animal_id or 0, on=_day(hold.value, today), now=now, by=by)
    elif answer == GONE:
        animals.give_away(animal_id=hold.animal_id or 0, on=today, now=now, by=by)
    elif answer == REFUSE:
        refused = {channel.accepts: False for channel in channels.all()}
        clients.correct(client_id=owner, values=refused, now=now, by=by)


def _day(value: str, today: date) -> date | None:
    """The day of death, where the value is one."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if day <= today else None


def reopen(*, hold_id: int, now: datetime, by: StaffMember) -> int:
    """Take back this answer, and those that were given with it at the same moment; how many."""
    with db.write():
        one = Hold.get_or_none(Hold.id == hold_id, Hold.settled_at.is_null(False), Hold.settled_by.is_null(False))
        if one is None:
            return 0
        together = (Hold.settled_at == one.settled_at) & (Hold.settled_by == one.settled_by_id)
        found = list(Hold.select().where(together, Hold.answer == one.answer))
        for each in found:
            _take_back(each, now, by)
        reopened = Hold.update(settled_at=None, settled_by=None, answer="").where(Hold.id << found)
        return int(reopened.execute())


def _take_back(hold: Hold, now: datetime, by: StaffMember) -> None:
    """What followed from the answer; what somebody has changed since then stays."""
    if hold.answer == DECEASED:
        animals.revive(animal_id=hold.animal_id or 0, now=now, by=by)
    elif hold.answer == GONE:
        animals.take_back(animal_id=hold.animal_id or 0, now=now, by=by)
    elif hold.answer == REFUSE:
        entry = HistoryEntry.get_or_none(
            HistoryEntry.client == hold.client_id, HistoryEntry.at == hold.settled_at, HistoryEntry.verb == "accords"
        )
        changed = json.loads(entry.details)["changed"] if entry else {}
        client = Client.get_by_id(hold.client_id)
        before = {name: old for name, (old, new) in changed.items() if getattr(client, name) == new}
        clients.correct(client_id=hold.client_id or 0, values=before, now=now, by=by)


def _verified(details: dict[str, Any]) -> str:
    words = {
        DECEASED: gettext("Verified: deceased (“%(value)s”)", value=details["value"]),
        GONE: gettext("Verified: gone (“%(value)s”)", value=details["value"]),
        NOTHING: gettext("Verified: alive (“%(value)s”)", value=details["value"]),
        REFUSE: gettext("Verified: not to be contacted any more (“%(value)s”)", value=details["value"]),
        CONTACT_AGAIN: gettext("Verified: may be contacted (“%(value)s”)", value=details["value"]),
    }
    return str(words.get(details["answer"], ""))


def _cleared(details: dict[str, Any]) -> str:
    words = gettext("Nothing more to verify: “%(column)s” said “%(value)s”, and the file is clear now")
    if details["now"]:
        words = gettext("Nothing more to verify: “%(column)s” said “%(value)s”, and says “%(now)s” now")
    return str(words % details)


PHRASES = {
    "verified": history.Phrase("circle-help", _verified),
    "cleared": history.Phrase("circle-help", _cleared),
}
