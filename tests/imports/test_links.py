"""Rows that may be of several people: nobody guesses, a person says, and what was said is known from then on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from tests import factories
from tests.imports.conftest import ANIMALS, Bring, counts, only, text
from tests.imports.conftest import relance as bring_by_command
from tests.migrations import migration
from webapp import db
from webapp.cli import main
from webapp.imports.queries import links
from webapp.models import Animal, Client, DoubtfulLink, ImportLine, ImportRun, LinkAnswer, Reminder, Sale

WHO = "NoClient;Prénom;Nom;Courriel;Cellulaire;Ville"
TWO = {"clients.csv": text(WHO, "13;Eve;Dubé;eve@exemple.ca;450 555-0113;Granby", "14;Eve;Dubé;;;Magog")}
PETS = {"animaux.csv": text(ANIMALS, "1;Dubé, Eve;Rex;Canin;;;;;", "2;Dubé, Eve;Minou;Félin;;;;;")}
SOLD = "Date;Client;Animal;Article;Quantité;Montant"
ITEM = {"produits.csv": text("Code;Description", "BRA;Bravecto")}


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("\u00a0", " ").split())


def id_of(number: str) -> int:
    return int(Client.get(Client.number == number).id)


def say(client: FlaskClient, answer: str, *rows: links.Row) -> str:
    """Press a button of the page; the page that follows."""
    data: Mapping[str, Any] = {"row": [f"{row.id}:{row.count}" for row in rows], "answer": answer}
    answered = client.post("/imports/links", data=data)
    assert answered.status_code == 303
    return client.get(answered.location).text


def undo(client: FlaskClient, page: str) -> str:
    """Press the button of the toast."""
    address = re.search(r'action="(/imports/links/\d+\?_method=DELETE)"', page)
    assert address
    assert client.post(address[1]).status_code == 303
    return client.get("/imports/links").text


def owners() -> dict[str, str | None]:
    return {each.name: each.client.number for each in Animal.select()}


def reasons(file: Any) -> list[str]:
    return [line.reason for line in ImportLine.select().where(ImportLine.file == file.row.id).order_by(ImportLine.line)]


def test_it_shows_them_side_by_side(bring: Bring, client: FlaskClient, manager: FlaskClient) -> None:
    bring(TWO)
    factories.animal(owner=Client.get(Client.number == "14"), name="Puce")
    file = only(bring(PETS))
    assert counts(file)[:5] == (2, 0, 0, 0, 2) and reasons(file) == ["several_client", "several_client"]
    page = plain(client.get("/imports/links").text)
    for said in ("Dubé, Eve 2 lignes", "animaux.csv, ligne 2", "NoAnimal 1", "Nom Rex", "450 555-0113", "Granby",
                 "Puce", "Une autre personne", "Laisser de côté"):  # fmt: skip
        assert said in page
    assert page.count("C’est celui-ci") == 2
    assert "2 lignes à relier" in plain(client.get("/").text)
    assert "2 lignes attendent que vous disiez à qui elles sont." in plain(
        manager.get(f"/imports/{file.row.run_id}").text
    )


def test_today_calls_such_rows_by_one_name(bring: Bring, client: FlaskClient) -> None:
    bring(TWO)
    bring(
        {
            "animaux.csv": text(
                ANIMALS, "1;Dubé, Eve;Rex;Canin;;;;;", "2;Dubé, Eve;Minou;Félin;;;;;", "3;Zzz;Bo;Canin;;;;;"
            )
        }
    )
    page = plain(client.get("/").text)
    assert "2 lignes à relier" in page and "1 ligne refusée" in page and "2 à relier, 1 refusée." in page
    say(client, "aside", *links.page(1).items[0].rows)
    page = plain(client.get("/").text)
    assert "à relier" not in page and "1 ligne refusée" in page and "3 lignes lues : 1 refusée." in page


def test_it_settles_one_and_knows_it_the_next_time(bring: Bring, client: FlaskClient) -> None:
    bring(TWO)
    bring(PETS)
    (section,) = links.page(1).items
    page = say(client, f"client-{id_of('14')}", section.rows[0])
    assert "1 ligne est reliée." in plain(page)
    assert owners() == {"Rex": "14"}
    again = only(bring(PETS))
    assert counts(again)[:5] == (2, 0, 0, 1, 1)
    assert [row.cells["Nom"] for row in links.page(1).items[0].rows] == ["Minou"]


def test_it_settles_all_of_a_value_at_once_and_takes_it_back(bring: Bring, client: FlaskClient) -> None:
    bring(TWO)
    bring(PETS)
    page = say(client, f"client-{id_of('13')}", *links.page(1).items[0].rows)
    assert owners() == {"Rex": "13", "Minou": "13"}
    assert "Rien à relier" in page and "à relier" not in plain(client.get("/").text)
    page = undo(client, page)
    assert not Animal.select().exists() and not LinkAnswer.select().exists()
    assert "Dubé, Eve 2 lignes" in plain(page)
    assert [row.cells["Nom"] for row in links.page(1).items[0].rows] == ["Rex", "Minou"]


def test_another_person_gets_a_record(bring: Bring, client: FlaskClient) -> None:
    bring(TWO)
    bring(PETS)
    page = say(client, "another", links.page(1).items[0].rows[0])
    rex = Animal.get(Animal.name == "Rex")
    assert (rex.client.first_name, rex.client.last_name, rex.client.number) == ("Eve", "Dubé", None)
    assert counts(only(bring(PETS)))[:5] == (2, 0, 0, 1, 1)
    assert Client.select().count() == 3
    undo(client, page)
    assert Client.select().count() == 2 and not Animal.select().exists()


def test_an_address_makes_no_record(bring: Bring, client: FlaskClient) -> None:
    bring({"clients.csv": text(WHO, "1;Eve;Dubé;a@exemple.ca;;", "2;Luc;Roy;a@exemple.ca;;")})
    bring({"animaux.csv": text(ANIMALS, "1;a@exemple.ca;Rex;Canin;;;;;")})
    assert "Une autre personne" not in client.get("/imports/links").text
    page = say(client, "another", links.page(1).items[0].rows[0])
    assert "Rien n’a été réglé" in plain(page) and Client.select().count() == 2


def test_what_is_left_aside_is_not_asked_again(bring: Bring, client: FlaskClient) -> None:
    bring(TWO)
    bring(PETS)
    page = say(client, "aside", *links.page(1).items[0].rows)
    assert "2 lignes sont laissées de côté." in plain(page)
    file = only(bring(PETS))
    assert reasons(file) == ["left_aside", "left_aside"] and not links.total()
    assert ImportRun.select().where(ImportRun.source == "links").count() == 0
    page = client.get("/imports/links?tab=settled").text
    assert "Laissées de côté" in page
    undo(client, page)
    bring(PETS)
    assert links.total() == 2


def test_an_answer_of_one_animal_says_nothing_of_another(bring: Bring, client: FlaskClient) -> None:
    """Two people share the name: the next animal may be the other's."""
    bring(TWO)
    bring(PETS)
    say(client, f"client-{id_of('14')}", *links.page(1).items[0].rows)
    file = only(bring({"animaux.csv": text(ANIMALS, "1;Dubé, Eve;Rex;Canin;;;;;", "3;Dubé, Eve;Kiki;Canin;;;;;")}))
    assert reasons(file) == ["several_client"] and "Kiki" not in owners()


