"""A workbook as the other processes read it: opened by a process of its own, which may die alone (`opener`).

Neither the web nor the worker nor a command ever holds a workbook: they are handed its rows.
"""

import contextlib
import json
import marshal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import astuple
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import IO, Any

from webapp.spreadsheets.table import CHUNK, LENGTH, About, Book, Chunk, Layout, Sheet, Top, Trouble, Unreadable

ROOT = Path(__file__).parents[2]  # where `-m webapp…` is found
MEMORY = 2 * 1024**3  # bytes of address space: three times what the largest workbook that is taken needs


def open_book(path: Path) -> Book:
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


class _Guarded(Book):
    def __init__(self, path: Path) -> None:
        self.bytes_total = path.stat().st_size
        self._numbers = count()
        self._arrived: dict[int, Any] = {}  # of readings that go on side by side
        self._process = subprocess.Popen(_command("open", path), stdin=subprocess.PIPE, **_PIPES)  # noqa: S603
        try:
            self.sheets = [About(*about) for about in self._first(path)]
            self._tops: dict[str, Top] = {}
        except BaseException:
            self.close()
            raise
        self._path = path

    def _first(self, path: Path) -> Any:
        return self._or_why(path, lambda: _content(self._process.stdout))  # type: ignore[arg-type]

    def _or_why(self, path: Path, ask: Callable[[], Any]) -> Any:
        try:
            return ask()
        except Unreadable as refused:
            self.close()
            raise (_why_it_died(path) if refused.code == "died" else refused) from None

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(OSError):  # what could not be written any more
                    pipe.close()

    def top(self, name: str) -> Top:
        """To lay a sheet out for the first time may end the process."""
        if name not in self._tops:
            number = self.ask("top", name)
            self._tops[name] = self._or_why(self._path, lambda: self.answer(number))
        return self._tops[name]

    def sheet(self, name: str, layout: Layout) -> Sheet:
        return _Sheet(self, layout, *self.answer(self.ask("sheet", [name, astuple(layout)])))

    def ask(self, task: str, given: Any, number: int | None = None) -> int:
        """Send a request; its number, under which the answer comes."""
        number = next(self._numbers) if number is None else number
        try:
            self._process.stdin.write(json.dumps([number, task, given]).encode() + b"\n")  # type: ignore[union-attr]
            self._process.stdin.flush()  # type: ignore[union-attr]
        except OSError as error:
            raise Unreadable("died") from error
        return number

    def answer(self, number: int) -> Any:
        """What is answered to a request. Raises Unreadable."""
        while number not in self._arrived:
            whose, content = _content(self._process.stdout)  # type: ignore[arg-type]
            self._arrived[whose] = content
        return self._arrived.pop(number)


class _Sheet(Sheet):
    def __init__(self, book: _Guarded, layout: Layout, encoding: str, decimal: str | None) -> None:
        self.encoding, self.decimal = encoding, decimal
        self._book, self._process, self.bytes_total = book, book._process, book.bytes_total
        self._read = 0
        self.layout, self.header, self.header_line = layout, list(layout.header), layout.line

    @property
    def bytes_read(self) -> int:
        return self._read

    def reopened(self) -> Sheet:
        return _Sheet(self._book, self.layout, self.encoding, self.decimal)

    def chunks(self, size: int = CHUNK) -> Iterator[Chunk]:
        number = self._book.ask("rows", size)
        while (found := self._book.answer(number)) is not None:
            self._book.ask("rows", size, number)  # made ready while whoever reads is at work
            self._read, rows, lines, troubles, cells = found
            yield Chunk(rows, lines, [Trouble(*trouble) for trouble in troubles], cells)
