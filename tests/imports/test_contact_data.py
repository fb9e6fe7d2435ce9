"""Addresses and numbers as real files have them: the clear one is taken, the rest is kept, nobody's is nobody's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests import factories
from tests.imports.conftest import relance
from webapp.models import Client, Clinic, Correction, Suppression

HEADER = "NoClient;Nom;Adresse;Ville;Province;CodePostal;Pays;TelDomicile;Cellulaire;Courriel;Remarque"


def take(here: Path, *rows: dict[str, str], header: str = HEADER) -> dict[str, Any]:
    """What `relance import --json` says of a file of these clients, who are numbered and called so."""
    names = header.split(";")
    lines = [header]
    for number, row in enumerate(rows, start=1):
        whole = {"NoClient": str(number), "Nom": f"Roy{number}"} | row
        lines.append(";".join(f'"{whole.get(name, "")}"' for name in names))
    (here / "clients.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = relance("--json", "clients.csv")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)["files"][0]
    return found


@pytest.mark.parametrize(
    ("written", "kept", "note", "code"),
    [
        ("a@x.ca; b@x.ca", "a@x.ca", "b@x.ca", "email_several"),
        ("Lise Roy <l@x.ca>", "l@x.ca", "", "email_within"),
        ("mailto:l@x.ca", "l@x.ca", "", "email_within"),
        ("l@x.ca (travail)", "l@x.ca", "", "email_within"),
        ("'l@x.ca", "l@x.ca", "", "email_within"),
        ("aucun@aucun.ca", "", "", "email_nobody"),
        ("NoEmail@clinique.com", "", "", "email_nobody"),
        ("xxx@xxx.com", "", "", "email_nobody"),
        ("rappels@cliniqueduparc.example", "", "", "email_own"),
        ("o’brien@exemple.ca", "", "", "email"),
        ("a@x.ca; b@x", "", "", "email"),
        ("test@bell.ca", "test@bell.ca", "", ""),
        ("l@x.ca", "l@x.ca", "", ""),
    ],
)
def test_it_takes_the_one_clear_address(here: Path, written: str, kept: str, note: str, code: str) -> None:
    take(here, {})
    Clinic.update(email="Rappels@CliniqueDuParc.example").execute() or Clinic.create(
        id=1, name="Parc", email="Rappels@CliniqueDuParc.example"
    )
    said = take(here, {}, {"Courriel": written})
    lise = Client.get(Client.number == "2")
    assert (lise.email, lise.note) == (kept, note)
    assert [(row["key"], row["field"], row["code"]) for row in said["warned"]] == (
        [("2", "email", code)] if code else []
    )
    # What was taken has not to be corrected any more; what was not waits for a person.
    assert Correction.select().count() == bool(code and not kept)


@pytest.mark.parametrize(
    ("written", "home", "mobile", "note"),
    [
        ("450 555-0101 (mère)", "+14505550101", "", "450 555-0101 (mère)"),
        ("450 555-0101 / 514 555-0102", "+14505550101", "+15145550102", ""),
        ("450 555-0101, 514 555-0102, 819 555-0103", "+14505550101", "+15145550102", "819\u00a0555-0103"),
        ("4505550101.0", "+14505550101", "", ""),
        ("999-999-9999", "", "", ""),
        ("450-555-0101 (cell)", "+14505550101", "", ""),
        ("450-555-0101 (poste 12)", "+14505550101", "", "450\u00a0555-0101, #12"),
        ("450-555-0101 bur", "+14505550101", "", ""),
        ("450-555-0101 ou 02", "", "", ""),
    ],
)
def test_it_takes_the_first_clear_number(here: Path, written: str, home: str, mobile: str, note: str) -> None:
    take(here, {"TelDomicile": written})
    lise = Client.get()
    assert (lise.home_phone, lise.mobile_phone, lise.note) == (home, mobile, note)


def test_it_adds_nothing_twice_to_a_note(here: Path) -> None:
    row = {"TelDomicile": "450 555-0101 (mère)", "Remarque": "Craintive"}
    assert take(here, row)["created"] == 1
    assert take(here, row)["unchanged"] == 1
    assert Client.get().note == "Craintive\n450 555-0101 (mère)"


def test_a_file_without_notes_leaves_those_that_stand(here: Path) -> None:
    bare = HEADER.removesuffix(";Remarque")
    take(here, {"TelDomicile": "450 555-0101 (mère)"}, header=bare)
    Client.update(note="Appeler le soir").execute()
    assert take(here, {"TelDomicile": "450 555-0101 (mère)"}, header=bare)["unchanged"] == 1
    assert Client.get().note == "Appeler le soir"


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        ({"Province": "Québec", "CodePostal": "J2G 1A1"}, ("QC", "J2G 1A1", "")),
        ({"Province": "P.Q.", "CodePostal": "J2G 1A1", "Pays": "CDN"}, ("QC", "J2G 1A1", "CA")),
        ({"Province": "Ontario", "CodePostal": "K1A 0A1", "Pays": "Can."}, ("ON", "K1A 0A1", "CA")),
        ({"Province": "VT", "CodePostal": "05401"}, ("VT", "05401", "US")),
        ({"Province": "Vermont", "CodePostal": "05401", "Pays": "USA"}, ("VT", "05401", "US")),
        ({"Province": "Zürich", "CodePostal": "8001", "Pays": "Suisse"}, ("Zürich", "8001", "CH")),
        ({"Province": "QC", "CodePostal": "JOL 1PO"}, ("QC", "", "")),
    ],
)
def test_it_knows_where_somebody_lives(here: Path, row: dict[str, str], kept: tuple[str, str, str]) -> None:
    take(here, row)
    lise = Client.get()
    assert (lise.province, lise.postal_code, lise.country) == kept


def test_an_address_of_more_than_two_homes_is_nobodys(here: Path) -> None:
    """Three strangers with one address got one mail about all their animals (faults of imports, 5)."""
    shared = {"Courriel": "reception@immeuble.example"}
    homes = [{**shared, "Adresse": f"{n}, rue Cartier", "CodePostal": "J2G 1A1"} for n in (1, 2, 3)]
    take(here, *homes[:2], {**homes[1], "Nom": "Autre"})
    assert not Suppression.select().exists()  # two homes: parents who live apart

    take(here, *homes)
    found = Suppression.get()
    assert (found.channel, found.address, found.reason) == ("email", "reception@immeuble.example", "shared")

    take(here, *homes[:2], {"Courriel": "autre@x.ca"})
    assert Suppression.get().lifted_at  # no longer shared
    take(here, *homes)
    assert Suppression.select().where(Suppression.lifted_at.is_null()).count() == 1


def test_an_address_that_a_person_unblocked_stays_so(here: Path) -> None:
    homes = [{"Courriel": "famille@x.ca", "Nom": name} for name in ("Roy", "Dubé", "Côté")]
    take(here, *homes)
    Suppression.update(lifted_at=Client.get().created_at, lifted_by=factories.staff_member()).execute()
    take(here, *homes)
    assert not Suppression.select().where(Suppression.lifted_at.is_null()).exists()
