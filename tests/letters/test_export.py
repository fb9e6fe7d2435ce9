"""The file for the printer's shop, opened again by others."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from tests import factories
from tests.conftest import NOW, sign_in
from webapp.cli import main
from webapp.letters.queries.export import HEADER
from webapp.models import Animal, Batch, Client, Reminder, StaffMember, Suppression


def book(content: bytes) -> dict[str, list[list[Any]]]:
    found = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: found.get_sheet_by_name(name).to_python() for name in found.sheet_names}


def export(manager: FlaskClient, **fields: str) -> bytes:
    with manager.post("/batches/253/export", data={"who": "all", "format": "xlsx", **fields}) as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
        return answer.data


def test_it_writes_a_sheet_a_language(batch: Batch, manager: FlaskClient) -> None:
    sheets = book(export(manager))
    assert list(sheets) == ["Français", "Anglais"]
    assert sheets["Français"][0] == list(HEADER)
    assert [row[9] for row in sheets["Français"][1:]] == ["Azur", "Heidi", "Rex"]
    luce = sheets["Français"][1]
    assert luce[:9] == ["Mme", "Luce", "Adam", "1, rue Merry Nord", "", "Magog", "QC", "J1X 3B3", ""]
    assert "La protection d’Azur contre les puces" in luce[10]
    assert "Minou’s protection against fleas" in sheets["Anglais"][1][10]
    assert not Reminder.select().where(Reminder.done_at.is_null(False)).exists()


def test_it_writes_text_with_tabs(batch: Batch, manager: FlaskClient) -> None:
    content = export(manager, format="txt")
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter="\t"))
    assert rows[0] == list(HEADER)
    assert [row[9] for row in rows[1:]] == ["Azur", "Heidi", "Rex", "Minou"]
    assert all(len(row) == len(HEADER) for row in rows)


def test_it_changes_the_status_where_asked(batch: Batch, manager: FlaskClient) -> None:
    Reminder.update(done_at=NOW, done_by="phone").where(
        Reminder.animal == Animal.get(Animal.name == "Rex").id
    ).execute()
    export(manager, mark_sent="y")
    by = {reminder.animal.name: reminder.done_by for reminder in Reminder.select()}
    assert by == {"Azur": "export", "Heidi": "export", "Minou": "export", "Rex": "phone"}


def test_it_takes_only_those_still_to_be_reached(batch: Batch, client: FlaskClient, manager: FlaskClient) -> None:
    Reminder.update(done_at=NOW, done_by="phone").where(
        Reminder.animal == Animal.get(Animal.name == "Rex").id
    ).execute()
    Client.update(address="").where(Client.last_name == "Brown").execute()
    client.post("/batches/253/letters", data={"who": "all"})
    names = [row[9] for rows in book(export(manager, who="remaining")).values() for row in rows[1:]]
    assert names == ["Minou"]  # the others have a letter planned, or were called


def test_it_leaves_out_whoever_wants_no_letters(batch: Batch, manager: FlaskClient, app: Flask) -> None:
    azur, rex = (Animal.get(Animal.name == name).client for name in ("Azur", "Rex"))
    Client.update(accepts_post=False).where(Client.id == azur.id).execute()
    Suppression.create(channel="post", address="", reason="person", client=rex, created_at=NOW)
    gone = {each.name for each in Animal.select().where(Animal.client.in_([azur.id, rex.id]))}
    rows = book(export(manager, mark_sent="y"))
    named = {row[9] for sheet in rows.values() for row in sheet[1:]}
    assert named and named == {"Azur", "Heidi", "Rex", "Minou"} - gone
    assert {each.animal.name for each in Reminder.select().where(Reminder.done_by == "export")} == named
    page = manager.get("/batches/253/export").text.replace("\u00a0", " ")
    assert f"{len(gone)} rappel" in page and "refusent les lettres ou sont bloqués" in page
    assert f"{len(named)} ligne" in page
    Suppression.update(lifted_at=NOW).execute()
    assert "Rex" in {row[9] for sheet in book(export(manager)).values() for row in sheet[1:]}


def test_the_command_says_who_is_left_out(batch: Batch, app: Flask, tmp_path: Path) -> None:
    Client.update(accepts_post=False).execute()
    env = {"RELANCE_DATA": str(app.config["RELANCE"].data)}
    given = ["batch", "export", "253", "--format", "txt", "--out", str(tmp_path / "file.txt")]
    told = CliRunner().invoke(main, given, env=env)
    assert (told.exit_code, (tmp_path / "file.txt").exists()) == (1, False)
    assert "4 reminders are not in it" in told.stderr or "4 rappels n’y sont pas" in told.stderr
    Client.update(accepts_post=True).where(Client.id == Animal.get(Animal.name == "Rex").client_id).execute()
    told = CliRunner().invoke(main, [*given, "--json"], env=env)
    found = json.loads(told.stdout)
    assert (found["rows"] + found["left_out"], found["rows"] > 0) == (4, True)


def test_it_lets_no_name_become_a_formula(owner: Callable[..., Client], manager: FlaskClient) -> None:
    names = ["=HYPERLINK(1)", "+1", "-2+3", "@SUM(1)", "#3", "2", "B&W", 'Jimmy Chew "Chewie"', "\t=1"]
    factories.batch(animals=[factories.animal(owner=owner(f"A{at}"), name=name) for at, name in enumerate(names)])
    content = export(manager)
    assert [row[9] for row in book(content)["Français"][1:]] == names
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Français"]
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None} == {"s"}
    lines = export(manager, format="txt").decode("utf-8-sig").split("\r\n")
    animals = [line.split("\t")[9] for line in lines[1:] if line and '"' not in line]
    assert not [name for name in animals if name.startswith(("=", "@", "-2+"))]


def test_it_asks_for_the_password(batch: Batch, app: Flask, anne: StaffMember, client: FlaskClient) -> None:
    assert client.get("/batches/253/export").status_code == 403
    by_pin = sign_in(app, anne, by_password=False)
    assert by_pin.get("/batches/253/export").status_code == 403


def test_it_says_how_many_rows(batch: Batch, manager: FlaskClient) -> None:
    page = manager.get("/batches/253/export").text.replace("\u00a0", " ")
    assert "4 lignes" in page
    assert "Changer le statut à Envoyé" in page
