"""`relance init`: a clinic begins."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.clinic.conftest import Relance
from tests.clinic.steps import options
from webapp import commands
from webapp.clinic import cli


def stored(data: Path) -> dict[str, object]:
    connection = sqlite3.connect(data / "relance.db")
    connection.row_factory = sqlite3.Row
    row = dict(connection.execute("SELECT * FROM clinic").fetchone())
    connection.close()
    return row


def test_it_begins_a_clinic(relance: Relance, data: Path) -> None:
    done = relance(*options())
    assert done.exit_code == 0, done.stderr
    assert "relance serve" in done.stdout and done.stdout.rstrip().endswith("dre.anne.gagnon")
    clinic = stored(data)
    assert clinic["name"] == "Clinique du Lac" and clinic["initialised_at"]
    assert (clinic["province"], clinic["postal_code"], clinic["phone"]) == ("QC", "J1X 1Y4", "+18195550100")
    connection = sqlite3.connect(data / "relance.db")
    login, role, secret = connection.execute("SELECT login, role, password_hash FROM staff_member").fetchone()
    connection.close()
    assert (login, role) == ("dre.anne.gagnon", "manager") and secret.startswith("scrypt:")


def test_it_speaks_the_clinics_language(relance: Relance, data: Path) -> None:
    done = relance(*options(language="en"))
    assert "Clinique du Lac is ready." in done.stdout
    assert stored(data)["language"] == "en"


def test_it_refuses_a_second_run(relance: Relance, begun: Path) -> None:
    done = relance(*options(clinic="Another"))
    assert done.exit_code == 1
    assert done.stderr.strip().endswith("rien n’a été fait.")
    assert stored(begun)["name"] == "Clinique du Lac"


@pytest.mark.parametrize(
    "option", ["clinic", "address", "town", "province", "postal_code", "phone", "email", "manager", "password"]
)
def test_it_names_what_is_missing(relance: Relance, data: Path, option: str) -> None:
    done = relance(*options(**{option: None}))
    assert done.exit_code == 2
    assert done.stderr.startswith(f"Il manque --{option.replace('_', '-')}\u00a0: ")
    assert stored(data)["initialised_at"] is None


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("clinic", "   ", "Donnez le nom"),
        ("manager", "   ", "--manager: Donnez un nom."),
        ("province", "Bretagne", "province du Canada"),
        ("postal_code", "12345", "code postal"),
        ("phone", "555", "téléphone"),
        ("phone", "819 555-0100 poste 3", "sans poste"),
        ("email", "info@", "courriel"),
        ("website", "pas un site", "site Web"),
        ("country", "Atlantide", "pays"),
        ("password", "court", "10"),
        ("password", "dreannegagnon", "Votre propre nom"),
        ("language", "de", "--language"),
    ],
)
def test_it_names_what_is_wrong(relance: Relance, data: Path, option: str, value: str, says: str) -> None:
    done = relance(*options(**{option: value}))
    assert done.exit_code == 2
    assert done.stderr.startswith(f"--{option.replace('_', '-')}: ") and says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert stored(data)["initialised_at"] is None


def test_it_names_all_that_is_wrong_at_once(relance: Relance, data: Path) -> None:
    done = relance(*options(phone="1", email="2"))
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["--phone", "--email"]


def test_it_asks_at_a_terminal(relance: Relance, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "at_a_terminal", lambda: True)
    assert not commands.at_a_terminal()
    typed = "Magog\nDre Anne Gagnon\ncheval agrafe pile\ncheval agrafe pile\n"
    done = relance(*options(town=None, manager=None, password=None), input=typed)
    assert done.exit_code == 0, done.output
    assert stored(data)["town"] == "Magog"
    assert "cheval" not in done.output


def test_it_reads_another_country(relance: Relance, data: Path) -> None:
    done = relance(*options(country="France", province="", postal_code="69001", phone="04 72 00 00 00"))
    assert done.exit_code == 0, done.stderr
    clinic = stored(data)
    assert (clinic["country"], clinic["postal_code"], clinic["phone"]) == ("FR", "69001", "+33472000000")
