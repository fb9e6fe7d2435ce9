"""Lists cut into pages that can be addressed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from flask import abort, request

T = TypeVar("T")
SIZE = 25
DEEPEST = 400  # pages of a list that was not counted: who looks further back names a shorter period


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list: `number` counts from 1, `total` is the whole list."""

    items: Sequence[T]
    number: int
    total: int
    size: int = SIZE

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return pages_of(self.total, self.size)

    @property
    def first(self) -> int:
        """The place in the whole list of the first row shown, from 1; 0 in an empty list."""
        return (self.number - 1) * self.size + 1 if self.items else 0

    @property
    def last(self) -> int:
        """The place in the whole list of the last row shown."""
        return (self.number - 1) * self.size + len(self.items)


def pages_of(total: int, size: int = SIZE) -> int:
    """How many pages a list of so many has; an empty one has one."""
    return max(1, -(-total // size))


def number(text: str | None) -> int:
    """The page asked for in the URL: 1 for anything that is not a number of a page."""
    return max(1, int(text)) if text and text.isascii() and text.isdecimal() and len(text) < 8 else 1


def identifier(text: str | None) -> int | None:
    """A row's id in the URL; None for anything else."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 12 else None


def sort(asked: Mapping[str, str], known: Collection[str], usual: str = "name") -> str:
    """The order asked for in the URL, "-name" being from the end; the usual one for what is none of those known."""
    wanted = asked.get("sort", usual)
    return wanted if wanted.removeprefix("-") in known else usual


def or_404(row: T | None) -> T:
    """The row, or a page that says it is not there: for queries that join, view or look at files, of which
    `playhouse.flask_utils.get_object_or_404` (a model or a select) knows nothing."""
    return row if row is not None else abort(404)


def offset(page_number: int, size: int = SIZE) -> int:
    """Rows to pass over before this page."""
    return (page_number - 1) * size


def from_nearer_end(total: int, start: int, size: int = SIZE) -> tuple[bool, int, int]:
    """How to fetch the rows from `start` on: whether to count from the end, the OFFSET and the LIMIT.

    An OFFSET reads all that it passes over: the last page of a long list costs the most, or, from the end, the least.
    """
    limit = max(0, min(size, total - start))
    if start <= total // 2:
        return False, start, limit
    return True, total - start - limit, limit


def address(**changes: object) -> str:
    """This page's own address with some parameters changed; None or "" leaves one out, a list is said several times,
    the page is 1 unless given.

    For the templates' pagination, sorting and chips. `from_` stands for `from`.
    """
    asked: dict[str, object] = {**request.args.to_dict(flat=False), "page": None}
    asked |= {name.rstrip("_"): value for name, value in changes.items()}
    if asked["page"] == 1:
        asked["page"] = None
    query = urlencode({name: value for name, value in asked.items() if value not in (None, "", [""])}, doseq=True)
    return f"{request.path}?{query}" if query else request.path