def test_an_answer_stands_though_one_alone_is_left(bring: Bring, client: FlaskClient) -> None:
    bring(TWO)
    bring(PETS)
    say(client, f"client-{id_of('14')}", *links.page(1).items[0].rows)
    Client.update(archived_at=Client.select(Client.created_at).limit(1)).where(Client.number == "14").execute()
    bring(PETS)
    assert owners() == {"Rex": "14", "Minou": "14"}


def test_sales_and_reminders_of_one_animal_are_one_question(bring: Bring, client: FlaskClient) -> None:
    bring({**TWO, **ITEM})
    sales = {"ventes.csv": text(SOLD, "2026-02-25;Eve Dubé;Rex;BRA;1;52,00", "2026-02-25;Eve Dubé;Rex;BRA;1;52,00",
                                "25/02/2026;Eve Dubé;;BRA;1,5;1,25")}  # fmt: skip
    file = only(bring(sales))
    assert reasons(file) == ["several_client"] * 3
    (section,) = links.page(1).items
    assert sorted(row.count for row in section.rows) == [1, 2]
    factories.animal(owner=Client.get(Client.number == "14"), name="Rex")
    say(client, f"client-{id_of('14')}", *section.rows)
    found = [(str(each.sold_on), each.quantity_milli, each.amount_cents) for each in Sale.select().order_by(Sale.id)]
    assert found == [("2026-02-25", 1000, 5200)] * 2 + [("2026-02-25", 1500, 125)]
    assert counts(only(bring(sales)))[:5] == (3, 0, 0, 3, 0)


