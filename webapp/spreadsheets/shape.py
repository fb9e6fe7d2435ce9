"""Where the titles of a sheet stand, and which of the rows below them are none: totals, titles again, empty rows.

Lists that are printed to a file have the clinic's name above, titles over two rows, their heads again on every page and
a total below. The first row that is not empty holds the titles, unless another one clearly does.
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from webapp.spreadsheets.table import Layout, Top, Trouble, Unreadable

GROUP = "group"  # a line that only heads the rows below it
NO_ROWS = ("header_repeated", "title", "total", GROUP)  # what a line is that is left out on purpose
Known = Callable[[str], bool]
_SPARSE = 3  # a title row has at most a third of the cells that the rows below have
_LOOKED_AT = 20  # rows that tell how wide a list is
_DIGIT = re.compile(r"\d")


def find(
    top: Top, known: Known = lambda name: False, remembered: Callable[[Sequence[str]], bool] | None = None, row: int = 0
) -> Layout:
    """The titles among the first rows of a sheet. `known`: whether a word is the head of a column in some file;
    `remembered`: whether these titles were met before; `row`: the line where a person says they are, 0 = find them.

    Raises Unreadable: empty, no_header_row.
    """
    rows = [(line, [cell.strip().strip("\ufeff") for cell in cells]) for line, cells in top]
    rows = [(line, cells) for line, cells in rows if any(cells)]
    if row and row not in [line for line, _ in rows]:
        raise Unreadable("no_header_row", row=row)
    if not rows:
        raise Unreadable("empty")
    layouts = [_layout(rows, place, known) for place in range(len(rows))] if row or remembered else []
    if row:
        return next(layout for layout in layouts if layout.line == row)
    met_before = next((layout for layout in layouts if remembered and remembered(layout.header)), None)
    return met_before or _layout(rows, _place(rows, known), known)


def _place(rows: Sequence[tuple[int, list[str]]], known: Known) -> int:
    """Which row holds the titles: by the words that are known, else the first that is no title of the whole."""
    words = [{cell.casefold() for cell in cells if cell and known(cell)} for _, cells in rows]
    best = max(range(len(rows)), key=lambda place: (len(words[place]), -place))
    if len(words[best]) > 1 and 3 * len(words[best]) >= _filled(rows[best][1]):
        below = best + 1
        if _is_group(rows[best][1]) and below < len(rows) and len(words[below]) == len(words[best]):
            return below if rows[below][1] != rows[best][1] else best
        return best
    for place, (_, cells) in enumerate(rows[:-1]):
        widths = sorted(_filled(other) for _, other in rows[place + 1 :][:_LOOKED_AT])
        usual = (widths[(len(widths) - 1) // 2] + widths[len(widths) // 2]) / 2
        if _filled(cells) * _SPARSE > usual:
            return place
    return 0


def _filled(cells: Sequence[str]) -> int:
    return sum(map(bool, cells))


def _is_group(cells: Sequence[str]) -> bool:
    """Whether its words may stand over several columns each: the same one again, or nothing, beside it."""
    words = [cell for cell in cells if cell]
    spread = any(a and b in ("", a) for a, b in pairwise(cells))
    return len(set(words)) > 1 and spread and not any(map(_DIGIT.search, words))


def _layout(rows: Sequence[tuple[int, list[str]]], place: int, known: Known) -> Layout:
    line, cells = rows[place]
    header, titles = list(cells), [tuple(cells)]
    while header and not header[-1]:
        header.pop()
    if place and rows[place - 1][0] == line - 1:
        over = rows[place - 1][1]
        if _is_group(over) and len(set(over)) <= len(set(header) | {""}):
            header, titles = _joined(over, header, known), [tuple(over), tuple(cells)]
    above = tuple(tuple(each) for _, each in rows[: place + 1 - len(titles)])
    return Layout(tuple(header), line, above, tuple(titles))


def _joined(over: Sequence[str], header: Sequence[str], known: Known) -> list[str]:
    """Two rows of titles in one: a word that is known and stands once stays as it is."""
    groups, last = [], ""
    for place in range(len(header)):
        last = (over[place] if place < len(over) else "") or last
        groups.append(last)
    names = []
    for group, own in zip(groups, header, strict=True):
        ways = [f"{own} {group}", f"{group} {own}", f"{own} {group.rstrip('s')}", f"{group.rstrip('s')} {own}"]
        once = header.count(own) == 1
        if not own or not group or (once and known(own)):
            names.append(own)
        else:
            names.append(next(filter(known, ways), own if once else f"{own} ({group})"))
    return names


_TOTAL = re.compile(
    r"\W*(?:(?:grand|sous|sub)[\s-]*)?(?:total|totaux|totals)\b"
    r"(?:\s+(?:g[ée]n[ée]ral|overall|of|for|des?|du|pour|nombre|number|clients?|animaux|patients?|lignes?|rows?)\b.*"
    r"|\s*[:=(#].*|\s*[\d\s.,$€%]*)",
    re.I | re.S,
)
_COUNT = re.compile(
    r"\W*(?:(?:nombre|nbre?\.?|number|count|somme) (?:des? |d['’]|of ).{1,40}|(?:record |row )?count\W*)", re.I
)
_PAGE = re.compile(
    r"\W*(?:page\s*:?\s*\d+(?:\s*(?:/|of|de|sur)\s*\d+)?"
    r"|(?:imprimée? le|printed on|end of report|fin du rapport)\b.*)\W*",
    re.I,
)
_RULE = re.compile(r"[\s=_+*.-]*[=_-]{2}[\s=_+*.-]*|[\s,;|]+")
_AMOUNT = re.compile(r"[-+(]?\s*\$?\s*\d[\d\s.,]*[$€%)]*(?:\s*[a-z]{1,10})?", re.I)
# A row can be one of these only if its first cell begins so: the others need no look.
INITIALS = frozenset(" \t\n\r\xa0\u202f-=_*#<>([\"'«.+:|tsgncrpifeTSGNCRPIFE") | {""}


def initials(layout: Layout) -> frozenset[str]:
    """How the first cell begins of a row that may be none."""
    return INITIALS | {title[0][:1] for title in (*layout.titles, *layout.above) if title}


def why_no_row(row: Sequence[str], layout: Layout) -> str:
    """What a row of cells is instead of one: "empty", "header_repeated", "total", "title"; "" if it is a row."""
    cells = [cell.strip() for cell in row]
    filled = [cell for cell in cells if cell]
    if not filled or all(map(_RULE.fullmatch, filled)):
        return "empty"
    if any(_same(cells, title) for title in layout.titles):
        return "header_repeated"
    if any(_same(cells, title) for title in layout.above):
        return "title"
    first, others = filled[0], filled[1:]
    few = len(others) <= max(1, len(layout.header) // 2)
    if few and all(map(_AMOUNT.fullmatch, others)) and (_TOTAL.fullmatch(first) or _is_count(first, others)):
        return "total"
    return "title" if not others and _PAGE.fullmatch(first) else ""


def _is_count(first: str, others: Sequence[str]) -> bool:
    """ "Nombre de clients : 12", in one cell or in two."""
    return bool(_COUNT.fullmatch(first) and len(others) <= 1 and (others or _DIGIT.search(first)))


def _same(cells: Sequence[str], title: Sequence[str]) -> bool:
    """Whether the cells are those of the title, whatever empty ones follow."""
    width = min(len(cells), len(title))
    return list(cells[:width]) == list(title[:width]) and not any(cells[width:]) and not any(title[width:])


def trouble(row: Sequence[str], line: int, why: str, layout: Layout) -> Trouble:
    """The line for the report; `why` is from why_no_row."""
    return Trouble(line, why, row, {"header_line": layout.line} if why == "header_repeated" else {})
