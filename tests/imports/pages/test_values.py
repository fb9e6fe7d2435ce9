"""What values mean is asked where nobody knows, can be said of any, and is remembered."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.imports.pages.conftest import Send, words
from webapp.imports.queries import looks
from webapp.models import Animal, Appointment, Hold, ImportFile, RememberedColumns

CLIENTS = "NoClient;Prénom;Nom\n1;Anne;Roy\n"
HEADER = "NoAnimal;NoClient;Nom;Espèce;Sexe;Statut"
ANIMALS = "\n".join(
    (HEADER, "1;1;Rex;K9;M;Q", "2;1;Mia;Félin;F;q", "3;1;Bo;Axo;N;Vivant", "4;1;Ti;K9;F;", "5;1;Lu;K9;F;W", "")
)


def address(name: str = "animaux.csv") -> str:
    file = ImportFile.select().where(ImportFile.name == name).order_by(ImportFile.id.desc()).first()
    return f"/imports/{file.run_id}/files/{file.id}/values"


def fields(page: str) -> dict[str, str]:
    """Each select's name and what is chosen in it."""
    found = {}
    for name, inside in re.findall(
        r'<select class="input" id="[^"]+" name="(value-[^"]+)".*?>(.*?)</select>', page, re.S
    ):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        found[name] = chosen[1] if chosen else ""
    return found


def whole(send: Send, manager: FlaskClient, animals: str = ANIMALS) -> int:
    run = send(clients_csv=CLIENTS, animaux_csv=animals)
    for step in ("trial", "import"):
        manager.post(f"/imports/{run}/{step}")
    return run


def test_it_asks_for_values_that_nobody_knows(send: Send, manager: FlaskClient) -> None:
    run = send(clients_csv=CLIENTS, animaux_csv=ANIMALS)
    page = words(manager.get(f"/imports/{run}").text)
    assert "Que veulent dire 3 valeurs?" in page
    assert "Colonne « Statut » : Q 2 , W 1" in page and "Colonne « Espèce » : Axo 1" in page
    page = manager.get(address()).text
    told = words(page)
    assert "3 valeurs à dire. Ce que vous ne dites pas n’est jamais deviné." in told
    assert "Q q 2 Personne ne sait ce que c’est" in told
    assert "Je ne sais pas : retenu, à vérifier" in told and "Je ne sais pas : espèce laissée vide" in told
    assert "Vivant 1 Compris par le mot" in told and "N 1 Compris par toute la colonne" in told
    assert "Comme compris : Mâle stérilisé" in told and "Comme compris : Canin" in told
    assert "1 case vide, qui ne dit rien." in told
    assert set(fields(page).values()) == {""}


def test_it_takes_what_a_person_says_of_them(send: Send, manager: FlaskClient) -> None:
    run = send(clients_csv=CLIENTS, animaux_csv=ANIMALS)
    said = {"value-5-q": "deceased", "value-5-w": "gone", "value-3-axo": "+", "value-4-n": "female spayed"}
    answer = manager.post(address(), data=said)
    assert (answer.status_code, answer.location) == (303, f"/imports/{run}")
    assert "Les valeurs de «\u00a0animaux.csv\u00a0» sont réglées." in manager.get(f"/imports/{run}").text
    page = manager.get(address()).text
    assert {name: chosen for name, chosen in fields(page).items() if chosen} == said
    assert "Comme on l’a dit" in page and "Chaque valeur est comprise." in page
    assert "Que veulent dire" not in manager.get(f"/imports/{run}").text
    for step in ("trial", "import"):
        manager.post(f"/imports/{run}/{step}")
    rex, mia, bo, _, lu = Animal.select().order_by(Animal.number)
    assert (rex.deceased, mia.deceased, bo.deceased, lu.deceased) == (True, True, False, False)
    assert lu.given_away_on and not Hold.select().exists()
    assert (bo.species.name_fr, bo.sex, bo.sterile) == ("Axo", "F", True)


def test_it_tells_in_the_report_what_nobody_understood(send: Send, manager: FlaskClient) -> None:
    run = send(clients_csv=CLIENTS, animaux_csv=ANIMALS)
    manager.post(f"/imports/{run}/trial")
    page = manager.get(f"/imports/{run}").text
    assert "Valeurs que personne n’a comprises 4" in words(page)
    assert "Statut animaux.csv Q 1, q 1, W 1" in words(page)
    assert f'href="{address()}">animaux.csv' in page


