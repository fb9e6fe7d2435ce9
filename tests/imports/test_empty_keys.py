"""A column in which nothing stands numbers no row, whatever its head says: by command and on screen."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.imports.conftest import SAMPLES, Bring, only, relance, text
from webapp.imports.queries import looks
from webapp.models import Client, ImportFile

HEADER = "Customer,Active Status,Bill to 1,Bill to 2,Main Phone,Main Email,Account No."
MARK = '"Roy, Marc",Active,1 rue A,Laval QC H7A 1A1,450-555-0131,marc@example.com,{}'


def test_it_takes_contacts_whose_account_is_empty(here: Path) -> None:
    done = relance("--json", str(SAMPLES / "outlookcontacts/contacts.csv"))
    (file,) = json.loads(done.stdout)["files"]
    assert (done.exit_code, file["created"], file["refused"], file["layout"]) == (0, 2, [], "Outlook")
    assert {(each.first_name, each.last_name, each.email) for each in Client.select()} == {
        ("Luc", "Côté", "luc@example.com"),
        ("Ève", "Dion", "eve@example.com"),
    }
    again = json.loads(relance("--json", str(SAMPLES / "outlookcontacts/contacts.csv")).stdout)["files"][0]
    assert (again["created"], again["unchanged"]) == (0, 2)


def test_an_empty_number_is_no_column_that_might_be_it(bring: Bring) -> None:
    file = only(bring({"customers.csv": text(HEADER, MARK.format(""))}))
    assert (file.row.error, file.row.created) == ("", 1)
    assert json.loads(file.row.columns)["Account No."] == ""
    assert Client.get().number.startswith("~")


def test_a_number_that_stands_somewhere_is_the_number(bring: Bring) -> None:
    bring({"customers.csv": text(HEADER, MARK.format("A104"))})
    assert Client.get().number == "A104"


@pytest.mark.parametrize("rows", [0, 1])
def test_it_says_what_is_missing_where_nothing_else_tells_rows_apart(bring: Bring, rows: int) -> None:
    file = only(bring({"clients.csv": text("No client;Nom;Ville", *[";Roy;Laval"] * rows)}))
    assert ("missing_columns" in file.row.error) is bool(rows)


def test_the_screen_leaves_such_a_column_unread(manager: FlaskClient, app: object) -> None:
    content = (SAMPLES / "outlookcontacts/contacts.csv").read_bytes()
    manager.post("/imports", data={"files": [(BytesIO(content), "contacts.csv")]}, content_type="multipart/form-data")
    file = ImportFile.get()
    seen = looks.load(looks.beside(file.path))
    assert seen and not seen.code and seen.columns["Account"] == "" and seen.columns["E-mail Address"] == "email"
