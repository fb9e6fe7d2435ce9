"""Which animals a batch is for: the JSON object of `--criteria`, as people, scripts and the screen give it.

Names and codes stay as they were given; `batches.queries.naming` finds what they stand for.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from webapp.batches.rules.ages import Age
from webapp.batches.rules.reading import Reader
from webapp.batches.rules.refusals import NotAccepted, Problem
from webapp.periods import months_before

LISTS = ("species", "breeds", "products", "services")
EITHER = ("crossbred", "sterile", "deceased", "other_clinic")
SEXES = ("M", "F")
WITHOUT_EMAIL = ("exclude", "only")
KEYS = (*LISTS, "sold_between", "bought", "last_visit", "age", *EITHER, "sex", "without_email", "use_preferences",
        "exclude_batches", "only_batches")  # fmt: skip
ONLY_STATES = ("no_answer", "no_visit")  # reached and not answered; reached and not seen
MOST_GROUPS = 20
MOST_BATCHES = 200
DEFAULT_YEARS = 2  # of sales that are looked at


@dataclass(frozen=True)
class Listed:
    """Any one of `include` (all of them where it is empty), none of `exclude`."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.include or self.exclude)


@dataclass(frozen=True)
class BoughtGroup:
    """Met by one sale of any of these items, or in any of these categories (the sale's, of its day)."""

    any: tuple[str, ...] = ()  # codes or names, of products and services
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Criteria:
    """What is asked for; as it stands, every animal that lives and is this clinic's."""

    species: Listed = Listed()
    breeds: Listed = Listed()
    products: Listed = Listed()
    services: Listed = Listed()
    sold_between: tuple[date, date] | None = None  # None = the last two years
    bought: tuple[BoughtGroup, ...] = ()  # each of them must be met
    seen_since: date | None = None
    not_seen_since: date | None = None
    younger_than: Age | None = None
    at_least: Age | None = None
    crossbred: bool | None = None
    sterile: bool | None = None
    deceased: bool | None = False
    other_clinic: bool | None = False
    sex: str | None = None
    without_email: str | None = None
    use_preferences: bool = True
    exclude_batches: tuple[str, ...] = ()
    only_batches: tuple[str, ...] = ()  # the animals of any one of them, and of no other batch
    only_state: str | None = None  # of those, one of ONLY_STATES

    def period(self, today: date) -> tuple[date, date]:
        """The days whose sales are looked at, both included."""
        return self.sold_between or (months_before(today, 12 * DEFAULT_YEARS), today)


def parse(document: Any) -> Criteria:
    """The criteria of a JSON object. Raises NotAccepted with every problem that can be seen without the database."""
    if not isinstance(document, Mapping):
        raise NotAccepted([Problem("criteria", "not_an_object", document)])
    read = Reader()
    found = _read(read, read.known(document, KEYS))
    if read.problems:
        raise NotAccepted(read.problems)
    return found


def loads(written: str) -> Criteria:
    """The criteria of a JSON text. Raises NotAccepted."""
    try:
        document = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise NotAccepted([Problem("criteria", "unreadable", str(error))]) from error
    return parse(document)


def _read(read: Reader, given: Mapping[str, Any]) -> Criteria:
    lists: dict[str, Any] = {key: _listed(read, given.get(key), key) for key in LISTS}
    seen = read.parts(given.get("last_visit"), "last_visit", ("since", "not_since"))
    since, not_since = (read.day(seen.get(key), f"last_visit.{key}") for key in ("since", "not_since"))
    if since and not_since:
        read.refuse("last_visit", "since_and_not_since")
    elif given.get("last_visit") is not None and not read.problems and not since and not not_since:
        read.refuse("last_visit", "since_nothing")
    age = read.parts(given.get("age"), "age", ("younger_than", "at_least"))
    flags: dict[str, Any] = {key: read.either(given[key], key) for key in EITHER if key in given}
    return Criteria(
        **lists,
        sold_between=read.two_days(given.get("sold_between"), "sold_between"),
        bought=tuple(_group(read, each) for each in read.items(given.get("bought"), "bought", MOST_GROUPS)),
        seen_since=since,
        not_seen_since=not_since,
        younger_than=read.age(age.get("younger_than"), "age.younger_than"),
        at_least=read.age(age.get("at_least"), "age.at_least"),
        **flags,
        sex=read.choice(given.get("sex"), "sex", SEXES),
        without_email=read.choice(given.get("without_email"), "without_email", WITHOUT_EMAIL),
        use_preferences=read.flag(given.get("use_preferences", True), "use_preferences"),
        exclude_batches=read.batches(given.get("exclude_batches"), "exclude_batches", MOST_BATCHES),
        **_only(read, given.get("only_batches")),
    )


