"""Selling what a reminder is about closes it, as a visit does; a refund gives it back."""

from datetime import date, datetime
from typing import Any

from webapp import db, here
from webapp.reminders.actions import lives
from webapp.reminders.queries.answers import SALE_IN_TIME, TABLE
from webapp.reminders.rules.transitions import UNVISITED, VISITED

# Of which types something waits, since when, and whether of the animal or the client. `live`: of which reminders.
_WAITING = """SELECT reminder.type_id, reminder.animal_id IS NULL, min(reminder.created_at)
    FROM reminder WHERE {live} GROUP BY 1, 2"""
_ITEMS = f"""WITH {TABLE} SELECT answer.type_id, item.id FROM answer CROSS JOIN item
    WHERE answer.type_id IN (SELECT value FROM json_each(?))
      AND sold_by(answer.words, item.kind, item.code, item.name_fr, item.name_en)"""
# The plus hides a column from the index of states: reminders are read by their animals.
_LIVE = "+reminder.visited_at IS NULL AND +reminder.deleted_at IS NULL AND +reminder.cancelled_at IS NULL"
_WHOSE = ("reminder.animal_id = sale.animal_id", "reminder.client_id = sale.client_id AND reminder.animal_id IS NULL")
# A person took back what a sale had closed: that sale, and those before it, do not close it again.
_NOT_TAKEN_BACK = f"""NOT EXISTS (SELECT 1 FROM reminder_event AS taken
    WHERE taken.reminder_id = reminder.id AND taken.verb = '{UNVISITED}' AND taken.by_id IS NOT NULL
      AND json_extract(taken.details, '$.visit') IS NULL AND clinic_day(taken.at, :zone) >= sale.sold_on)"""


def close(live: str, among: str, given: dict[str, Any], *, now: datetime) -> int:
    """Close what was bought within its days, more of it than came back; how many. `live`: which may still be closed,
    `among`: of those that are reached by their animals, which."""
    waiting = db.rows(_WAITING.format(live=live), given)
    items: dict[int, list[int]] = {}
    for type_id, item_id in db.rows(_ITEMS, (db.ids({row[0] for row in waiting}),)) if waiting else ():
        items.setdefault(type_id, []).append(item_id)
    found: dict[int, tuple[str, int]] = {}
    for type_id, of_client, since in waiting:
        if type_id not in items:
            continue
        rows = db.rows(
            f"""WITH {TABLE} SELECT reminder.id, min(iif(sale.quantity_milli > 0, sale.sold_on, '9')), sale.id
            FROM sale CROSS JOIN reminder ON {_WHOSE[of_client]}
            CROSS JOIN answer ON answer.type_id = reminder.type_id
            WHERE {_sold(given)} AND reminder.type_id = :type AND {_LIVE}{among}
              AND {SALE_IN_TIME} AND {_NOT_TAKEN_BACK}
            GROUP BY reminder.id, sale.item_id HAVING sum(sale.quantity_milli) > 0""",
            {**given, "type": type_id, "items": db.ids(items[type_id]), "since": _day(since)},
        )
        for reminder, on, sale in rows:
            found[reminder] = min((on, sale), found.get(reminder, (on, sale)))
    db.database.connection().executemany(
        "UPDATE reminder SET visited_at = ? WHERE id = ?",
        [(db.instant_text(lives.visited_at(date.fromisoformat(on), now)), each) for each, (on, _) in found.items()],
    )
    lives.tell([(reminder, {"sale": sale}) for reminder, (_, sale) in found.items()], VISITED, given["now"])
    return len(found)


def _day(instant: str) -> str:
    return here.day(datetime.fromisoformat(instant)).isoformat()


def _sold(given: dict[str, Any]) -> str:
    """Sales of these items, by their index; or, of some animals, of their clients."""
    if given["animals"] is None:
        return "sale.item_id IN (SELECT value FROM json_each(:items)) AND sale.sold_on >= :since"
    return """sale.client_id IN (SELECT client_id FROM animal WHERE id IN (SELECT value FROM json_each(:animals)))
        AND +sale.item_id IN (SELECT value FROM json_each(:items)) AND +sale.sold_on >= :since"""


_BOUGHT = """SELECT sum(line.quantity_milli) FROM sale JOIN sale AS line ON line.item_id = sale.item_id
    AND line.client_id = sale.client_id AND line.animal_id IS sale.animal_id AND line.sold_on >= sale.sold_on
    WHERE sale.id = found.sale"""


def take_back(recent: str, given: dict[str, Any]) -> int:
    """What a sale had closed that is no sale any more; how many. `recent`: of which reminders."""
    found = db.rows(
        f"""WITH found AS MATERIALIZED (
            SELECT reminder.id, reminder.visited_at AS was, (
                SELECT json_extract(last.details, '$.sale') FROM reminder_event AS last
                WHERE last.reminder_id = reminder.id AND last.verb = '{VISITED}' ORDER BY last.id DESC LIMIT 1) AS sale
            FROM reminder WHERE {recent} AND reminder.visit_id IS NULL)
        SELECT id, was, sale FROM found WHERE sale IS NOT NULL AND coalesce(({_BOUGHT}), 0) <= 0""",
        given,
    )
    db.database.connection().executemany(
        "UPDATE reminder SET visited_at = NULL WHERE id = ?", [row[:1] for row in found]
    )
    lives.tell([(id_, {"sale": sale, "was": was, "because": "refunded"}) for id_, was, sale in found], UNVISITED,
               given["now"])  # fmt: skip
    return len(found)
