"""What every kind of file is read into."""

import struct
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

LONGEST_CELL = 131_072  # characters; the csv module's own limit
LENGTH = struct.Struct("<Q")  # before each answer of the process that opens a workbook (`opener`)
CHUNK = 4_000  # rows: enough that the work on a column is done in C, little enough to stay small


class Unreadable(Exception):
    """The whole file is left out. `code` says why; `details` what a sentence needs, such as the line."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


@dataclass(frozen=True)
class Trouble:
    """A line that is no row: torn, a header repeated in the middle … `cells` is what could be read of it."""

    line: int
    code: str
    cells: Sequence[str]
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """Where the titles of a sheet stand and what they are. Lines count from 1, as the file has them."""

    header: tuple[str, ...]
    line: int
    above: tuple[tuple[str, ...], ...] = ()  # what stands over the titles: a printed list repeats it on each page
    titles: tuple[tuple[str, ...], ...] = ()  # the rows that the header was made of


@dataclass(frozen=True)
class About:
    """A sheet of a workbook; of a text there is one, without a name."""

    name: str
    hidden: bool = False


@dataclass
class Chunk:
    """Some rows, all as wide as the header, each with the line that it begins on."""

    rows: list[list[str]]
    lines: Sequence[int]
    troubles: list[Trouble] = field(default_factory=list)
    # (row in this chunk, column) → why the cell is empty although something stands in the file
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    # row in this chunk → how many fields it has, where it ends before the header does: the others are empty
    short: dict[int, int] = field(default_factory=dict)


Top = Sequence[tuple[int, Sequence[str]]]  # the first rows of a sheet with their lines, empty ones too
TOP = 60  # how many of them
Find = Callable[[Top], Layout]


class Sheet(ABC):
    """An open sheet. `decimal` is the decimal mark where the format fixes it; `bytes_read` is for progress."""

    encoding = ""
    separator = ""
    decimal: str | None = None
    layout: Layout
    book: "Book | None" = None  # to be closed with it
    header: list[str]
    header_line: int
    bytes_total = 0
    heads = True  # whether lines that only head a group are rows, where a list is printed by group
    filled = 0  # cells that the last reading took from the row above

    @abstractmethod
    def chunks(self, size: int = CHUNK) -> Iterator[Chunk]:
        """The rows from the first one on, each time it is called. Raises Unreadable."""

    def reopened(self) -> "Sheet":
        """The same file for a second reading while this one goes on; to be closed by itself."""
        return self

    @property
    def bytes_read(self) -> int:
        """How far in the file the reading is."""
        return self.bytes_total

    def close(self) -> None:
        """Let go of the file."""
        if self.book:
            self.book.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


class Book(ABC):
    """An open file and the sheets that it holds."""

    sheets: Sequence[About]

    @abstractmethod
    def top(self, name: str) -> Top:
        """The first rows of a sheet. Raises Unreadable."""

    @abstractmethod
    def sheet(self, name: str, layout: Layout) -> Sheet:
        """A sheet with its titles where they are; to close it closes nothing. Raises Unreadable."""

    def close(self) -> None:  # noqa: B027
        """Let go of the file."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
