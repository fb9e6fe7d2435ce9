"""The watched folder: what arrives in it is imported when it keeps still, and each night."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.imports.conftest import ANIMALS, CLIENTS, text
from webapp.clinic import queries as clinic_queries
from webapp.imports import actions
from webapp.imports.actions import watching
from webapp.imports.queries.pages import last_watched
from webapp.models import Animal, Client, Clinic, ImportRun

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


def test_it_waits_until_the_folder_keeps_still(lay: Lay) -> None:
    assert not actions.watched_folder_is_due(now=minutes(0))
    lay("clients.csv", text(CLIENTS, "1;Anne;Roy;;;"), minutes(0))
    assert not actions.watched_folder_is_due(now=minutes(0.5))
    lay("animaux.csv", text(ANIMALS, "100;1;Rex;Canin;;M;;N;"), minutes(0.8))
    assert not actions.watched_folder_is_due(now=minutes(1.5))
    assert actions.watched_folder_is_due(now=minutes(2))
    report = actions.import_watched_folder(now=minutes(2))
    assert report and report.ok
    assert [file.row.name for file in report.files] == ["animaux.csv", "clients.csv"]
    assert Animal.get().client == Client.get()
    assert not actions.watched_folder_is_due(now=minutes(3))


def test_it_does_not_read_the_same_file_twice(lay: Lay) -> None:
    lay("clients.csv", text(CLIENTS, "1;Anne;Roy;;;"), minutes(0))
    actions.import_watched_folder(now=minutes(2))
    lay("clients.csv", text(CLIENTS, "1;Anne;Roy;;;"), minutes(5))
    again = actions.import_watched_folder(now=minutes(7))
    assert again is not None and again.files == []
    lay("clients.csv", text(CLIENTS, "1;Anne;Huot;;;"), minutes(9))
    report = actions.import_watched_folder(now=minutes(11))
    assert report is not None and [file.row.updated for file in report.files] == [1]


def test_it_reads_again_what_had_waited_for_another_file(lay: Lay) -> None:
    lay("animaux.csv", text(ANIMALS, "100;1;Rex;Canin;;M;;N;"), minutes(0))
    actions.import_watched_folder(now=minutes(2))
    assert Animal.select().count() == 0
    lay("clients.csv", text(CLIENTS, "1;Anne;Roy;;;"), minutes(5))
    actions.import_watched_folder(now=minutes(7))
    assert Animal.select().count() == 1


def test_it_leaves_the_unfinished_files_of_other_programs(lay: Lay) -> None:
    for name in (".clients.csv", "~$clients.xlsx", "clients.csv.part", "lisez-moi.pdf"):
        lay(name, text(CLIENTS, "1;Anne;Roy;;;"), minutes(0))
    assert not actions.watched_folder_is_due(now=minutes(5))
    report = actions.import_watched_folder(now=minutes(5))
    assert report is not None and report.files == []


def test_it_looks_once_a_night(lay: Lay) -> None:
    two = datetime(2026, 3, 6, 7, 30, tzinfo=UTC)  # half past two
    assert not actions.watched_folder_is_due(now=two)
    assert actions.watched_folder_is_due(now=two + timedelta(minutes=30))
    actions.import_watched_folder(now=two + timedelta(minutes=30))
    assert not actions.watched_folder_is_due(now=two + timedelta(hours=10))
    assert actions.watched_folder_is_due(now=two + timedelta(hours=25))


def test_it_keeps_a_sentence_when_the_folder_is_gone(lay: Lay, tmp_path: Path) -> None:
    (tmp_path / "exports").rmdir()
    assert not actions.watched_folder_is_due(now=minutes(1))
    report = actions.import_watched_folder(now=minutes(600))
    assert report is not None and not report.ok
    assert "est introuvable" in report.error
    latest = last_watched()
    assert latest is not None and str(latest.error) == report.error


def test_it_watches_nothing_unless_told(lay: Lay) -> None:
    Clinic.update(watched_folder="").execute()
    before = ImportRun.select().count()
    assert not actions.watched_folder_is_due(now=minutes(900))
    assert actions.import_watched_folder(now=minutes(900)) is None
    assert ImportRun.select().count() == before
