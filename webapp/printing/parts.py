"""Many pages: drawn in parts by two processes of their own, then put together.

Two, since that is what a small server has; processes, since xhtml2pdf draws one document at a time in each; parts,
since a document grows in memory with its pages. What they used of memory goes back when they end.
"""

import gc
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import ModuleType

from webapp.later import Later
from webapp.printing.joining import NotJoined, join
from webapp.printing.sheets import Document, DrawingFailed

drawing = Later("webapp.printing.drawing")

PART = 600  # contents
PROCESSES = 2

_starting = threading.Lock()

Progress = Callable[[int], None]


def draw_parts(documents: Iterable[Document], target: Path, progress: Progress | None = None) -> int:
    """Draw the documents one after the other into one PDF; how many pages it has.

    They are taken one at a time as they are needed, on the caller's thread, on which `progress` is told how many
    contents are done. The file appears when it is whole. Raises DrawingFailed, OSError.
    """
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=".drawing-", dir=target.parent) as folder:
        try:
            pages = _draw_each(documents, Path(folder), progress or (lambda _done: None))
        except BrokenProcessPool as error:
            raise DrawingFailed("the process that draws has ended") from error
        whole = Path(folder) / "whole.pdf"
        _join(pages, whole)
        whole.chmod(0o600)
        whole.replace(target)
    return sum(count for _path, count in pages)


def draw_small(document: Document) -> bytes:
    """A page or a few, here and now."""
    with tempfile.TemporaryDirectory(prefix="relance-") as folder:
        path = Path(folder) / "small.pdf"
        drawing.draw(document, path)
        return path.read_bytes()


def _draw_each(documents: Iterable[Document], folder: Path, progress: Progress) -> list[tuple[Path, int]]:
    """Each part's file and pages, in their order."""
    pages: list[tuple[Path, int]] = []
    waiting: deque[tuple[Path, int, Future[int]]] = deque()
    done = 0

    def listen() -> None:
        nonlocal done
        path, contents, drawn = waiting.popleft()
        pages.append((path, drawn.result()))
        done += contents
        progress(done)

    # Spawned, not forked: forked children delete the temporary files of their parent.
    with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn"), _begin) as pool:
        try:
            for number, document in enumerate(documents):
                path = folder / f"{number:06d}.pdf"
                waiting.append((path, len(document.contents), _hand_over(pool, document, path)))
                if len(waiting) > PROCESSES:  # one part more than are drawn: what waits is held in memory
                    listen()
            while waiting:
                listen()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    return pages


def _hand_over(pool: ProcessPoolExecutor, document: Document, target: Path) -> Future[int]:
    """To a process, which this may start. A spawned one imports the main module of who started it, which is all of the
    application and needed for nothing here: so it finds an empty one."""
    with _starting:
        main, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
        try:
            return pool.submit(_draw, document, target)
        except OSError as error:  # it cannot begin, or another has died at this moment
            raise BrokenProcessPool from error
        finally:
            sys.modules["__main__"] = main


def _begin() -> None:
    """In the process that draws, before its first part."""
    gc.disable()  # what a part leaves behind goes at its end, not a little at a time
    drawing.ready()
    gc.freeze()  # the libraries themselves are not looked through again
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for who started it
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _draw(document: Document, target: Path) -> int:
    try:
        return int(drawing.draw(document, target))
    except (OSError, ValueError) as error:
        raise DrawingFailed(str(error)) from error
    except DrawingFailed:
        raise
    except Exception as error:  # whatever else the libraries raise: the job says it, and ends
        raise DrawingFailed(f"{type(error).__name__}: {error}") from error
    finally:
        gc.collect()


def _join(parts: list[tuple[Path, int]], whole: Path) -> None:
    """One file of them all."""
    if len(parts) == 1:
        parts[0][0].replace(whole)
        return
    try:
        pages = join([path for path, _pages in parts], whole)
    except NotJoined as error:
        raise DrawingFailed(f"a part cannot be read: {error}") from error
    if pages != sum(count for _path, count in parts):
        raise DrawingFailed("pages are missing")
