"""The statement that finds the animals of a batch.

Text, not Peewee's: the count is asked for with each change on the screen, over a million sales. What was sold is looked
up once, as a list of animals, through the index on sale that begins with item and day (an EXISTS for each animal takes
ten times as long); an animal's own columns are never looked up (hence NOT and the unary plus): where no list of animals
leads, the narrow index on animal that begins with its client is read through, in the order in which they are grouped.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce

from webapp import db
from webapp.batches.queries.naming import GroupOf, Resolved, Several
from webapp.clinic import queries as clinic

DOUBLED_WITHIN = 60  # days, before and after
# Ends each list of animals that is excluded: with a null in the list, NOT IN holds for nobody.
_SOMEONE = " AND animal_id IS NOT NULL"


@dataclass(frozen=True)
class Clause:
    """A condition on the animal `a` and the client `c`; `on_client` when it needs the client only. Never null where
    it stands for an exclusion."""

    sql: str
    given: tuple[object, ...] = ()
    on_client: bool = False


@dataclass(frozen=True)
class Exclusion:
    """Who is left out, and by which rule; `subject` is what the rule names."""

    rule: str
    clause: Clause
    subject: str = ""


@dataclass(frozen=True)
class Doubling:
    """The reminders that are about to be made: an animal that has one like it, still open, is not given another.

    `anew`: they are for those whom earlier batches reached, so that only what is still to be done stands in their way.
    """

    type_id: int
    first: date
    last: date
    anew: bool = False


def all_of(clauses: Iterable[Clause]) -> Clause:
    return reduce(
        lambda one, two: Clause(f"{one.sql} AND {two.sql}", (*one.given, *two.given), one.on_client and two.on_client),
        clauses,
    )


def none_of(exclusions: Iterable[Exclusion]) -> list[Clause]:
    """What holds for those whom none of these leaves out."""
    return [Clause(f"NOT {each.clause.sql}", each.clause.given, each.clause.on_client) for each in exclusions]


def of_animal(clause: Clause) -> Clause:
    """A condition on the client as one on the animal: the few clients that meet it, listed once."""
    if not clause.on_client:
        return clause
    return Clause(f"a.client_id IN (SELECT c.id FROM client c WHERE {clause.sql})", clause.given)


def inclusions(chosen: Resolved) -> list[Clause]:
    """What the criteria ask for: all of it has to hold of an animal."""
    asked = chosen.criteria
    found = [*_own(chosen), *_ages(chosen)]
    if asked.seen_since:
        found.append(Clause("a.last_visit_on >= ?", (asked.seen_since.isoformat(),)))
    if asked.not_seen_since:
        found.append(Clause("ifnull(+a.last_visit_on < ?, 1)", (asked.not_seen_since.isoformat(),)))
    for some in (chosen.products.include, chosen.services.include):
        if some:
            found.append(_bought(chosen, GroupOf(items=some)))
    found += [_bought(chosen, group) for group in chosen.bought]
    if chosen.batches_in:
        found.append(_only(chosen))
    if asked.without_email == "only":
        found.append(Clause("c.email = ''", on_client=True))
    return found


# What an animal's reminder of the batch must be, by criteria.only_state.
_REACHED = {
    None: "",
    "no_answer": " AND done_at IS NOT NULL AND answered_at IS NULL",
    "no_visit": " AND done_at IS NOT NULL AND visited_at IS NULL",
}


def _only(chosen: Resolved) -> Clause:
    reached = _REACHED[chosen.criteria.only_state]
    lists = [
        f"SELECT animal_id FROM reminder WHERE {whose} = ? AND deleted_at IS NULL{reached}"
        for whose, _ in (each.column for each in chosen.batches_in)
    ]
    return _listed(" UNION ALL ".join(lists), [id_ for _, id_ in (each.column for each in chosen.batches_in)])


def _own(chosen: Resolved) -> list[Clause]:
    asked, found = chosen.criteria, []
    for column, some in (("species_id", chosen.species.include), ("breed_id", chosen.breeds.include)):
        if some:
            found.append(_among(f"+a.{column}", _ids(some)))
    for column in ("crossbred", "sterile"):
        if (value := getattr(asked, column)) is not None:
            found.append(Clause(f"+a.{column} = {int(value)}"))
    found += [Clause(f"a.{column}") for column in ("deceased", "other_clinic") if getattr(asked, column)]
    if asked.sex:
        found.append(Clause("+a.sex = ?", (asked.sex,)))
    return found


def _ages(chosen: Resolved) -> list[Clause]:
    asked, found = chosen.criteria, []
    if asked.at_least:
        found.append(Clause("+a.born_on <= ?", (asked.at_least.before(chosen.today).isoformat(),)))
    if asked.younger_than:
        found.append(Clause("a.born_on > ?", (asked.younger_than.before(chosen.today).isoformat(),)))
    return found


def exclusions(chosen: Resolved, doubling: Doubling | None = None, *, apart: bool = False) -> list[Exclusion]:
    """Who is left out, whatever else holds for them; the cheapest to look at first.

    Apart: each name of a list is a rule of its own, else the list is.
    """
    asked = chosen.criteria
    found = [
        Exclusion(rule, Clause(f"a.{rule}")) for rule in ("deceased", "other_clinic") if getattr(asked, rule) is False
    ]
    found.append(Exclusion("given_away", Clause("(+a.given_away_on IS NOT NULL)")))
    for rule, some in (("species", chosen.species.exclude), ("breed", chosen.breeds.exclude)):
        for each in _cut(some, apart):
            among = _among(f"+a.{rule}_id", _ids(each))
            found.append(Exclusion(rule, Clause(f"ifnull({among.sql}, 0)", among.given), _label(each)))
    found.append(Exclusion("archived", Clause("(c.archived_at IS NOT NULL)", on_client=True)))
    if asked.without_email == "exclude":
        found.append(Exclusion("no_email", Clause("(c.email = '')", on_client=True)))
    for out in chosen.batches_out:
        whose, id_ = out.column
        found.append(
            Exclusion("batch", _reminded(f"reminder.{whose} = ? AND reminder.deleted_at IS NULL", (id_,)), out.number)
        )
    for rule, some in (("product", chosen.products.exclude), ("service", chosen.services.exclude)):
        for each in _cut(some, apart):
            found.append(Exclusion(rule, _bought(chosen, GroupOf(items=each), _SOMEONE), _label(each)))
    return [*found, *([_doubled(doubling)] if doubling else ())]


def _cut(some: Several, apart: bool) -> list[Several]:
    return [(named,) for named in some] if apart else [some] if some else []


def _label(some: Several) -> str:
    return ", ".join(named.label for named in some)


def doubled(doubling: Doubling) -> Clause:
    """A `reminder` that is still open, of this type and around these days."""
    within = timedelta(days=DOUBLED_WITHIN)
    sql = (
        "reminder.type_id = ? AND reminder.due_on BETWEEN ? AND ? AND reminder.deleted_at IS NULL"
        " AND reminder.cancelled_at IS NULL AND reminder.visited_at IS NULL AND reminder.answered_at IS NULL"
    )
    if doubling.anew:
        sql += " AND reminder.done_at IS NULL"
    return Clause(sql, (doubling.type_id, (doubling.first - within).isoformat(), (doubling.last + within).isoformat()))


def _doubled(doubling: Doubling) -> Exclusion:
    open_ones = doubled(doubling)
    return Exclusion("double", _reminded(open_ones.sql, open_ones.given))


def _reminded(which: str, given: Sequence[object]) -> Clause:
    """A reminder of this animal's: few have many, while a list of those of a batch is read whole for a few puppies."""
    return Clause(f"EXISTS (SELECT 1 FROM reminder WHERE reminder.animal_id = a.id AND {which})", tuple(given))


