"""The process in which a workbook is opened, or only measured: `python -m webapp.spreadsheets.opener open|measure PATH
MEMORY`, started by `guarded`.

A workbook that asks for more than it may ends this process and no other. Standard output carries frames (length, then
marshal): first the names of the sheets, then the answer to each request on standard input (JSON, on a line): the first
rows of a sheet, a sheet taken in hand with its titles, or the next rows of a reading of it; None ends that.
"""

import contextlib
import gc
import json
import marshal
import signal
import sys
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from typing import Any, BinaryIO

from webapp.spreadsheets import markup, sniffing, workbook
from webapp.spreadsheets.table import LENGTH, Book, Layout, Sheet, Unreadable

with contextlib.suppress(ImportError):  # Windows has none: there this process can only die alone
    import resource

PATIENCE = 600  # seconds of work: the largest workbook takes thirty


def limit(memory: int) -> bool:
    """Take no more bytes than `memory`, and no endless time. Whether this system minds."""
    if "resource" not in globals():
        return False
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    return sys.platform != "darwin"  # which takes the number and does not heed it


def main(task: str, path: Path, memory: int, requests: BinaryIO, answers: BinaryIO) -> None:
    """Open the workbook at `path` with at most `memory` bytes; answer until nobody asks any more. `task`: what for."""
    gc.disable()  # rows make no cycles, and it would look for some in each million of them
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for whoever started us, and will end us
    limited = limit(memory)
    try:
        if task == "measure":
            workbook.measure(path)
        else:
            with (
                markup.open_book(path)
                if sniffing.nature(path) == "markup"
                else workbook.open_book(path, limited=limited) as book
            ):
                _answer(book, requests, answers)
    except Unreadable as error:
        _send(answers, {"code": error.code, "details": error.details})


def _answer(book: Book, requests: BinaryIO, answers: BinaryIO) -> None:
    _send(answers, [astuple(about) for about in book.sheets])
    readings: dict[int, Iterator[Any]] = {}
    sheet: Sheet | None = None
    for request in requests:
        number, task, given = json.loads(request)
        content: Any = None
        if task == "top":
            content = [(line, list(cells)) for line, cells in book.top(given)]
        elif task == "sheet":
            sheet = book.sheet(given[0], as_layout(given[1]))
            content = sheet.encoding, sheet.decimal
        elif sheet:
            content = next(readings.setdefault(number, _rows(sheet, given)), None)
        _send(answers, (number, content))


def as_layout(fields: list[Any]) -> Layout:
    """A layout from what JSON made of it."""
    header, line, above, titles = fields
    return Layout(tuple(header), line, tuple(map(tuple, above)), tuple(map(tuple, titles)))


def _rows(sheet: Sheet, size: int) -> Iterator[Any]:
    for chunk in sheet.chunks(size):
        yield sheet.bytes_read, chunk.rows, chunk.lines, [astuple(trouble) for trouble in chunk.troubles], chunk.cells


def _send(answers: BinaryIO, content: Any) -> None:
    frame = marshal.dumps(content)
    answers.write(LENGTH.pack(len(frame)))
    answers.write(frame)
    answers.flush()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), sys.stdin.buffer, sys.stdout.buffer)
