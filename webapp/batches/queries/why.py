"""Why this animal, why not that one: each rule's answer about it, in words.

Told from the animal's own record, not by the statement that chooses; a test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from webapp import filters
from webapp.batches.queries import facts
from webapp.batches.queries.choosing import Doubling
from webapp.batches.queries.facts import Bought, Facts
from webapp.batches.queries.naming import Both, GroupOf, Resolved, Several, resolve
from webapp.batches.rules.criteria import Criteria

_NAMED = 4  # of several that were asked for, before "…"


@dataclass(frozen=True)
class Answer:
    """What one rule says of the animal."""

    rule: str
    passed: bool
    sentence: str


def why(criteria: Criteria, animal_id: int, *, today: date, doubling: Doubling | None = None) -> list[Answer]:
    """Every rule's answer; the animal is in when all have passed. Raises NotAccepted, LookupError."""
    return answers(resolve(criteria, today=today), animal_id, doubling)


def answers(chosen: Resolved, animal_id: int, doubling: Doubling | None = None) -> list[Answer]:
    """The same, once names are found. Raises LookupError where there is no such animal."""
    known = facts.of(chosen, animal_id, doubling)
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
        met = (sale for sale in self.known.bought if sale.item_id in items or sale.category_id in categories)
        return next(met, None)

    def _bought(self, sale: Bought | None, names: str) -> str:
        if sale:
            return str(gettext("Bought %(name)s on %(day)s.", name=sale.name, day=self._day(sale.on)))
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

    def double(self) -> Answer:
        if self.known.doubled_on is None:
            return Answer("double", True, gettext("Has no open reminder of this type around this date."))
        day = self._day(self.known.doubled_on)
        sentence = gettext("Has an open reminder of this type already, due on %(day)s.", day=day)
        return Answer("double", False, sentence)

    def _day(self, day: date) -> str:
        return filters.day_long(day)


def _asked(what: str, is_: str, asked: str) -> str:
    return str(gettext("%(what)s: %(is_)s; asked for: %(asked)s.", what=what, is_=is_, asked=asked))


def _or(some: Several) -> str:
    names = [named.label for named in some[:_NAMED]]
    if len(some) > _NAMED:
        return f"{', '.join(names)} …"
    if len(names) == 1:
        return names[0]
    return str(gettext("%(names)s or %(last)s", names=", ".join(names[:-1]), last=names[-1]))
