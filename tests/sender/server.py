"""Real SMTP servers in a process of their own, as kind or as hostile as it is told to be.

    with smtp_server(tmp_path) as server:
        ... RELANCE_SMTP_URL = server.url() ...
        server.behave("rcpt 451 4.3.0 Try later", only="marie@", times=1)
        assert server.accepted() == ["<token.c1@clinique.ca>", …]

Each answer to a whole message is written to its log and fsynced *before* it is given: whatever the sender makes of it,
the log says what this server took. It can be told to behave otherwise while it runs, and survives the sender's death.

A behaviour is a line: where it strikes, and what it says. The first that fits and is not used up does.

    greet 421 Too busy          instead of the greeting
    auth 535 5.7.8 Bad          to AUTH (which is offered only with `auth=True`)
    mail 550 5.7.1 No           to MAIL FROM
    rcpt 550 5.1.1 Nobody       to RCPT TO
    data 421 Too many           to DATA, before the content
    content 451 4.3.0 Later     after the whole content
    drop                        takes the content, logs it, cuts the line without an answer
    lose                        reads the content, does not take it, cuts the line without an answer
    hang_up                     cuts the line at DATA, before 354
    slow 0.5                    waits so many seconds before it answers to the content
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import functools
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import config
from tests.waiting import wait_for

LOG, RULES, MAILS, PORT = "taken.jsonl", "behaviour.json", "mails", "port"


@dataclass
class SmtpServer:
    """The server, and what it wrote down."""

    folder: Path
    port: int
    rules: list[dict[str, Any]] = field(default_factory=list)

    def url(self, query: str = "", *, user: str = "") -> str:
        """RELANCE_SMTP_URL for it: "per_hour=60", user="name:password"."""
        return f"smtp://{user + '@' if user else ''}127.0.0.1:{self.port}{'?' if query else ''}{query}"

    def behave(self, *lines: str, only: str = "", times: int = 0, after: int = 0) -> None:
        """Do so from now on: with recipients in whose address `only` stands, so many times (0: always), once so many
        connections or messages have passed that it would have concerned."""
        self.rules += [{"line": line, "only": only, "times": times, "after": after} for line in lines]
        self._tell()

    def be_kind(self) -> None:
        """Take everything from now on."""
        self.rules = []
        self._tell()

    def _tell(self) -> None:
        temporary = self.folder / f"{RULES}.new"
        temporary.write_text(json.dumps(self.rules))
        temporary.replace(self.folder / RULES)

    def log(self) -> list[dict[str, Any]]:
        """Every line: `event`, `id` (Message-ID), `to`, `at` (seconds)."""
        path = self.folder / LOG
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def accepted(self) -> list[str]:
        """The Message-IDs that it took, in order; one that it took twice stands twice."""
        return [line["id"] for line in self.log() if line["event"] == "taken"]

    def taken_at(self) -> list[float]:
        """When it took each message, in order: what its quotas would count."""
        return [line["at"] for line in self.log() if line["event"] == "taken"]

    def mails(self) -> list[EmailMessage]:
        """What it took, read as a mail program would."""
        return [message_from_bytes(content, policy=policy.default) for content in self.contents()]  # type: ignore[misc]

    def contents(self) -> list[bytes]:
        """What it took, byte for byte."""
        return [path.read_bytes() for path in sorted((self.folder / MAILS).glob("*.eml"))]

    def connections(self) -> int:
        """How many there were."""
        return sum(line["event"] == "connected" for line in self.log())

    def stop(self) -> None:
        """Nobody answers there any more."""
        _tell_process({"close": str(self.folder)})
        wait_for(lambda: not (self.folder / PORT).exists(), what="the end of the SMTP server")


@functools.cache
def _process() -> subprocess.Popen[bytes]:
    """The process of every server that this one starts: each has a port and a memory of its own in it."""
    process = subprocess.Popen([sys.executable, "-m", "tests.sender.server"], cwd=config.ROOT, stdin=subprocess.PIPE)
    atexit.register(_end, process)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait(10)
    assert process.stdin
    process.stdin.close()


def _tell_process(order: dict[str, Any]) -> None:
    pipe = _process().stdin
    assert pipe
    pipe.write(json.dumps(order).encode() + b"\n")
    pipe.flush()


@contextlib.contextmanager
def smtp_server(
    tmp_path: Path, *behaviour: str, auth: bool = False, keep: bool = True, sync: bool = True
) -> Iterator[SmtpServer]:
    """The server, until the end of the block. `keep` the content of what it takes, `sync` its log: turn them off where
    speed counts, since a slow server makes all senders alike."""
    folder = tmp_path / "smtp"
    (folder / MAILS).mkdir(parents=True)
    _tell_process({"open": str(folder), "auth": auth, "keep": keep, "sync": sync})
    port = wait_for(lambda: (folder / PORT).exists() and (folder / PORT).read_text(), what="the SMTP server")
    server = SmtpServer(folder, int(port))
    try:
        if behaviour:
            server.behave(*behaviour)
        yield server
    finally:
        server.stop()


class Session:
    """One connection. Written out by hand: aiosmtpd will not cut a line in the middle."""

    def __init__(self, house: House, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.house, self.reader, self.writer = house, reader, writer
        self.to = ""

    async def run(self) -> None:
        """From the greeting to the end."""
        self.house.note("connected")
        greeting = self.house.rule("greet", "")
        await self.say(greeting or "220 relance.test ESMTP")
        while not greeting and (line := await self.reader.readline()):
            if not await self.answer(line.decode("utf-8", "replace").strip()):
                break

    async def answer(self, line: str) -> bool:
        """One command; False when the line is to be cut."""
        verb = line[:4].upper()
        if verb == "EHLO":
            auth = "250-AUTH PLAIN LOGIN XOAUTH2\r\n" if self.house.auth else ""
            await self.say(f"250-relance.test\r\n{auth}250-SMTPUTF8\r\n250-8BITMIME\r\n250 SIZE 10000000")
        elif verb == "AUTH":
            await self.say(self.house.rule("auth", "") or "235 2.7.0 Welcome")
        elif verb == "MAIL":
            await self.say(self.house.rule("mail", "") or "250 2.1.0 Ok")
        elif verb == "RCPT":
            self.to = line.partition(":")[2].strip("<> ")
            await self.say(self.house.rule("rcpt", self.to) or "250 2.1.5 Ok")
        elif verb == "DATA":
            return await self.data()
        elif verb == "QUIT":
            await self.say("221 2.0.0 Bye")
            return False
        else:
            await self.say("250 2.0.0 Ok" if verb in ("RSET", "NOOP", "HELO") else "502 5.5.2 What?")
        return True

    async def data(self) -> bool:
        """The content, and what becomes of it."""
        if self.house.rule("hang_up", self.to) is not None:
            return False
        if refusal := self.house.rule("data", self.to):
            await self.say(refusal)
            return not refusal.startswith("421")
        await self.say("354 Go on")
        content = await self.content()
        if content is None:
            return False
        if self.house.rule("lose", self.to) is not None:
            return False
        if refusal := self.house.rule("content", self.to):
            await self.say(refusal)
            return not refusal.startswith("421")
        if (wait := self.house.rule("slow", self.to)) is not None:
            await asyncio.sleep(float(wait))
        self.house.take(self.to, content)
        if self.house.rule("drop", self.to) is not None:
            return False
        await self.say("250 2.0.0 Taken")
        return True

    async def content(self) -> bytes | None:
        """Up to the final dot; None when the line broke before it."""
        lines = []
        while line := await self.reader.readline():
            if line == b".\r\n":
                return b"".join(lines)
            lines.append(line[1:] if line.startswith(b".") else line)
        return None

    async def say(self, text: str) -> None:
        self.writer.write(f"{text}\r\n".encode())
        await self.writer.drain()


class House:
    """The server's memory: its log, its mails, how it behaves."""

    def __init__(self, folder: Path, *, auth: bool, keep: bool, sync: bool) -> None:
        self.folder, self.auth, self.keep, self.sync = folder, auth, keep, sync
        self.file = (folder / LOG).open("ab", buffering=0)
        self.lines: set[asyncio.StreamWriter] = set()
        self.taken = 0
        self._rules: list[dict[str, Any]] = []
        self._stamp: tuple[int, int] = (0, 0)

    def leave(self) -> None:
        """Cut every line; write nothing more."""
        for line in self.lines:
            line.transport.abort()
        self.file.close()
        (self.folder / PORT).unlink()

    def rule(self, place: str, to: str) -> str | None:
        """What to say there, by the first rule that fits and is not used up."""
        self._read()
        for rule in self._rules:
            where, _, what = rule["line"].partition(" ")
            if where != place or rule["only"] not in to:
                continue
            rule["met"] = rule.get("met", 0) + 1
            if rule["met"] <= rule["after"] or (rule["times"] and rule["met"] > rule["after"] + rule["times"]):
                continue
            self.note(f"{place} {what}".strip(), to=to)
            return str(what)
        return None

    def _read(self) -> None:
        path = self.folder / RULES
        if path.exists() and self._stamp != (stamp := (path.stat().st_mtime_ns, path.stat().st_ino)):
            told, self._stamp = json.loads(path.read_text()), stamp
            known = {json.dumps({k: v for k, v in rule.items() if k != "met"}): rule for rule in self._rules}
            self._rules = [known.get(json.dumps(rule), rule) for rule in told]

    def take(self, to: str, content: bytes) -> None:
        """Write down, on disk, that this message is ours now."""
        self.taken += 1
        if self.keep:
            (self.folder / MAILS / f"{self.taken:06}.eml").write_bytes(content)
        head = content.split(b"\r\n\r\n", 1)[0].decode("utf-8", "replace")
        found = next((line for line in head.splitlines() if line.lower().startswith("message-id:")), "")
        self.note("taken", id=found.partition(":")[2].strip(), to=to)
        if self.sync:
            os.fsync(self.file.fileno())

    def note(self, event: str, **more: str) -> None:
        """A line of the log."""
        self.file.write((json.dumps({"event": event, "at": time.time(), **more}) + "\n").encode())


async def serve(house: House) -> asyncio.Server:
    """Answers at a port of its own, which it writes down."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        house.lines.add(writer)
        with contextlib.suppress(ConnectionError, ValueError):  # the line was cut, or the log closed
            await Session(house, reader, writer).run()
        writer.close()
        house.lines.discard(writer)

    server = await asyncio.start_server(talk, "127.0.0.1", 0, limit=2**20)
    temporary = house.folder / f"{PORT}.new"
    temporary.write_text(str(server.sockets[0].getsockname()[1]))
    temporary.replace(house.folder / PORT)
    return server


async def obey() -> None:
    """Open and close servers as told on standard input, until it ends."""
    orders = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    servers: dict[str, tuple[House, asyncio.Server]] = {}
    while line := await orders.readline():
        order = json.loads(line)
        if folder := order.get("open"):
            house = House(Path(folder), auth=order["auth"], keep=order["keep"], sync=order["sync"])
            servers[folder] = house, await serve(house)
        elif order["close"] in servers:
            house, server = servers.pop(order["close"])
            server.close()
            house.leave()


if __name__ == "__main__":
    asyncio.run(obey())
