"""The worker: Huey's consumer, and the processes of its long tasks.

`python -m webapp.worker` consumes until it is told to stop: SIGTERM, SIGINT, or its standard input closing, which is
how it learns that the process that started it is gone. `python -m webapp.worker job NAME ARGUMENTS` does one long task.
"""

import _thread
import contextlib
import ctypes
import json
import logging
import os
import signal
import stat
import sys
import threading
from collections.abc import Callable

from filelock import FileLock, Timeout
from huey.consumer import Consumer

import config
from webapp import db, ground, logs, queue, secrets

BEAT_SECONDS = 5
PATIENCE = 60  # seconds a worker waits for the one before it, which may be finishing its last task
TASK_GRACE = 20  # seconds that quick tasks get to end
JOB_GRACE = 8  # seconds that the long task gets; then it is told to stop, and its row says so at the next start
JOB_END = 5  # seconds from being told to the end by force
BEHIND = 5  # its niceness: a third of what the web process gets where both want the processor, never nothing
M_ARENA_MAX = -8  # of malloc.h

log = logging.getLogger("relance.worker")


class AnotherWorker(Exception):
    """A worker of this data directory is running."""


class _Consumer(Consumer):  # type: ignore[misc]
    def _set_signal_handlers(self) -> None:
        """Ours stay: every way of being told to stop is a polite one."""


def consume(settings: config.Config, patience: float = PATIENCE) -> None:
    """Run tasks until told to stop; those in hand are finished first. Raises AnotherWorker.

    One worker a data directory: two would do each minute's tasks twice.
    """
    stopping = stop_when_told()
    share_a_heap()
    lock = FileLock(settings.under("worker.lock"))
    try:
        lock.acquire(timeout=patience, cancel_check=stopping.is_set)
    except Timeout as error:
        if stopping.is_set():
            return
        raise AnotherWorker from error
    try:
        ground.make(settings)
        db.hold_less()
        queue.register()
        with FileLock(settings.under("job.lock"), timeout=JOB_END + JOB_GRACE):
            queue.begin_work()
        _run(settings, stopping)
    finally:
        settings.under(queue.HEARTBEAT).unlink(missing_ok=True)
        lock.release()


def _run(settings: config.Config, stopping: threading.Event) -> None:
    consumer = _Consumer(
        queue.huey,
        workers=3,
        periodic=True,
        initial_delay=0.1,
        max_delay=0.5,
        scheduler_interval=1,
        shutdown_timeout=TASK_GRACE,
    )
    consumer.start()
    log.info("worker started")
    while True:
        settings.under(queue.HEARTBEAT).touch()
        if stopping.wait(BEAT_SECONDS):
            break
        consumer.check_worker_health()
    log.info("worker stopping")
    told = threading.Timer(JOB_GRACE, queue.stop_long_tasks)
    told.daemon = True
    told.start()
    queue.begin_stop()
    consumer.stop(graceful=True)
    queue.stop_long_tasks()
    log.info("worker stopped")


def share_a_heap() -> None:
    """Threads take turns at Python, but glibc lays out a heap for each, and keeps what each once held: one will do."""
    if sys.platform == "linux":
        with contextlib.suppress(AttributeError):  # another libc
            ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)


def stop_when_told() -> threading.Event:
    """Set by SIGTERM, SIGINT, Ctrl+Break, or when standard input closes and is a pipe."""
    stopping = threading.Event()
    for name in ("SIGTERM", "SIGINT", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda _number, _frame: stopping.set())
    when_input_closes(stopping.set)
    return stopping


def when_input_closes(call: Callable[[], object]) -> None:
    """Call once nobody holds the other end of standard input. Nothing if it is no pipe: a terminal, /dev/null."""
    try:
        descriptor = sys.stdin.fileno()
        if not stat.S_ISFIFO(os.fstat(descriptor).st_mode):
            return
    except (AttributeError, OSError, ValueError):  # no standard input at all
        return

    def wait() -> None:
        while os.read(descriptor, 4096):
            pass
        call()

    threading.Thread(target=wait, daemon=True).start()


def job(settings: config.Config, name: str, arguments: list[object]) -> int:
    """Do one long task in this process; its status."""
    for number in (signal.SIGINT, signal.SIGTERM):  # both tidy up on the way out; the shell may have muted the former
        signal.signal(number, signal.default_int_handler)
    when_input_closes(_end_job)
    try:
        with FileLock(settings.under("job.lock")):
            ground.make(settings)
            queue.run_long(name, arguments)
    except KeyboardInterrupt:
        log.warning("job stopped", extra={"task": name})
        return queue.NOT_DONE
    return 0


def _end_job() -> None:
    """First as Ctrl+C would, so that what it opened is tidied away; then by force."""
    end = threading.Timer(JOB_END, os._exit, [queue.NOT_DONE])
    end.daemon = True
    end.start()
    if hasattr(signal, "pthread_kill") and (main_thread := threading.main_thread().ident):
        signal.pthread_kill(main_thread, signal.SIGINT)  # wakes it where it sleeps or waits, too
    else:
        _thread.interrupt_main()


def _let_people_first() -> None:
    """Who waits for a page goes before who sends or imports. On Windows `queue.own_group` says so."""
    if hasattr(os, "nice"):
        os.nice(max(0, BEHIND - os.nice(0)))


def main(arguments: list[str]) -> int:
    """The entry of both kinds of process."""
    _let_people_first()
    secrets.keep_to_ourselves()
    settings = config.load()
    secrets.keep_temporary_files(settings.data)
    logs.start(settings.data)
    if arguments[:1] == ["job"]:
        return job(settings, arguments[1], json.loads(arguments[2]))
    try:
        consume(settings)
    except AnotherWorker:
        log.error("another worker is running")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
