"""The process tree of an installation: the web server here, the worker as a child that is watched.

Told to stop (SIGTERM, SIGINT, a closed standard input), it takes no new request, lets those in hand and the worker's
task end within a bound, and leaves no process behind. Killed outright, the pipe it holds closes and the worker ends.
"""

import contextlib
import logging
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol

from filelock import FileLock, Timeout
from flask import Flask
from flask_babel import gettext
from waitress.server import create_server

import config
from webapp import here, logs, queue, secrets, worker
from webapp.commands import Refused
from webapp.later import Later

cheroot, tls_of_cheroot = Later("cheroot.wsgi"), Later("cheroot.ssl.builtin")
THREADS = 4
REQUEST_GRACE = 20  # seconds that requests in hand get to end
WORKER_GRACE = worker.TASK_GRACE + worker.JOB_END + 5
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # before a worker that died is started again; doubled each time
FIRST_SIGN = 8.0  # seconds that the first request waits for the worker, so that it is told "all is well"
HEALTHY = 60.0  # a worker that lived so long was well: the pause begins anew

log = logging.getLogger("relance.supervisor")


class Tls(NamedTuple):
    """PEM files: the certificate with its chain, and its key."""

    certificate: Path
    key: Path


class Web(Protocol):
    """A web server that can be stopped in good order."""

    def start(self) -> None:
        """Answer, on threads of its own."""

    def stop(self) -> None:
        """No new request; those in hand end, or REQUEST_GRACE passes."""


class PlainWeb:
    """Waitress: serves without a certificate."""

    def __init__(self, app: Flask, listener: socket.socket) -> None:
        self.server = create_server(app, sockets=[listener], threads=THREADS, ident="", channel_timeout=60)

    def start(self) -> None:
        """Answer, on threads of its own."""
        threading.Thread(target=self.server.run, name="web", daemon=True).start()

    def stop(self) -> None:
        """Done from the server's own loop, as its parts are not made to be touched from another thread."""
        self.server.trigger.pull_trigger(self._close_listener)
        deadline = time.monotonic() + REQUEST_GRACE
        time.sleep(0.2)  # what was accepted an instant ago must have been read
        while self._busy() and time.monotonic() < deadline:
            time.sleep(0.05)
        self.server.task_dispatcher.shutdown(timeout=1)

    def _close_listener(self) -> None:
        self.server.accepting = False
        self.server.del_channel()
        self.server.socket.close()

    def _busy(self) -> bool:
        return any(channel.requests or channel.total_outbufs_len for channel in [*self.server.active_channels.values()])


class TlsWeb:
    """Cheroot: Waitress speaks no TLS."""

    def __init__(self, app: Flask, listener: socket.socket, tls: Tls) -> None:
        address = listener.getsockname()[:2]
        listener.close()  # it has shown that the port is free; Cheroot binds its own
        self.server = cheroot.Server(address, app, numthreads=THREADS, shutdown_timeout=REQUEST_GRACE, server_name="")
        self.server.ssl_adapter = tls_of_cheroot.BuiltinSSLAdapter(str(tls.certificate), str(tls.key))
        self.server.error_log = _connection_trouble
        self.server.prepare()

    def start(self) -> None:
        """Answer, on threads of its own."""
        threading.Thread(target=self.server.serve, name="web", daemon=True).start()

    def stop(self) -> None:
        self.server.stop()


def _connection_trouble(*_arguments: object, **_named: object) -> None:
    log.warning("connection")


