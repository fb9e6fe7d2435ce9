"""The settings pages, through HTTP."""

from __future__ import annotations

import os
import re
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

import config
from tests.conftest import NOW, sign_in
from webapp import queue
from webapp.clinic import actions, queries, tasks
from webapp.clinic.queries import SettingsRow, backups
from webapp.clinic.queries.warnings import InstallationWarning
from webapp.models import BackupRun, Clinic, StaffMember

IDENTITY = {
    "name": "Clinique  du Lac ",
    "address": "12, rue Principale",
    "address_2": "",
    "town": "Magog",
    "province": "Québec",
    "postal_code": "j1x1y4",
    "country": "Canada",
    "phone": "819 555-0100",
    "email": "info@clinique.example",
    "website": "clinique.example",
    "booking_page": "rdv.clinique.example",
    "map_link": "https://plan.example/lac",
    "opening_hours_fr": "Lundi au vendredi : 8 h à 18 h",
    "opening_hours_en": "",
    "language": "fr",
}
warnings_module = sys.modules["webapp.clinic.queries.warnings"]
HTMX = {"HX-Request": "true"}


def page(client: FlaskClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.get_data(as_text=True).replace("\u00a0", " ")


@pytest.mark.parametrize("url", ["/settings", "/settings/identity", "/settings/backups", "/settings/backups/x.db"])
def test_it_is_for_managers_with_a_password(app: Flask, client: FlaskClient, anne: StaffMember, url: str) -> None:
    assert client.get(url).status_code == 403
    by_pin = sign_in(app, anne, by_password=False)
    assert by_pin.get(url).status_code in (302, 303, 401, 403)


def test_it_shows_what_each_holds(manager: FlaskClient, settings: config.Config) -> None:
    assert "À donner" in page(manager, "/settings")
    manager.post("/settings/identity", data=IDENTITY)
    actions.back_up(settings=settings, now=NOW)
    shown = page(manager, "/settings")
    assert "Clinique du Lac · 12, rue Principale · Magog · 819 555-0100" in shown
    assert "Dernière bonne : 5 mars à 10 h 26 · 1 fichier gardé · sans second endroit" in shown


def test_it_shows_the_rows_of_other_rooms(manager: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "rows", [lambda: [SettingsRow("/imports", "download", "Dossier surveillé", "/srv")]])
    assert "Dossier surveillé" in page(manager, "/settings")


def test_it_changes_the_identity(manager: FlaskClient) -> None:
    assert manager.post("/settings/identity", data=IDENTITY).status_code == 303
    clinic = Clinic.get()
    assert (clinic.name, clinic.province, clinic.postal_code) == ("Clinique du Lac", "QC", "J1X 1Y4")
    assert (clinic.phone, clinic.country, clinic.website) == ("+18195550100", "CA", "https://clinique.example")
    assert (clinic.booking_page, clinic.map_link) == ("https://rdv.clinique.example", "https://plan.example/lac")
    assert clinic.opening_hours_fr == "Lundi au vendredi : 8 h à 18 h"
    shown = page(manager, "/settings/identity")
    assert 'value="819 555-0100"' in shown and 'value="Clinique du Lac"' in shown


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "x" * 121),
        ("address", ""),
        ("postal_code", "H2X 1O4"),
        ("province", "Wallonie"),
        ("country", "Nulle part"),
        ("phone", "555-0100"),
        ("email", "info(at)clinique"),
        ("website", "javascript:alert(1)"),
        ("booking_page", "javascript:alert(1)"),
        ("language", "de"),
    ],
)
def test_it_keeps_what_was_typed(manager: FlaskClient, field: str, value: str) -> None:
    answer = manager.post("/settings/identity", data={**IDENTITY, field: value})
    assert answer.status_code == 422
    shown = answer.get_data(as_text=True)
    assert "Une chose à corriger" in shown
    assert 'value="info@clinique.example"' in shown or field == "email"
    if field not in ("name", "language", "website", "booking_page") and value:
        assert f'value="{value}"' in shown
    assert Clinic.get().name == ""


