"""The worker sends by itself, and finishes the message in flight when it is told to stop."""

from __future__ import annotations

import signal
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from tests.outbox.steps import count, mailing
from tests.processes import wait_for, working
from tests.sender.server import SmtpServer
from webapp.models import Clinic, ClosedDay, Mailing, Wave

pytestmark = pytest.mark.process


@pytest.fixture
def open_now(clinic: Flask, server: SmtpServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clinic that is open at this very moment, whatever the day."""
    monkeypatch.setenv("RELANCE_SMTP_URL", server.url("hours=always"))
    monkeypatch.setenv("RELANCE_SECRET_KEY", str(clinic.config["SECRET_KEY"]))
    Clinic.update(closed_weekdays="").execute()
    ClosedDay.delete().execute()
    return Path(clinic.config["RELANCE"].data)


def test_it_sends_and_stops_politely(open_now: Path, clinic: Flask, server: SmtpServer) -> None:
    made = mailing(clinic, 12)
    Wave.update(not_before=datetime.now(UTC)).execute()  # the worker's clock is the machine's
    server.behave("slow 0.4")
    with working(open_now, stdin=subprocess.DEVNULL) as worker:
        wait_for(lambda: len(server.accepted()) >= 2, what="two messages")
        began = time.monotonic()
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0
        assert time.monotonic() - began < 15
    sent = len(server.accepted())
    assert 2 <= sent < 12
    assert count() == {"sent": sent, "planned": 12 - sent}
    assert Mailing.get_by_id(made.id).state == "running"
