"""A trial writes nothing; what it announced is what the import writes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.conftest import NOW
from tests.imports.pages.conftest import ANIMALS, CLIENTS, Send, upload, words
from webapp.imports.actions import waiting
from webapp.models import Animal, Client, Correction, HistoryEntry, ImportFile, ImportLine, ImportRun


def test_it_writes_nothing(send: Send, manager: FlaskClient) -> None:
    run = send(animaux_csv=ANIMALS, clients_csv=CLIENTS)
    answer = manager.post(f"/imports/{run}/trial")
    assert (answer.status_code, answer.location) == (303, f"/imports/{run}")
    for table in (Client, Animal, Correction, HistoryEntry):
        assert not table.select().exists()
    page = words(manager.get(f"/imports/{run}").text)
    assert "L’essai a lu 7 lignes dans 2 fichiers. 3 lignes sont refusées" in page
    assert "1 valeur est douteuse. Ce qui ne peut pas être repris sera laissé vide" in page
    assert "Importer 4 ajouts Oublier" in page
    assert "Rien n’est encore écrit." in page


def test_it_imports_what_it_announced(send: Send, manager: FlaskClient) -> None:
    run = send(animaux_csv=ANIMALS, clients_csv=CLIENTS)
    manager.post(f"/imports/{run}/trial")
    manager.post(f"/imports/{run}/import")
    assert [client.last_name for client in Client.select().order_by(Client.number)] == ["D’Amours", "L’Heureux"]
    assert sorted(animal.name for animal in Animal.select()) == ["D'Artagnan", "Minuit"]
    page = manager.get(f"/imports/{run}").text
    assert "Importation faite : 4 ajouts." in words(page)
    assert 'href="/clients/corrections"' in page
    assert "Importé" in words(manager.get("/imports").text)


def test_it_counts_changes_and_what_is_the_same(send: Send, manager: FlaskClient) -> None:
    for content in (CLIENTS, CLIENTS.replace("Magog;J1X 5R5", "Orford;J1X 5R5")):
        run = send(clients_csv=content)
        manager.post(f"/imports/{run}/trial")
        tried = words(manager.get(f"/imports/{run}").text)
        manager.post(f"/imports/{run}/import")
    assert "Importer 1 modification Oublier" in tried
    assert Client.get(Client.number == "1").town == "Orford"
    new = CLIENTS.replace("Magog;J1X 5R5", "Magog;J1X 5R5") + "9;Zoé;Roy;;Magog;J1X 1A1;;\n"
    run = send(clients_csv=new)
    manager.post(f"/imports/{run}/trial")
    page = manager.get(f"/imports/{run}?outcome=updated").text
    assert "Importer 1 ajout et 1 modification" in words(page)
    assert "Ce qui change" in page and "Ville Orford devient Magog" in words(page)


def test_it_says_when_there_is_nothing_to_import(send: Send, manager: FlaskClient) -> None:
    for _ in range(2):
        run = send(clients_csv=CLIENTS)
        manager.post(f"/imports/{run}/trial")
        page = words(manager.get(f"/imports/{run}").text)
        manager.post(f"/imports/{run}/import")
    assert "Il n’y a rien à importer. 2 lignes disent la même chose que vos fiches." in page
    assert "Importer" not in page.replace("Importer des", "")


def test_it_imports_nothing_unseen(send: Send, manager: FlaskClient) -> None:
    run = send(clients_csv=CLIENTS)
    page = manager.post(f"/imports/{run}/import", follow_redirects=True).text
    assert "Faites d’abord un essai" in page
    assert not Client.select().exists()


def test_it_imports_once(send: Send, manager: FlaskClient) -> None:
    run = send(clients_csv=CLIENTS)
    manager.post(f"/imports/{run}/trial")
    manager.post(f"/imports/{run}/import")
    ended = ImportRun.get().ended_at
    for step in ("import", "trial"):
        page = manager.post(f"/imports/{run}/{step}", follow_redirects=True).text
        assert "il n’en reste rien à lire" in page
    manager.post(f"/imports/{run}?_method=DELETE")
    assert (ImportRun.get().ended_at, ImportRun.get().dry_run) == (ended, False)


def test_it_shows_how_far_it_is_and_asks_again_only_while_it_moves(send: Send, manager: FlaskClient) -> None:
    run = send(clients_csv=CLIENTS, animaux_csv=ANIMALS)
    assert 'hx-trigger="every' not in manager.get(f"/imports/{run}").text
    ImportRun.update(state="waiting").execute()
    assert "En attente de son tour" in manager.get(f"/imports/{run}").text
    ImportRun.update(state="running", started_at=NOW).execute()
    clients = ImportFile.name == "clients.csv"
    ImportFile.update(state="running", rows_read=1500, bytes_read=50, bytes_total=100).where(clients).execute()
    ImportFile.update(bytes_total=100).where(~clients).execute()
    asking = {"HX-Request": "true", "HX-Target": "run"}
    fragment = manager.get(f"/imports/{run}", headers=asking).text
    assert 'hx-trigger="every 1s"' in fragment and "<!doctype" not in fragment
    assert "25 %" in words(fragment) and "1 500 lignes lues" in words(fragment)
    assert f'<a href="/imports/{run}" class="btn"' in fragment
    ImportRun.update(state="interrupted").execute()
    ended = manager.get(f"/imports/{run}", headers=asking).text
    assert "every 1s" not in ended
    assert 'id="run-said" hx-swap-oob="true">Interrompu' in ended


def test_it_says_what_was_kept_and_goes_on(send: Send, manager: FlaskClient) -> None:
    run = send(clients_csv=CLIENTS, animaux_csv=ANIMALS)
    manager.post(f"/imports/{run}/trial")
    manager.post(f"/imports/{run}/import")
    left = ImportFile.get(ImportFile.name == "animaux.csv")
    Animal.delete().execute()
    ImportLine.delete().where(ImportLine.file == left).execute()
    ImportFile.update(state="interrupted", error='{"code": "interrupted"}').where(ImportFile.id == left.id).execute()
    ImportRun.update(state="interrupted").execute()
    page = words(manager.get(f"/imports/{run}").text)
    assert "L’importation a été interrompue. Importés en entier : clients.csv." in page
    assert "Rien n’a été écrit du fichier animaux.csv." in page
    assert "Reprendre" in page
    clients = ImportFile.get(ImportFile.name == "clients.csv")
    manager.post(f"/imports/{run}/import")
    assert Animal.select().count() == 2
    assert ImportFile.get_by_id(clients.id).created == clients.created == 2
    assert "Importation faite : 4 ajouts" in words(manager.get(f"/imports/{run}").text)


def test_it_tries_again_after_a_trial_that_was_interrupted(send: Send, manager: FlaskClient) -> None:
    run = send(clients_csv=CLIENTS)
    ImportRun.update(state="interrupted").execute()
    ImportFile.update(state="interrupted", error='{"code": "interrupted"}').execute()
    page = words(manager.get(f"/imports/{run}").text)
    assert "L’essai ne s’est pas rendu au bout. Rien n’a été écrit." in page and "Recommencer l’essai" in page
    manager.post(f"/imports/{run}/trial")
    assert "Importer 2 ajouts" in words(manager.get(f"/imports/{run}").text)


def test_it_leaves_a_wrong_file_out_and_says_so(send: Send, manager: FlaskClient) -> None:
    run = send(clients_csv=CLIENTS, facture_pdf=b"%PDF-1.4", autre_csv="A;B\n1;2\n")
    manager.post(f"/imports/{run}/trial")
    assert "Laissé de côté : facture.pdf, autre.csv." in words(manager.get(f"/imports/{run}").text)
    manager.post(f"/imports/{run}/import")
    page = words(manager.get(f"/imports/{run}").text)
    assert "Importation faite : 2 ajouts" in page and "Une partie n’a pas été importée." in page
    assert "Reprendre" not in page and "Corrigez-les ci-dessous" in page
    other = ImportFile.get(ImportFile.name == "autre.csv")
    meant = {"column-0": "number", "column-1": "last_name"}
    manager.post(f"/imports/{run}/files/{other.id}", data={"kind": "clients", "shown_kind": "clients", **meant})
    assert "Reprendre" in manager.get(f"/imports/{run}").text
    manager.post(f"/imports/{run}/import")
    assert ImportFile.get_by_id(other.id).state == "done"
    assert ImportFile.get(ImportFile.name == "clients.csv").created == 2


def test_it_takes_one_more_file_after_a_trial(send: Send, manager: FlaskClient) -> None:
    run = send(animaux_csv=ANIMALS)
    manager.post(f"/imports/{run}/trial")
    assert "Il n’y a rien à importer." in words(manager.get(f"/imports/{run}").text)
    manager.post(f"/imports/{run}/files", data=upload({"clients.csv": CLIENTS}), content_type="multipart/form-data")
    assert ImportRun.get().state == "prepared"
    assert not ImportLine.select().exists()
    manager.post(f"/imports/{run}/trial")
    assert "Importer 4 ajouts" in words(manager.get(f"/imports/{run}").text)


def test_it_is_called_again_when_the_queue_forgot_it(send: Send, manager: FlaskClient) -> None:
    run = send(clients_csv=CLIENTS)
    ImportRun.update(state="waiting").execute()
    waiting.wake_forgotten()
    assert "Importer 2 ajouts" in words(manager.get(f"/imports/{run}").text)


@pytest.mark.parametrize("step", ["trial", "import", "files"])
def test_it_knows_only_what_there_is(manager: FlaskClient, step: str) -> None:
    assert manager.post(f"/imports/99/{step}").status_code == 404
    assert manager.get("/imports/99").status_code == 404


def test_it_turns_the_pages_of_many_changes(send: Send, manager: FlaskClient, asked: Callable[..., list[str]]) -> None:
    def clients(town: str) -> str:
        return "NoClient;Nom;Ville\n" + "".join(f"{n};Roy {n};{town}\n" for n in range(1, 1201))

    first = send(clients_csv=clients("Magog"))
    for step in ("trial", "import"):
        manager.post(f"/imports/{first}/{step}")
    run = send(clients_csv=clients("Granby"))
    manager.post(f"/imports/{run}/trial")
    page = words(manager.get(f"/imports/{run}?outcome=updated&page=48").text)
    assert "1 176 à 1 200 sur 1 200" in page and page.count("Magog") == 25
    asking = {"HX-Request": "true", "HX-Target": "lines"}
    part: list[str] = []
    known = asked(lambda: part.append(manager.get(f"/imports/{run}?outcome=updated&page=2", headers=asking).text))
    assert part[0].count("Granby") == 25 and len(known) <= 12, len(known)
