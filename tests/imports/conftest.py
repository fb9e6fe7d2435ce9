"""Files for the import to read."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask

import config
from tests.conftest import NOW
from webapp import db
from webapp.cli import main
from webapp.clinic import queries as clinic_queries
from webapp.imports import actions
from webapp.imports.actions import watching
from webapp.imports.queries.reports import FileReport, Report
from webapp.models import Clinic

Bring = Callable[..., Report]

GENERATOR = config.ROOT.parent / "shared" / "tools" / "make_clinic.py"
# Whole clinics are made by a generator that does not belong to this project; the sample says the same of a small one.
collect_ignore = [] if GENERATOR.exists() else ["test_manifest.py"]

SAMPLES = Path(__file__).parent / "layouts"  # small files after the exports of practice software
CLIENTS = "NoClient;Prénom;Nom;Courriel;CodePostal;Pays"
ANIMALS = "NoAnimal;NoClient;Nom;Espèce;Race;Sexe;DateNaissance;Décédé;DateDécès"
ITEMS = "Code;DescriptionFR;CatégorieRevenu;CodeGL;Manufacturier;Prix"
SALES = "NoLigne;NoFacture;Date;NoClient;NoAnimal;TypeArticle;Code;Quantité;Montant"
VISITS = "NoVisite;NoAnimal;Date;Raison;Vétérinaire"
APPOINTMENTS = "NoRdv;NoAnimal;Début;DuréeMinutes;Ressource;Type;Raison;Statut"


@pytest.fixture
def bring(app: Flask, tmp_path: Path) -> Bring:
    """Import these files (name → text, bytes or a path), each time a day later."""
    days = iter(range(1000))

    def do(files: Mapping[str, str | bytes | Path], *, now: datetime | None = None, **options: Any) -> Report:
        paths = []
        for name, content in files.items():
            path = content if isinstance(content, Path) else tmp_path / name
            if not isinstance(content, Path):
                path.write_bytes(content if isinstance(content, bytes) else content.encode())
            paths.append((path, name))
        at = now or NOW + timedelta(days=next(days))
        run = actions.start_run(source="command", paths=paths, by=None, now=at, **options)
        return actions.run(run_id=run.id, now=at)

    return do


def text(header: str, *rows: str) -> str:
    """A file of these lines."""
    return "\n".join([header, *rows, ""])


def counts(file: FileReport) -> tuple[int | None, ...]:
    """Rows, created, updated, unchanged, refused, warned."""
    row = file.row
    return row.rows, row.created, row.updated, row.unchanged, row.refused, row.warned


def only(report: Report) -> FileReport:
    """The one file of the run."""
    (file,) = report.files
    return file


# ---------- The command.

ANNE = "1;Anne;Roy;anne@exemple.ca;J1X 3B3;Canada"


@pytest.fixture
def here(tmp_path: Path, migrated: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to work in, with a file of clients and an installation of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clinic").mkdir(mode=0o700)
    shutil.copy(migrated, tmp_path / "clinic" / "relance.db")
    for name, value in (("RELANCE_DATA", str(tmp_path / "clinic")), ("LANG", "fr_CA.UTF-8"), ("LC_ALL", "")):
        monkeypatch.setenv(name, value)
    (tmp_path / "clients.csv").write_text(text(CLIENTS, ANNE), encoding="utf-8")
    yield tmp_path
    if not db.database.is_closed():
        db.database.close()


def relance(*arguments: str) -> Result:
    """`relance import` with these arguments."""
    return CliRunner().invoke(main, ["import", *arguments], catch_exceptions=False)


# ---------- The watched folder.

EVENING = datetime(2026, 3, 5, 23, 0, tzinfo=UTC)  # six in Montréal
Lay = Callable[..., Path]


@pytest.fixture
def lay(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lay:
    """Lay a file into the folder at an instant, the clinic watching it."""
    folder = tmp_path / "exports"
    folder.mkdir()
    clinic_queries.clinic()
    Clinic.update(watched_folder=str(folder), import_hour=3).execute()
    laid: dict[str, datetime] = {}
    listed = watching._list

    def list_at(where: Path) -> list[watching._Lying]:
        return [watching._Lying(each.path, laid[each.path.name]) for each in listed(where)]

    monkeypatch.setattr(watching, "_list", list_at)  # the change of an entry cannot be set by hand
    actions.import_watched_folder(now=EVENING - timedelta(hours=1))  # last night's look

    def do(name: str, content: str, at: datetime) -> Path:
        path = folder / name
        path.write_text(content, encoding="utf-8")
        os.utime(path, (at.timestamp(), at.timestamp()))
        laid[name] = at
        return path

    return do


def minutes(n: float) -> datetime:
    return EVENING + timedelta(minutes=n)