def _bought(chosen: Resolved, group: GroupOf, ending: str = "") -> Clause:
    """At least one sale of these in the period; a category is that of the sale.

    An item counts where more of it was bought than came back. Few animals have anything that came back, or a line of
    nothing: these are found by an index of their own, and added up; all others have bought what was sold to them.
    """
    period = [day.isoformat() for day in chosen.period]
    ways: list[str] = []
    given: list[object] = []
    for column, some in (("item_id", group.items), ("category_id", group.categories)):
        if ids := _ids(some):
            sold = f"{column} IN ({_marks(ids)}) AND {{0}}sold_on BETWEEN ? AND ?"
            doubtful = (
                f"SELECT animal_id FROM sale INDEXED BY sale_taken_back WHERE quantity_milli <= 0 AND {sold.format('')}"
                f"{_SOMEONE}"
            )
            kept = (
                f"SELECT animal_id FROM sale WHERE animal_id IN ({doubtful}) AND +{sold.format('+')} "
                "GROUP BY animal_id, item_id HAVING sum(quantity_milli) > 0"
            )
            ways.append(
                f"(a.id IN (SELECT animal_id FROM sale WHERE {sold.format('')}{ending}) "
                f"AND (a.id NOT IN ({doubtful}) OR a.id IN ({kept})))"
            )
            given += [*ids, *period] * 4
    return Clause(f"({' OR '.join(ways)})", tuple(given))


