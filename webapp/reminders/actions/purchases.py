"""Selling what a reminder is about closes it, as a visit does; a refund gives it back."""

from datetime import date, datetime
from typing import Any

from webapp import db, here
from webapp.reminders.actions import lives
from webapp.reminders.queries.answers import SALE_IN_TIME, TABLE
from webapp.reminders.rules.transitions import UNVISITED, VISITED

# Which items close which types; few, so that sales are read by their index.
_PAIRS = """pair AS MATERIALIZED (
    SELECT answer.type_id, item.id AS item_id FROM answer CROSS JOIN item
    WHERE sold_by(answer.words, item.kind, item.code, item.name_fr, item.name_en))"""
_WHOSE = (
    "reminder.animal_id = sale.animal_id AND reminder.type_id = pair.type_id",
    "reminder.client_id = sale.client_id AND reminder.animal_id IS NULL AND reminder.type_id = pair.type_id",
)
# A person took back what a sale had closed: that sale, and those before it, do not close it again.
_NOT_TAKEN_BACK = f"""NOT EXISTS (SELECT 1 FROM reminder_event AS taken
    WHERE taken.reminder_id = reminder.id AND taken.verb = '{UNVISITED}' AND taken.by_id IS NOT NULL
      AND json_extract(taken.details, '$.visit') IS NULL AND clinic_day(taken.at, :zone) >= sale.sold_on)"""


def close(live: str, given: dict[str, Any], *, now: datetime) -> int:
    """Close what was bought within its days, more of it than came back; how many. `live`: of which reminders."""
    (first,) = db.rows(f"SELECT min(reminder.created_at) FROM reminder WHERE {live}", given)[0]
    if first is None:
        return 0
    since = here.day(datetime.fromisoformat(first)).isoformat()
    found: dict[int, tuple[str, int]] = {}
    for whose in _WHOSE:
        rows = db.rows(
            f"""WITH {TABLE}, {_PAIRS} SELECT reminder.id, min(iif(sale.quantity_milli > 0, sale.sold_on, '9')), sale.id
            FROM {_from(given)} CROSS JOIN reminder ON {whose}
            CROSS JOIN answer ON answer.type_id = reminder.type_id
            WHERE sale.sold_on >= :since AND {live} AND {SALE_IN_TIME} AND {_NOT_TAKEN_BACK}
            GROUP BY reminder.id, sale.item_id HAVING sum(sale.quantity_milli) > 0""",
            {**given, "since": since},
        )
        for reminder, on, sale in rows:
            found[reminder] = min((on, sale), found.get(reminder, (on, sale)))
    db.database.connection().executemany(
        "UPDATE reminder SET visited_at = ? WHERE id = ?",
        [
            (db.instant_text(lives.visited_at(date.fromisoformat(on), now)), reminder)
            for reminder, (on, _) in found.items()
        ],
    )
    lives.tell([(reminder, {"sale": sale}) for reminder, (_, sale) in found.items()], VISITED, given["now"])
    return len(found)


def _from(given: dict[str, Any]) -> str:
    """From the items that close something, or from the animals, whichever are few."""
    if given["animals"] is None:
        return "pair CROSS JOIN sale ON sale.item_id = pair.item_id"
    return """(SELECT * FROM sale WHERE client_id IN (SELECT client_id FROM animal
        WHERE id IN (SELECT value FROM json_each(:animals)))) AS sale CROSS JOIN pair ON pair.item_id = sale.item_id"""


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
