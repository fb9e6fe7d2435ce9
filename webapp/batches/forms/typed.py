"""The criteria screen as it stands: in the form, in the address, and as the JSON object of `--criteria`.

The three are one: `read` takes the fields of a form or of an address, `query` writes the address back, `document` gives
the criteria and `of_document` fills the screen from those of a past batch. Nothing is refused here: what is wrong is
said by rules.criteria and finds its field by `field_of`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from webapp.batches.rules.refusals import Problem
from webapp.periods import months_before

LISTS = ("species", "breeds", "products", "services")
GROUPS = tuple(f"bought_{number}" for number in range(1, 7))
PICKERS = (*(f"{key}_{way}" for key in LISTS for way in ("in", "out")), *GROUPS, "batches_out", "batches_in")
CATEGORY = "category:"  # before a value that stands for a whole revenue category
AGES = ("min_years", "min_months", "min_days", "max_years", "max_months", "max_days")
_THREE = {"": None, "yes": True, "no": False}
_WAYS = {"in": "include", "out": "exclude"}
LONGEST = 200


@dataclass(frozen=True)
class Typed:
    """`lists`: the chips of each picker; `adding`: what stands in its search box; `values`: the other fields."""

    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    adding: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def chips(self, picker: str) -> tuple[str, ...]:
        return self.lists.get(picker, ())

    @property
    def groups(self) -> list[str]:
        """The pickers of "bought" to show: those that hold something, and one more."""
        filled = [name for name in GROUPS if self.chips(name) or self.adding.get(name)]
        return [*filled, *[name for name in GROUPS if name not in filled][:1]]

    @property
    def grouped(self) -> bool:
        """Whether anything is asked for in groups."""
        return any(self.chips(name) for name in GROUPS)

    def add(self, picker: str, value: str) -> "Typed":
        """With one more chip; its search box is empty again."""
        chips = tuple(dict.fromkeys((*self.chips(picker), value)))
        adding = {name: text for name, text in self.adding.items() if name != picker}
        return replace(self, lists={**self.lists, picker: chips}, adding=adding)

    def remove(self, picker: str, value: str) -> "Typed":
        return replace(self, lists={**self.lists, picker: tuple(v for v in self.chips(picker) if v != value)})

    def but(self, **values: str) -> "Typed":
        """With other values in some plain fields."""
        return replace(self, values={**self.values, **values})

    def query(self) -> str:
        """The address's query that shows the same."""
        return urlencode(self.pairs())

    def pairs(self) -> list[tuple[str, str]]:
        """The fields of a form that shows the same."""
        pairs = [(name, value) for name in PICKERS for value in self.chips(name)]
        pairs += [(f"{name}_add", typed) for name, typed in self.adding.items() if typed]
        pairs += [(name, value) for name, value in self.values.items() if value != STANDARD.get(name, "")]
        return pairs

    def document(self) -> dict[str, Any]:
        """The criteria, as rules.criteria.parse takes them; a category among products becomes a group of `bought`."""
        document: dict[str, Any] = {key: self._listed(key) for key in LISTS}
        moved = [self.chips(f"{key}_in") for key in ("products", "services") if self._has_category(f"{key}_in")]
        groups = [*moved, *(self.chips(name) for name in GROUPS if self.chips(name))]
        document |= {
            "bought": [_group(chips) for chips in groups],
            "sold_between": [self["sold_from"], self["sold_to"]],
            "last_visit": {self["visit"]: self["visit_on"] or None} if self["visit"] else None,
            "age": {"at_least": self._age("min"), "younger_than": self._age("max")},
            "sex": self["sex"] or None,
            "without_email": self["email"] or None,
            "use_preferences": self["prefer"] != "0",
            "exclude_batches": list(self.chips("batches_out")),
            "only_batches": self._only(),
        }
        return document | {key: _THREE.get(self[key]) for key in ("crossbred", "sterile", "deceased", "other_clinic")}

    def _listed(self, key: str) -> dict[str, list[str]]:
        return {
            _WAYS[way]: [] if way == "in" and self._has_category(f"{key}_in") else list(self.chips(f"{key}_{way}"))
            for way in ("in", "out")
        }

    def _only(self) -> dict[str, Any] | None:
        batches = self.chips("batches_in")
        return {"batches": list(batches), "state": self["only_state"] or None} if batches else None

    def _has_category(self, picker: str) -> bool:
        return any(value.startswith(CATEGORY) for value in self.chips(picker))

    def _age(self, end: str) -> str | None:
        parts = [self[f"{end}_{unit}"].strip() for unit in ("years", "months", "days")]
        return ".".join(part or "0" for part in parts) if any(parts) else None

    def field_of(self, problem: Problem) -> str:
        """The field beside which a problem is said."""
        key, _, way = problem.key.partition(".")
        if key == "bought":
            holders = [name for name in PICKERS if {problem.value, f"{CATEGORY}{problem.value}"} & {*self.chips(name)}]
            return holders[0] if holders else GROUPS[0]
        if key in LISTS:
            return f"{key}_in" if way == "include" else f"{key}_out"
        return {
            "exclude_batches": "batches_out",
            "only_batches": "batches_in",
            "sold_between": "sold_to",
            "last_visit": "visit_on",
        }.get(key, key)