def test_it_backs_up_now(manager: FlaskClient, settings: config.Config) -> None:
    assert "Aucune sauvegarde encore" in page(manager, "/settings/backups")
    assert manager.post("/settings/backups").status_code == 303
    shown = page(manager, "/settings/backups")
    assert "5 mars à 10 h 26" in shown and "Vérifiée" in shown and "relance-20260305-102600.db" in shown


def test_it_shows_progress_only_while_there_is_some(manager: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "wake", lambda *_arguments: None)
    fragment = manager.post("/settings/backups", headers=HTMX).get_data(as_text=True)
    assert fragment.lstrip().startswith('<div id="backups"') and 'hx-trigger="every 1s"' in fragment
    assert "Une sauvegarde est en cours" in fragment
    polled = manager.get("/settings/backups", headers=HTMX).get_data(as_text=True)
    assert 'hx-trigger="every 1s"' in polled and "<html" not in polled
    tasks.back_up(BackupRun.get().id)
    done = manager.get("/settings/backups", headers=HTMX).get_data(as_text=True)
    assert "every 1s" not in done and "Vérifiée" in done


def test_it_says_that_the_worker_is_away(manager: FlaskClient, settings: config.Config) -> None:
    assert "Le service de fond ne tourne pas" in page(manager, "/settings/backups")
    settings.under("worker.alive").touch()
    os.utime(settings.under("worker.alive"), (NOW.timestamp(), NOW.timestamp()))
    assert "Le service de fond ne tourne pas" not in page(manager, "/settings/backups")


RULE = {"daily": "7", "weekly": "4", "monthly": "6", "hour": "3", "second_place": ""}


def test_it_changes_the_rule(manager: FlaskClient, tmp_path: Path) -> None:
    answer = manager.post("/settings/backups/rule", data={**RULE, "second_place": str(tmp_path)})
    assert answer.status_code == 303
    clinic = Clinic.get()
    assert (clinic.keep_daily, clinic.keep_weekly, clinic.keep_monthly, clinic.backup_hour) == (7, 4, 6, 3)
    assert clinic.second_place == str(tmp_path)
    assert not list(tmp_path.glob(".relance*"))
    assert "Chaque nuit à 3 h" in page(manager, "/settings/backups")


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("daily", "0", "de 1 à 366"),
        ("daily", "x", "un nombre"),
        ("weekly", "", "de 0 à 520"),
        ("monthly", "1000", "de 0 à 240"),
        ("second_place", "usb", "chemin complet"),
        ("second_place", "/nulle/part", "aucun dossier"),
    ],
)
def test_it_refuses_a_rule_that_cannot_be(manager: FlaskClient, field: str, value: str, says: str) -> None:
    answer = manager.post("/settings/backups/rule", data={**RULE, field: value})
    assert answer.status_code == 422
    assert says in answer.get_data(as_text=True)
    assert Clinic.get().keep_daily == 14


def test_it_gives_the_file(manager: FlaskClient, settings: config.Config) -> None:
    run = actions.back_up(settings=settings, now=NOW)
    answer = manager.get(f"/settings/backups/{run.file}")
    assert answer.data == settings.under("backups", run.file).read_bytes()
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    answer.close()


@pytest.mark.parametrize("name", ["..%2Frelance.db", "..%2F..%2Fetc%2Fpasswd", "secret.key", "relance.db", ".lock"])
def test_it_gives_nothing_else(manager: FlaskClient, settings: config.Config, name: str) -> None:
    actions.back_up(settings=settings, now=NOW)
    settings.under("secret.key").write_text("secret")
    for url in (f"/settings/backups/{name}", f"/settings/backups/{name}/restore"):
        assert manager.get(url).status_code == 404
    assert manager.post(f"/settings/backups/{name}/restore").status_code in (404, 405)


