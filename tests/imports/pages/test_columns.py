"""What columns mean is said by hand, checked beside each, and remembered."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from tests.imports.pages.conftest import ANIMALS, CLIENTS, UNKNOWN, Send, words
from webapp.models import Animal, ImportFile, RememberedColumns, Visit

MEANT = {"kind": "animals", "shown_kind": "animals", "column-0": "number", "column-1": "client", "column-2": "name"}


def address(run: int) -> str:
    return f"/imports/{run}/files/{ImportFile.get(ImportFile.run == run).id}"


def test_it_asks_what_an_unknown_file_holds(send: Send, manager: FlaskClient) -> None:
    run = send(autre_csv=UNKNOWN)
    page = manager.get(f"/imports/{run}").text
    assert "Type non reconnu" in page and "Dire ce qu’il contient" in page
    assert "Faire un essai" not in page
    form = manager.get(address(run)).text
    assert "<!doctype html>" in form and "Garder ces colonnes" not in form


def test_it_shows_the_columns_of_a_kind_with_and_without_javascript(send: Send, manager: FlaskClient) -> None:
    where = address(send(autre_csv=UNKNOWN))
    plain = manager.post(where, data={"kind": "animals", "shown_kind": ""})
    quick = manager.get(f"{where}?kind=animals", headers={"HX-Request": "true"})
    assert plain.status_code == quick.status_code == 200
    assert "<!doctype html>" in plain.text and "<!doctype html>" not in quick.text
    for answer in (plain, quick):
        assert answer.text.count('name="column-') == 3
        assert all(f">{name}</span>" in answer.text for name in ("Nougat", "Princesse"))


def test_it_takes_what_a_person_says_and_remembers_it(send: Send, manager: FlaskClient) -> None:
    first = send(clients_csv=CLIENTS, autre_csv=UNKNOWN)
    file = ImportFile.get(ImportFile.name == "autre.csv")
    answer = manager.post(f"/imports/{first}/files/{file.id}", data={**MEANT, "remember": "1"})
    assert (answer.status_code, answer.location) == (303, f"/imports/{first}")
    manager.post(f"/imports/{first}/trial")
    manager.post(f"/imports/{first}/import")
    assert {animal.number: animal.name for animal in Animal.select()} == {"7": "Nougat", "8": "Princesse"}
    again = send(encore_csv=UNKNOWN)
    assert ImportFile.get(ImportFile.run == again).kind == "animals"
    assert "comme vous l’aviez dit la dernière fois" in manager.get(f"/imports/{again}").text


def test_it_forgets_what_it_was_not_asked_to_remember(send: Send, manager: FlaskClient) -> None:
    manager.post(address(send(autre_csv=UNKNOWN)), data=MEANT)
    assert not RememberedColumns.select().exists()
    assert ImportFile.get(ImportFile.run == send(autre_csv=UNKNOWN)).kind == ""


def test_it_remembers_the_last_word(send: Send, manager: FlaskClient) -> None:
    where = address(send(autre_csv=UNKNOWN))
    manager.post(where, data={**MEANT, "remember": "1"})
    manager.post(where, data={**MEANT, "column-0": "client", "column-1": "number", "remember": "1"})
    assert json.loads(RememberedColumns.get().columns) == {"A": "client", "B": "number", "C": "name"}


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"column-2": ""}, "Aucune colonne ne correspond à"),
        ({"column-1": "number"}, "La colonne «\u00a0A\u00a0» a déjà cette signification."),
        ({"column-0": "", "column-1": "", "column-2": ""}, "Aucune colonne ne correspond à"),
    ],
)
def test_it_says_what_is_wrong_and_keeps_what_was_chosen(
    send: Send, manager: FlaskClient, said: dict[str, str], complaint: str
) -> None:
    where = address(send(autre_csv=UNKNOWN))
    for headers in ({}, {"HX-Request": "true"}):
        answer = manager.post(where, data={**MEANT, **said}, headers=headers)
        assert answer.status_code == 422
        assert complaint in answer.text
        assert answer.text.count(" selected>") == 1 + len([1 for n in range(3) if {**MEANT, **said}[f"column-{n}"]])
    assert ImportFile.get().kind == ""


def test_it_asks_for_the_kind(send: Send, manager: FlaskClient) -> None:
    answer = manager.post(address(send(autre_csv=UNKNOWN)), data={"kind": "rien", "shown_kind": "rien"})
    assert answer.status_code == 422
    assert "Choisissez ce que ce fichier contient." in answer.text


VISITS = "NoVisite;NoAnimal;Date;Raison\n1;100;05/03/2026;Examen\n2;100;04/02/2026;Vaccin\n"


def say_days(manager: FlaskClient, run: int, order: str) -> int:
    where = f"/imports/{run}/files/{ImportFile.get(ImportFile.run == run).id}/days"
    return manager.post(where, data={"day_order": order}).status_code


def test_it_asks_which_comes_first_when_dates_do_not_tell(send: Send, manager: FlaskClient) -> None:
    run = send(visites_csv=VISITS)
    asked = words(manager.get(f"/imports/{run}").text)
    assert "05/03/2026 : 5 mars 2026 ou 3 mai 2026?" in asked and "Une question attend plus bas" in asked
    assert "Du 4 février 2026 au 5 mars 2026" in asked and "Du 2 avril 2026 au 3 mai 2026" in asked
    assert say_days(manager, run, "mdy") == 303
    assert (ImportFile.get().day_order, ImportFile.get().day_order_from) == ("mdy", "option")
    assert 'class="asked"' not in manager.get(f"/imports/{run}").text
    meant = {"column-0": "number", "column-1": "animal", "column-2": "visited_on", "column-3": "reason"}
    manager.post(address(run), data={"kind": "visits", "shown_kind": "visits", **meant})
    assert ImportFile.get().day_order == "mdy"  # columns that are corrected leave it


def test_it_keeps_the_answer_for_the_import_and_for_the_next_file(send: Send, manager: FlaskClient) -> None:
    send_all = {"clients_csv": CLIENTS, "animaux_csv": ANIMALS}
    before = send(**send_all)
    for step in ("trial", "import"):
        manager.post(f"/imports/{before}/{step}")
    run = send(visites_csv=VISITS)
    say_days(manager, run, "dmy")
    for step in ("trial", "import"):
        manager.post(f"/imports/{run}/{step}")
    assert sorted(str(visit.visited_on) for visit in Visit) == ["2026-02-04", "2026-03-05"]
    again = send(visites_csv=VISITS.replace("05/03", "06/03"))
    page = words(manager.get(f"/imports/{again}").text)
    assert "06/03/2026 :" not in page
    odd = send(visites_csv=VISITS.replace("05/03", "03/25"))
    assert "03/25/2026 n’est pas écrit comme la dernière fois" in words(manager.get(f"/imports/{odd}").text)
    say_days(manager, odd, "dmy")
    assert "03/25/2026 ne peut pas se lire dans l’ordre" in words(manager.get(f"/imports/{odd}").text)


def test_it_takes_no_other_order_of_days(send: Send, manager: FlaskClient) -> None:
    assert say_days(manager, send(visites_csv=VISITS), "ymd") == 400


def test_it_asks_for_another_trial_after_a_correction(send: Send, manager: FlaskClient) -> None:
    run = send(clients_csv=CLIENTS)
    manager.post(f"/imports/{run}/trial")
    assert "Importer 2" in manager.get(f"/imports/{run}").text
    columns = json.loads(ImportFile.get().columns)
    meant = {f"column-{place}": field for place, field in enumerate(columns.values())}
    manager.post(address(run), data={"kind": "clients", "shown_kind": "clients", **meant, "column-6": ""})
    page = manager.get(f"/imports/{run}").text
    assert "Importer 2" not in page and "Faire un essai à blanc" in page


def test_it_has_nothing_to_correct_once_the_file_is_gone(send: Send, manager: FlaskClient) -> None:
    where = address(send(facture_pdf=b"%PDF-1.4"))
    assert manager.get(where).status_code == 404
    assert manager.get("/imports/1/files/99").status_code == 404


SPEAKING = "No client;Nom;Prénom;Courriel;Ne pas contacter svp;Couleur\n1;Roy;Anne;a@x.ca;oui;bleu\n"
SAID = {"kind": "clients", "shown_kind": "clients", "column-0": "number", "column-1": "last_name",
        "column-2": "first_name", "column-3": "email", "column-5": ""}  # fmt: skip


def test_it_asks_first_about_a_column_that_speaks_of_refusal(send: Send, manager: FlaskClient) -> None:
    run = send(clients_csv=SPEAKING)
    assert "La colonne «\u00a0Ne pas contacter svp\u00a0» n’est pas lue" in manager.get(f"/imports/{run}").text
    form = manager.get(address(run)).text
    assert form.index("1 colonne à régler d’abord") < form.index("1 colonne non lue") < form.index("4 colonnes lues")
    refused = manager.post(address(run), data={**SAID, "column-4": ""})
    assert refused.status_code == 422 and "qu’elle n’a pas à être lue" in refused.text
    answer = manager.post(address(run), data={**SAID, "column-4": "-", "remember": "1"})
    assert answer.status_code == 303
    assert json.loads(RememberedColumns.get().columns)["Ne pas contacter svp"] == ""


def test_it_says_whose_export_a_file_looks_like(send: Send, manager: FlaskClient) -> None:
    header = "AccountId,LastName,FirstName,Phone1AsIs,PhoneType1,flgSuspendReminders,Color"
    run = send(clients_csv=f"{header}\n1,Roy,Anne,450 555-0101,Home,false,x\n")
    assert "on dirait un export de VetData" in manager.get(f"/imports/{run}").text
