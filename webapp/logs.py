"""Logs without personal data: one line an event, on standard error and in the data directory.

    2026-03-05T15:26:01.250Z level=info log=relance.access pid=811 event=request method=GET endpoint=clients.index …

Nothing that a person typed or that the database holds can reach a line: the message is a constant (its %-arguments are
never filled in), only the extras named in FIELDS are written, the access log knows endpoints and not addresses, and of
an exception there stand its kind and where it happened, with its words only where they never quote a value.
"""

import contextlib
import json
import logging
import os
import re
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from filelock import FileLock, Timeout
from flask import Flask, Response, g, request

import config

FILE = "relance.log"
LARGEST = 5_000_000  # bytes; then it becomes relance.log.1
KEPT = 5
# What may stand in a line beside the event. Add a name here before you log it; never one that could name a person.
FIELDS = (
    "method", "endpoint", "status", "ms", "task", "code", "check", "run", "rows", "files", "attempt", "seconds",
    "child", "port", "tls", "count",
)  # fmt: skip
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
SILENT = {"static", "clinic.healthz"}  # asked all day long; said only when they fail

_PLAIN = re.compile(r"[\w.:/<>+-]+", re.ASCII)
# Kinds whose words are about code or about SQL, never about values. "near …" quotes what was typed in a search.
_SPEAKING = {
    "OperationalError", "DatabaseError", "IntegrityError", "InterfaceError", "ProgrammingError", "AttributeError",
    "NameError", "ImportError", "ModuleNotFoundError", "TypeError", "UndefinedError", "TemplateNotFound",
    "TemplateSyntaxError", "BuildError", "TimeoutExpired",
}  # fmt: skip
log = logging.getLogger("relance.access")


class Line(logging.Formatter):
    """One record, one line of name=value."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; see the head of this module."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").removesuffix("+00:00")
        pairs: list[tuple[str, Any]] = [
            ("level", record.levelname.lower()),
            ("log", record.name),
            ("pid", record.process),
            ("event", record.msg),
        ]
        pairs += [(name, record.__dict__[name]) for name in FIELDS if record.__dict__.get(name) is not None]
        if record.exc_info and record.exc_info[1]:
            pairs += [("error", _said(record.exc_info[1])), ("at", _trace(record.exc_info[1]))]
        return f"{at}Z " + " ".join(f"{name}={_value(value)}" for name, value in pairs)


class SharedFile(logging.Handler):
    """One file for all processes: opened for each line, which the system appends whole; turned over under a lock.

    concurrent-log-handler would take these thirty lines, but brings two packages and holds its lock for every
    line (25 µs against 13): who is stopped within it stops the others.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def emit(self, record: logging.LogRecord) -> None:
        """Append the line. A full disk must not stop the work that is logged."""
        line = (self.format(record) + "\n").encode("utf-8", "replace")
        with contextlib.suppress(OSError):
            descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(descriptor, line)
                size = os.fstat(descriptor).st_size
            finally:
                os.close(descriptor)
            if size > LARGEST:
                self.turn_over()

    def turn_over(self) -> None:
        """relance.log becomes .1, .1 becomes .2 …; one process does it, the others go on writing."""
        with contextlib.suppress(Timeout, OSError), FileLock(self.path.with_suffix(".lock"), timeout=0):
            if self.path.stat().st_size <= LARGEST:
                return
            for number in range(KEPT - 1, 0, -1):
                older = self.path.with_name(f"{FILE}.{number}")
                if older.exists():
                    older.replace(self.path.with_name(f"{FILE}.{number + 1}"))
            self.path.replace(self.path.with_name(f"{FILE}.1"))


def start(data: Path, *, aloud: bool = True) -> None:
    """Log under `data` from here on, and to standard error. Ours from `info`, other packages' from `warning`.

    Not `aloud`: for a command, which speaks to whoever typed it.
    """
    directory = data / "logs"
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler.formatter, Line)]:
        root.removeHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("relance").setLevel(logging.INFO)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a page and its styles at once are no trouble
    _add(SharedFile(directory / FILE))
    if aloud:
        _add(logging.StreamHandler(sys.stderr))
        sys.excepthook = _uncaught
        threading.excepthook = lambda failed: _uncaught(failed.exc_type, failed.exc_value, failed.exc_traceback)


def _add(handler: logging.Handler) -> None:
    handler.setFormatter(Line())
    logging.getLogger().addHandler(handler)


def init_app(app: Flask) -> None:
    """A line for each request: what was asked of which endpoint, the answer and how long it took."""
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    if request.endpoint in SILENT and response.status_code < 400:
        return response
    log.info(
        "request",
        extra={
            "method": request.method if request.method in METHODS else "other",
            "endpoint": request.endpoint or "-",
            "status": response.status_code,
            "ms": round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
        },
    )
    return response


def _value(value: Any) -> str:
    text = str(value)
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=True)


def _said(error: BaseException) -> str:
    """The kind of error, with its words where they cannot quote a value."""
    kind = type(error).__name__
    if isinstance(error, OSError):
        return f"{kind}: {error.strerror}" if error.strerror else kind
    if kind not in _SPEAKING:
        return kind
    words = re.split(r"\bnear\b|unrecognized token|no such column", str(error))[0].split("\n")[0]
    return f"{kind}: {words.strip()[:200]}"


def _trace(error: BaseException) -> str:
    """Where it happened, outermost first, and what it came from."""
    text = " > ".join(_frames(error.__traceback__)) or "-"
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return f"{text} | from {_said(cause)}: {' > '.join(_frames(cause.__traceback__))}" if cause else text


def _frames(trace: TracebackType | None) -> list[str]:
    frames = []
    while trace:
        code = trace.tb_frame.f_code
        path = Path(code.co_filename)
        name = str(path.relative_to(config.ROOT)) if path.is_relative_to(config.ROOT) else path.name
        frames.append(f"{name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return frames


def _uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if error is not None and not isinstance(error, KeyboardInterrupt):
        logging.getLogger("relance").critical("uncaught", exc_info=(kind, error, trace))
