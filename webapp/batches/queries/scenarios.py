"""The ready scenarios, in the words of this clinic's own catalogue."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from flask_babel import gettext

from webapp import db, text
from webapp.periods import months_before

_LONGEST = 50  # items of a group: a clinic that has more of them has a category for them
Group = dict[str, list[str]]  # of the criterion `bought`; empty where the catalogue has nothing of the kind
VACCINES = ("vaccin", "immunis", "immuniz")
ANTIPARASITICS = ("parasit", "vermifug", "deworm", "puces")
YOUNG = "1.0.0"
DOGS_AND_CATS = {"species": {"include": ["CAN", "FEL"]}}  # a rabbit is not what these are about


@dataclass(frozen=True)
class Scenario:
    """`document`: criteria as `parse` takes them."""

    key: str
    label: str
    hint: str
    document: Mapping[str, Any]


def every(today: date) -> list[Scenario]:
    """Those that this clinic's catalogue can serve. Vaccinated and bought has two readings: either, and both."""
    categories = db.rows("SELECT name_fr, name_en FROM revenue_category ORDER BY id")
    one, other = _group(categories, VACCINES), _group(categories, ANTIPARASITICS)
    year_ago = months_before(today, 12).isoformat()
    seen = {**DOGS_AND_CATS, "last_visit": {"since": year_ago}}
    found = [Scenario("seen", gettext("Seen on a visit"), gettext("In the last year"), seen)]
    if one:
        found.append(_bought("vaccinated", gettext("Vaccinated"), gettext("In the last two years"), one))
    if other:
        label = gettext("Bought an antiparasitic")
        found.append(_bought("antiparasitic", label, gettext("In the last two years"), other))
    if one and other:
        either = {part: [*one.get(part, ()), *other.get(part, ())] for part in sorted({*one, *other})}
        label = gettext("Vaccinated or bought an antiparasitic")
        found.append(_bought("either", label, gettext("One or the other is enough"), either))
        label = gettext("Vaccinated and bought an antiparasitic")
        found.append(_bought("both", label, gettext("Each of the two, in the last two years"), one, other))
    young: dict[str, Any] = {**DOGS_AND_CATS, "age": {"younger_than": YOUNG}}
    if batches := _lately(today):
        young["exclude_batches"] = batches
    label = gettext("Puppies and kittens")
    found.append(Scenario("young", label, gettext("Under one year, not in another batch of this year"), young))
    return found


def _bought(key: str, label: str, hint: str, *groups: Group) -> Scenario:
    return Scenario(key, label, hint, {**DOGS_AND_CATS, "bought": list(groups)})


def is_called(names: Iterable[str], beginnings: Sequence[str]) -> bool:
    """Whether one of these names has one of these parts, such as VACCINES."""
    return any(part in _in_one(name) for name in names for part in beginnings)


@lru_cache(maxsize=1024)
def _in_one(name: str) -> str:
    return "".join(text.words(name))


def _group(categories: list[tuple[str, str]], beginnings: Sequence[str]) -> Group:
    """The categories that are called so, in either language; where there are none, the items."""
    if names := [names[0] for names in categories if is_called(names, beginnings)]:
        return {"categories": list(dict.fromkeys(names))}
    rows = db.rows("SELECT code, name_fr, name_en FROM item ORDER BY code")
    codes = [code for code, *names in rows if is_called(names, beginnings)]
    return {"any": codes[:_LONGEST]} if codes else {}


def _lately(today: date) -> list[int]:
    """The batches that were made in the last twelve months."""
    rows = db.rows("SELECT number FROM batch WHERE created_at >= ?", (months_before(today, 12).isoformat(),))
    return sorted(number for (number,) in rows)
