"""`relance demo`: where it may build, what it leaves alone, how it says so."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask

import config
from webapp import cli, clock, db, supervisor
from webapp.demo import actions
from webapp.models import (
    ALL,
    Animal,
    Breed,
    Client,
    Clinic,
    Sale,
    Species,
    StaffMember,
    Template,
    TemplateVersion,
    Visit,
)
from webapp.search import queries as search_queries
from webapp.staff.actions.hashing import matches

Run = Callable[..., Result]
# Salted by chance, signed with the key of the place, or the name of the place itself.
SECRET = {
    "password_hash", "pin_hash", "sterile_hash", "text", "html", "place", "journal_read", "identity", "marker",
    "last_lock_at",  # by the clock of the machine
    "mark",  # drawn by chance whenever clients change
}  # fmt: skip


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: datetime) -> Run:
    """The command, which stops as soon as it would serve."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(clock, "now", lambda: now)
    monkeypatch.delenv("RELANCE_DATA", raising=False)

    def served(app: Flask, *, host: str, port: int, announce: Callable[[str], None], **_: Any) -> None:
        announce(f"http://{host}:{port}/")

    monkeypatch.setattr(supervisor, "serve", served)

    def invoke(*arguments: str, data: Path | None = None) -> Result:
        if data:
            monkeypatch.setenv("RELANCE_DATA", str(data))
        return CliRunner().invoke(cli.main, ["demo", "--clients", "60", *arguments])

    return invoke


def digest(data: Path) -> str:
    """Of every row, but for what chance must salt, and for where the directory is."""
    found = hashlib.sha256()
    db.bind(data / "relance.db")
    for model in ALL:
        if model in (Template, TemplateVersion):  # written by a migration, at its own moment
            continue
        kept = [field for field in model._meta.sorted_fields if field.name not in SECRET]
        for row in model.select(*kept).order_by(model._meta.primary_key).tuples():
            found.update(repr((model.__name__, row)).replace(str(data), "").encode())
    db.database.close()
    return found.hexdigest()


def test_it_builds_in_its_own_place_and_says_how_to_come_in(run: Run, tmp_path: Path) -> None:
    result = run()
    assert result.exit_code == 0, result.output
    assert "http://127.0.0.1:8000/" in result.output
    for words in ("julie.belanger", "anne.gagnon", "demo", "4826", "Clinique de démonstration", "Demonstration clinic"):
        assert words in result.output
    db.bind(tmp_path / "instance" / "demo" / "relance.db")
    assert Clinic.get_by_id(1).is_demo
    assert Client.select().count() == 60
    assert Visit.select().count() > 100 and Sale.select().count() > 300
    julie = StaffMember.get(StaffMember.login == "julie.belanger")
    assert matches(julie.password_hash, "demo") and matches(julie.pin_hash, "4826")


def test_it_is_the_same_every_time_on_one_day(run: Run, tmp_path: Path) -> None:
    assert run(data=tmp_path / "a").exit_code == 0
    assert run(data=tmp_path / "b").exit_code == 0
    assert digest(tmp_path / "a") == digest(tmp_path / "b")


def test_it_keeps_what_is_there_and_says_how_old_it_is(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    run(data=tmp_path / "a")
    before = digest(tmp_path / "a")
    assert "préparée aujourd’hui" in run().output
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=2))
    later = run()
    assert "5\u00a0mars\u00a02026, il y a 2\u00a0jours" in later.output
    assert "2 days ago" in later.output
    assert digest(tmp_path / "a") == before
    assert run("--reset").exit_code == 0
    assert digest(tmp_path / "a") != before


def test_it_leaves_a_real_clinic_alone(run: Run, settings: config.Config, app: Flask) -> None:
    Client.create(last_name="Roy", sort_name="roy", created_at=clock.now(), updated_at=clock.now())
    for arguments in ([], ["--reset"]):
        result = run(*arguments, data=settings.data)
        assert result.exit_code != 0
        assert "une vraie clinique" in result.output and "real clinic" in result.output
    db.bind(settings.database)
    assert Client.select().count() == 1 and not Clinic.select().where(Clinic.is_demo).exists()


def test_it_leaves_other_files_alone(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "lettre.txt").write_text("Bonjour")
    assert run("--reset", data=folder).exit_code != 0
    assert [path.name for path in folder.iterdir()] == ["lettre.txt"]
    (folder / "lettre.txt").unlink()
    (folder / "relance.db").write_text("not a database, but long enough to look at" * 9)
    assert run("--reset", data=folder).exit_code != 0
    assert (folder / "relance.db").read_text().startswith("not a database")


def test_it_does_not_renew_what_is_being_served(run: Run, tmp_path: Path) -> None:
    run(data=tmp_path / "a")
    before = digest(tmp_path / "a")
    with supervisor.FileLock(tmp_path / "a" / "serve.lock"):
        result = run("--reset")
    assert result.exit_code != 0 and "en marche" in result.output
    assert digest(tmp_path / "a") == before


def test_it_builds_over_an_installation_that_nobody_lives_in(run: Run, settings: config.Config) -> None:
    assert run(data=settings.data).exit_code == 0
    db.bind(settings.database)
    assert Clinic.get_by_id(1).is_demo


def test_it_is_whole_or_not_at_all(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    zone = app.config["RELANCE"].timezone

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(Clinic, "update", broken)
    with pytest.raises(RuntimeError):
        actions.build(clients=20, today=now.date(), zone=zone)
    assert Client.select().count() == StaffMember.select().count() == 0


def test_it_keeps_the_figures_of_the_lists(app: Flask, now: datetime) -> None:
    actions.build(clients=40, today=now.date(), zone=app.config["RELANCE"].timezone)
    animal = Visit.select().order_by(Visit.visited_on.desc(), Visit.id.desc()).get().animal
    assert animal.last_visit_on == Visit.select().order_by(Visit.visited_on.desc()).get().visited_on
    client = Client.select().where(Client.last_name == "St-Onge").get()
    assert client.animal_count == 5
    assert Animal.select().where(Animal.sort_name == "d artagnan").exists()
    assert "St-Onge" in [hit.name.split()[-1] for hit in search_queries.find("ghislaine")]


def test_it_adds_no_kind_that_a_fresh_installation_lacks(app: Flask, now: datetime) -> None:
    before = Breed.select().count(), Species.select().count()
    actions.build(clients=700, today=now.date(), zone=app.config["RELANCE"].timezone)
    assert (Breed.select().count(), Species.select().count()) == before
    assert Animal.select(Animal.species).distinct().count() > 5
