"""The first screen: exact numbers, what is wrong first, and the first steps of a fresh installation."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from peewee import SqliteDatabase

from tests import factories
from tests.conftest import sign_in
from webapp import clock, history
from webapp.access import Role
from webapp.clinic.queries import InstallationWarning, warnings
from webapp.clinic.rules import Kind
from webapp.models import BackupRun, Clinic, Correction, ImportFile, ImportRun, StaffMember, Wave

NBSP = "\u00a0"


@pytest.fixture(autouse=True)
def well(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clinic whose backup is an hour old: nothing to settle unless a test says so."""
    monkeypatch.setattr("webapp.clinic.queries.backups.disk_is_nearly_full", lambda _settings: False)
    Clinic.create(id=1, name="Clinique", initialised_at=now)
    BackupRun.create(
        started_at=now - timedelta(hours=1),
        ended_at=now,
        verified_at=now,
        file=f"{Kind.NIGHTLY}-2026-03-05.db",
        bytes=1,
    )


def words(page: str) -> str:
    """The text of the sheet."""
    sheet = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", sheet)).replace(NBSP, "~")).replace(" .", ".").strip()


def show(browser: FlaskClient, path: str = "/") -> str:
    response = browser.get(path)
    assert response.status_code == 200
    return words(response.text)


def import_run(now: datetime, **columns: Any) -> ImportRun:
    """An import that went well, with one file of 1,000 rows."""
    file = {key: columns.pop(key) for key in list(columns) if key in ImportFile._meta.fields and key != "state"}
    run = ImportRun.create(**{"source": "browser", "state": "done", "created_at": now, "ended_at": now, **columns})
    ImportFile.create(
        run=run, name="clients.csv", kind="clients",
        **{"rows": 1000, "created": 12, "updated": 3, "unchanged": 985, "refused": 0, "warned": 0, **file},
    )  # fmt: skip
    return run


def test_it_greets_and_counts(client: FlaskClient, now: datetime) -> None:
    owner = factories.client(first_name="Marie-Ève", last_name="D’Amours", mobile_phone="+15145550134")
    animal = factories.animal(owner=owner, name="D'Artagnan")
    factories.appointment(of=animal, at=now + timedelta(minutes=34), status="confirmed")
    factories.appointment(of=animal, at=now + timedelta(days=1))
    factories.appointment(of=animal, at=now + timedelta(days=1, minutes=30))
    factories.appointment(of=animal, at=now + timedelta(days=2))
    page = show(client)
    assert page.startswith("Jeudi 5~mars~2026, 10~h~26")
    assert "Bonjour, Julie. Il y a 1~rendez-vous aujourd’hui et 2~demain." in page
    assert "11~h Marie-Ève D’Amours D'Artagnan~: examen Confirmé 514~555-0134" in page
    assert "Demain, vendredi 6~mars~2026 2" in page
    assert "2 à confirmer" in page and page.count("À confirmer") == 2


