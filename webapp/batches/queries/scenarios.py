"""The ready scenarios, in the words of this clinic's own catalogue."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext

from webapp import text
from webapp.models import Batch, Item, RevenueCategory
from webapp.periods import months_before

_LONGEST = 50  # items of a group: a clinic that has more of them has a category for them
Group = dict[str, list[str]]


_VACCINES = ("vaccin", "immunis", "immuniz")
_ANTIPARASITICS = ("parasit", "vermifug", "deworm", "puces")
YOUNG = "1.0.0"


@dataclass(frozen=True)
class Scenario:
    """`document`: criteria as `parse` takes them."""

    key: str
    label: str
    hint: str
    document: Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """What this clinic calls things: groups of `bought`, empty where its catalogue has nothing of the kind."""

    vaccines: Mapping[str, Sequence[str]]
    antiparasitics: Mapping[str, Sequence[str]]
    batches: Sequence[int]  # the lately made ones


def vaccines(names: Iterable[str]) -> bool:
    """Whether something that is called so is vaccines, in either language."""
    return _said(names, _VACCINES)


def antiparasitics(names: Iterable[str]) -> bool:
    """Whether something that is called so is antiparasitics, in either language."""
    return _said(names, _ANTIPARASITICS)


def _said(names: Iterable[str], beginnings: Sequence[str]) -> bool:
    return any(part in "".join(text.words(name)) for name in names for part in beginnings)


def made(known: Known, today: date) -> list[Scenario]:
    """Those that this clinic can use. Vaccinated and bought has two readings: either, and both."""
    year_ago = months_before(today, 12).isoformat()
    found = [
        Scenario("seen", gettext("Seen on a visit"), gettext("In the last year"), {"last_visit": {"since": year_ago}})
    ]
    one, other = dict(known.vaccines), dict(known.antiparasitics)
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
    young: dict[str, Any] = {"species": {"include": ["CAN", "FEL"]}, "age": {"younger_than": YOUNG}}
    if known.batches:
        young["exclude_batches"] = list(known.batches)
    label = gettext("Puppies and kittens")
    found.append(Scenario("young", label, gettext("Under one year, not in another batch of this year"), young))
    return found


def _bought(key: str, label: str, hint: str, *groups: Mapping[str, Sequence[str]]) -> Scenario:
    return Scenario(key, label, hint, {"bought": [dict(group) for group in groups]})


def every(today: date) -> list[Scenario]:
    """Those that the catalogue can serve."""
    rows: Any = RevenueCategory.select(RevenueCategory.name_fr, RevenueCategory.name_en).order_by(RevenueCategory.id)
    categories = list(rows.tuples())
    known = Known(_group(categories, vaccines), _group(categories, antiparasitics), _lately(today))
    return made(known, today)


def _group(categories: list[tuple[str, str]], is_one: Callable[[Iterable[str]], bool]) -> Group:
    """The categories that are called so; where there are none, the items."""
    if names := [names[0] for names in categories if is_one(names)]:
        return {"categories": list(dict.fromkeys(names))}
    rows: Any = Item.select(Item.code, Item.name_fr, Item.name_en).order_by(Item.code).tuples()
    codes = [code for code, *names in rows if is_one(names)]
    return {"any": codes[:_LONGEST]} if codes else {}


def _lately(today: date) -> list[int]:
    """The batches that were made in the last twelve months."""
    rows: Any = Batch.select(Batch.number).where(Batch.created_at >= months_before(today, 12).isoformat())
    return sorted(number for (number,) in rows.tuples())
