"""Why this animal, why not that one: each rule's answer about it, in words.

Told from the animal's own record, not by the statement that chooses; a test holds the two against each other.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from webapp import db, filters
from webapp.batches.queries import choosing, words
from webapp.batches.queries.choosing import Doubling
from webapp.batches.queries.naming import BatchOut, Both, GroupOf, Resolved, Several
from webapp.languages import pick

_NAMED = 4  # of several that were asked for, before "…"


@dataclass(frozen=True)
class Bought:
    """The sales of an item in one category, within the period: how many more than came back, and the last day."""

    item_id: int
    category_id: int | None
    quantity: int
    on: date | None
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
    only: bool  # whether it is in one of those that alone are asked for, in the state that is asked for
    doubled_on: date | None  # when the open reminder is due that would be doubled


@dataclass(frozen=True)
class Answer:
    """What one rule says of the animal."""

    rule: str
    passed: bool
    sentence: str


def answers(chosen: Resolved, animal_id: int, doubling: Doubling | None = None) -> list[Answer]:
    """Every rule's answer, `doubling` included: it is in when all passed. Raises LookupError: no such animal."""
    known = facts_about(chosen, animal_id, doubling)
    if known is None:
        raise LookupError(animal_id)
    say = _Say(chosen, known)
    found = [*say.present(), *say.kinds(), *say.traits(), *say.ages(), *say.visits(), *say.sales(), *say.client()]
    return [*found, say.double()] if doubling else found


class _Say:
    """Answers about one animal."""

    def __init__(self, chosen: Resolved, known: Facts) -> None:
        self.chosen, self.asked, self.known = chosen, chosen.criteria, known

    def present(self) -> Iterator[Answer]:
        known = self.known
        if self.asked.deceased is not None:
            sentence = gettext("It has died.") if known.deceased else gettext("It is alive.")
            yield Answer("deceased", known.deceased == self.asked.deceased, sentence)
        if self.asked.other_clinic is not None:
            elsewhere, here = gettext("It is followed at another clinic."), gettext("It is followed here.")
            passed = known.other_clinic == self.asked.other_clinic
            yield Answer("other_clinic", passed, elsewhere if known.other_clinic else here)
        if known.given_away:
            yield Answer("given_away", False, gettext("It was given away."))
        if known.archived:
            yield Answer("archived", False, gettext("Its client is archived."))

    def kinds(self) -> Iterator[Answer]:
        yield from self._kind("species", gettext("Species"), self.chosen.species, self.known.species_id)
        yield from self._kind("breed", gettext("Breed"), self.chosen.breeds, self.known.breed_id)

    def _kind(self, rule: str, what: str, both: Both, id_: int | None) -> Iterator[Answer]:
        is_ = {"species": self.known.species, "breed": self.known.breed}[rule] if id_ else gettext("unknown")
        if both.include:
            passed = any(id_ in named.ids for named in both.include)
            yield Answer(rule, passed, _asked(what, is_, _or(both.include)))
        if both.exclude:
            passed = all(id_ not in named.ids for named in both.exclude)
            sentence = gettext("%(what)s: %(is_)s; excluded: %(names)s.", what=what, is_=is_, names=_or(both.exclude))
            yield Answer(rule, passed, sentence)

    def traits(self) -> Iterator[Answer]:
        yes_no = {True: gettext("yes"), False: gettext("no"), None: gettext("unknown")}
        sexes = {"M": gettext("male"), "F": gettext("female"), None: gettext("unknown")}
        known, asked = self.known, self.asked
        if asked.sex:
            yield Answer("sex", known.sex == asked.sex, _asked(gettext("Sex"), sexes[known.sex], sexes[asked.sex]))
        for rule, what, is_, wanted in (
            ("sterile", gettext("Sterile"), known.sterile, asked.sterile),
            ("crossbred", gettext("Crossbred"), known.crossbred, asked.crossbred),
        ):
            if wanted is not None:
                yield Answer(rule, is_ is wanted, _asked(what, yes_no[is_], yes_no[wanted]))

    def ages(self) -> Iterator[Answer]:
        what, born_on = gettext("Date of birth"), self.known.born_on
        born = self._day(born_on) if born_on else gettext("unknown")
        if self.asked.at_least:
            last = self.asked.at_least.before(self.chosen.today)
            asked = gettext("on %(day)s or before", day=self._day(last))
            yield Answer("at_least", born_on is not None and born_on <= last, _asked(what, born, asked))
        if self.asked.younger_than:
            day = self.asked.younger_than.before(self.chosen.today)
            asked = gettext("after %(day)s", day=self._day(day))
            yield Answer("younger_than", born_on is not None and born_on > day, _asked(what, born, asked))

    def visits(self) -> Iterator[Answer]:
        what, seen_on = gettext("Last visit"), self.known.last_visit_on
        seen = self._day(seen_on) if seen_on else gettext("never seen")
        if since := self.asked.seen_since:
            asked = gettext("since %(day)s", day=self._day(since))
            yield Answer("seen_since", seen_on is not None and seen_on >= since, _asked(what, seen, asked))
        if since := self.asked.not_seen_since:
            asked = gettext("none since %(day)s", day=self._day(since))
            yield Answer("not_seen_since", seen_on is None or seen_on < since, _asked(what, seen, asked))

    def sales(self) -> Iterator[Answer]:
        asked = [
            ("products", GroupOf(items=self.chosen.products.include)),
            ("services", GroupOf(items=self.chosen.services.include)),
            *(("bought", group) for group in self.chosen.bought),
        ]
        for rule, group in asked:
            if named := (*group.categories, *group.items):
                sale = self._met(group)
                yield Answer(rule, sale is not None, self._bought(sale, _or(named)))
        for rule, some in (("product", self.chosen.products.exclude), ("service", self.chosen.services.exclude)):
            for each in some:
                sale = self._met(GroupOf(items=(each,)))
                yield Answer(rule, sale is None, self._bought(sale, each.label))

    def _met(self, group: GroupOf) -> Bought | None:
        """The last sale that meets the group."""
        items = {id_ for named in group.items for id_ in named.ids}
        categories = {id_ for named in group.categories for id_ in named.ids}
        named = [sale for sale in self.known.bought if sale.item_id in items]
        within = [sale for sale in self.known.bought if sale.category_id in categories]
        return next((sale for sale in (*_kept(named), *_kept(within))), None)

    def _bought(self, sale: Bought | None, names: str) -> str:
        if sale:
            return str(
                gettext("Bought %(name)s on %(day)s.", name=sale.name, day=self._day(sale.on or self.chosen.today))
            )
        first, last = (self._day(day) for day in self.chosen.period)
        return str(gettext("Did not buy %(names)s from %(first)s to %(last)s.", names=names, first=first, last=last))

    def client(self) -> Iterator[Answer]:
        if self.asked.without_email:
            has, none = gettext("Its client has an e-mail address."), gettext("Its client has no e-mail address.")
            passed = self.known.has_email == (self.asked.without_email == "exclude")
            yield Answer("no_email", passed, has if self.known.has_email else none)
        for out in self.chosen.batches_out:
            inside = out.number in self.known.batches
            is_in, is_not = gettext("Is in batch %(number)s."), gettext("Is not in batch %(number)s.")
            yield Answer("batch", not inside, (is_in if inside else is_not) % {"number": out.number})
        if self.chosen.batches_in:
            asked = str(words.only_in_words(self.asked))
            is_in, is_not = gettext("Is in: %(what)s."), gettext("Is not in: %(what)s.")
            yield Answer("only", self.known.only, (is_in if self.known.only else is_not) % {"what": asked})

    def double(self) -> Answer:
        if self.known.doubled_on is None:
            return Answer("double", True, gettext("Has no open reminder of this type around this date."))
        day = self._day(self.known.doubled_on)
        sentence = gettext("Has an open reminder of this type already, due on %(day)s.", day=day)
        return Answer("double", False, sentence)

    def _day(self, day: date) -> str:
        return filters.day_long(day)


