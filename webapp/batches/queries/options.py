"""What the pickers of the criteria offer, and how what was picked is called."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from peewee import JOIN, fn

from webapp import db, filters, text
from webapp.catalogue.queries import in_order, shown_name
from webapp.languages import pick
from webapp.models import Animal, Batch, Breed, Item, RevenueCategory, Species
from webapp.models.catalogue import PRODUCT, SERVICE

SHOWN = 8
CATEGORY = "category:"  # as in forms.typed
_KINDS = {"products": (PRODUCT,), "services": (SERVICE,), "bought": (PRODUCT, SERVICE)}


@dataclass(frozen=True)
class Option:
    """One thing to pick: `value` goes into the criteria."""

    value: str
    label: str
    hint: str = ""
    whole: bool = False  # a whole revenue category


def like(picker: str, typed: str, *, limit: int = SHOWN) -> list[Option]:
    """What the search box of a picker offers for what was typed; for nothing, the beginning of the list."""
    about = picker.partition("_")[0]
    pattern = text.glob(typed.strip()[:100])
    if about == "species":
        return _species(pattern, limit)
    if about == "breeds":
        return _breeds(pattern, limit)
    if about == "batches":
        return _batches(pattern, typed.strip(), limit)
    categories = _categories(_KINDS[about], pattern, limit if typed else 3)
    return [*categories, *_items(_KINDS[about], pattern, typed.strip(), limit)]


def meant(picker: str, typed: str) -> str | None:
    """What was meant by a name or code typed without choosing: the very thing, or the only one like it."""
    offered = like(picker, typed, limit=30)
    plain = text.fold(typed)
    exact = [each for each in offered if plain in (text.fold(each.value), text.fold(each.label))]
    found = exact or offered
    return found[0].value if len(found) == 1 or exact else None


def items_of(category: str, picker: str) -> list[str]:
    """The codes of everything in a category, of the picker's kind."""
    kinds = _KINDS[picker.partition("_")[0]]
    rows: Any = (
        Item.select(Item.code)
        .join(RevenueCategory)
        .where(RevenueCategory.name_fr == category, Item.kind << kinds)
        .order_by(Item.code)
        .tuples()
    )
    return [code for (code,) in rows]


def _species(pattern: str, limit: int) -> list[Option]:
    found = Species.select().where(
        fn.GLOB(pattern, Species.name_fr) | fn.GLOB(pattern, Species.name_en) | fn.GLOB(pattern, Species.code)
    )
    return [Option(row.code, pick(row.name_fr, row.name_en)) for row in found.order_by(Species.id).limit(limit)]


def _breeds(pattern: str, limit: int) -> list[Option]:
    # The most common first: those of an empty box are worth showing.
    rows: Any = (
        Breed.select(Breed.name_fr, Breed.name_en, Species.name_fr, Species.name_en)
        .join(Species)
        .switch(Breed)
        .join(Animal, JOIN.LEFT_OUTER, on=Animal.breed == Breed.id)
        .where(fn.GLOB(pattern, Breed.name_fr) | fn.GLOB(pattern, Breed.name_en))
        .group_by(Breed.name_fr)
        .order_by(fn.COUNT(Animal.id).desc(), Breed.name_fr)
        .limit(limit)
        .tuples()
    )
    return [Option(french, pick(french, english), pick(of_fr, of_en)) for french, english, of_fr, of_en in rows]


def _items(kinds: Sequence[str], pattern: str, typed: str, limit: int) -> list[Option]:
    found = (
        Item.select()
        .where(
            Item.kind << list(kinds),
            fn.GLOB(pattern, Item.code) | fn.GLOB(pattern, Item.name_fr) | fn.GLOB(pattern, Item.name_en),
        )
        .order_by(fn.LOWER(Item.code) != typed.lower(), Item.invalid, in_order(shown_name(Item)), Item.id)
        .limit(limit)
    )
    return [Option(row.code, pick(row.name_fr, row.name_en), row.code) for row in found]


def _categories(kinds: Sequence[str], pattern: str, limit: int) -> list[Option]:
    rows: Any = (
        RevenueCategory.select(RevenueCategory.name_fr, RevenueCategory.name_en, fn.COUNT(Item.id))
        .join(Item)
        .where(
            RevenueCategory.kind << list(kinds),
            fn.GLOB(pattern, RevenueCategory.name_fr) | fn.GLOB(pattern, RevenueCategory.name_en),
        )
        .group_by(RevenueCategory.name_fr)
        .order_by(in_order(shown_name(RevenueCategory)))
        .limit(limit)
        .tuples()
    )
    return [
        Option(f"{CATEGORY}{french}", pick(french, english), filters.number(count), whole=True)
        for french, english, count in rows
    ]


def _batches(pattern: str, typed: str, limit: int) -> list[Option]:
    named = fn.GLOB(pattern, Batch.description) | fn.GLOB(f"{typed}*" if typed.isdecimal() else typed, Batch.number)
    found = Batch.select().where(named).order_by(Batch.number.desc()).limit(limit)
    return [Option(str(row.number), lot_label(row), row.description) for row in found]


def lot_label(batch: Batch) -> str:
    return str(gettext("Batch %(number)s", number=batch.number))


def labels(lists: Mapping[str, Iterable[str]]) -> dict[tuple[str, str], str]:
    """What each chip says, by picker and value; a name that was typed by a script stands for itself."""
    chosen = {(picker, value) for picker, values in lists.items() for value in values}
    plain = {value.removeprefix(CATEGORY) for _, value in chosen}
    said: dict[tuple[str, str], str] = {}
    for about, names in _names(plain, {picker.partition("_")[0] for picker, _ in chosen}).items():
        for picker, value in chosen:
            key = value.removeprefix(CATEGORY)
            kind = "categories" if value.startswith(CATEGORY) else picker.partition("_")[0]
            if kind == about and key in names:
                said[picker, value] = names[key]
    return {(picker, value): said.get((picker, value), value.removeprefix(CATEGORY)) for picker, value in chosen}


_AMONG = "IN (SELECT value FROM json_each(?))"


def _names(values: set[str], about: set[str]) -> dict[str, dict[str, str]]:
    names: dict[str, dict[str, str]] = {}
    given = (db.ids(values),)
    if "species" in about:
        names["species"] = _called(db.rows("SELECT code, name_fr, name_en FROM species"))
    if "batches" in about:
        names["batches"] = {value: str(gettext("Batch %(number)s", number=value)) for value in values}
    if "breeds" in about:
        found = db.rows(f"SELECT name_fr, name_fr, name_en FROM breed WHERE name_fr {_AMONG}", given)
        names["breeds"] = _called(found)
    if about & set(_KINDS):
        items = db.rows(f"SELECT code, name_fr, name_en, kind FROM item WHERE code {_AMONG}", given)
        for key, kinds in _KINDS.items():
            names[key] = _called(row[:3] for row in items if row[3] in kinds)
        found = db.rows(f"SELECT name_fr, name_fr, name_en FROM revenue_category WHERE name_fr {_AMONG}", given)
        names["categories"] = _called(found)
    return names


def _called(rows: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """By code, in the language of the page."""
    return {code: pick(name_fr, name_en) for code, name_fr, name_en in rows}
