"""Many pages: drawn in parts by two processes of their own, then put together.

Two, since that is what a small server has; processes, since xhtml2pdf draws one document at a time in each; parts,
since a document grows in memory with its pages. What they used of memory goes back when they end.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from webapp.printing.drawing import DrawingFailed, draw
from webapp.printing.joining import NotJoined, join
from webapp.printing.sheets import Document

PART = 150  # contents
PROCESSES = 2
FEW = 40  # contents that are not worth another process
ROOT = Path(__file__).resolve().parents[2]

Progress = Callable[[int], None]


def draw_parts(documents: Iterable[Document], target: Path, progress: Progress | None = None) -> int:
    """Draw the documents one after the other into one PDF; how many pages it has.

    They are taken one at a time as they are needed, on the caller's thread, on which `progress` is told how many
    contents are done. The file appears when it is whole. Raises DrawingFailed, OSError.
    """
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=".drawing-", dir=target.parent) as folder:
        pages = _Parts(Path(folder), progress or (lambda _done: None)).run(documents)
        whole = Path(folder) / "whole.pdf"
        _join(pages, whole)
        whole.chmod(0o600)
        whole.replace(target)
    return sum(count for _path, count in pages)


def draw_small(document: Document) -> bytes:
    """A page or a few, here and now."""
    with tempfile.TemporaryDirectory(prefix="relance-") as folder:
        path = Path(folder) / "small.pdf"
        draw(document, path)
        return path.read_bytes()


class _Parts:
    """Hands parts to the processes and gathers what they answer."""

    def __init__(self, folder: Path, progress: Progress) -> None:
        self.folder, self.progress = folder, progress
        self.tasks: queue.Queue[tuple[int, int] | None] = queue.Queue(PROCESSES)
        self.answers: queue.Queue[tuple[int, int, dict[str, object]]] = queue.Queue()
        self.pages: dict[int, int] = {}
        self.done = 0
        self.failed = ""

    def run(self, documents: Iterable[Document]) -> list[tuple[Path, int]]:
        """Each part's file and pages, in their order."""
        workers: list[_Worker] = []
        try:
            for number, document in enumerate(documents):
                if len(workers) < PROCESSES:
                    workers.append(_Worker(self.folder, self.tasks, self.answers))
                self._path(number, "json").write_text(json.dumps(document.as_json()), encoding="utf-8")
                self._hand_over((number, len(document.contents)), workers)
            for _worker in workers:
                self._hand_over(None, workers)
            while any(worker.is_alive() for worker in workers) or not self.answers.empty():
                self._listen(0.1)
        finally:
            self._dismiss(workers)
        return [(self._path(number, "pdf"), self.pages[number]) for number in sorted(self.pages)]

    def _dismiss(self, workers: list[_Worker]) -> None:
        """After a fault, whoever still waits for a task is told that there is none."""
        while not self.tasks.empty():
            self.tasks.get_nowait()
        for _worker in workers:
            self.tasks.put(None)
        for worker in workers:
            worker.stop()

    def _path(self, number: int, ending: str) -> Path:
        return self.folder / f"{number:06d}.{ending}"

    def _hand_over(self, task: tuple[int, int] | None, workers: list[_Worker]) -> None:
        while True:
            self._listen(0)
            try:
                return self.tasks.put(task, timeout=0.1)
            except queue.Full:
                if not any(worker.is_alive() for worker in workers):
                    raise DrawingFailed(self.failed or "the process ended") from None

    def _listen(self, patience: float) -> None:
        """Take what has been answered."""
        while True:
            try:
                number, contents, answer = self.answers.get(timeout=patience) if patience else self.answers.get_nowait()
            except queue.Empty:
                return
            patience = 0
            self._path(number, "json").unlink(missing_ok=True)
            if "error" in answer:
                self.failed = self.failed or str(answer["error"])
                raise DrawingFailed(self.failed)
            self.pages[number] = int(str(answer["pages"]))
            self.done += contents
            self.progress(self.done)


class _Worker(threading.Thread):
    """Speaks with one process, a part at a time."""

    def __init__(
        self,
        folder: Path,
        tasks: queue.Queue[tuple[int, int] | None],
        answers: queue.Queue[tuple[int, int, dict[str, object]]],
    ) -> None:
        super().__init__(daemon=True)
        self.folder, self.tasks, self.answers = folder, tasks, answers
        environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "webapp.printing.drawer"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            cwd=ROOT, env=environment, text=True, encoding="utf-8",
        )  # fmt: skip
        self.start()

    def run(self) -> None:
        """Until there is nothing more, or the process is gone."""
        while (task := self.tasks.get()) is not None:
            number, contents = task
            answer = self._ask(number)
            self.answers.put((number, contents, answer))
            if "error" in answer:
                return

    def _ask(self, number: int) -> dict[str, object]:
        task = {"source": str(self.folder / f"{number:06d}.json"), "target": str(self.folder / f"{number:06d}.pdf")}
        try:
            assert self.process.stdin and self.process.stdout  # noqa: S101 - both are pipes
            self.process.stdin.write(json.dumps(task) + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
            return dict(json.loads(answer)) if answer else {"error": "the process that draws has ended"}
        except (OSError, ValueError) as error:
            return {"error": str(error) or "the process that draws has ended"}

    def stop(self) -> None:
        """Its input closes, and it ends; by force if it is in the middle of something."""
        if self.is_alive():
            self.process.kill()
        self.join()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with suppress(OSError):  # what was meant for a process that is gone
                    pipe.close()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


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
