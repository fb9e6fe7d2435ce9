"""What letters, words and days of coded columns become: sex, life and death, contact, states. Through the command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.imports.conftest import ANNE, CLIENTS, relance, text
from webapp.models import Animal, Appointment, Client, Hold, Reminder, Species


def bring(folder: Path, **files: str) -> dict[str, Any]:
    """What the command says of these files, by name."""
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    done = relance("--json", *(f"{name}.csv" for name in files))
    assert done.exit_code == 0, done.stderr
    return {file["file"].removesuffix(".csv"): file for file in json.loads(done.stdout)["files"]}


def animals(header: str, *values: str) -> str:
    """Animals 1, 2, 3 … of client 1, each with its cells of these columns."""
    return text(f"NoAnimal;NoClient;Nom;{header}", *(f"{n};1;A{n};{value}" for n, value in enumerate(values, 1)))


def of_animals(column: str) -> list[Any]:
    """The column of all animals, by their numbers."""
    return [getattr(one, column) for one in sorted(Animal.select(), key=lambda one: int(one.number))]


# ---------- Sex and neutering: a letter has its meaning from the column.

MALE, FEMALE = ("M", None), ("F", None)
MALE_NEUTERED, FEMALE_SPAYED, MALE_INTACT, FEMALE_INTACT = ("M", True), ("F", True), ("M", False), ("F", False)
NOTHING = (None, None)


@pytest.mark.parametrize(
    ("meaning", "words"),
    [
        (MALE_NEUTERED, ["M", "F", "MN", "NM", "MC", "CM", "C/M", "M/N", "M-N", "N", "C", "G", "Gelding",
                         "Male Neutered",
                         "Male Desexed", "Male Castrated", "Male, neutered", "Male (neutered)", "maleNeutered", "MO",
                         "Mâle castré", "Neutered M", "Mâle opéré"]),
        (FEMALE_SPAYED, ["M", "F", "FS", "SF", "F/S", "S/F", "FC", "FO", "S", "Female Spayed", "Female Desexed",
                         "Female/Spayed", "Femelle stérilisée"]),
        (MALE_INTACT, ["M", "F", "MI", "M/I", "Male Entire", "Stallion"]),
        (FEMALE_INTACT, ["M", "F", "FI", "F/I", "Female Entire", "Mare"]),
        (NOTHING, ["M", "F", "U", "Inconnu", "NULL", "n/d", "-"]),
    ],
)  # fmt: skip
def test_it_reads_the_sex_beside_m_and_f(here: Path, meaning: tuple[Any, Any], words: list[str]) -> None:
    found = bring(here, clients=text(CLIENTS, ANNE), animaux=animals("Sexe", *words))
    read = list(zip(of_animals("sex"), of_animals("sterile"), strict=True))
    assert read[:2] == [MALE, FEMALE] and dict(zip(words[2:], read[2:], strict=True)) == dict.fromkeys(
        words[2:], meaning
    )
    assert found["animaux"]["warned"] == []


def test_it_does_not_guess_a_letter_that_stands_alone(here: Path) -> None:
    found = bring(here, clients=text(CLIENTS, ANNE), animaux=animals("Sexe", "N", "S", "C", "G"))
    assert of_animals("sex") == of_animals("sterile") == [None] * 4
    assert [line["code"] for line in found["animaux"]["warned"]] == ["sex"] * 4


@pytest.mark.parametrize(
    ("words", "sterile"),
    [
        (["O", "N"], [True, False]),
        (["S", "N", "I"], [True, True, False]),
        (["Spayed", "Castrated", "Intact"], [True, True, False]),
        (["Neutered", "Entire"], [True, False]),
        (["Oui", "2019-05-02", ""], [True, True, None]),
        (["S", "N"], [True, None]),
    ],
)
def test_it_reads_whether_they_are_neutered(here: Path, words: list[str], sterile: list[bool | None]) -> None:
    bring(here, clients=text(CLIENTS, ANNE), animaux=animals("Stérilisé", *words))
    assert of_animals("sterile") == sterile


# ---------- Life and death.

DEAD = ["D", "Dec", "DCD", "Deceased", "Dead", "Décédé", "Décédée", "Mort", "PTS", "E", "Euthanized", "Euthanasié", "†",
        "ND", "Oui", "Y", "1", "X", "Put to sleep", "2024-02-11", "Dcd 2019"]  # fmt: skip
ALIVE = ["A", "Alive", "Vivant", "H", "N", "Non", "0"]
GONE = ["NA", "MA", "Moved", "Parti", "Transféré"]


def test_it_reads_how_death_is_said(here: Path) -> None:
    words = DEAD + ALIVE + GONE
    found = bring(here, clients=text(CLIENTS, ANNE), animaux=animals("Décédé", *words))["animaux"]
    assert dict(zip(words, of_animals("deceased"), strict=True)) == {word: word in DEAD for word in words}
    gone = [word for word, day in zip(words, of_animals("given_away_on"), strict=True) if day]
    assert gone == GONE and found["held"] == found["warned"] == []
    assert Animal.get(number=str(DEAD.index("2024-02-11") + 1)).deceased_on.isoformat() == "2024-02-11"


@pytest.mark.parametrize(
    ("header", "words", "dead", "held"),
    [
        ("Statut", ["V", "D"], [False, True], []),
        ("Statut", ["H", "ND", "D", "NA"], [False, True, True, False], []),
        ("Statut", ["A", "D"], [False, True], []),
        ("Décédé", ["V", "F"], [True, False], []),
        ("Décédé", ["V", "M"], [False, True], []),
        ("Décédé", ["O", "N", "N/A"], [True, False, False], []),
        ("Décédé", ["V", "V"], [False, False], ["1", "2"]),  # vrai, or vivant
        ("Statut", ["A", "D", "I", "Dcd 2019", "Parti"], [False, False, False, True, False], ["2", "3"]),
        ("Statut", ["1", "2"], [False, False], ["1", "2"]),
        ("Décédé", ["Inactive", "pas décédé", "?"], [False] * 3, ["1", "2", "3"]),
    ],
)
def test_it_reads_a_letter_by_its_column(
    here: Path, header: str, words: list[str], dead: list[bool], held: list[str]
) -> None:
    found = bring(here, clients=text(CLIENTS, ANNE), animaux=animals(header, *words))["animaux"]
    assert of_animals("deceased") == dead
    assert [line["key"] for line in found["held"]] == held
    assert sorted(hold.animal.number for hold in Hold.select()) == held


NO_DAYS = ["1753-01-01", "1899-12-30", "1900-01-01", "1901-01-01 00:00:00", "0001-01-01T00:00:00", "9999-12-31",
           "2099-12-31", "0000-00-00", "01/01/1900", "31/12/9999", "NULL", "-", "N/A", "n/d", ""]  # fmt: skip


def test_it_takes_no_day_for_a_death(here: Path) -> None:
    bring(here, clients=text(CLIENTS, ANNE), animaux=animals("DateDécès;Sexe", *(f"{day};F" for day in NO_DAYS)))
    assert of_animals("deceased") == [False] * len(NO_DAYS) and Hold.select().count() == 0


def test_it_takes_no_day_for_a_birth(here: Path) -> None:
    bring(here, clients=text(CLIENTS, ANNE), animaux=animals("DateNaissance;Sexe", *(f"{day};F" for day in NO_DAYS)))
    assert of_animals("born_on") == [None] * len(NO_DAYS)


@pytest.mark.parametrize(
    ("flag", "died", "dead", "held"),
    [
        ("", "2019-05-05", True, False),
        ("", "2012-05-05", False, True),  # before it was born
        ("", "2090-05-05", False, True),  # to come
        ("", "au printemps", False, True),
        ("", "Oui", True, False),
        ("N", "2019-05-05", False, True),
        ("N", "1900-01-01", False, False),
        ("N", "2090-05-05", False, False),
        ("O", "1900-01-01", True, False),
        ("O", "2012-05-05", True, False),
        ("O", "2090-05-05", True, False),
        ("?", "2019-05-05", True, False),
        ("?", "", False, True),
    ],
)
def test_it_weighs_a_flag_and_a_date_of_death(here: Path, flag: str, died: str, dead: bool, held: bool) -> None:
    rows = animals("DateNaissance;Décédé;DateDécès", f"2015-01-01;{flag};{died}")
    found = bring(here, clients=text(CLIENTS, ANNE), animaux=rows)["animaux"]
    assert (of_animals("deceased"), Hold.select().count(), len(found["held"])) == ([dead], int(held), int(held))


def test_it_changes_nothing_where_nothing_stands(here: Path) -> None:
    head = "Décédé;DateDécès;AutreClinique"
    bring(here, clients=text(CLIENTS, ANNE), animaux=animals(head, "O;2019-05-05;Clinique du Parc", "N;;N"))
    again = bring(here, animaux=animals(head, ";;", ";;"))["animaux"]
    assert again["unchanged"] == 2
    assert of_animals("deceased") == of_animals("other_clinic") == [True, False]
    bring(here, animaux=animals("Décédé", "O", "N"))
    assert Animal.get(number="1").deceased_on.isoformat() == "2019-05-05"


def test_it_warns_of_an_age_that_no_such_animal_reaches(here: Path) -> None:
    rows = animals(
        "Espèce;DateNaissance", "Chien;1960-05-05", "Cheval;1985-05-05", "Tortue;1905-05-05", "Chat;2090-05-01"
    )
    found = bring(here, clients=text(CLIENTS, ANNE), animaux=rows)["animaux"]
    assert [day and day.year for day in of_animals("born_on")] == [None, 1985, 1905, None]
    assert [(line["key"], line["code"]) for line in found["warned"]] == [("1", "too_old"), ("4", "birth")]


# ---------- Species and breeds.

DOGS = ["C", "K9", "K-9", "CAN", "Canine", "Canine (Dog)", "Chien/Dog", "Chiot", "Chien"]
CATS = ["F", "FEL", "Feline", "chat domestique", "Chaton"]
RABBITS = ["L", "LAG", "R", "RAB", "Lapin nain"]
BIRDS = ["B", "AV", "AVI", "Avian"]
HORSES = ["E", "EQ", "EQU", "H", "Cheval"]


def test_it_knows_a_species_by_its_codes(here: Path) -> None:
    words = DOGS + CATS + RABBITS + BIRDS + HORSES
    found = bring(here, clients=text(CLIENTS, ANNE), animaux=animals("Espèce;Sexe", *(f"{word};F" for word in words)))
    codes = [one.code for one in of_animals("species")]
    known = {"CAN": DOGS, "FEL": CATS, "LAP": RABBITS, "OIS": BIRDS, "EQU": HORSES}
    assert codes == [next(code for code, each in known.items() if word in each) for word in words]
    assert found["animaux"]["warned"] == []
    assert not found["animaux"]["made"]["species"]


def test_it_keeps_a_row_of_a_species_that_it_does_not_know(here: Path) -> None:
    words = ["Axolotl", "EXO", "X", "NULL", "-", "#N/A"]
    found = bring(here, clients=text(CLIENTS, ANNE), animaux=animals("Espèce;Race", *(f"{word};" for word in words)))
    assert of_animals("species_id") == [None] * 6 and Species.select().where(Species.name_fr == "Axolotl").count() == 0
    warned = [(line["key"], line["code"]) for line in found["animaux"]["warned"]]
    assert sorted(warned) == [*((key, "unknown_species") for key in "123"), ("6", "error_cell")]
    assert found["animaux"]["created"] == 6
    assert not found["animaux"]["made"]["species"]


def test_it_keeps_the_species_that_stands_where_the_file_says_what_it_does_not_know(here: Path) -> None:
    bring(here, clients=text(CLIENTS, ANNE), animaux=animals("Espèce;Sexe", "Chien;F"))
    bring(here, animaux=animals("Espèce;Sexe", "Z9;F"))
    assert Animal.get().species.code == "CAN"


@pytest.mark.parametrize(
    ("written", "breed", "crossbred"),
    [
        ("Lab X", "Lab", True),
        ("Labrador x", "Labrador", True),
        ("Labrador Mix", "Labrador", True),
        ("Lab x Poodle", "Lab", True),
        ("MIX", "", True),
        ("SRD", "", True),
        ("X", "", True),
        ("Croisé", "", True),
        ("Mixed breed", "", True),
        ("Chien croisé, petit", "Chien croisé, petit", True),
        ("Beagle", "Beagle", None),
        ("Inconnu", "", None),
        ("NULL", "", None),
    ],
)
def test_it_reads_crossbred_from_the_breed(here: Path, written: str, breed: str, crossbred: bool | None) -> None:
    bring(here, clients=text(CLIENTS, ANNE), animaux=animals("Espèce;Race", f"Chien;{written}"))
    one = Animal.get()
    assert (one.breed.name_fr if one.breed_id else "", one.crossbred) == (breed, crossbred)


@pytest.mark.parametrize("written", ["DSH", "Domestic Shorthair", "Domestic Short Hair", "Domestique poil court"])
def test_it_takes_no_domestic_cat_for_a_pure_breed(here: Path, written: str) -> None:
    bring(here, clients=text(CLIENTS, ANNE), animaux=animals("Espèce;Race", f"Chat;{written}"))
    assert (Animal.get().breed.name_en, Animal.get().crossbred) == ("Domestic Shorthair", True)


def test_it_leaves_crossbred_to_its_own_column(here: Path) -> None:
    rows = animals("Espèce;Race;Croisé", "Chien;Lab X;N", "Chien;Lab X;", "Chien;Beagle;O")
    bring(here, clients=text(CLIENTS, ANNE), animaux=rows)
    assert of_animals("crossbred") == [False, True, True]
    bring(here, animaux=animals("Espèce;Race", "Chien;Beagle", "Chien;Beagle", "Chien;Beagle"))
    assert of_animals("crossbred") == [False, True, True]


# ---------- Contact.


def test_it_takes_the_name_of_a_clinic_for_another_clinic(here: Path) -> None:
    rows = animals("AutreClinique", "Clinique du Parc", "N", "Aucune", "O", "??")
    found = bring(here, clients=text(CLIENTS, ANNE), animaux=rows)["animaux"]
    assert of_animals("other_clinic") == [True, False, False, True, False]
    assert [line["key"] for line in found["held"]] == ["5"]


def test_it_reads_what_became_of_a_client(here: Path) -> None:
    words = ["O", "Actif", "N", "Parti", "Décédé", "Déménagé en 2019", "Inactif", "3", ""]
    rows = text("NoClient;Nom;Actif", *(f"{n};Roy;{word}" for n, word in enumerate(words, 1)))
    found = bring(here, clients=rows)["clients"]
    active = {one.number for one in Client.select() if not one.archived_at}
    assert active == {"1", "2", "8", "9"} and [line["key"] for line in found["held"]] == ["8"]


def test_it_holds_whom_it_cannot_ask_for_consent(here: Path) -> None:
    rows = text("NoClient;Nom;AccepteCourriel", "1;A;O", "2;B;STOP", "3;C;Désabonné", "4;D;à voir", "5;E;")
    found = bring(here, clients=rows)["clients"]
    assert [one.accepts_email for one in Client.select().order_by(Client.number)] == [True, False, False, False, True]
    assert [line["key"] for line in found["held"]] == ["4"]
    bring(here, clients=text("NoClient;Nom;AccepteCourriel", "2;B;"))
    assert Client.get(number="2").accepts_email is False


# ---------- States of reminders and appointments.


@pytest.mark.parametrize(
    ("word", "cancelled", "held"),
    [
        ("Client décédé", True, 0),
        ("Refusé", True, 0),
        ("Ne veut plus", True, 0),
        ("À faire", False, 0),
        ("Zut", False, 1),
    ],
)
def test_it_writes_for_no_reminder_that_cannot_be_read(here: Path, word: str, cancelled: bool, held: int) -> None:
    rows = text("NoRappel;NoAnimal;TypeRappel;Échéance;Statut", f"1;1;Vaccination;2026-12-01;{word}")
    bring(here, clients=text(CLIENTS, ANNE), animaux=animals("Sexe", "F"), rappels=rows)
    assert (bool(Reminder.get().cancelled_at), Hold.select().count()) == (cancelled, held)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Prévu", "planned"),
        ("", "planned"),
        ("Confirmé (SMS)", "confirmed"),
        ("Annulé par le client", "cancelled"),
        ("NSP", "missed"),
        ("Reporté", "cancelled"),
        ("Rescheduled", "cancelled"),
        ("Cancelled - rebooked", "cancelled"),
        ("Liste d’attente", "cancelled"),
        ("Ne s’est pas présenté", "missed"),
        ("Zut", "unclear"),
        ("7", "unclear"),
    ],
)
def test_it_reads_the_state_of_an_appointment(here: Path, word: str, status: str) -> None:
    rows = text("NoRdv;NoAnimal;Début;Statut", f"1;1;2099-01-05 09:00;{word}")
    found = bring(here, clients=text(CLIENTS, ANNE), animaux=animals("Sexe", "F"), rdv=rows)["rdv"]
    assert Appointment.get().status == status
    assert [line["field"] for line in found["warned"]] == (["status"] if status == "unclear" else [])


@pytest.mark.parametrize(
    ("state", "cancelled", "status"),
    [
        ("", "O", "cancelled"),
        ("Prévu", "O", "cancelled"),
        ("", "", "planned"),
        ("", "zut", "unclear"),
        ("", "N", "planned"),
    ],
)
def test_it_reads_that_an_appointment_is_off(here: Path, state: str, cancelled: str, status: str) -> None:
    head = "NoRdv;NoAnimal;Début;Statut;Annulé"
    files = {"clients": text(CLIENTS, ANNE), "animaux": animals("Sexe", "F")}
    bring(here, **files, rdv=text(head, f"1;1;2099-01-05 09:00;{state};{cancelled}"))
    assert Appointment.get().status == status
    bring(here, rdv=text(head, "1;1;2099-01-05 09:00;;O"))
    assert Appointment.get().status == "cancelled"


def test_it_reads_the_word_beside_a_number(here: Path) -> None:
    rows = text("NoRdv;NoAnimal;Début;Statut;Libellé", "1;1;2099-01-05 09:00;3;Annulé", "2;1;2099-01-06 09:00;1;Prévu")
    bring(here, clients=text(CLIENTS, ANNE), animaux=animals("Sexe", "F"), rdv=rows)
    assert [one.status for one in Appointment.select().order_by(Appointment.number)] == ["cancelled", "planned"]


def test_it_lets_an_appointment_that_it_cannot_read_answer_nothing(here: Path) -> None:
    reminders = text("NoRappel;NoAnimal;TypeRappel;Échéance", "1;1;Vaccination;2099-01-05")
    head = "NoRdv;NoAnimal;Début;Raison;Statut"
    files = {"clients": text(CLIENTS, ANNE), "animaux": animals("Sexe", "F"), "rappels": reminders}
    bring(here, **files, rdv=text(head, "1;1;2099-01-05 09:00;Vaccination;Prévu"))
    assert Reminder.get().answered_at
    bring(here, rdv=text(head, "1;1;2099-01-05 09:00;Vaccination;Zut"))
    assert Reminder.get().answered_at is None


# ---------- Empty cells, and those that failed.


def test_it_takes_null_and_its_kin_for_empty(here: Path) -> None:
    head = "NoClient;Prénom;Nom;Adresse;Ville;CodePostal;Téléphone;Courriel"
    bring(here, clients=text(head, "1;NULL;Roy-Null;-;N/A;#;n/d;NULL", "2;Jean-Luc;Null;12 - rue A;Laval;;;"))
    one, two = Client.select().order_by(Client.number)
    assert [one.first_name, one.last_name, one.address, one.town, one.postal_code, one.home_phone, one.email] == [
        "", "Roy-Null", "", "", "", "", ""]  # fmt: skip
    assert [two.first_name, two.last_name, two.address] == ["Jean-Luc", "Null", "12 - rue A"]


def test_it_keeps_what_stands_where_a_cell_of_a_workbook_failed(here: Path) -> None:
    bring(here, clients=text(HEAD, FULL), animaux=text(ANIMAL_HEAD, "1;1;Rex;Chien;2015-01-01;O;2020-01-01"))
    for name, head, row in (
        ("clients", HEAD, ["1", "Roy", "#REF!", "#N/A", "#VALUE!", "#N/A"]),
        ("animaux", ANIMAL_HEAD, ["1", "1", "Rex", "#N/A", "#REF!", "#REF!", "#N/A"]),
    ):
        with xlsxwriter.Workbook(here / f"{name}.xlsx") as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, head.split(";"))
            for place, cell in enumerate(row):
                if cell.startswith("#"):
                    sheet.write_formula(1, place, "=NA()", None, cell)
                else:
                    sheet.write_string(1, place, cell)
    done = json.loads(relance("--json", "clients.xlsx", "animaux.xlsx").stdout)
    client, animal = Client.get(), Animal.get()
    assert (client.address, client.home_phone, client.email) == ("12 rue A", "+14505550101", "a@exemple.ca")
    assert (animal.deceased, str(animal.deceased_on), str(animal.born_on)) == (True, "2020-01-01", "2015-01-01")
    assert [(file["unchanged"], len(file["warned"])) for file in done["files"]] == [(1, 4), (1, 4)]


HEAD = "NoClient;Nom;Adresse;Téléphone;Cellulaire;Courriel"
FULL = "1;Roy;12 rue A;4505550101;4505550102;a@exemple.ca"
ANIMAL_HEAD = "NoAnimal;NoClient;Nom;Espèce;DateNaissance;Décédé;DateDécès"


def test_it_keeps_what_stands_where_a_cell_failed(here: Path) -> None:
    bring(here, clients=text(HEAD, FULL), animaux=text(ANIMAL_HEAD, "1;1;Rex;Chien;2015-01-01;O;2020-01-01"))
    found = bring(
        here,
        clients=text(HEAD, "1;Roy;#REF!;#N/A;#VALEUR!;#N/D"),
        animaux=text(ANIMAL_HEAD, "1;1;Rex;#N/A;#REF!;#REF!;#N/A"),
    )
    client, animal = Client.get(), Animal.get()
    assert (client.address, client.home_phone, client.mobile_phone) == ("12 rue A", "+14505550101", "+14505550102")
    assert client.email == "a@exemple.ca" and [found[name]["unchanged"] for name in found] == [1, 1]
    assert (animal.deceased, str(animal.deceased_on), str(animal.born_on)) == (True, "2020-01-01", "2015-01-01")
    assert animal.species_id and [len(found[name]["warned"]) for name in ("clients", "animaux")] == [4, 4]
