"""The campaigns that clinics make most, as criteria to begin with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext

from webapp import text
from webapp.batches.rules.ages import months_back

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
    year_ago = months_back(today, 12).isoformat()
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