def _only(read: Reader, value: Any) -> dict[str, Any]:
    parts = read.parts(value, "only_batches", ("batches", "state"))
    batches = read.batches(parts.get("batches"), "only_batches.batches", MOST_BATCHES)
    state = read.choice(parts.get("state"), "only_batches.state", ONLY_STATES)
    if state and not batches:
        read.refuse("only_batches", "which_batches")
    return {"only_batches": batches, "only_state": state}


def _listed(read: Reader, value: Any, key: str) -> Listed:
    parts = read.parts(value, key, ("include", "exclude"))
    listed = Listed(*(read.names(parts.get(part), f"{key}.{part}") for part in ("include", "exclude")))
    if both := [name for name in listed.include if name in listed.exclude]:
        read.refuse(key, "both_ways", both)
    return listed


def _group(read: Reader, value: Any) -> BoughtGroup:
    noted = len(read.problems)
    if value is None:
        value = {}
    parts = read.parts(value, "bought", ("any", "categories"))
    group = BoughtGroup(*(read.names(parts.get(part), f"bought.{part}") for part in ("any", "categories")))
    if not group.any and not group.categories and len(read.problems) == noted:
        read.refuse("bought", "empty_group")
    return group


def check_ages(criteria: Criteria, today: date) -> None:
    """Raises NotAccepted where nothing can be at least so old and younger than that. Months have no fixed length:
    it takes the day."""
    youngest, oldest = criteria.at_least, criteria.younger_than
    if youngest and oldest and youngest.before(today) <= oldest.before(today):
        words = (("at_least", str(youngest)), ("younger_than", str(oldest)))
        raise NotAccepted([Problem("age", "ages_upside_down", [str(youngest), str(oldest)], words)])


def settled(criteria: Criteria, today: date) -> Criteria:
    """The same, with what depends on the day filled in, so that it says later what was meant."""
    return replace(criteria, sold_between=criteria.period(today))


def as_json(criteria: Criteria) -> dict[str, Any]:
    """The object that `parse` takes, without what is not asked for."""
    document: dict[str, Any] = {}
    for key in LISTS:
        listed: Listed = getattr(criteria, key)
        parts = {"include": list(listed.include), "exclude": list(listed.exclude)}
        document[key] = {part: names for part, names in parts.items() if names}
    document |= {
        "sold_between": [day.isoformat() for day in criteria.sold_between or ()],
        "bought": [
            {part: list(names) for part, names in (("any", group.any), ("categories", group.categories)) if names}
            for group in criteria.bought
        ],
        "last_visit": _dated(since=criteria.seen_since, not_since=criteria.not_seen_since),
        "age": _dated(younger_than=criteria.younger_than, at_least=criteria.at_least),
        "exclude_batches": _numbers(criteria.exclude_batches),
    }
    if criteria.only_batches:
        document["only_batches"] = {"batches": _numbers(criteria.only_batches), "state": criteria.only_state}
    document = {key: value for key, value in document.items() if value}
    document |= {key: value for key in ("crossbred", "sterile") if (value := getattr(criteria, key)) is not None}
    document |= {"deceased": criteria.deceased, "other_clinic": criteria.other_clinic}
    document |= {key: value for key in ("sex", "without_email") if (value := getattr(criteria, key))}
    return document | {"use_preferences": criteria.use_preferences}


def _numbers(batches: Iterable[str]) -> list[int | str]:
    return [int(number) if number.isdigit() else number for number in batches]


def _dated(**parts: Age | date | None) -> dict[str, str]:
    return {name: str(value) for name, value in parts.items() if value is not None}
