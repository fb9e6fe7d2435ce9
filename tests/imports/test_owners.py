"""One animal under two owners: what stands is kept and a person is asked; another new owner is a move."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from tests.imports.conftest import ANIMALS, CLIENTS, Bring, counts, only, text
from webapp.imports.queries import links
from webapp.imports.queries.reports import FileReport
from webapp.models import Animal, Client, HistoryEntry, ImportLine, Visit

PEOPLE = {"clients.csv": text(CLIENTS, "1;Anne;Roy;;;", "2;Luc;Côté;;;", "3;Zoé;Dubé;;;")}


def animals(*rows: str, name: str = "animaux.csv") -> dict[str, str]:
    return {name: text(ANIMALS, *rows)}


def of(owner: str, number: str = "7") -> str:
    return f"{number};{owner};Rex;Canin;;;;;"


def owner() -> str | None:
    return Animal.get(Animal.number == "7").client.number


def reasons(file: FileReport) -> list[str]:
    return [line.reason for line in ImportLine.select().where(ImportLine.file == file.row.id).order_by(ImportLine.line)]


def say(client: FlaskClient, number: str) -> str:
    (section,) = links.page(1).items
    chosen = Client.get(Client.number == number).id
    data = {"row": [f"{row.id}:{row.count}" for row in section.rows], "answer": f"client-{chosen}"}
    return client.get(client.post("/imports/links", data=data).location).text


def moves() -> int:
    return HistoryEntry.select().where(HistoryEntry.verb == "transferred").count() // 2


def test_a_new_animal_with_two_owners_waits(bring: Bring, client: FlaskClient) -> None:
    bring(PEOPLE)
    visits = {"visites.csv": text("NoVisite;NoAnimal;Date", "5;7;2026-01-05")}
    report = bring({**animals(of("1"), of("3", "8"), of("2")), **visits})
    file = report.files[0]
    assert counts(file)[:5] == (3, 1, 0, 0, 2) and reasons(file) == ["two_owners", "two_owners"]
    assert [each.number for each in Animal.select()] == ["8"]
    page = " ".join(re.sub(r"<[^>]+>", " ", client.get("/imports/links").text).split())
    assert "Lequel de ces clients est le propriétaire" in page and "Anne Roy" in page and "Luc Côté" in page
    say(client, "2")
    assert owner() == "2" and Visit.select().count() == 1
    assert counts(only(bring(animals(of("1"), of("3", "8"), of("2")))))[:5] == (3, 0, 0, 2, 1)
    assert owner() == "2" and not links.total()


def test_the_owner_who_stands_is_kept(bring: Bring, client: FlaskClient) -> None:
    bring({**PEOPLE, **animals(of("1"))})
    file = only(bring(animals(of("2"), of("3"))))
    assert owner() == "1" and reasons(file) == ["two_owners"]
    page = say(client, "3")
    assert owner() == "3"
    address = re.search(r'action="(/imports/links/\d+\?_method=DELETE)"', page)
    assert address and client.post(address[1]).status_code == 303
    assert owner() == "1" and links.total() == 2


def test_the_same_owner_twice_is_said_twice_and_no_more(bring: Bring) -> None:
    bring(PEOPLE)
    file = only(bring(animals(of("1"), of("1"))))
    assert reasons(file) == ["number_twice"] and owner() == "1" and not links.total()


def test_another_owner_in_a_later_file_is_a_move(bring: Bring) -> None:
    bring({**PEOPLE, **animals(of("1"))})
    bring(animals(of("2")))
    assert (owner(), moves(), links.total()) == ("2", 1, 0)


def test_two_lists_do_not_move_it_to_and_fro(bring: Bring, client: FlaskClient) -> None:
    bring({**PEOPLE, **animals(of("1"))})
    new, old = animals(of("2"), name="liste.csv"), animals(of("1"))
    bring(new)
    for _ in range(2):
        file = only(bring(old))
        assert (owner(), moves(), links.total(), reasons(file)) == ("2", 1, 1, ["former_owner"])
        bring(new)
    say(client, "2")
    bring(old)
    assert (owner(), moves(), links.total()) == ("2", 1, 0)


def test_it_goes_back_once_a_person_has_said_so(bring: Bring, client: FlaskClient) -> None:
    bring({**PEOPLE, **animals(of("1"))})
    bring(animals(of("2")))
    bring(animals(of("1")))
    say(client, "1")
    assert (owner(), moves(), links.total()) == ("1", 2, 0)
    assert counts(only(bring(animals(of("1")))))[:4] == (1, 0, 0, 1)


def test_a_dry_run_says_so_and_asks_nobody(bring: Bring) -> None:
    bring(PEOPLE)
    file = only(bring(animals(of("1"), of("2")), dry_run=True))
    assert counts(file)[:5] == (2, 0, 0, 0, 2) and not links.total()
