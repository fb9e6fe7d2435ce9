"""The watched folder: what arrives in it is imported when it keeps still, and each night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.imports.conftest import ANIMALS, CLIENTS, Lay, minutes, text
from webapp.imports import actions
from webapp.imports.queries.pages import last_watched
from webapp.imports.rules.said import Said
from webapp.models import Animal, Client, Clinic, ImportRun
from webapp.today.queries import incoming as today


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


def test_it_leaves_out_days_that_nothing_settles_and_reads_them_once_they_are_known(lay: Lay) -> None:
    header = "NoClient;Nom;ClientDepuis"
    lay("clients.csv", text(header, "1;Roy;05/12/2020"), minutes(0))
    report = actions.import_watched_folder(now=minutes(2))
    assert report and not report.ok and report.files[0].code == "day_order_open"
    assert today.report().asks_days == 1  # type: ignore[union-attr]
    path = lay("ailleurs.csv", text(header, "2;Huot;05/12/2020"), minutes(3))
    actions.import_files(
        source="command", paths=[(path, "a.csv")], now=minutes(4), said=Said(kind="clients", day_order="mdy")
    )
    path.unlink()
    actions.import_watched_folder(now=minutes(6), again=True)
    assert str(Client.get(number="1").client_since) == "2020-05-12"


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
