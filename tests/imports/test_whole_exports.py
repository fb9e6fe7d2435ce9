"""Every sample of a software's export by the command alone, into an empty clinic, with what only a person can know."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.imports.conftest import SAMPLES, relance, text
from webapp.models import Animal, Client

# What nothing in the files tells: whether 11-12-2026 is in November or in December.
ASKED = {"ezyvet": ["--day-first"]}
# Reports of sales name animals and items by the numbers of lists that are not among the samples.
WITHOUT_RECORDS = ("vetport", "structures")
FOLDERS = [each for each in sorted(SAMPLES.iterdir()) if each.is_dir() and each.name not in WITHOUT_RECORDS]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_it_comes_in_by_the_command(here: Path, folder: Path) -> None:
    files = sorted(str(each) for each in folder.iterdir())
    done = relance("--json", *ASKED.get(folder.name, []), *files)
    document = json.loads(done.stdout)
    assert [each["reason"] for each in document["left_out"]] == [] and done.exit_code == 0
    assert all(each["layout"] for each in document["files"])
    read = {each["kind"] for each in document["files"] if each["created"]}
    assert read & {"clients", "animals"}


def test_a_workbook_of_old_excel_is_read_sheet_by_sheet(here: Path) -> None:
    done = relance("--json", str(SAMPLES / "structures/clients_excel97.xls"))
    clients, animals = json.loads(done.stdout)["files"]
    assert (done.exit_code, clients["sheet"], clients["created"], animals["created"]) == (0, "Clients", 2, 1)
    eve = Client.get(Client.number == "1")
    assert (eve.last_name, eve.first_name, eve.home_phone, str(eve.client_since)) == (
        "Côté", "Ève", "+14505550101", "2019-11-05")  # fmt: skip
    assert Animal.get().client_id == eve.id


def test_contacts_with_labels_are_known(here: Path) -> None:
    header = ("First Name,Phonetic First Name,Last Name,Organization Name,Labels,Phone 1 - Label,Phone 1 - Value,"
              "Phone 2 - Label,Phone 2 - Value,E-mail 1 - Value")  # fmt: skip
    row = "Ève,,Roy,,* myContacts,Home,450-555-0101,Mobile,514-555-0102,eve@exemple.ca"
    (here / "contacts.csv").write_text(text(header, row), encoding="utf-8")
    (file,) = json.loads(relance("--json", "contacts.csv").stdout)["files"]
    assert (file["layout"], file["created"]) == ("Google Contacts", 1)
    eve = Client.get()
    assert (eve.home_phone, eve.mobile_phone, eve.email) == ("+14505550101", "+15145550102", "eve@exemple.ca")
