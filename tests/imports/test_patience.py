"""A first import of a million rows holds the write lock for seconds: whoever saves meanwhile waits for it."""

from __future__ import annotations

import re
import sqlite3
import threading
import time

from flask.testing import FlaskClient

import config
from tests import factories
from webapp import db
from webapp.models import Client


def test_it_saves_once_the_import_has_written(client: FlaskClient, settings: config.Config) -> None:
    owner = factories.client()
    holding = threading.Event()

    def write() -> None:
        importer = sqlite3.connect(settings.database, isolation_level=None)
        importer.execute("BEGIN IMMEDIATE")
        holding.set()
        time.sleep(1)
        importer.execute("COMMIT")
        importer.close()

    importing = threading.Thread(target=write)
    importing.start()
    assert holding.wait(5)
    began = time.monotonic()
    answer = client.post(
        f"/clients/{owner.id}/edit", data={"first_name": "Zoé", "last_name": "D’Amours", "language": "fr"}
    )
    importing.join()
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert time.monotonic() - began > 0.5
    assert Client.get_by_id(owner.id).first_name == "Zoé"


def test_it_has_browsers_wait_longer_than_the_server() -> None:
    script = (config.ROOT / "static/js/requests.js").read_text(encoding="utf-8")
    told = re.search(r"WRITE_WAITS = (\d+)", script)
    assert told
    assert int(told[1]) > db.BUSY_SECONDS * 1000 >= 30_000
