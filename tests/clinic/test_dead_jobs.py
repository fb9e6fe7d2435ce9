"""Work that ended by itself: told on the first screen, by `relance check` and `/healthz` until somebody has seen it."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import config
from tests import factories
from tests.clinic.conftest import Relance
from tests.clinic.steps import execute
from tests.conftest import NOW, sign_in
from webapp import db, queue
from webapp.access import Role
from webapp.clinic import tasks
from webapp.clinic.actions import jobs
from webapp.clinic.queries import health
from webapp.models import BackupRun, DeadJob


def test_it_tells_the_first_screen_until_it_was_seen(client: FlaskClient, manager: FlaskClient) -> None:
    factories.client()
    assert "arrêtée d’elle-même" not in manager.get("/").text
    jobs.note_death(task="imports.watched", now=NOW)
    jobs.note_death(task="spreadsheets.open", subject="clients.xlsx", now=NOW)
    page = manager.get("/").text
    assert "2 tâches de fond se sont arrêtées d’elles-mêmes" in page.replace("\u00a0", " ")
    assert "Ouverture d’un classeur (clients.xlsx)" in page and "/settings/jobs" in page
    mine = client.get("/").text
    assert "clients.xlsx" in mine and "/settings/jobs" not in mine  # reception is told, a manager looks at it
    shown = manager.get("/settings/jobs").text
    assert "Importation du dossier surveillé" in shown
    newest = max(job.id for job in DeadJob.select())
    jobs.note_death(task="imports.run", now=NOW)  # after the page was shown
    assert manager.post("/settings/jobs/seen", data={"newest": str(newest)}).status_code == 303
    assert [job.task for job in DeadJob.select().where(DeadJob.seen_at.is_null())] == ["imports.run"]
    assert "Une tâche de fond s’est arrêtée d’elle-même" in manager.get("/").text


def test_it_counts_what_happens_again(client: FlaskClient, manager: FlaskClient) -> None:
    for minutes in range(3):
        jobs.note_death(task="imports.watched", now=NOW + timedelta(minutes=minutes))
    assert [(job.times, job.at) for job in DeadJob.select()] == [(3, NOW + timedelta(minutes=2))]
    assert "3 fois, la dernière" in manager.get("/settings/jobs").text.replace("\u00a0", " ")
    jobs.acknowledge(newest=DeadJob.get().id, now=NOW)
    jobs.note_death(task="imports.watched", now=NOW)
    assert DeadJob.select().count() == 2


def test_it_is_for_managers(client: FlaskClient, app: object) -> None:
    assert client.get("/settings/jobs").status_code == 403
    veterinarian = sign_in(app, factories.staff_member(name="Dre Côté", role=Role.VETERINARIAN))  # type: ignore[arg-type]
    assert veterinarian.post("/settings/jobs/seen", data={"newest": "9"}).status_code == 403


def test_it_is_named_to_a_monitor_which_goes_on(stranger: FlaskClient, settings: config.Config) -> None:
    path = settings.under(queue.HEARTBEAT)
    path.touch()
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    jobs.note_death(task="spreadsheets.open", subject="clients de Mme Roy.xlsx", now=NOW)
    answer = stranger.get("/healthz")
    assert answer.status_code == 200
    assert answer.json and answer.json["warnings"] == ["job died: spreadsheets.open"]
    assert "Roy" not in answer.text


def test_a_database_of_an_earlier_version_moves_over(settings: config.Config, app: object) -> None:
    """Without the table: healthz says nothing of it and lives; the next start makes it."""
    db.database.execute_sql("DROP TABLE dead_job")
    db.database.execute_sql("DELETE FROM schema_migration WHERE name = '0010_dead_jobs'")
    assert health.health(settings, NOW.timestamp()).database == "ok"
    db.prepare()
    jobs.note_death(task="imports.run", now=NOW)
    assert health.health(settings, NOW.timestamp()).warnings == ["job died: imports.run"]


def test_the_check_names_it(relance: Relance, begun: Path) -> None:
    execute(
        begun / "relance.db",
        "INSERT INTO dead_job (task, subject, at, times) VALUES ('imports.watched', '', ?, 2)",
        NOW.isoformat(" ", "microseconds"),
    )
    done = relance("check", "--json")
    (fault,) = json.loads(done.stdout)["faults"]
    assert done.exit_code == 1 and fault["code"] == "job_died"
    assert "Importation du dossier surveillé" in fault["fault"] and "2 fois" in fault["fault"].replace("\u00a0", " ")
    execute(begun / "relance.db", "UPDATE dead_job SET seen_at = at")
    assert relance("check").exit_code == 0


def test_the_check_names_an_import_that_was_killed(relance: Relance, begun: Path) -> None:
    execute(
        begun / "relance.db",
        "INSERT INTO import_run (source, dry_run, state, created_at, error) VALUES ('command', 0, 'running', ?, '')",
        NOW.isoformat(" ", "microseconds"),
    )
    (fault,) = json.loads(relance("check", "--json").stdout)["faults"]
    assert fault["code"] == "import_died"
    execute(begun / "relance.db", "UPDATE import_run SET state = 'interrupted'")
    assert relance("check").exit_code == 0


def test_a_backup_whose_process_died_is_over(manager: FlaskClient) -> None:
    BackupRun.create(started_at=NOW)
    tasks.after_a_death("imports.run")
    assert BackupRun.get().ended_at is None
    tasks.after_a_death("clinic.backup")
    assert BackupRun.get().ended_at is not None
    assert {job.task for job in DeadJob.select()} == {"imports.run", "clinic.backup"}


@pytest.mark.process
def test_the_worker_tells_it(settings: config.Config, app: object) -> None:
    """A long task whose process ends by itself; one that ends well is none of it."""
    queue._in_a_process("nobody.registered", ())
    assert [job.task for job in DeadJob.select()] == ["nobody.registered"]
