"""The alarm clock: Huey, in a file of its own.

The clinic's database is the only truth; a row of Huey's file may be lost at any time and nothing else is lost with it.
Tasks take ids and call one action. Three kinds:

    @task("imports.check")          quick work, on a thread of the worker
    @every_minute("backups.tick")   asked each minute; the action looks at rows to see whether anything is due
    @long_task("imports.run")       minutes of work, in a process of its own, one at a time: never on the thread that
                                    sends, and what it used of memory goes back when it ends

What was under way when a worker died is gone from Huey's file. A room that keeps rows about such work settles
them in `at_start`: a worker calls these before its first task, when nothing else can be running. Where only the process
of a long task died, the worker tells `after_death`.

An action that must wake the worker says `wake("imports.run", run.id)`; it does not import the task.
"""

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from importlib import import_module
from typing import Any, TypeVar

from huey import Huey, crontab
from huey.registry import Message
from huey.serializer import Serializer
from huey.storage import MemoryStorage, SqliteStorage

from config import ROOT, Config
from webapp.hooks import Hook

log = logging.getLogger("relance.queue")
Task = TypeVar("Task", bound=Callable[..., None])
T = TypeVar("T")


class JsonSerializer(Serializer):  # type: ignore[misc]
    """Messages as JSON: a file that others can write to must not be unpickled."""

    def _serialize(self, data: Message) -> bytes:
        fields = {name: value for name, value in data._asdict().items() if value is not None}
        return json.dumps(fields, default=lambda at: at.isoformat()).encode()

    def _deserialize(self, data: bytes) -> Message:
        fields = json.loads(data)
        for name in ("eta", "expires_resolved"):
            if name in fields:
                fields[name] = datetime.fromisoformat(fields[name])
        return Message(**fields)


huey = Huey("relance", results=False, utc=True, serializer=JsonSerializer(), storage_class=MemoryStorage)

_rooms: Sequence[str] = ()
_tasks: dict[str, Callable[..., Any]] = {}
_long: dict[str, Callable[..., None]] = {}
_titles: dict[str, Any] = {}
_one_at_a_time = threading.Lock()
_context: Callable[[], AbstractContextManager[Any]] = nullcontext
BUSY_DELAY = 2  # seconds before a long task looks again whether the one before it has ended
HEARTBEAT = "worker.alive"  # in the data directory, touched while a worker runs
NOT_DONE = 75  # status of a long task's process that was told to stop

at_start: Hook[Callable[[], None]] = Hook("queue.at_start")
after_death: Hook[Callable[[str], None]] = Hook(
    "queue.after_death"
)  # told the name of a long task whose process ended by itself
at_stop: Hook[Callable[[], None]] = Hook(
    "queue.at_stop"
)  # told when a worker is to stop, before it waits for what is in hand
_jobs: set[subprocess.Popen[bytes]] = set()
_stopping = threading.Event()


def stand_in(rooms: Sequence[str]) -> None:
    """The modules of the tasks; each is read when one of its tasks is asked for."""
    global _rooms
    _rooms = rooms


def register() -> None:
    """Read all of them: a worker must know what comes by itself."""
    for room in _rooms:
        import_module(room)


def _known(among: Mapping[str, T], name: str) -> T:
    """Raises KeyError for what nobody registers."""
    for room in _rooms:
        if name in among:
            break
        import_module(room)
    return among[name]


def bind(config: Config, context: Callable[[], AbstractContextManager[Any]]) -> None:
    """Point the queue at its file. `context` is entered around each task (the application's, for languages)."""
    global _context
    _context = context
    if isinstance(huey.storage, SqliteStorage):
        huey.storage.close()
    if config.immediate:
        huey.immediate = True
        return
    config.queue.parent.mkdir(parents=True, exist_ok=True)
    huey.storage = SqliteStorage("relance", filename=str(config.queue))


def task(name: str) -> Callable[[Task], Task]:
    """Quick work on a thread of the worker. The name is stable: rows of the file refer to it."""

    def registered(function: Task) -> Task:
        def run(*arguments: Any) -> None:
            with _context():
                function(*arguments)

        _tasks[name] = huey.task(name=name)(run)
        return function

    return registered


