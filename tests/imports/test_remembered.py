"""Columns are remembered for the same headers in any order, also those that were read before anything was."""

from __future__ import annotations

import json

from flask import Flask

from tests.conftest import NOW
from tests.imports.conftest import Bring, only, text
from tests.migrations import migration
from webapp import db
from webapp.imports import actions
from webapp.imports.rules import headers
from webapp.models import Client, ImportFile, ImportRun, RememberedColumns

HEADER = ["Réf", "Qui", "Où", "N° tél. (maison)", "Œuvre"]
MEANT = {"Réf": "number", "Qui": "last_name", "Où": "town", "N° tél. (maison)": "", "Œuvre": ""}


def test_it_knows_the_same_columns_in_another_order(bring: Bring) -> None:
    actions.remember_columns(header=HEADER, kind="clients", columns=MEANT, by=None, now=NOW)
    file = only(bring({"x.csv": text("Œuvre;Où;Qui;N° tél. (maison);Réf", "z;Magog;Roy;;7")}))
    assert (file.row.kind, Client.get().number, Client.get().town) == ("clients", "7", "Magog")
    assert headers.signature([*HEADER, "Autre"]) != headers.signature(HEADER)


def test_an_installation_moves_over(app: Flask) -> None:
    """What was said, and what was read: the newest of either, what was said before what was only read."""
    run = ImportRun.create(source="watched", created_at=NOW, ended_at=NOW, state="done")
    read = {"AccountId": "client", "No": "number", "Name": "name", "Xtra": ""}
    ImportFile.create(run=run, name="a.csv", kind="animals", columns=json.dumps(read), state="done")
    ImportFile.create(run=run, name="b.csv", kind="clients", columns=json.dumps(dict.fromkeys(MEANT, "")), state="done")
    dry = ImportRun.create(source="browser", created_at=NOW, state="done", dry_run=True)
    ImportFile.create(run=dry, name="c.csv", kind="sales", columns=json.dumps({"Code": "item"}), state="done")
    columns = json.dumps(MEANT, ensure_ascii=False)
    RememberedColumns.create(signature="old", kind="clients", columns=columns, remembered_at=NOW)
    module = migration("0016_refused_reminders")
    for newer in ("client_wants_none", "animal_wants_none"):  # whose migration is taken back before
        db.database.execute_sql(f"DROP INDEX IF EXISTS {newer}")
    module.down(None, db.database)
    module.up(None, db.database)
    found = {row.signature: (row.kind, json.loads(row.columns)) for row in RememberedColumns.select()}
    assert found == {
        headers.signature(list(read)): ("animals", {name: field for name, field in read.items() if field}),
        headers.signature(HEADER): ("clients", MEANT),
    }
