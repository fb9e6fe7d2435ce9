"""What was said of columns, when the next file of the kind is another: it is asked about again, never guessed."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.conftest import NOW
from tests.imports.conftest import Bring, Lay, minutes, only
from tests.imports.pages.conftest import Send, words
from webapp.imports import actions
from webapp.imports.rules.said import Said
from webapp.models import Client, ImportFile, RememberedColumns

ODD = "Réf;Qui;Joindre;Où;Depuis quand\n"
ROWS = "".join(f"{n};Roy {n};r{n}@courriel-exemple.ca;Magog;{n + 12}/01/2020\n" for n in range(1, 7))
MEANT = {"kind": "clients", "shown_kind": "clients", "column-0": "number", "column-1": "last_name",
         "column-2": "email", "column-3": "town", "column-4": "client_since", "remember": "1"}  # fmt: skip


@pytest.fixture
def said(send: Send, manager: FlaskClient) -> None:
    """Somebody described such files."""
    run = send(clients_csv=ODD + ROWS)
    assert manager.post(address(run), data=MEANT).status_code == 303
    assert RememberedColumns.get().kind == "clients"


def address(run: int) -> str:
    return f"/imports/{run}/files/{ImportFile.get(ImportFile.run == run).id}"


@pytest.mark.usefixtures("said")
def test_it_asks_again_when_a_head_is_gone_and_keeps_the_others(send: Send, manager: FlaskClient) -> None:
    run = send(clients_csv=ODD.replace("Qui", "Zut") + ROWS)
    page = words(manager.get(f"/imports/{run}").text)
    assert "il y manque « Qui », qui était lu" in page and "Faire un essai" not in page
    assert json.loads(ImportFile.get(ImportFile.run == run).columns) == {
        "Réf": "number", "Zut": "", "Joindre": "email", "Où": "town", "Depuis quand": "client_since",
    }  # fmt: skip
    assert manager.post(address(run), data=MEANT).status_code == 303
    assert "Faire un essai" in manager.get(f"/imports/{run}").text
    again = send(clients_csv=ODD.replace("Qui", "Zut") + ROWS)
    assert "il y manque" not in manager.get(f"/imports/{again}").text


@pytest.mark.usefixtures("said")
def test_it_goes_on_where_the_new_head_is_known(send: Send) -> None:
    run = send(clients_csv=ODD.replace("Qui", "Nom de famille").replace("Où;", "Où;Zut;") + ROWS)
    file = ImportFile.get(ImportFile.run == run)
    assert (file.error, json.loads(file.columns)["Nom de famille"]) == ("", "last_name")
    assert json.loads(file.columns)["Joindre"] == "email"


@pytest.mark.usefixtures("said")
def test_another_list_is_another_list(send: Send) -> None:
    run = send(animaux_csv="NoAnimal;NoClient;Nom;Espèce;Où\n1;1;Rex;Canin;Magog\n")
    file = ImportFile.get(ImportFile.run == run)
    assert (file.error, file.kind) == ("", "animals")


@pytest.mark.usefixtures("said")
def test_it_asks_again_when_a_column_holds_something_else(send: Send, manager: FlaskClient) -> None:
    odd = ODD + ROWS.replace("@courriel-exemple.ca", " rue Merry")
    run = send(clients_csv=odd)
    page = words(manager.get(f"/imports/{run}").text)
    assert "la colonne « Joindre », lue jusqu’ici comme Courriel, contient maintenant « r1 rue Merry »" in page
    assert "Faire un essai" not in page
    assert manager.post(address(run), data={**MEANT, "column-2": "address"}).status_code == 303
    assert "Faire un essai" in manager.get(f"/imports/{run}").text


@pytest.mark.usefixtures("said")
def test_the_watched_folder_leaves_such_a_file_out_until_somebody_says(lay: Lay) -> None:
    lay("clients.csv", ODD.replace("Qui", "Zut") + ROWS, minutes(0))
    report = actions.import_watched_folder(now=minutes(2))
    assert report is not None and only(report).code == "layout_changed"
    lay("clients.csv", ODD + ROWS.replace("/01/", "-xx-"), minutes(3))
    report = actions.import_watched_folder(now=minutes(5))
    assert report is not None and only(report).code == "contents_changed"
    assert Client.select().count() == 0
    lay("clients.csv", ODD + ROWS, minutes(6))
    report = actions.import_watched_folder(now=minutes(8))
    assert report is not None and report.ok and Client.select().count() == 6


@pytest.mark.usefixtures("said")
def test_who_says_what_a_file_is_is_believed(bring: Bring) -> None:
    odd = ODD.replace("Qui", "Zut") + ROWS
    report = bring({"clients.csv": odd}, said=Said(kind="clients", columns={"Zut": "last_name", "Réf": "number"}))
    assert report.ok and Client.select().count() == 6


def test_an_import_that_was_undone_says_nothing_of_days(bring: Bring) -> None:
    odd = {"clients.csv": "NoClient;Nom;ClientDepuis\n1;Roy;05/03/2020\n"}
    run = bring(odd, said=Said(day_order="mdy")).run.id
    assert str(Client.get().client_since) == "2020-05-03"
    actions.undo(run_id=run, now=NOW + timedelta(days=4), by=None)
    assert only(bring(odd)).code == "day_order_open"
