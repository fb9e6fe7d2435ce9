"""A clinic that may send, a server that takes what it sends, mailings to send."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests import factories
from tests.outbox.steps import moment, through
from tests.sender.server import SmtpServer, smtp_server
from webapp import db
from webapp.outbox.actions import places
from webapp.sender.actions import ticking


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SmtpServer]:
    """A kind server."""
    with smtp_server(tmp_path) as running:
        yield running


@pytest.fixture
def clinic(app: Flask, server: SmtpServer) -> Flask:
    """A clinic that may send, through that server."""
    factories.identify()
    through(app, server.url())
    places.settle_in()
    return app


Tick = Callable[..., ticking.Report]


@pytest.fixture
def tick(app: Flask) -> Tick:
    """Everything that is due at a moment of the clinic's clock."""

    def run(at: str = "2026-03-05T09:00", *, frozen: bool = True, **more: Any) -> ticking.Report:
        return ticking.tick(now=moment(app, at), frozen=frozen, **more)

    return run


def the(row: type[db.Table], **columns: Any) -> Any:
    """The one row of which this is true, as it is now."""
    return row.get(**columns)
