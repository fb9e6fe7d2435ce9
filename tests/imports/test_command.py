"""`relance import`: what it prints, where, and how it ends."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.imports.conftest import ANNE, CLIENTS, relance, text
from webapp.imports.actions import alive
from webapp.imports.cli import files as cli
from webapp.models import ImportRun
from webapp.spreadsheets import guarded, sniffing


def test_it_leaves_a_folder_out_and_reads_the_files_beside_it(here: Path) -> None:
    (here / "vieux").mkdir()
    done = relance("--json", "vieux", ".", "nulle-part.csv", "clients.csv")
    assert done.exit_code == 1
    folder, itself, nowhere, clients = json.loads(done.stdout)["files"]
    assert (folder["file"], folder["kind"], folder["rows"], folder["code"]) == ("vieux", None, 0, "directory")
    assert (itself["file"], itself["code"], nowhere["code"]) == (".", "directory", "missing")
    assert (clients["kind"], clients["created"]) == ("clients", 1)
    assert done.stderr.splitlines() == [
        "« vieux » est un dossier. Nommez plutôt les fichiers qu’il contient.",
        "« . » est un dossier. Nommez plutôt les fichiers qu’il contient.",
        "Il n’y a pas de fichier « nulle-part.csv ».",
    ]


def test_it_survives_a_workbook_that_ends_its_reading(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = openpyxl.Workbook()
    for n in range(3_000):
        book.active.append(["NoClient", "Nom"] if n == 0 else [n, "Roy"])
    book.save(here / "avide.xlsx")
    monkeypatch.setattr(guarded, "MEMORY", 1)
    done = relance("--json", "avide.xlsx", "clients.csv")
    assert done.exit_code == 1
    greedy, clients = json.loads(done.stdout)["files"]
    assert (greedy["code"], clients["created"]) == ("died", 1)
    assert "« avide.xlsx » a mis fin au processus qui le lisait" in done.stderr.replace("\u00a0", " ")


def test_it_leaves_nothing_waiting_when_another_import_is_under_way(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert relance("clients.csv").exit_code == 0
    before = ImportRun.select().count()
    monkeypatch.setattr(cli, "PATIENCE", 0.1)
    with alive.alone(0):
        refused = relance("clients.csv")
    assert refused.exit_code != 0 and "importation est en cours" in refused.stderr
    assert ImportRun.select().count() == before


def test_it_leaves_out_a_file_that_it_may_not_read(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "secret.csv").write_text(text(CLIENTS, ANNE), encoding="utf-8")
    allowed, nature = os.access, sniffing.nature

    def may(path: Any, mode: int, **more: Any) -> bool:
        return Path(path).name != "secret.csv" and allowed(path, mode, **more)

    def look(path: Path) -> str:
        if path.name == "secret.csv":
            raise PermissionError(13, "Permission denied", str(path))
        return nature(path)

    monkeypatch.setattr(os, "access", may)
    monkeypatch.setattr(sniffing, "nature", look)
    done = relance("--json", "secret.csv", "clients.csv")
    assert done.exit_code == 1 and "secret.csv" in done.stderr and "Usage" not in done.stderr
    secret, clients = json.loads(done.stdout)["files"]
    assert (secret["code"], clients["created"]) == ("no_access", 1)


def test_it_writes_nothing_when_it_only_tries(here: Path) -> None:
    foretold = json.loads(relance("--json", "--dry-run", "clients.csv").stdout)
    done = json.loads(relance("--json", "clients.csv").stdout)
    assert done["files"] == foretold["files"] and done["files"][0]["created"] == 1
