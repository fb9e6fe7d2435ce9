"""What every kind of file is read into."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

LONGEST_CELL = 131_072  # characters; the csv module's own limit
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


@dataclass
class Chunk:
    """Some rows, all as wide as the header, each with the line that it begins on."""

    rows: list[list[str]]
    lines: Sequence[int]
    troubles: list[Trouble] = field(default_factory=list)
    # (row in this chunk, column) → why the cell is empty although something stands in the file
    cells: dict[tuple[int, int], str] = field(default_factory=dict)


class Sheet(ABC):
    """An open file. `decimal` is the decimal mark where the format fixes it; `bytes_read` is for progress."""

    encoding = ""
    separator = ""
    decimal: str | None = None
    header: list[str]
    header_line: int
    bytes_total = 0

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

    def close(self) -> None:  # noqa: B027
        """Let go of the file."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
