"""A whole import is taken back, by the command and on its page."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

import config
from tests import factories
from tests.conftest import NOW
from tests.imports.conftest import ANIMALS, APPOINTMENTS, CLIENTS, ITEMS, SALES, VISITS, Bring, relance, text
from tests.migrations import migration
from webapp import clock, db, models
from webapp.clients import actions as clients
from webapp.imports import actions
from webapp.imports.rules import undoing
from webapp.models import Animal, Client, HandEdit, ImportRun, ImportUndo, Reminder, Sale, Visit

REMINDERS = "NoRappel;NoAnimal;Type;DatePrévue"
WHOLE = {
    "clients.csv": text(CLIENTS, "1;Anne;Roy;anne@exemple.ca;;", "2;Luc;Côté;pas de courriel@;;"),
    "animaux.csv": text(ANIMALS, "100;1;Rex;Canin;Berger tout neuf;M;;N;", "101;2;Kiki;Canin;;M;;peut-être;"),
    "produits.csv": text(ITEMS, "SHAMP;Shampoing;Accessoires;4200;Virbac;19,95"),
    "ventes.csv": text(SALES, "900;F1;20/12/2025;1;100;P;SHAMP;1;19,95", "901;F1;20/12/2025;2;101;P;SHAMP;1;19,95"),
    "visites.csv": text(VISITS, "500;100;2026-01-05;;Dre Neuve"),
    "rdv.csv": text(APPOINTMENTS, "700;100;2026-04-01 10:00;30;Dre Neuve;Examen neuf;;Prévu"),
    "rappels.csv": text(REMINDERS, "800;100;Vaccin tout neuf;2026-03-20", "801;101;Vaccin tout neuf;2026-03-20"),
}
ONE = {"clients.csv": text(CLIENTS, "1;Anne;Roy;anne@exemple.ca;;", "2;Luc;Côté;luc@exemple.ca;;")}
OTHER = {"clients.csv": text(CLIENTS, "1;Anne;Tremblay;autre@exemple.ca;;", "2;Luc;Côté;luc@exemple.ca;;")}

_LOGS = {"import_run", "import_file", "import_line", "import_undo", "known_file", "clients_mark"}


def contents() -> dict[str, list[Any]]:
    """Every table but those of the imports themselves, and what the search box has."""
    tables = [each._meta.table_name for each in models.ALL]
    said = {table: db.rows(f"SELECT * FROM {table} ORDER BY 1") for table in tables if table not in _LOGS}
    return {**said, "search": db.rows("SELECT rowid, surname, names, animals FROM client_search ORDER BY rowid")}


def undo(run: int, **options: Any) -> actions.Undone:
    return actions.undo(run_id=run, now=options.get("now", NOW + timedelta(days=4)), by=None)


@pytest.fixture(autouse=True)
def _soon(settings: config.Config, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("RELANCE_DATA", str(settings.data)), ("LANG", "fr_CA.UTF-8"), ("LC_ALL", "")):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=4))


def test_it_takes_a_whole_clinic_in_and_out_again(bring: Bring) -> None:
    before = contents()
    report = bring(WHOLE)
    assert report.ok and (Sale.select().count(), Visit.select().count(), Reminder.select().count()) == (2, 1, 2)
    answer = relance("--undo", str(report.run.id), "--json")
    assert json.loads(answer.stdout) == {"undone": report.run.id, "removed": 11, "restored": 0}
    assert contents() == before
    assert not ImportUndo.select().exists()


def test_it_takes_the_second_import_back_and_not_the_first(bring: Bring) -> None:
    bring(WHOLE)
    before = contents()
    report = bring({
        "clients.csv": text(CLIENTS, "1;Anne;Tremblay;anne@exemple.ca;;", "3;Zoé;Roy;;;"),
        "animaux.csv": text(ANIMALS, "100;3;Max;Canin;Autre berger;M;;O;", "101;2;Kiki;Félin;;F;;N;"),
        "ventes.csv": text(
            SALES + ";Annulé",
            "900;F1;20/12/2025;1;100;P;SHAMP;1;19,95;oui",
            "902;F2;21/12/2025;2;101;P;SHAMP;2;5;non",
        ),
        "visites.csv": text(VISITS, "501;101;2026-02-05;;Dre Neuve"),
    })  # fmt: skip
    assert report.ok and Animal.get(Animal.number == "100").deceased
    assert Reminder.get(Reminder.number == "800").cancelled_at
    undo(report.run.id)
    assert contents() == before


def test_it_does_the_same_for_very_many(bring: Bring, monkeypatch: pytest.MonkeyPatch) -> None:
    from webapp.imports.actions import undoing as acting
    from webapp.imports.actions import writing

    monkeypatch.setattr(acting, "_MANY", 0)
    monkeypatch.setattr(writing, "MANY", 0)
    bring(ONE)
    made = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name"
    before, schema = contents(), db.rows(made)
    undo(bring(WHOLE).run.id)
    assert contents() == before
    assert db.rows(made) == schema
    triggers = [name for (name,) in db.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    assert {"visit_added", "visit_removed", "animal_removed", "animal_seen", "sale_gone"} <= set(triggers)


def test_it_keeps_what_a_person_typed_since(bring: Bring) -> None:
    bring(ONE)
    report = bring(OTHER)
    client = Client.get(Client.number == "1")
    clients.correct(client_id=client.id, values={"email": "tapé@exemple.ca"}, now=NOW, by=None)
    assert undo(report.run.id) == (0, 1)
    client = Client.get(Client.number == "1")
    assert (client.last_name, client.email) == ("Roy", "tapé@exemple.ca")
    assert HandEdit.get().file_value == "anne@exemple.ca"
    bring(ONE)
    assert Client.get(Client.number == "1").email == "tapé@exemple.ca"


@pytest.mark.parametrize(
    ("build", "said"),
    [
        (lambda client: factories.message(to=client), "un message à Anne Roy"),
        (lambda client: factories.animal(owner=client), "ajouté ici à la fiche de Anne Roy"),
        (
            lambda client: clients.correct(
                client_id=client.id, values={"town": "Magog"}, now=NOW, by=factories.staff_member()
            ),
            "travaillé depuis sur la fiche de Anne Roy",
        ),
    ],
)
def test_it_refuses_once_something_came_of_it(bring: Bring, build: Callable[[Client], Any], said: str) -> None:
    report = bring(ONE)
    build(Client.get(Client.number == "1"))
    before = contents()
    answer = relance("--undo", str(report.run.id), "--json")
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert said in answer.stderr
    assert contents() == before and not ImportRun.get_by_id(report.run.id).undone_at


def test_it_refuses_while_a_later_import_stands(bring: Bring) -> None:
    before = contents()
    first, second = bring(ONE).run.id, bring(OTHER).run.id
    bring(OTHER)  # writes nothing, and is in nobody's way
    answer = relance("--undo", str(first))
    assert answer.exit_code == 1 and f"l’importation {second}" in answer.stderr
    undo(second)
    undo(first)
    assert contents() == before


def test_it_refuses_what_is_too_old_dry_unknown_or_from_before(bring: Bring) -> None:
    report, dry = bring(ONE), bring(OTHER, dry_run=True)
    for run, now, code in (
        (report.run.id, NOW + timedelta(days=8), undoing.OLD),
        (dry.run.id, NOW + timedelta(days=4), undoing.NOTHING),
        (999, NOW, undoing.NEVER),
    ):
        with pytest.raises(actions.CannotUndo) as refused:
            undo(run, now=now)
        assert refused.value.code == code
    ImportUndo.delete().execute()  # as one that an earlier version of Relance has made
    assert "date d’avant" in relance("--undo", str(report.run.id)).stderr
    assert relance("--undo", "1", "clients.csv").exit_code == 2
    assert relance().exit_code == 2


def test_it_undoes_once(app: Flask, bring: Bring) -> None:
    run = bring(ONE).run.id
    answers: list[Any] = []

    def press() -> None:
        with app.app_context():
            try:
                answers.append(actions.undo(run_id=run, now=NOW + timedelta(days=4), by=None, patience=20))
            except actions.CannotUndo as error:
                answers.append(error.code)
            finally:
                db.database.close()

    presses = [threading.Thread(target=press) for _ in range(2)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert sorted(answers, key=str) == [(2, 0), undoing.UNDONE]


def test_it_forgets_how_after_two_weeks(bring: Bring) -> None:
    bring(ONE)
    bring(ONE, now=NOW + timedelta(days=15))
    assert not ImportUndo.select().exists()


# ---------- By the page.


def test_it_asks_on_the_page_and_says_what_became_of_it(bring: Bring, manager: FlaskClient) -> None:
    bring(ONE)
    run = bring({"clients.csv": OTHER["clients.csv"] + "3;Zoé;Roy;;;\n"}).run.id
    page = _words(manager.get(f"/imports/{run}").text)
    assert "Seraient retirés : 1 client. Reviendraient à leur état d’avant : 1 client. Possible" in page
    asked = _words(manager.get(f"/imports/{run}/undone").text)
    assert "Seraient retirés : 1 client. Reviendraient à leur état d’avant : 1 client. Ce que" in asked
    answer = manager.post(f"/imports/{run}/undone")
    assert (answer.status_code, answer.location) == (303, f"/imports/{run}")
    page = _words(manager.get(f"/imports/{run}").text)
    assert "1 fiche retirée, 1 remise dans son état d’avant" in page and "a été défaite le" in page
    listed = _words(manager.get("/imports").text)
    assert listed.count("Importé ") == 1 and " Défait " in listed and "éfaite le" not in listed
    again = manager.post(f"/imports/{run}/undone")
    assert again.status_code == 422 and "déjà défaite" in again.text


def test_it_counts_nothing_that_is_not_there(bring: Bring, manager: FlaskClient) -> None:
    run = bring({"clients.csv": ONE["clients.csv"], "animaux.csv": WHOLE["animaux.csv"]}).run.id
    page = _words(manager.get(f"/imports/{run}").text)
    assert "Seraient retirés : 2 clients, 2 animaux. Possible" in page and "état d’avant" not in page
    told = relance("--undo", str(run)).stdout.replace("\u00a0", " ")
    assert "4 fiches retirées." in told and " 0 " not in told


def test_it_says_on_the_page_why_not(bring: Bring, manager: FlaskClient) -> None:
    run = bring(ONE).run.id
    factories.message(to=Client.get(Client.number == "1"))
    answer = manager.post(f"/imports/{run}/undone")
    assert answer.status_code == 422 and "un message à Anne Roy" in answer.text
    assert Client.select().count() == 2
    assert manager.post("/imports/999/undone").status_code == 404


def _words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ").replace(" .", ".")


def test_it_prints_the_number_to_undo_by(bring: Bring, tmp_path: Path) -> None:
    path = tmp_path / "clients.csv"
    path.write_text(ONE["clients.csv"], encoding="utf-8")
    answer = json.loads(relance(str(path), "--json").stdout)
    assert answer["run"] == ImportRun.get().id
    assert f"Importation {answer['run'] + 1}" in relance(str(path)).stdout


def test_it_leaves_the_imports_of_an_older_version_as_they_are(bring: Bring) -> None:
    run = bring(ONE).run.id
    moved = migration("0024_undone_imports")
    before = db.rows("SELECT id, source, state, created_at FROM import_run")
    moved.down(None, db.database)
    moved.up(None, db.database)
    assert db.rows("SELECT id, source, state, created_at FROM import_run") == before
    with pytest.raises(actions.CannotUndo) as refused:
        undo(run)
    assert refused.value.code == undoing.NOTHING
    assert Client.select().count() == 2