def test_an_animal_that_is_here_says_whose_sale_it_is(bring: Bring) -> None:
    bring({**TWO, **ITEM, "animaux.csv": text(ANIMALS, "7;14;Rex;Canin;;;;;")})
    bring({"ventes.csv": text("NoLigne;" + SOLD, "1;2026-02-25;Eve Dubé;7;BRA;1;52,00")})
    assert Sale.get().client.number == "14"


def test_two_animals_of_one_name_are_asked_about(bring: Bring, client: FlaskClient) -> None:
    bring({**TWO, **ITEM, "animaux.csv": text(ANIMALS, "7;13;Rex;Canin;;;;;", "8;13;Rex;Canin;;;;O;")})
    file = only(bring({"ventes.csv": text(SOLD, "2026-02-25;13;Rex;BRA;1;52,00")}))
    assert reasons(file) == ["several_animal"]
    page = plain(client.get("/imports/links").text)
    assert "De quel animal s’agit-il?" in page and "Une autre personne" not in page
    (section,) = links.page(1).items
    wrong = factories.animal(name="Rex")
    assert "Rien n’a été réglé" in plain(say(client, f"animal-{wrong.id}", section.rows[0]))
    say(client, f"animal-{Animal.get(Animal.number == '7').id}", section.rows[0])
    assert Sale.get().animal.number == "7"


def test_what_hangs_on_a_doubtful_row_comes_in_with_it(bring: Bring, client: FlaskClient) -> None:
    visits = text("NoVisite;NoAnimal;Date", "5;1;2026-01-05")
    bring(
        {
            **TWO,
            **PETS,
            "visites.csv": visits,
            "rappels.csv": text("NoRappel;NoAnimal;Type;DatePrévue", "8;1;Vaccin;20/03/2026"),
        }
    )
    (section,) = links.page(1).items
    assert (section.total, section.questions) == (4, 2)
    say(client, f"client-{id_of('14')}", section.rows[0])
    assert Animal.get().last_visit_on and str(Reminder.get().due_on) == "2026-03-20"


def test_somebody_who_may_be_one_of_two_is_not_made_a_third_time(bring: Bring, client: FlaskClient) -> None:
    header = "Owner First Name,Owner Last Name,Email,Cell Phone"
    ann = factories.client(first_name="Ann", last_name="Lee", email="ann@example.com")
    factories.client(first_name="Ann", last_name="Lee", email="ann@example.com")
    new = {"clients.csv": text(header, "Ann,Lee,ann@example.com,514-555-0101", "Ben,Mo,ben@example.com,")}
    file = only(bring(new))
    assert reasons(file) == ["several_self"] and Client.select().count() == 3
    (section,) = links.page(1).items
    page = say(client, f"client-{ann.id}", section.rows[0])
    assert Client.get_by_id(ann.id).mobile_phone == "+15145550101"
    assert counts(only(bring(new)))[:5] == (2, 0, 0, 2, 0)
    undo(client, page)
    assert not Client.get_by_id(ann.id).mobile_phone


def test_codes_and_days_mean_what_they_meant_in_the_whole_file(bring: Bring, client: FlaskClient) -> None:
    """One row alone would not tell that N beside M and F is neutered, nor that the month comes first."""
    header = "PatientNo,Owner,Name,Species,Sex,DOB"
    bring(TWO)
    bring({"patients.csv": text(header, '1,"Dubé, Eve",Rex,Canine,N,04/05/2020', "2,13,Max,Canine,M,04/25/2020",
                                "3,13,Fifi,Canine,F,04/26/2020")})  # fmt: skip
    say(client, f"client-{id_of('14')}", links.page(1).items[0].rows[0])
    rex = Animal.get(Animal.name == "Rex")
    assert (rex.sex, rex.sterile, str(rex.born_on)) == ("M", True, "2020-04-05")