# What a field holds where nothing else was chosen, and is therefore not in the address.
STANDARD = {"deceased": "no", "other_clinic": "no", "prefer": "1", "doubles": "0", "spread": "1"}
VALUES = (
    "sold_from", "sold_to", "visit", "visit_on", *AGES, "crossbred", "sterile", "deceased", "other_clinic", "sex",
    "email", "only_state", "prefer", "description", "type", "due", "spread", "doubles", "copy_of", "scenario",
)  # fmt: skip


def read(arguments: MultiDict[str, str], today: date) -> Typed:
    """What a form or an address says; what it does not say is as on a fresh screen."""
    lists = {
        name: tuple(dict.fromkeys(value for value in arguments.getlist(name) if value))[:LONGEST] for name in PICKERS
    }
    adding = {name: arguments[f"{name}_add"].strip() for name in PICKERS if arguments.get(f"{name}_add", "").strip()}
    values = {**fresh(today), **{name: _last(arguments, name) for name in VALUES if name in arguments}}
    values |= {name: values[name] or standard for name, standard in _period(today).items()}
    return Typed({name: chips for name, chips in lists.items() if chips}, adding, values)


def _last(arguments: MultiDict[str, str], name: str) -> str:
    """A box to tick has a hidden field before it that says no: the last one counts."""
    return arguments.getlist(name)[-1].strip()[: 5 * LONGEST]


def _period(today: date) -> dict[str, str]:
    return {"sold_from": months_before(today, 24).isoformat(), "sold_to": today.isoformat()}


def fresh(today: date) -> dict[str, str]:
    """The plain fields of a fresh screen: two years of sales, due on the first of next month."""
    due = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
    return {**dict.fromkeys(VALUES, ""), **STANDARD, **_period(today), "due": due.isoformat()}


def of_document(document: Mapping[str, Any], today: date) -> Typed:
    """The screen that says what these criteria say."""
    lists: dict[str, tuple[str, ...]] = {}
    for key in LISTS:
        for way, word in _WAYS.items():
            lists[f"{key}_{way}"] = _strings((document.get(key) or {}).get(word))
    for name, group in zip(GROUPS, document.get("bought") or (), strict=False):
        categories = [f"{CATEGORY}{each}" for each in _strings(group.get("categories"))]
        lists[name] = (*categories, *_strings(group.get("any")))
    lists["batches_out"] = _strings(document.get("exclude_batches"))
    only = document.get("only_batches") or {}
    lists["batches_in"] = _strings(only.get("batches"))
    values = fresh(today)
    if document.get("sold_between"):
        values["sold_from"], values["sold_to"] = document["sold_between"]
    for way, day in (document.get("last_visit") or {}).items():
        values["visit"], values["visit_on"] = way, day
    for end, key in (("min", "at_least"), ("max", "younger_than")):
        age = (document.get("age") or {}).get(key)
        for unit, part in zip(("years", "months", "days"), age.split(".") if age else (), strict=False):
            values[f"{end}_{unit}"] = "" if part == "0" else part
    words = {value: word for word, value in _THREE.items()}
    for key, standard in (("crossbred", None), ("sterile", None), ("deceased", False), ("other_clinic", False)):
        values[key] = words[document.get(key, standard)]
    values["only_state"] = only.get("state") or ""
    values |= {"sex": document.get("sex") or "", "email": document.get("without_email") or ""}
    values["prefer"] = "1" if document.get("use_preferences", True) else "0"
    return Typed({name: chips for name, chips in lists.items() if chips}, {}, values)


def begun(typed: Typed, document: Mapping[str, Any], *, before: Mapping[str, Any], today: date) -> Typed:
    """The screen as it stands, with these criteria in the place of those that it was begun with (`before`)."""
    new, old, plain = of_document(document, today), of_document(before, today), fresh(today)
    own = {name: tuple(v for v in typed.chips(name) if v not in old.chips(name)) for name in PICKERS}
    free = [name for name in GROUPS if not own[name]]
    for name in PICKERS:
        if name in GROUPS and new.chips(name) and free:
            own[free.pop(0)] = new.chips(name)
        elif name not in GROUPS and not (name == "species_in" and own[name]):  # whoever chose species meant those
            own[name] = tuple(dict.fromkeys((*own[name], *new.chips(name))))
    values = dict(typed.values)
    for name, standard in plain.items():
        if new[name] != standard or (old[name] != standard and typed[name] == old[name]):
            values[name] = new[name]
    return replace(typed, lists={name: chips for name, chips in own.items() if chips}, values=values)


def _strings(values: Iterable[object] | None) -> tuple[str, ...]:
    return tuple(str(value) for value in values or ())


def _group(chips: Iterable[str]) -> dict[str, list[str]]:
    chips = list(chips)
    return {
        "any": [value for value in chips if not value.startswith(CATEGORY)],
        "categories": [value.removeprefix(CATEGORY) for value in chips if value.startswith(CATEGORY)],
    }