def every_minute(name: str) -> Callable[[Task], Task]:
    """Called without arguments each minute while the worker runs; a minute that was missed is not made up for."""

    def registered(function: Task) -> Task:
        def run() -> None:
            with _context():
                function()

        _tasks[name] = huey.periodic_task(crontab(), name=name, expires=55)(run)
        return function

    return registered


def long_task(name: str, title: Any = "") -> Callable[[Task], Task]:
    """Work of minutes, in a process of its own. Its arguments must be JSON; `title` says in words what it is."""

    def registered(function: Task) -> Task:
        def run(*arguments: Any) -> None:
            if huey.immediate:
                run_long(name, arguments)
            elif not _stopping.is_set() and _one_at_a_time.acquire(blocking=False):
                try:
                    _in_a_process(name, arguments)
                finally:
                    _one_at_a_time.release()
            else:
                _tasks[name].schedule(args=arguments, delay=BUSY_DELAY)  # type: ignore[attr-defined]

        _long[name], _titles[name] = function, title
        _tasks[name] = huey.task(name=name)(run)
        return function

    return registered


def run_long(name: str, arguments: tuple[Any, ...] | list[Any]) -> None:
    """Do a long task here and now: what the process started for it calls."""
    with _context():
        _known(_long, name)(*arguments)


def wake(name: str, *arguments: Any) -> None:
    """Have the worker run this task soon. Raises KeyError for a task nobody registered."""
    log.info("wake", extra={"task": name})
    _known(_tasks, name)(*arguments)


def entitle(name: str, title: Any) -> None:
    """Say in words what work is that has a process of its own and is no task."""
    _titles[name] = title


def title(name: str) -> str:
    """In words; its name where it has none."""
    register()
    return str(_titles.get(name) or name)


def names() -> list[str]:
    register()
    return sorted(_tasks)


def begin_work() -> None:
    """Settle what an earlier worker left: every `at_start`, each on its own."""
    _stopping.clear()
    _call(at_start)


def begin_stop() -> None:
    """Tell every `at_stop`: work that goes on by itself ends at the next good moment."""
    for hook in at_stop:
        hook()


def stop_long_tasks() -> None:
    """Begin no more of them, and tell the one that runs to end: its standard input closes."""
    _stopping.set()
    for job in list(_jobs):
        if job.stdin:
            job.stdin.close()


def own_group() -> dict[str, Any]:
    """Options of Popen: Ctrl+C reaches the parent alone, which then tells its children in good order.

    On Windows they also stand behind who waits for a page; elsewhere the worker sees to it itself.
    """
    if os.name == "nt":
        behind = subprocess.BELOW_NORMAL_PRIORITY_CLASS  # type: ignore[attr-defined]
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | behind}  # type: ignore[attr-defined]
    return {"start_new_session": True}


def _in_a_process(name: str, arguments: tuple[Any, ...]) -> None:
    command = [sys.executable, "-m", "webapp.worker", "job", name, json.dumps(arguments)]
    # Its standard input is a pipe that we hold: should we be killed, it learns of it.
    job = subprocess.Popen(command, stdin=subprocess.PIPE, cwd=ROOT, **own_group())  # noqa: S603
    _jobs.add(job)
    try:
        status = job.wait()
    finally:
        _jobs.discard(job)
        if job.stdin:
            job.stdin.close()
    died = status not in (0, NOT_DONE) and not _stopping.is_set()
    log.log(logging.ERROR if died else logging.INFO, "job ended", extra={"task": name, "status": status})
    if died:
        _call(after_death, name)


def _call(hooks: Iterable[Callable[..., None]], *arguments: Any) -> None:
    """Each on its own: one that fails keeps none of the others from its turn."""
    for hook in hooks:
        try:
            with _context():
                hook(*arguments)
        except Exception:
            log.exception("hook", extra={"task": f"{hook.__module__}.{hook.__name__}"})