def test_it_goes_back_after_a_sentence(
    manager: FlaskClient, app: Flask, settings: config.Config, anne: StaffMember
) -> None:
    queries.clinic()
    run = actions.back_up(settings=settings, now=NOW)
    Clinic.update(name="Renamed").execute()
    asked = page(manager, f"/settings/backups/{run.file}/restore")
    assert "Remplacer toutes les données de la clinique par celles du 5 mars à 10 h 26?" in asked
    assert Clinic.get().name == "Renamed"
    assert manager.post(f"/settings/backups/{run.file}/restore").status_code == 303
    assert Clinic.get().name == ""
    assert manager.get("/settings/backups").status_code in (302, 303, 401)  # everybody signs in again
    shown = page(sign_in(app, anne), "/settings/backups")
    assert f"les données ont été rétablies à partir de {run.file}" in shown
    assert "État d’avant un retour en arrière" in shown


def test_it_tells_why_it_did_not_go_back(manager: FlaskClient, settings: config.Config) -> None:
    run = actions.back_up(settings=settings, now=NOW)
    path = settings.under("backups", run.file)
    path.write_bytes(path.read_bytes()[:-9000])
    manager.post(f"/settings/backups/{run.file}/restore")
    shown = page(manager, "/settings/backups")
    assert "n’ont pas été rétablies" in shown and "endommagé ou incomplet" in shown


def test_it_settles_a_restore_that_was_cut_short(
    manager: FlaskClient, settings: config.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = actions.back_up(settings=settings, now=NOW)
    monkeypatch.setattr(queue, "wake", lambda *_arguments: None)
    manager.post(f"/settings/backups/{run.file}/restore")
    assert "Arrêtez de travailler" in page(manager, "/settings/backups")
    tasks.mark_interrupted()
    shown = page(manager, "/settings/backups")
    assert "Relance a été arrêté entre-temps" in shown and "every 1s" not in shown


def test_it_warns(app: Flask, manager: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert queries.warnings(NOW) == []
    queries.clinic()
    Clinic.update(initialised_at=NOW - timedelta(hours=25)).execute()
    assert [one.code for one in queries.warnings(NOW)] == ["backup_old"]
    assert "Aucune sauvegarde n’a encore réussi." in page(manager, "/settings")
    BackupRun.create(
        started_at=NOW - timedelta(hours=30), ended_at=NOW, verified_at=NOW, file="relance-20260304-000000.db"
    )
    assert "plus de 24 heures" in page(manager, "/settings").replace("\u00a0", " ")
    BackupRun.create(
        started_at=NOW, ended_at=NOW, verified_at=NOW, file="relance-20260305-102600.db", copy_error="Absent."
    )
    assert [one.code for one in queries.warnings(NOW)] == ["second_place"]
    BackupRun.create(started_at=NOW, ended_at=NOW, error="Plein.")
    assert [one.code for one in queries.warnings(NOW)] == ["backup_failed"]
    monkeypatch.setattr(backups, "free_bytes", lambda _settings: 1000)
    assert [one.code for one in queries.warnings(NOW)] == ["backup_failed", "disk"]
    worse = InstallationWarning("disk", "Plein.", tone="danger")
    monkeypatch.setattr(warnings_module, "_about_disk", lambda _settings: [worse])
    assert [one.code for one in queries.warnings(NOW)] == ["disk", "backup_failed"]


def test_it_lists_what_lies_there(app: Flask, settings: config.Config) -> None:
    directory = settings.under("backups")
    directory.mkdir()
    for name in ("laid.db", "relance-20260304-020000.db", "before-restore-20260305-090000.db", "note.txt", "x.db.part"):
        (directory / name).write_bytes(b"x")
    found = [file.name for file in backups.files(settings)]
    assert found == ["before-restore-20260305-090000.db", "relance-20260304-020000.db", "laid.db"]
    assert re.fullmatch(r"[\w.-]+", found[0])