def test_it_holds_what_nobody_said(send: Send, manager: FlaskClient) -> None:
    whole(send, manager)
    assert sorted((hold.animal.name, hold.value) for hold in Hold.select()) == [("Lu", "W"), ("Mia", "q"), ("Rex", "Q")]
    assert Animal.get(Animal.number == "3").species is None


def test_it_asks_in_the_next_file_of_that_layout_for_new_values_alone(send: Send, manager: FlaskClient) -> None:
    send(clients_csv=CLIENTS, animaux_csv=ANIMALS)
    species = re.search(r'<option value="(\d+)">Félin', manager.get(address()).text)
    assert species
    manager.post(address(), data={"value-5-q": "deceased", "value-5-w": "-", "value-3-axo": species[1]})
    remembered = json.loads(RememberedColumns.get().values)
    assert remembered == {"Statut": {"Q": "deceased", "W": ""}, "Espèce": {"Axo": "FEL"}}
    again = "Nom;Statut;NoAnimal;NoClient;Espèce;Sexe\nRex;q;1;1;Axo;M\nZo;Zz;6;1;Axo;F\nLu;w;5;1;K9;F\n"
    run = send(clients_csv=CLIENTS, animaux_csv=again)
    page = words(manager.get(f"/imports/{run}").text)
    assert "Que veut dire 1 valeur? Colonne « Statut » : Zz 1" in page
    for step in ("trial", "import"):
        manager.post(f"/imports/{run}/{step}")
    assert [(each.name, each.deceased) for each in Animal.select().order_by(Animal.number)] == [
        ("Rex", True), ("Lu", False), ("Zo", False)
    ]  # fmt: skip
    assert [hold.value for hold in Hold.select()] == ["Zz"] and Animal.get().species.name_fr == "Félin"


def test_it_goes_back_to_what_was_understood(send: Send, manager: FlaskClient) -> None:
    send(clients_csv=CLIENTS, animaux_csv=ANIMALS)
    manager.post(address(), data={"value-4-m": "female", "value-5-q": "alive"})
    assert json.loads(RememberedColumns.get().values)["Sexe"] == {"M": "female"}
    manager.post(address(), data={"value-4-m": "", "value-5-q": ""})
    assert json.loads(RememberedColumns.get().values) == {}
    assert "3 valeurs à dire." in words(manager.get(address()).text)


@pytest.mark.parametrize(
    ("sent", "complaint"),
    [
        ({"value-5-q": ["alive", "deceased"]}, "« Q » ne peut avoir qu’un sens."),
        ({"value-5-q": ["ressuscité"]}, "Choisissez un de ces sens."),
        ({"value-3-axo": ["999999"]}, "Choisissez un de ces sens."),
    ],
)
def test_it_says_what_is_wrong_and_keeps_what_was_chosen(
    send: Send, manager: FlaskClient, sent: dict[str, list[str]], complaint: str
) -> None:
    send(clients_csv=CLIENTS, animaux_csv=ANIMALS)
    answer = manager.post(address(), data={"value-5-w": "gone", "value-4-m": "male neutered", **sent})
    page = words(answer.text)
    assert answer.status_code == 422 and page.count(complaint) == 2
    chosen = fields(answer.text)
    assert (chosen["value-5-w"], chosen["value-4-m"]) == ("gone", "male neutered")
    assert not RememberedColumns.select().exists()


def test_it_makes_a_trial_before_worth_nothing(send: Send, manager: FlaskClient) -> None:
    run = send(clients_csv=CLIENTS, animaux_csv=ANIMALS)
    manager.post(f"/imports/{run}/trial")
    assert "Importer" in manager.get(f"/imports/{run}").text
    manager.post(address(), data={"value-5-q": "alive"})
    page = manager.get(f"/imports/{run}").text
    assert "Faire un essai à blanc" in page


def test_it_changes_nothing_of_what_was_imported(send: Send, manager: FlaskClient) -> None:
    run = whole(send, manager)
    answer = manager.post(address(), data={"value-5-q": "alive"})
    assert answer.status_code == 422 and "ne peuvent plus changer" in words(answer.text)
    assert fields(answer.text)["value-5-q"] == "alive"
    assert not RememberedColumns.select().exists() and run


