"""Real processes for tests: `relance serve` and its worker, asked over the network."""

from __future__ import annotations

import contextlib
import importlib
import multiprocessing
import os
import re
import signal
import ssl
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPResponse
from pathlib import Path

import config
from tests.waiting import wait_for
from webapp.cli import main
from webapp.sender.actions import fault_points

# To read Relance takes a process a second and more. One has read it, and what runs apart begins as a copy of that one:
# a process like any other but for its beginning, which `Serving` and `working` below show.
READ = multiprocessing.get_context("forkserver")
READ.set_forkserver_preload(["tests.read"])
TLS = config.ROOT / "tests" / "tls"
HOST = "relance.clinique.test"


def is_alive(pid: int) -> bool:
    """Whether this process exists and is no zombie."""
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def environment(data: Path) -> dict[str, str]:
    """For a process that works on this data directory, in French."""
    return {**os.environ, "RELANCE_DATA": str(data), "LANG": "fr_CA.UTF-8", "LC_ALL": ""}


class Apart:
    """A call in a process of its own, with these variables, beside the test: a module’s function, its arguments.

    What it says lies in the files `out` and `err` of the folder `said`. It has the methods of `Popen` that tests need.
    """

    stdin = None

    def __init__(self, variables: dict[str, str], said: Path, call: Callable[..., object], *given: object) -> None:
        self.said = said
        self.process = READ.Process(target=_do, args=(variables, said, call, given))
        self.process.start()

    def poll(self) -> int | None:
        return self.process.exitcode

    def send_signal(self, number: int) -> None:
        os.kill(self.process.pid or 0, number)

    def kill(self) -> None:
        self.process.kill()

    def wait(self, seconds: float = 60) -> int:
        """Its status; that of the signal, below zero, which ended it."""
        self.process.join(seconds)
        assert self.process.exitcode is not None, f"{self.process} did not end in {seconds} s"
        return self.process.exitcode

    def ended(self, seconds: float = 60) -> subprocess.CompletedProcess[str]:
        """How, and what it had said."""
        status = self.wait(seconds)
        out, err = ((self.said / name).read_text(encoding="utf-8") for name in ("out", "err"))
        return subprocess.CompletedProcess(self.process.name, status, out, err)


class Serving:
    """A process tree that serves one data directory: begun anew where it has a standard input or code of its own."""

    def __init__(self, data: Path, *arguments: str, stdin: int = subprocess.DEVNULL, code: str | None = None) -> None:
        self.data, self.folder = data, data.parent
        told = ("serve", "--host", "127.0.0.1", "--port", "0", *arguments)
        self.process: Apart | subprocess.Popen[bytes]
        if code or stdin != subprocess.DEVNULL:
            command = [sys.executable, *(["-c", code] if code else ["-m", "webapp.cli"]), *told]
            with (self.folder / "out").open("wb") as out, (self.folder / "err").open("wb") as err:
                self.process = subprocess.Popen(
                    command, cwd=config.ROOT, env=environment(data), stdin=stdin, stdout=out, stderr=err
                )
        else:
            (self.folder / "out").unlink(missing_ok=True)  # of one that served before
            self.process = Apart(environment(data), self.folder, _command, told)
        wait_for(lambda: self.process.poll() is not None or self._announced(), 60, "the address")
        found = self._announced()
        assert found, self.said()
        self.scheme, self.port = found[1], int(found[2])

    def _announced(self) -> re.Match[str] | None:
        path = self.folder / "out"
        return re.search(r"(https?)://127\.0\.0\.1:(\d+)/", path.read_text("utf-8") if path.exists() else "")

    def said(self) -> str:
        """What stands on its standard error."""
        return (self.folder / "err").read_text(encoding="utf-8")

    def get(self, path: str, timeout: float = 20) -> HTTPResponse:
        """Ask, under a host name that is not localhost. Refusals (4xx, 5xx) are answers too."""
        request = urllib.request.Request(f"{self.scheme}://127.0.0.1:{self.port}{path}", headers={"Host": HOST})
        context = ssl.create_default_context(cafile=str(TLS / "certificate.pem")) if self.scheme == "https" else None
        try:
            return urllib.request.urlopen(request, timeout=timeout, context=context)  # type: ignore[no-any-return]
        except urllib.error.HTTPError as error:
            return error  # type: ignore[return-value]

    def status(self, path: str = "/healthz") -> int:
        """Of the answer; 0 if nobody answers."""
        try:
            with self.get(path) as answer:
                return int(answer.status)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return 0

    def workers(self) -> list[int]:
        """The workers' process numbers, in the order in which they were started."""
        return [int(pid) for pid in re.findall(r"event=worker child=(\d+)", self.said())]

    def worker(self) -> int:
        """The worker that runs now."""
        wait_for(lambda: (self.data / "worker.alive").exists(), what="the worker")
        return self.workers()[-1]

    def stop(self, number: int = signal.SIGTERM, seconds: float = 40) -> int:
        """Its status after a signal."""
        self.process.send_signal(number)
        return self.process.wait(seconds)


@contextlib.contextmanager
def working(data: Path, **pipes: int) -> Iterator[subprocess.Popen[bytes]]:
    """The worker alone, as `relance worker` starts it; killed at the end of the block if it still runs then.

    `Popen` as a context manager would wait for it: a failed assertion inside would hang the suite.
    """
    worker = subprocess.Popen([sys.executable, "-m", "webapp.worker"], cwd=config.ROOT, env=environment(data), **pipes)
    with worker:
        try:
            yield worker
        finally:
            worker.kill()


@contextlib.contextmanager
def serving(data: Path, *arguments: str, **more: object) -> Iterator[Serving]:
    """Served until the end of the block, and no process left then, whatever happened."""
    tree = Serving(data, *arguments, **more)  # type: ignore[arg-type]
    try:
        yield tree
    finally:
        if tree.process.poll() is None:
            tree.process.kill()
        tree.process.wait(10)
        if tree.process.stdin:
            tree.process.stdin.close()
        for pid in tree.workers():
            with contextlib.suppress(AssertionError):
                wait_for(lambda pid=pid: not is_alive(pid), 15)  # type: ignore[misc]
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _do(variables: dict[str, str], said: Path, call: Callable[..., object], given: tuple[object, ...]) -> None:
    os.environ.clear()
    os.environ.update(variables)
    for name, number in (("out", 1), ("err", 2)):
        with (said / name).open("wb") as file:
            os.dup2(file.fileno(), number)
    os.chdir(config.ROOT)
    importlib.reload(fault_points)  # which has read its variable already
    call(*given)


def _command(arguments: tuple[str, ...]) -> None:
    main(arguments, prog_name="relance")


@contextlib.contextmanager
def apart(variables: dict[str, str], call: Callable[..., object], *given: object) -> Iterator[Apart]:
    """Begun, and gone at the end of the block."""
    with tempfile.TemporaryDirectory(prefix="apart-") as said:
        running = Apart(variables, Path(said), call, *given)
        try:
            yield running
        finally:
            running.kill()
            running.wait()


def command(data: Path, *arguments: str, **variables: str) -> contextlib.AbstractContextManager[Apart]:
    """`relance` with these arguments, beside the test."""
    return apart({**environment(data), **variables}, _command, arguments)


def relance(data: Path, *arguments: str, seconds: float = 60) -> subprocess.CompletedProcess[str]:
    """The same, waited for."""
    with command(data, *arguments) as running:
        return running.ended(seconds)
