"""Real processes for tests: `relance serve` and its worker, asked over the network."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.client import HTTPResponse
from pathlib import Path
from typing import TypeVar

import config

T = TypeVar("T")
TLS = config.ROOT / "tests" / "tls"
HOST = "relance.clinique.test"


def wait_for(look: Callable[[], T | None], seconds: float = 30, what: str = "it") -> T:
    """What `look` finds, once it finds something. Fails the test after so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"waited {seconds} s in vain for {what}")


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


class Serving:
    """A process tree that serves one data directory."""

    def __init__(self, data: Path, *arguments: str, stdin: int = subprocess.DEVNULL, code: str | None = None) -> None:
        self.data = data
        self.errors = data.parent / "stderr.txt"
        command = ["-c", code] if code else ["-m", "webapp.cli"]
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, *command, "serve", "--host", "127.0.0.1", "--port", "0", *arguments],
                cwd=config.ROOT,
                env=environment(data),
                stdin=stdin,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        assert self.process.stdout
        line = self.process.stdout.readline().decode()
        found = re.search(r"(https?)://127\.0\.0\.1:(\d+)/", line)
        assert found, line + self.said()
        self.scheme, self.port = found[1], int(found[2])

    def said(self) -> str:
        """What stands on its standard error."""
        return self.errors.read_text(encoding="utf-8")

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
        for pipe in (tree.process.stdout, tree.process.stdin):
            if pipe:
                pipe.close()
        for pid in tree.workers():
            with contextlib.suppress(AssertionError):
                wait_for(lambda pid=pid: not is_alive(pid), 15)  # type: ignore[misc]
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def relance(data: Path, *arguments: str, seconds: float = 60) -> subprocess.CompletedProcess[str]:
    """A command, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "webapp.cli", *arguments],
        cwd=config.ROOT,
        env=environment(data),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