def test_it_stands_between_the_columns_and_the_trial(send: Send, manager: FlaskClient) -> None:
    run = send(animaux_csv="A;B;C;D\n1;1;Rex;Q\n")
    file = ImportFile.get()
    meant = {"kind": "animals", "shown_kind": "animals", "column-0": "number", "column-1": "client",
             "column-2": "name", "column-3": "deceased"}  # fmt: skip
    answer = manager.post(f"/imports/{run}/files/{file.id}", data=meant)
    assert answer.location == address()
    manager.post(address(), data={"value-3-q": "alive"})
    answer = manager.post(f"/imports/{run}/files/{file.id}", data={**meant, "remember": "1"})
    assert answer.location == f"/imports/{run}"
    row = RememberedColumns.get()
    assert (row.kind, json.loads(row.values)) == ("animals", {"D": {"Q": "alive"}})


def test_it_lists_the_values_of_any_column_of_codes(send: Send, manager: FlaskClient) -> None:
    run = send(
        clients_csv="NoClient;Nom;Langue;Courriel;AccepteCourriel;Ne pas envoyer de SMS;Inactif\n1;Roy;A;;STOP;o;non\n",
        rdv_csv="NoRdv;NoAnimal;Début;Statut\n1;100;2026-03-05 09:00;Bof\n2;100;2026-03-06 09:00;NSP\n",
        ventes_csv="NoLigne;NoClient;Date;Code;Montant;TypeArticle\n1;1;2026-03-05;X;12,50;Truc\n",
    )
    page = words(manager.get(f"/imports/{run}").text)
    assert "Colonne « Statut » : Bof 1" in page and "Colonne « TypeArticle » : Truc 1" in page
    assert "Voir les valeurs" in page
    clients = words(manager.get(address("clients.csv")).text)
    assert "Chaque valeur est comprise." in clients
    assert "Accepte les courriels, 1 valeur" in clients and "Comme compris : Non" in clients
    manager.post(address("rdv.csv"), data={"value-3-bof": "cancelled"})
    manager.post(address("ventes.csv"), data={"value-5-truc": "service"})
    whole(send, manager)
    again = send(rdv_csv="NoRdv;NoAnimal;Début;Statut\n1;1;2026-03-05 09:00;bof\n")
    for step in ("trial", "import"):
        manager.post(f"/imports/{again}/{step}")
    assert [each.status for each in Appointment.select()] == ["cancelled"]


def test_it_lists_no_days_among_the_values(send: Send, manager: FlaskClient) -> None:
    rows = "1;1;Rex;2020-03-01", "2;1;Mia;N", "3;1;Bo;Peut-être"
    send(animaux_csv="\n".join(("NoAnimal;NoClient;Nom;Décédé", *rows, "")))
    page = words(manager.get(address()).text)
    assert "1 date, lue comme le jour où c’est arrivé." in page
    assert list(fields(manager.get(address()).text)) == ["value-3-peut-etre", "value-3-n"]


def test_it_asks_nothing_of_a_column_that_holds_no_codes(send: Send, manager: FlaskClient) -> None:
    rows = [f"{n};1;Nom{n};{n}" for n in range(1, 500)]
    send(animaux_csv="\n".join(("NoAnimal;NoClient;Nom;Statut", *rows, "")))
    assert "Aucune colonne de ce fichier ne contient de codes." in words(manager.get(address()).text)


def test_it_counts_the_values_of_what_was_seen_before_they_were_counted(send: Send, manager: FlaskClient) -> None:
    send(clients_csv=CLIENTS, animaux_csv=ANIMALS)
    file = ImportFile.get(ImportFile.name == "animaux.csv")
    kept = looks.beside(Path(file.path))
    older = {name: value for name, value in json.loads(kept.read_text()).items() if name != "values"}
    kept.write_text(json.dumps(older))
    assert "value-5-q" in fields(manager.get(address()).text)
    assert json.loads(kept.read_text())["values"][5] == {"Q": 1, "q": 1, "Vivant": 1, "": 1, "W": 1}


def test_it_is_for_managers(client: FlaskClient) -> None:
    assert client.get("/imports/1/files/1/values").status_code in (302, 303, 403)
