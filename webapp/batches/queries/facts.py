"""What is known of one animal, as the criteria of a batch ask it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from webapp import db
from webapp.batches.queries import choosing
from webapp.batches.queries.choosing import Doubling
from webapp.batches.queries.naming import BatchOut, Resolved
from webapp.languages import pick


@dataclass(frozen=True)
class Bought:
    """The last sale of an item in one category, within the period."""

    item_id: int
    category_id: int | None
    on: date
    name: str


@dataclass(frozen=True)
class Facts:
    """An animal and its client."""

    animal_id: int
    species_id: int | None
    species: str
    breed_id: int | None
    breed: str
    crossbred: bool | None
    sterile: bool | None
    sex: str | None
    born_on: date | None
    deceased: bool
    other_clinic: bool
    given_away: bool
    last_visit_on: date | None
    archived: bool
    has_email: bool
    bought: Sequence[Bought]
    batches: frozenset[str]  # of those that leave out, as they were named
    doubled_on: date | None  # when the open reminder is due that would be doubled


def of(chosen: Resolved, animal_id: int, doubling: Doubling | None = None) -> Facts | None:
    """None where there is no such animal. Three statements, and one for each batch that leaves out."""
    rows = db.rows(
        """
        SELECT a.id, a.species_id, s.name_fr, s.name_en, a.breed_id, b.name_fr, b.name_en, a.crossbred,
               a.sterile, a.sex, a.born_on, a.deceased, a.other_clinic, a.given_away_on IS NOT NULL, a.last_visit_on,
               c.archived_at IS NOT NULL, c.email <> ''
        FROM animal a JOIN client c ON c.id = a.client_id
        LEFT JOIN species s ON s.id = a.species_id LEFT JOIN breed b ON b.id = a.breed_id WHERE a.id = ?
        """,
        (animal_id,),
    )
    if not rows:
        return None
    (id_, species_id, *species, breed_id, breed_fr, breed_en, crossbred, sterile, sex, born_on,
     deceased, other_clinic, given_away, last_visit_on, archived, has_email) = rows[0]  # fmt: skip
    return Facts(
        id_, species_id, pick(*(name or "" for name in species)), breed_id, pick(breed_fr or "", breed_en or ""),
        _flag(crossbred), _flag(sterile), sex, _day(born_on), bool(deceased), bool(other_clinic), bool(given_away),
        _day(last_visit_on), bool(archived), bool(has_email), _bought(chosen, animal_id),
        frozenset(out.number for out in chosen.batches_out if _is_in(out, animal_id)), _doubled(doubling, animal_id),
    )  # fmt: skip


def _bought(chosen: Resolved, animal_id: int) -> list[Bought]:
    rows = db.rows(
        """
        SELECT sale.item_id, sale.category_id, max(sale.sold_on), item.name_fr, item.name_en
        FROM sale JOIN item ON item.id = sale.item_id
        WHERE sale.animal_id = ? AND +sale.sold_on BETWEEN ? AND ?
        GROUP BY sale.item_id, sale.category_id ORDER BY 3 DESC
        """,
        (animal_id, *(day.isoformat() for day in chosen.period)),
    )
    return [Bought(item, category, date.fromisoformat(on), pick(*names)) for item, category, on, *names in rows]


def _is_in(out: BatchOut, animal_id: int) -> bool:
    whose, id_ = out.column
    sql = f"SELECT 1 FROM reminder WHERE animal_id = ? AND {whose} = ? AND deleted_at IS NULL"
    return bool(db.rows(sql, (animal_id, id_)))


def _doubled(doubling: Doubling | None, animal_id: int) -> date | None:
    if not doubling:
        return None
    open_ones = choosing.doubled(doubling)
    sql = f"SELECT min(due_on) FROM reminder WHERE animal_id = ? AND {open_ones.sql}"
    return _day(db.rows(sql, (animal_id, *open_ones.given))[0][0])


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _flag(value: int | None) -> bool | None:
    return None if value is None else bool(value)
