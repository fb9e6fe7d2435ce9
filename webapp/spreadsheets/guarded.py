"""A workbook as the other processes read it: opened by a process of its own, which may die alone (`opener`).

Neither the web nor the worker nor a command ever holds a workbook: they are handed its rows.
"""

import contextlib
import marshal
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import IO, Any

from webapp.spreadsheets.opener import LENGTH
from webapp.spreadsheets.table import CHUNK, Chunk, Sheet, Trouble, Unreadable

ROOT = Path(__file__).parents[2]  # where `-m webapp…` is found
MEMORY = 2 * 1024**3  # bytes of address space: three times what the largest workbook that is taken needs


def read(path: Path) -> Sheet:
    """Open a workbook. Raises Unreadable; "died" says that its process ended by itself."""
    return _Guarded(path)


_PIPES: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "cwd": ROOT}


def _command(task: str, path: Path) -> list[str]:
    return [sys.executable, "-m", "webapp.spreadsheets.opener", task, str(path.absolute()), str(MEMORY)]


def _why_it_died(path: Path) -> Unreadable:
    """A sheet that reaches too far is known by its measure, which takes no memory."""
    measured = subprocess.run(_command("measure", path), stdin=subprocess.DEVNULL, **_PIPES, check=False)  # noqa: S603
    try:
        _content(BytesIO(measured.stdout))
    except Unreadable as refused:
        return refused
    return Unreadable("died")


def _content(source: IO[bytes]) -> Any:
    """The next frame. Raises Unreadable: what the process says, or that it says nothing any more."""
    head = source.read(LENGTH.size)
    frame = source.read(LENGTH.unpack(head)[0]) if len(head) == LENGTH.size else b""
    if not frame:
        raise Unreadable("died")
    content = marshal.loads(frame)  # noqa: S302 - our own process wrote it
    if isinstance(content, dict) and "code" in content:
        raise Unreadable(content["code"], **content["details"])
    return content


class _Guarded(Sheet):
    encoding = "XLSX"
    decimal = "."  # numbers are written out by us

    def __init__(self, path: Path) -> None:
        self.bytes_total = path.stat().st_size
        self._read = 0
        self._numbers = count()
        self._arrived: dict[int, Any] = {}  # of readings that go on side by side
        self._process = subprocess.Popen(_command("open", path), stdin=subprocess.PIPE, **_PIPES)  # noqa: S603
        try:
            about = self._receive()
        except Unreadable as refused:
            self.close()
            raise (_why_it_died(path) if refused.code == "died" else refused) from None
        except BaseException:
            self.close()
            raise
        self.header, self.header_line = about["header"], about["header_line"]

    @property
    def bytes_read(self) -> int:
        return self._read

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(OSError):  # what could not be written any more
                    pipe.close()

    def reopened(self) -> Sheet:
        return _Again(self)

    def chunks(self, size: int = CHUNK) -> Iterator[Chunk]:
        number = next(self._numbers)
        self._ask(number, size)
        while (found := self._answer(number)) is not None:
            self._ask(number, size)  # made ready while whoever reads is at work
            self._read, rows, lines, troubles, cells = found
            yield Chunk(rows, lines, [Trouble(*trouble) for trouble in troubles], cells)

    def _ask(self, number: int, size: int) -> None:
        try:
            self._process.stdin.write(b"%d %d\n" % (number, size))  # type: ignore[union-attr]
            self._process.stdin.flush()  # type: ignore[union-attr]
        except OSError as error:
            raise Unreadable("died") from error

    def _answer(self, number: int) -> Any:
        while number not in self._arrived:
            whose, content = self._receive()
            self._arrived[whose] = content
        return self._arrived.pop(number)

    def _receive(self) -> Any:
        return _content(self._process.stdout)  # type: ignore[arg-type]


class _Again(Sheet):
    """The same sheet for a second reading; to close it closes nothing."""

    encoding, decimal = _Guarded.encoding, _Guarded.decimal

    def __init__(self, first: _Guarded) -> None:
        self.header, self.header_line, self._first = first.header, first.header_line, first

    def chunks(self, size: int = CHUNK) -> Iterator[Chunk]:
        return self._first.chunks(size)