class WorkerChild:
    """The worker's process, started again when it dies."""

    def __init__(self, settings: config.Config) -> None:
        self.settings = settings
        self.process: subprocess.Popen[bytes] | None = None
        self.pause = FIRST_PAUSE
        self.started = 0.0
        self.due: float | None = None

    def start(self) -> None:
        """Its standard input is a pipe whose other end is ours alone."""
        self.started, self.due = time.monotonic(), None
        self.settings.under(queue.HEARTBEAT).unlink(missing_ok=True)  # of one that was killed
        self.process = subprocess.Popen(
            [sys.executable, "-m", "webapp.worker"],
            stdin=subprocess.PIPE,
            cwd=config.ROOT,
            env=self.settings.environment(),
            **queue.own_group(),
        )
        log.info("worker", extra={"child": self.process.pid})

    def await_sign(self, stopping: threading.Event) -> None:
        """Until it lives, dies or takes too long. Who connects meanwhile is not refused: the port is already open."""
        deadline = time.monotonic() + FIRST_SIGN
        while time.monotonic() < deadline and not stopping.wait(0.05):
            if self.process is None or self.process.poll() is not None or self.settings.under(queue.HEARTBEAT).exists():
                return

    def look(self) -> None:
        """Has it died? It comes back after a pause."""
        now = time.monotonic()
        if self.due is not None:
            if now >= self.due:
                self.start()
            return
        if self.process is None or self.process.poll() is None:
            return
        if now - self.started > HEALTHY:
            self.pause = FIRST_PAUSE
        log.error("worker died", extra={"status": self.process.returncode, "seconds": self.pause})
        self.due = now + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def tell(self) -> None:
        """To stop, when its task has ended."""
        if self.process and self.process.stdin:
            self.process.stdin.close()

    def wait(self) -> None:
        """Until it is gone: by itself, asked, or by force."""
        if self.process is None:
            return
        for ask, seconds in ((None, WORKER_GRACE), (self.process.terminate, 5), (self.process.kill, 5)):
            if ask:
                ask()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
                return


def serve(
    app: Flask,
    *,
    host: str = "0.0.0.0",  # noqa: S104
    port: int = 8000,
    tls: Tls | None = None,
    with_worker: bool = True,
    announce: Callable[[str], None] | None = None,
) -> None:
    """Serve the application until told to stop. `announce` is given the address once it answers. Raises Refused.

    To be called in the main thread, inside the application's context.
    """
    settings = here.settings()
    stopping = worker.stop_when_told()
    worker.share_a_heap()
    secrets.keep_temporary_files(settings.data)
    lock = _only_one(settings)
    try:
        if tls:
            check_certificate(tls)
        listener = _listen(host, port)
        port = listener.getsockname()[1]
        logs.start(settings.data)
        web: Web = TlsWeb(app, listener, tls) if tls else PlainWeb(app, listener)
        child = WorkerChild(settings)
        if with_worker:
            child.start()
            child.await_sign(stopping)
        web.start()
        log.info("serving", extra={"port": port, "tls": bool(tls)})
        if announce:
            announce(f"{'https' if tls else 'http'}://{address(host)}:{port}/")
        while not stopping.wait(0.5):
            child.look()
        log.info("stopping")
        child.tell()
        web.stop()
        child.wait()
        log.info("stopped")
    finally:
        lock.release()


def address(host: str) -> str:
    """A name to type into a browser for what one listens on."""
    if host in ("0.0.0.0", "::", ""):  # noqa: S104
        return socket.gethostname()
    return f"[{host}]" if ":" in host else host


def _only_one(settings: config.Config) -> FileLock:
    lock = FileLock(settings.under("serve.lock"))
    try:
        lock.acquire(timeout=1)
    except Timeout as error:
        raise Refused(
            gettext("Relance is already serving this data directory (%(path)s).", path=settings.data)
        ) from error
    return lock


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128, dualstack_ipv6=host == "::")
    except (OSError, OverflowError) as error:
        raise Refused(
            gettext(
                "Cannot listen on %(host)s, port %(port)s: %(reason)s. If it is taken, choose another --port.",
                host=host,
                port=port,
                reason=getattr(error, "strerror", None) or error,
            )
        ) from error


def check_certificate(tls: Tls) -> None:
    """Whether browsers could be answered with it. Raises Refused, with a sentence, where not."""

    def locked() -> str:
        raise ValueError

    for path in tls:
        try:
            path.read_bytes()
        except OSError as error:
            raise Refused(gettext("Cannot read %(path)s: %(reason)s.", path=path, reason=error.strerror)) from error
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(*tls, password=locked)
    except ValueError as error:
        raise Refused(
            gettext("The key %(path)s is locked with a password. Give one that is not.", path=tls.key)
        ) from error
    except ssl.SSLError as error:
        raise Refused(
            gettext(
                "%(certificate)s and %(key)s are not a certificate and its key, in PEM form.",
                certificate=tls.certificate,
                key=tls.key,
            )
        ) from error


def options_of_tls(certificate: Path | None, key: Path | None) -> Tls | None:
    """Both or neither. Raises Refused."""
    if certificate and key:
        return Tls(certificate, key)
    if certificate or key:
        raise Refused(gettext("--tls-cert and --tls-key go together."), 2)
    return None
