"""The file for the printer's shop, opened again by others."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from tests import factories
from tests.conftest import NOW
from webapp.cli import main
from webapp.letters.queries.export import HEADER
from webapp.models import Animal, Batch, Client, Reminder, Species, Suppression


def book(content: bytes) -> dict[str, list[list[Any]]]:
    found = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: found.get_sheet_by_name(name).to_python() for name in found.sheet_names}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


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


@pytest.fixture
def called(batch: Batch) -> None:
    """Rex's client was reached by telephone."""
    rex = Animal.get(Animal.name == "Rex")
    Reminder.update(done_at=NOW - timedelta(days=1), done_by="phone").where(Reminder.animal == rex).execute()


def done_by() -> dict[str, str]:
    return {reminder.animal.name: reminder.done_by for reminder in Reminder.select()}


MARK = {"who": "all", "format": "txt", "mark_sent": "y"}
NOBODY_YET = {"Azur": "", "Heidi": "", "Minou": "", "Rex": "phone"}
ALL_SENT = {"Azur": "export", "Heidi": "export", "Minou": "export", "Rex": "phone"}


def test_it_asks_with_the_number_before_it_changes_the_state(batch: Batch, called: None, client: FlaskClient) -> None:
    asked = plain(client.post("/batches/253/export", data=MARK).text)
    assert "Écrire le fichier, et donner l’état « Envoyé » à 3 rappels du lot 253?" in asked
    assert "Donner l’état « Envoyé » à 3 rappels" in asked
    assert done_by() == NOBODY_YET


def test_it_changes_the_state_says_so_and_gives_the_file(batch: Batch, called: None, client: FlaskClient) -> None:
    page = client.post("/batches/253/export", data={**MARK, "expected": "3"}, follow_redirects=True).text
    assert done_by() == ALL_SENT
    assert "3 rappels comptent comme envoyés" in plain(page)
    assert "0 rappel du fichier reste à faire" in plain(page)  # the figures are right at once
    form = page[page.index("data-at-once") - 200 :]
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[: form.index("</form>")]))
    with client.get("/batches/253/export/file", query_string=fields) as answer:
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert len(answer.data.splitlines()) == 5


@pytest.mark.parametrize("expected", ["2", "4", "0"])
def test_it_shows_another_number_instead_of_changing_states(
    batch: Batch, called: None, client: FlaskClient, expected: str
) -> None:
    answer = client.post("/batches/253/export", data={**MARK, "expected": expected})
    assert answer.status_code == 422
    assert "Les nombres ont changé depuis que vous les avez vus." in answer.text
    assert 'name="expected" value="3"' in answer.text
    assert done_by() == NOBODY_YET


def test_it_takes_the_state_back(batch: Batch, called: None, client: FlaskClient) -> None:
    page = client.post("/batches/253/export", data={**MARK, "expected": "3"}, follow_redirects=True).text
    undo = unescape(re.search(r'action="(/batches/253/export/marked[^"]+)"', page).group(1))  # type: ignore[union-attr]
    shown = client.get("/batches/253").text
    assert "3 rappels envoyés par le fichier" in plain(shown)
    assert "/batches/253/undone" not in shown
    for address in (undo, undo):
        client.post(address)
        assert done_by() == NOBODY_YET
    Reminder.update(done_at=None, done_by="").execute()
    assert "/batches/253/undone" in client.get("/batches/253").text


def test_the_file_of_those_who_remained_is_the_same_after_they_were_marked(
    batch: Batch, called: None, client: FlaskClient
) -> None:
    given = {"who": "remaining", "format": "txt"}
    with client.post("/batches/253/export", data=given) as answer:
        before = answer.data
    marked = client.post("/batches/253/export", data={**given, "mark_sent": "y", "expected": "3"}).location
    with client.get(marked.replace("/export?", "/export/file?")) as answer:
        assert answer.data == before
    with client.get("/batches/253/export/file?who=remaining&format=txt") as answer:
        assert len(answer.data.splitlines()) == 1


def names(sheets: dict[str, list[list[Any]]]) -> dict[str, list[str]]:
    return {title: [row[9] for row in rows[1:]] for title, rows in sheets.items()}


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"grouping": "client"}, {"Français": ["Azur et Heidi", "Rex"], "Anglais": ["Minou"]}),
        ({"grouping": "species"}, {"Français": ["Azur", "Heidi", "Rex"], "Anglais": ["Minou"]}),
        ({"division": "species"},
         {"Français, chien": ["Azur", "Rex"], "Français, chat": ["Heidi"], "Anglais, cat": ["Minou"]}),
        ({"division": "species", "grouping": "client"},
         {"Français, chien": ["Azur", "Rex"], "Français, chat": ["Heidi"], "Anglais, cat": ["Minou"]}),
    ],
)  # fmt: skip
def test_it_groups_and_divides(
    batch: Batch, client: FlaskClient, fields: dict[str, str], found: dict[str, list[str]]
) -> None:
    dog, cat = Species.get(Species.code == "CAN"), Species.get(Species.code == "FEL")
    Animal.update(species=dog).where(Animal.name << ["Azur", "Rex"]).execute()
    Animal.update(species=cat).where(Animal.name << ["Heidi", "Minou"]).execute()
    assert names(book(export(client, **fields))) == found


def test_a_row_about_several_says_so(batch: Batch, client: FlaskClient) -> None:
    row = book(export(client, grouping="client"))["Français"][1]
    assert "d’Azur et de Heidi" in row[10]


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
    rows = book(export(manager))
    marked = manager.post("/batches/253/export", data={**MARK, "expected": str(sum(map(len, rows.values())) - 2)})
    assert marked.status_code == 303
    named = {row[9] for sheet in rows.values() for row in sheet[1:]}
    assert named and named == {"Azur", "Heidi", "Rex", "Minou"} - gone
    assert {each.animal.name for each in Reminder.select().where(Reminder.done_by == "export")} == named
    page = manager.get("/batches/253/export").text.replace("\u00a0", " ")
    assert f"{len(gone)} rappel" in page and "ne veulent pas de lettres ou pas de rappels" in page
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


def test_reception_exports_what_it_may_print(batch: Batch, client: FlaskClient) -> None:
    assert client.get("/batches/253/export").status_code == 200
    assert "/batches/253/export" in client.get("/batches/253").text
    assert len(book(export(client))["Français"]) == 4


def test_it_says_how_many_rows(batch: Batch, manager: FlaskClient) -> None:
    page = plain(manager.get("/batches/253/export").text)
    assert "4 lignes" in page
    assert "Donner l’état « Envoyé »" in page
