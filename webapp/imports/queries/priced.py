"""A price list: whether it holds products, services or both, and by which column one tells."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from webapp import text
from webapp.imports.rules import articles, headers
from webapp.imports.rules.alphabets import MOST
from webapp.imports.rules.kinds import KINDS, PRODUCTS, SERVICES
from webapp.models import Item, RevenueCategory
from webapp.spreadsheets import Sheet

FIELD = "item_kind"
_KIND_OF = {articles.PRODUCT: PRODUCTS, articles.SERVICE: SERVICES}


def together(
    sheet: Sheet, columns: Mapping[str, str], values: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    """The kinds that such a list holds; of each, what is to be said of its columns. Empty where nothing tells.

    `columns`: what is said of them; `values`: and of what stands in them.
    """
    told = {headers.folded(name): table for name, table in values.items()}
    for place in _candidates(sheet.header, columns):
        name = sheet.header[place]
        meanings = told.get(headers.folded(name), {})
        found = {meanings.get(value.strip(), value) for value in _values(sheet, place)}
        if articles.tells(found):
            return _kinds({articles.of_word(value) for value in found}, {name: FIELD})
    return {}


def by_category(sheet: Sheet) -> dict[str, dict[str, str]]:
    """The same, where only the categories can tell, or what stands here already. What nobody can tell is a service."""
    places = headers.known_as(KINDS[SERVICES], sheet.header)
    known = categories()
    found = {articles.of_category(value, known) for value in _values(sheet, places.get("category"))} or {""}
    if articles.PRODUCT not in found:
        products = {code for code, kinds in standing().items() if kinds == [articles.PRODUCT]}
        if products and not products.isdisjoint(_codes(sheet, places["code"])):
            found.add(articles.PRODUCT)
    return _kinds(found, {})


def _kinds(found: Collection[str], columns: dict[str, str]) -> dict[str, dict[str, str]]:
    """Of what may be either, and stands nowhere yet, a service is made."""
    meant = {each or articles.SERVICE for each in found}
    return {_KIND_OF[kind]: columns for kind in _KIND_OF if kind in meant}


def categories() -> dict[str, str]:
    """The clinic's own categories that are of one kind alone: folded name → kind."""
    found: dict[str, set[str]] = {}
    rows: Any = RevenueCategory.select(RevenueCategory.kind, RevenueCategory.name_fr, RevenueCategory.name_en)
    for kind, french, english in rows.tuples():
        for name in (french, english):
            found.setdefault(text.fold(name), set()).add(kind)
    return {name: next(iter(kinds)) for name, kinds in found.items() if len(kinds) == 1}


def standing() -> dict[str, list[str]]:
    """Code → the kinds of the items that have it."""
    found: dict[str, list[str]] = {}
    rows: Any = Item.select(Item.code, Item.kind).where(Item.code.is_null(False))
    for code, kind in rows.tuples():
        found.setdefault(code, []).append(kind)
    return found


def _candidates(header: Sequence[str], columns: Mapping[str, str]) -> list[int]:
    said = {headers.folded(name): field for name, field in columns.items()}
    names = [headers.folded(name) for name in header]
    if FIELD in said.values():
        return [place for place, name in enumerate(names) if said.get(name) == FIELD]
    guessed = {place: field for field, place in headers.known_as(KINDS[SERVICES], header).items()}
    return [
        place
        for place, name in enumerate(names)
        if name in articles.HEADS and said.get(name, "") in ("", guessed.get(place))
    ]


def _codes(sheet: Sheet, place: int) -> Iterator[str]:
    return (row[place].strip() for chunk in sheet.chunks() for row in chunk.rows)


def _values(sheet: Sheet, place: int | None) -> set[str]:
    """The different ones of a column, "" among them; none of one that holds too many to be kinds of things."""
    if place is None:
        return set()
    found: set[str] = set()
    for chunk in sheet.chunks():
        found.update([row[place] for row in chunk.rows])
        if len(found) > MOST:
            return set()
    return found