def _listed(sql: str, given: Sequence[object]) -> Clause:
    return Clause(f"a.id IN ({sql})", tuple(given))


def _among(column: str, ids: Sequence[int]) -> Clause:
    return Clause(f"{column} IN ({_marks(ids)})", tuple(ids))


def _ids(some: Several) -> list[int]:
    return sorted({id_ for named in some for id_ in named.ids})


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def animals(chosen: Resolved, doubling: Doubling | None = None) -> Clause:
    """The chosen animals `a` with their clients `c`, as "FROM … WHERE …"."""
    clause = all_of([*inclusions(chosen), *none_of(exclusions(chosen, doubling))])
    return Clause(f"FROM animal a CROSS JOIN client c ON c.id = a.client_id WHERE {clause.sql}", clause.given)


def days(due_on: date, spread_days: int = 1) -> list[date]:
    """That day; spread, so many open days from it on."""
    return clinic.open_days().spread(due_on, spread_days) if spread_days > 1 else [due_on]


@dataclass(frozen=True)
class Doubled:
    """An animal that the criteria choose, and the open reminder that it has already."""

    animal_id: int
    animal: str
    client_id: int
    client: str
    due_on: date
    batch: int | None  # its number


def doubles(chosen: Resolved, doubling: Doubling, *, limit: int) -> list[Doubled]:
    """The first `limit` animals that have such a reminder already, by client; the first reminder of each.

    How many there are in all is in counting.tally.
    """
    found, having = animals(chosen), doubled(doubling)
    among = _doubled(doubling).clause
    order = "c.sort_name, c.id, a.sort_name, a.id"
    rows = db.rows(
        f"""
        WITH first AS MATERIALIZED (SELECT a.id {found.sql} AND {among.sql} ORDER BY {order} LIMIT ?)
        SELECT a.id, a.name, c.id, trim(c.first_name || ' ' || c.last_name), min(reminder.due_on), batch.number
        FROM first JOIN animal a ON a.id = first.id JOIN client c ON c.id = a.client_id
        JOIN reminder ON reminder.animal_id = a.id LEFT JOIN batch ON batch.id = reminder.batch_id
        WHERE {having.sql} GROUP BY a.id ORDER BY {order}
        """,
        (*found.given, *among.given, limit, *having.given),
    )
    return [
        Doubled(animal_id, animal, client_id, client, date.fromisoformat(due_on), batch)
        for animal_id, animal, client_id, client, due_on, batch in rows
    ]
