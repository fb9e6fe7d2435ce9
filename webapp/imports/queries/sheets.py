"""The sheets of a file: where the titles of each are, what it holds, or why nothing of it is read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Any

from webapp.imports.rules import headers
from webapp.imports.rules.kinds import KINDS
from webapp.models import RememberedColumns
from webapp.spreadsheets import Book, Find, Layout, Unreadable, shape

Recognise = Callable[[Sequence[str], str], headers.Recognised]
OF_NO_USE = ("sheet_empty", "sheet_hidden", "sheet_no_table", "sheet_not_asked", "unknown_kind")


@dataclass(frozen=True)
class Part:
    """A sheet; of a text, all of it. `aside`: nobody misses it, and no file is wrong for it."""

    name: str
    layout: Layout | None = None
    found: headers.Recognised | None = None
    code: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    aside: bool = False


@cache
def _words() -> frozenset[str]:
    return frozenset(alias for kind in KINDS.values() for each in kind.fields for alias in each.aliases)


def is_known(name: str) -> bool:
    """Whether some kind of file has a column of this head."""
    return headers.folded(name) in _words()


def finder(row: int = 0) -> Find:
    """How the titles of a sheet are found: on line `row` if a person says so, as they were the last time, or by words
    that are known."""
    met = {each.signature for each in RememberedColumns.select(RememberedColumns.signature)}
    remembered = (lambda header: headers.signature(header) in met) if met else None
    return partial(shape.find, known=is_known, remembered=remembered, row=row)


def parts(
    book: Book, name: str, recognise: Recognise, *, sheet: str = "", row: int = 0, told: bool = False
) -> list[Part]:
    """All sheets of a file called `name`; where one can be read, those of no use are put aside.

    `sheet` and `row`: what a person says is to be read and where its titles are; `told`: a person says what the file
    holds, so that sheets which hold something else are not meant. Raises Unreadable.
    """
    names = [about.name for about in book.sheets]
    if sheet and sheet not in names:
        given = ", ".join(f"“{each}”" for each in names if each)
        raise Unreadable("no_such_sheet" if given else "no_sheets", sheet=sheet, sheets=given)
    visible = [about.name for about in book.sheets if not about.hidden]
    found = []
    for about in book.sheets:
        if sheet and about.name != sheet:
            found.append(Part(about.name, code="sheet_not_asked"))
        elif about.hidden and not sheet:
            found.append(Part(about.name, code="sheet_hidden"))
        else:
            title = f"{about.name}.x" if len(visible) > 1 else f"{about.name} {name}"
            found.append(_part(book, about.name, partial(recognise_as, recognise, title, name), row))
    if all(part.code == "sheet_empty" for part in found):
        raise Unreadable("empty")
    good = any(part.found for part in found)
    first = next((part for part in found if part.layout), found[0])
    return [replace(part, aside=_is_aside(part, told) and (good or part is not first)) for part in found]


def recognise_as(recognise: Recognise, title: str, name: str, header: Sequence[str]) -> headers.Recognised:
    """What `header` is, by the sheet's `title` or, where that says nothing, by the file's `name`."""
    try:
        return recognise(header, title)
    except headers.NotRecognised as error:
        if error.code != "unknown_kind":
            raise
        return recognise(header, name)


def _part(book: Book, name: str, recognise: Callable[[Sequence[str]], headers.Recognised], row: int) -> Part:
    top = book.top(name)
    if not any(cell.strip() for _, cells in top for cell in cells):
        return Part(name, code="sheet_empty")
    layout = finder(row)(top)
    if name and sum(map(bool, layout.header)) < 2 and not row:
        return Part(name, layout, code="sheet_no_table")
    try:
        return Part(name, layout, recognise(layout.header))
    except headers.NotRecognised as error:
        return Part(name, layout, code=error.code, details=error.details)


def _is_aside(part: Part, told: bool) -> bool:
    return not part.found and (part.code in OF_NO_USE or told)
