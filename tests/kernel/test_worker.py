"""The worker and the processes of its long tasks: they end when they should, and leave nothing half known."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import config
from tests.processes import apart, environment, is_alive, wait_for
from webapp import queue
from webapp.app import create_app
from webapp.worker import BEHIND

pytestmark = [pytest.mark.process, pytest.mark.skipif(os.name == "nt", reason="signals and /proc")]

# Tasks for the tests, in every Python process that is started with this directory on its path.
TASKS = """
import os, pathlib, time
from webapp import hooks, queue

def note(name, text=""):
    (pathlib.Path(os.environ["RELANCE_DATA"]) / name).write_text(str(text) or str(os.getpid()))

def work(name, seconds):
    note(f"{name}.begun")
    try:
        time.sleep(seconds)
    except BaseException:
        note(f"{name}.interrupted")
        raise
    note(f"{name}.done")

@queue.long_task("test.until_told")
def until_told(name):
    note(f"{name}.begun")
    while not (pathlib.Path(os.environ["RELANCE_DATA"]) / f"{name}.told").exists():
        time.sleep(0.05)
    note(f"{name}.done")

@queue.task("test.quick")
def quick(name, seconds):
    work(name, seconds)

@queue.task("test.fails")
def fails(name):
    raise ValueError(f"Bélanger {name}")

@queue.long_task("test.long")
def long(name, seconds):
    work(name, seconds)

def settle():
    note("settled")

class WithOurs(hooks.Hook):
    def __iter__(self):
        yield from super().__iter__()
        yield settle

queue.at_start = WithOurs("queue.at_start")
"""


def wake(name: str, *arguments: object) -> None:
    """In a process beside the worker."""
    exec(TASKS, {})
    create_app(config.load())
    queue.wake(name, *arguments)


class Working:
    """A worker on a data directory."""

    def __init__(self, data: Path, path: Path) -> None:
        self.data = data
        self.environment = {**environment(data), "PYTHONPATH": str(path)}
        self.errors = data / "stderr.txt"
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "webapp.worker"],
                cwd=config.ROOT,
                env=self.environment,
                stdin=subprocess.PIPE,
                stderr=errors,
            )

    def wake(self, name: str, *arguments: object) -> None:
        """Have it do this."""
        with apart(self.environment, wake, name, *arguments) as waking:
            done = waking.ended()
        assert done.returncode == 0, done.stderr

    def noted(self, name: str, seconds: float = 30) -> str:
        """What a task wrote down."""
        path = self.data / name
        return wait_for(lambda: path.exists() and path.read_text(), seconds, name)  # type: ignore[return-value]

    def said(self) -> str:
        """What stands on its standard error."""
        return self.errors.read_text(encoding="utf-8")


@pytest.fixture
def work(tmp_path: Path, migrated: Path) -> Iterator[Callable[[], Working]]:
    """Starts a worker; all are gone after the test."""
    data, path = tmp_path / "clinic", tmp_path / "path"
    data.mkdir()
    path.mkdir()
    shutil.copy(migrated, data / "relance.db")
    (path / "sitecustomize.py").write_text(TASKS, encoding="utf-8")
    started: list[Working] = []

    def start() -> Working:
        worker = Working(data, path)
        started.append(worker)
        wait_for(lambda: 'event="worker started"' in worker.said(), what="the worker")
        return worker

    yield start
    for worker in started:
        with contextlib.suppress(OSError):
            worker.process.kill()
        worker.process.wait(10)
        if worker.process.stdin:
            worker.process.stdin.close()


def test_it_does_long_work_in_a_process_of_its_own(work: Callable[[], Working]) -> None:
    worker = work()
    worker.wake("test.long", "a", 0.5)
    worker.wake("test.quick", "b", 0)
    assert int(worker.noted("b.done")) == worker.process.pid
    assert int(worker.noted("a.done")) != worker.process.pid


def test_it_does_one_long_work_at_a_time_and_others_beside_it(work: Callable[[], Working]) -> None:
    worker = work()
    worker.wake("test.until_told", "a")
    worker.noted("a.begun")
    worker.wake("test.long", "b", 0)
    worker.wake("test.quick", "c", 0)
    worker.noted("c.done")
    assert not (worker.data / "b.begun").exists()
    (worker.data / "a.told").touch()
    worker.noted("b.done")
    assert (worker.data / "a.done").stat().st_mtime <= (worker.data / "b.begun").stat().st_mtime


@pytest.mark.parametrize("way", ["SIGTERM", "SIGINT", "closed input"])
def test_it_finishes_what_is_in_hand(work: Callable[[], Working], way: str) -> None:
    worker = work()
    worker.wake("test.quick", "quick", 2)
    worker.wake("test.long", "long", 3)
    worker.noted("quick.begun")
    worker.noted("long.begun")
    if way == "closed input":
        assert worker.process.stdin
        worker.process.stdin.close()
    else:
        worker.process.send_signal(getattr(signal, way))
    assert worker.process.wait(30) == 0
    assert (worker.data / "quick.done").exists() and (worker.data / "long.done").exists()
    assert not (worker.data / queue.HEARTBEAT).exists()


def test_it_does_not_wait_for_long_work_for_ever(work: Callable[[], Working]) -> None:
    worker = work()
    worker.wake("test.long", "a", 300)
    job = int(worker.noted("a.begun"))
    (worker.data / "settled").unlink()
    began = time.monotonic()
    worker.process.send_signal(signal.SIGTERM)
    assert worker.process.wait(30) == 0
    assert time.monotonic() - began < 20
    assert not is_alive(job)
    assert (worker.data / "a.interrupted").exists() and not (worker.data / "a.done").exists()
    work()
    worker.noted("settled")  # the rooms hear of it at the next start


def test_it_takes_its_long_work_along_when_it_is_killed(work: Callable[[], Working]) -> None:
    worker = work()
    worker.wake("test.long", "a", 300)
    job = int(worker.noted("a.begun"))
    worker.process.kill()
    assert wait_for(lambda: not is_alive(job), 15, "the end of the job")


def test_it_settles_what_is_left_only_when_nothing_runs(work: Callable[[], Working]) -> None:
    first = work()
    first.noted("settled")
    (first.data / "settled").unlink()
    second = Working(first.data, Path(first.environment["PYTHONPATH"]))
    time.sleep(1.5)
    assert second.process.poll() is None and not (first.data / "settled").exists()  # it waits for the first
    first.process.kill()
    second.noted("settled")
    second.process.terminate()
    assert second.process.wait(30) == 0
    assert second.process.stdin
    second.process.stdin.close()


def test_it_stands_behind_who_waits_for_a_page_with_its_long_work(work: Callable[[], Working]) -> None:
    worker = work()
    worker.wake("test.until_told", "a")
    behind = max(os.getpriority(os.PRIO_PROCESS, 0), BEHIND)
    for number in (worker.process.pid, int(worker.noted("a.begun"))):
        assert os.getpriority(os.PRIO_PROCESS, number) == behind
    (worker.data / "a.told").touch()
    worker.noted("a.done")


def test_it_survives_a_task_that_fails_and_says_nothing_of_its_values(work: Callable[[], Working]) -> None:
    worker = work()
    worker.wake("test.fails", "Tremblay")
    wait_for(lambda: "error=ValueError" in worker.said(), what="the error")
    worker.wake("test.quick", "after", 0)
    worker.noted("after.done")
    log = worker.said() + (worker.data / "logs" / "relance.log").read_text(encoding="utf-8")
    assert "Bélanger" not in log and "Tremblay" not in log and "langer" not in log