def test_what_a_later_file_says_clearly_waits_no_more(bring: Bring) -> None:
    bring(TWO)
    bring(PETS)
    bring({"animaux.csv": text(ANIMALS, "1;14;Rex;Canin;;;;;", "2;Dubé, Eve;Minou;Félin;;;;;")})
    assert [row.cells["Nom"] for row in links.page(1).items[0].rows] == ["Minou"]


def test_a_dry_run_and_an_undone_import_leave_nothing_to_ask(bring: Bring, manager: FlaskClient) -> None:
    bring(TWO)
    bring(PETS, dry_run=True)
    assert not DoubtfulLink.select().exists()
    more = {**PETS, "clients.csv": text(WHO, "15;Zoé;Roy;;;")}
    run = bring(more).run.id
    assert links.total() == 2
    assert manager.post(f"/imports/{run}/undone").status_code == 303
    assert not links.total()


@pytest.mark.parametrize("rows", [[], ["x"], ["1:7"], ["99999:1"]])
def test_it_settles_only_what_was_shown(bring: Bring, client: FlaskClient, rows: list[str]) -> None:
    bring(TWO)
    bring(PETS)
    answered = client.post("/imports/links", data={"row": rows, "answer": f"client-{id_of('13')}"})
    assert answered.status_code == 303
    assert not LinkAnswer.select().exists() and links.total() == 2


def test_it_says_so_once_a_message_came_of_it(bring: Bring, client: FlaskClient) -> None:
    bring(TWO)
    bring(PETS)
    page = say(client, "another", *links.page(1).items[0].rows)
    factories.message(to=Client.get(Client.number.is_null()))
    assert "un message à Eve Dubé" in plain(undo(client, page))
    assert Animal.select().count() == 2 and LinkAnswer.select().count() == 2


def test_the_page_asks_the_database_little(
    bring: Bring, client: FlaskClient, counted: Callable[[Callable[[], object]], int]
) -> None:
    bring(TWO)
    bring(PETS)
    client.get("/imports/links")
    assert counted(lambda: client.get("/imports/links")) <= 12


def test_it_leaves_the_imports_of_an_older_version_as_they_are(bring: Bring) -> None:
    bring(TWO)
    moved = migration("0027_doubtful_links")
    before = db.rows("SELECT id, name, rows, created FROM import_file")
    moved.down(None, db.database)
    moved.up(None, db.database)
    assert db.rows("SELECT id, name, rows, created FROM import_file") == before
    bring(PETS)
    assert links.total() == 2


# ---------- By command.


def command(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["links", *arguments], catch_exceptions=False)


def test_it_is_said_listed_and_settled_by_command(here: Path) -> None:
    (here / "clients.csv").write_text(TWO["clients.csv"], encoding="utf-8")
    (here / "animaux.csv").write_text(PETS["animaux.csv"], encoding="utf-8")
    files = json.loads(bring_by_command("clients.csv", "animaux.csv", "--json").stdout)["files"]
    assert [each["links"] for each in files] == [0, 2]
    assert "2 lignes attendent" in plain(bring_by_command("animaux.csv").stdout)
    found = json.loads(command("--json").stdout)["links"]
    assert [(each["value"], each["rows"], [c["number"] for c in each["candidates"]]) for each in found] == [
        ("Dubé, Eve", 1, ["13", "14"])
    ] * 2
    assert "Eve Dubé (13), Eve Dubé (14)" in command().stdout
    row = str(found[0]["id"])
    assert command("settle", row, "--client", "99").exit_code == 1
    assert command("settle", row).exit_code == 2
    done = json.loads(command("settle", row, "--client", "14", "--json").stdout)
    assert (done["rows"], done["refused"]) == (1, 0)
    assert command("settle", row, "--client", "14").exit_code == 1
    assert len(json.loads(command("--json").stdout)["links"]) == 1