def test_it_says_the_first_of_the_month(app: Flask, julie: StaffMember, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.client()
    first = datetime(2026, 3, 1, 18, 5, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: first)
    assert "Dimanche 1er~mars~2026" in show(sign_in(app, julie))


def test_it_tells_what_is_over_from_what_is_ahead(client: FlaskClient, now: datetime) -> None:
    animal = factories.animal()
    for status in ("done", "done", "cancelled", "missed", "arrived", "planned"):
        factories.appointment(of=animal, at=now, status=status)
    page = show(client)
    assert "encore 2~rendez-vous aujourd’hui et 1~chose à régler" in page
    assert "2~rendez-vous déjà passés" in page
    assert "1~rendez-vous manqué aujourd’hui" in page
    assert page.index("Dans la salle d’attente") < page.index("Pas encore confirmé")


def test_it_speaks_english(app: Flask, now: datetime) -> None:
    emily = factories.staff_member(name="Emily Clark", language="en")
    factories.appointment(at=now)
    Correction.create(field="email", value="n/a", client=factories.client(), noted_at=now)
    page = show(sign_in(app, emily))
    assert "Hello, Emily. There is 1~appointment today and 1~thing to settle." in page.replace("1 ", "1~")
    assert "Thursday" in page


def test_it_is_calm_when_nothing_is_pressing(client: FlaskClient) -> None:
    factories.client()
    page = show(client)
    assert "Rien ne presse~: aucun rendez-vous aujourd’hui ni demain." in page
    assert "À régler" not in page
    assert "Aucune importation" in page


def test_it_says_when_the_next_appointment_is(client: FlaskClient, now: datetime) -> None:
    factories.appointment(at=now + timedelta(days=27))
    page = show(client)
    assert "ni demain. Le prochain est le mercredi 1er~avril~2026." in page


def test_it_uses_the_singular_for_none_and_one(app: Flask, client: FlaskClient, now: datetime) -> None:
    animal = factories.animal()
    factories.appointment(of=animal, at=now, status="done")
    assert "Tout le monde est passé." in show(client) and "1~rendez-vous déjà passé" in show(client)
    import_run(now, rows=1, created=0, updated=0, unchanged=0, refused=1)
    page = show(client)
    assert "1~ligne refusée" in page and "1~ligne lue~:" in page


def test_it_lists_what_is_wrong_first(client: FlaskClient, manager: FlaskClient, now: datetime) -> None:
    owner = factories.client()
    for field in ("email", "postal_code"):
        Correction.create(field=field, value="n/a", client=owner, noted_at=now)
    Correction.create(field="email", value="n/a", client=owner, noted_at=now, settled_at=now)
    import_run(now - timedelta(hours=17), refused=5)
    BackupRun.update(started_at=now - timedelta(hours=30)).execute()
    Clinic.update(initialised_at=now - timedelta(days=9)).execute()
    page = show(manager)
    assert "3~choses à régler" in page
    assert (
        page.index("La dernière bonne sauvegarde") < page.index("5~lignes refusées") < page.index("2~champs à corriger")
    )
    assert 'href="/clients/corrections"' in client.get("/").text
    assert 'href="/settings/backups"' in manager.get("/").text
    assert 'href="/settings/backups"' not in client.get("/").text


def test_it_tells_of_an_import_that_came_to_nothing(client: FlaskClient, now: datetime) -> None:
    factories.client()
    import_run(now, state="failed")
    assert "Une importation n’a pas abouti" in show(client)
    import_run(now, error="torn")
    assert "Une importation n’a pas abouti" in show(client)
    import_run(now, error='{"code": "day_order_open", "column": "Date", "value": "05/12/2026"}')
    assert "1 fichier attend : le jour vient-il d’abord, ou le mois?" in show(client).replace("~", " ")
    import_run(now)
    assert "n’a pas abouti" not in show(client)
    import_run(now, dry_run=True, state="failed")
    assert "n’a pas abouti" not in show(client)


def test_it_forgets_refused_lines_after_a_week(client: FlaskClient, now: datetime) -> None:
    factories.client()
    import_run(now - timedelta(days=8), refused=5)
    assert "À régler" not in show(client)


def test_it_tells_when_the_worker_is_away(app: Flask, client: FlaskClient, now: datetime) -> None:
    factories.client()
    settings = app.config["RELANCE"]
    app.config["RELANCE"] = replace(settings, immediate=False)
    assert "Le travail de fond est arrêté" in show(client)
    sign = settings.under("worker.alive")
    sign.touch()
    os.utime(sign, (now.timestamp(), now.timestamp()))
    assert "Le travail de fond" not in show(client)


def test_it_passes_on_what_the_settings_page_warns_of(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.client()
    module = sys.modules[warnings.__module__]
    silent = InstallationWarning("watched_silent", "Le dossier surveillé se tait: rien depuis hier.")
    monkeypatch.setattr(module, "_about_disk", lambda _settings: [silent])
    assert "Le dossier surveillé se tait Rien depuis hier." in show(client)


def test_it_polls_only_while_an_import_moves(client: FlaskClient, now: datetime) -> None:
    factories.client()
    run = import_run(now, state="running", rows=None, rows_read=400, bytes_read=40, bytes_total=100)
    page = client.get("/")
    assert "Une importation est en cours." in words(page.text)
    fragment = client.get("/today/import", headers={"HX-Request": "true"}).text
    assert fragment.strip().startswith("<li") and 'hx-trigger="every' in fragment and 'id="today-import"' in fragment
    assert "400" in fragment
    ImportRun.update(state="done").where(ImportRun.id == run.id).execute()
    fragment = client.get("/today/import", headers={"HX-Request": "true"}).text
    assert "hx-" not in fragment and 'id="today-import"' in fragment
    assert "hx-trigger" not in client.get("/").text.split("<main")[1]
    assert client.get("/today/import").status_code == 303


def test_it_asks_the_database_as_often_for_many_as_for_few(
    client: FlaskClient, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements: list[str] = []
    execute = SqliteDatabase.execute_sql

    def counted(self: Any, sql: str, *arguments: Any, **named: Any) -> Any:
        statements.append(sql)
        return execute(self, sql, *arguments, **named)

    def count() -> int:
        statements.clear()
        client.get("/")
        return len([sql for sql in statements if sql.lstrip().startswith("SELECT")])

    factories.appointment(at=now)
    import_run(now, refused=1)
    monkeypatch.setattr(SqliteDatabase, "execute_sql", counted)
    few = count()
    monkeypatch.undo()
    sophie = factories.staff_member()
    for minutes in range(0, 300, 15):
        appointment = factories.appointment(at=now + timedelta(minutes=minutes), of=factories.animal())
        history.note(client_id=appointment.animal.client_id, verb="added", now=now, by=sophie)
    monkeypatch.setattr(clock, "now", lambda: now)
    monkeypatch.setattr(SqliteDatabase, "execute_sql", counted)
    assert count() == few <= 12


@pytest.mark.parametrize("hours", ["{}", '{"4": ["11:00", "12:00"]}'], ids=["open", "closed"])
def test_it_asks_twelve_times_at_most_while_all_is_under_way(
    client: FlaskClient, now: datetime, asked: Callable[[Callable[[], object]], list[str]], hours: str
) -> None:
    factories.identify(watched_folder="/srv/exports")
    factories.mail_account(source="settings", active=True, hours=hours)
    import_run(now, refused=1)
    ImportFile.update(kind="visits", state="done").execute()
    due = factories.reminder(due=date(2026, 3, 1))
    factories.reminder(due=date(2026, 3, 2))
    sent = factories.mailing()
    wave = Wave.create(mailing=sent, number=1, not_before=now, opened_at=now)
    factories.message(of=sent, about=[due], wave=wave)
    factories.message(of=sent, state="in_doubt", wave=wave)
    factories.message(of=sent, state="failed", ended_at=now, wave=wave)
    statements = asked(lambda: client.get("/"))
    assert "Lot" in client.get("/").text
    assert len(statements) <= 12


def test_it_welcomes_a_fresh_installation(manager: FlaskClient, client: FlaskClient) -> None:
    page = show(manager)
    assert page.index("Importer les fichiers") < page.index("Ajouter les personnes") < page.index("les sauvegardes")
    assert "Bienvenue, Anne." in page
    assert 'href="/people"' in manager.get("/").text
    assert "Ces trois étapes reviennent à la gestion" in show(client)
    assert 'href="/people"' not in client.get("/").text


def test_it_ticks_the_steps_that_were_taken(manager: FlaskClient) -> None:
    assert show(manager).count("Fait") == 0
    factories.staff_member(name="Sophie Nadeau")
    Clinic.update(second_place="/mnt/copie").execute()
    assert show(manager).count("Fait") == 2


def test_it_lists_the_other_places(client: FlaskClient, manager: FlaskClient) -> None:
    assert "Ventes" in show(client, "/more") and "Réglages" not in show(client, "/more")
    assert "Réglages" in show(manager, "/more")
    assert "Rappels" not in show(manager, "/more")  # it stands in the foot bar


def test_it_is_closed_to_strangers(stranger: FlaskClient) -> None:
    for path in ("/", "/more", "/today/import"):
        assert stranger.get(path).status_code in (302, 303, 401)


def test_it_is_for_every_role(app: Flask) -> None:
    factories.client()
    vet = factories.staff_member(name="Dr Luc Bélanger", role=Role.VETERINARIAN)
    assert "Bonjour, Luc." in show(sign_in(app, vet))