def _kept(sales: Sequence[Bought]) -> Iterator[Bought]:
    """Those of items of which more was bought than came back."""
    net: Counter[int] = Counter()
    for sale in sales:
        net[sale.item_id] += sale.quantity
    return (sale for sale in sales if sale.on and net[sale.item_id] > 0)


def _asked(what: str, is_: str, asked: str) -> str:
    return str(gettext("%(what)s: %(is_)s; asked for: %(asked)s.", what=what, is_=is_, asked=asked))


def _or(some: Several) -> str:
    names = [named.label for named in some[:_NAMED]]
    if len(some) > _NAMED:
        return f"{', '.join(names)} …"
    if len(names) == 1:
        return names[0]
    return str(gettext("%(names)s or %(last)s", names=", ".join(names[:-1]), last=names[-1]))


# ---------- What is known of the animal.


def facts_about(chosen: Resolved, animal_id: int, doubling: Doubling | None = None) -> Facts | None:
    """None where there is no such animal. Three statements, and one for each batch that is named."""
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
        frozenset(out.number for out in chosen.batches_out if _reminders_in(out, animal_id)),
        any(_is_asked_for(chosen.criteria.only_state, *row)
            for each in chosen.batches_in for row in _reminders_in(each, animal_id)),
        _doubled(doubling, animal_id),
    )  # fmt: skip


def _bought(chosen: Resolved, animal_id: int) -> list[Bought]:
    """What was bought and what came back, by item and category; the last bought first."""
    rows = db.rows(
        """
        SELECT sale.item_id, sale.category_id, sum(sale.quantity_milli),
            max(iif(sale.quantity_milli > 0, sale.sold_on, '')) AS bought_on, item.name_fr, item.name_en
        FROM sale JOIN item ON item.id = sale.item_id
        WHERE sale.animal_id = ? AND +sale.sold_on BETWEEN ? AND ?
        GROUP BY sale.item_id, sale.category_id ORDER BY bought_on DESC
        """,
        (animal_id, *(day.isoformat() for day in chosen.period)),
    )
    return [
        Bought(item, category, quantity, date.fromisoformat(on) if on else None, pick(*names))
        for item, category, quantity, on, *names in rows
    ]


def _reminders_in(batch: BatchOut, animal_id: int) -> list[tuple[str | None, str | None, str | None]]:
    """When its client was reached, had booked, and came, for each of its reminders in the batch."""
    whose, id_ = batch.column
    columns = "done_at, answered_at, visited_at"
    return db.rows(
        f"SELECT {columns} FROM reminder WHERE animal_id = ? AND {whose} = ? AND deleted_at IS NULL", (animal_id, id_)
    )


def _is_asked_for(state: str | None, done: str | None, answered: str | None, visited: str | None) -> bool:
    if state is None:
        return True
    return done is not None and (answered if state == "no_answer" else visited) is None


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
