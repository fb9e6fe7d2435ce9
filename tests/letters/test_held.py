"""No letter, no label and no row for whom somebody must first say something."""

from __future__ import annotations

import io
from datetime import date

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from tests import factories
from tests.conftest import NOW
from tests.pdfs import texts
from webapp.composition.queries.candidates import Scope
from webapp.letters.actions import drawing, runs
from webapp.letters.queries import export as exports
from webapp.letters.queries import runs as queries
from webapp.models import (
    Animal,
    Batch,
    Client,
    Hold,
    Mailing,
    Message,
    MessageBody,
    PrintRun,
    Question,
    Reminder,
)  # fmt: skip

TODAY = date(2026, 3, 5)


def exported(manager: FlaskClient) -> list[str]:
    """The animals of the file's French sheet."""
    with manager.post("/batches/253/export", data={"who": "all", "format": "xlsx"}) as answer:
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    return [str(row[9]) for row in book.get_sheet_by_name("Français").to_python()[1:]]


@pytest.mark.parametrize("whose", ["animal", "client"])
def test_it_leaves_them_out(batch: Batch, manager: FlaskClient, whose: str) -> None:
    roy = Client.get(Client.last_name == "Roy")
    rex = Animal.get(Animal.name == "Rex")
    factories.hold(of=rex) if whose == "animal" else factories.hold(client=roy)
    assert exported(manager) == ["Azur", "Heidi"]
    assert exports.count(Scope(batch=batch), today=TODAY) == 3
    for who in ("letters", "all"):
        with manager.get(f"/batches/253/labels?sheet=5160&who={who}&print=1") as answer:
            assert "ROY" not in " ".join(texts(answer.data)) and "ADAM" in " ".join(texts(answer.data))
    Hold.update(settled_at=NOW).execute()
    assert exported(manager) == ["Azur", "Heidi", "Rex"]


def letter_of(name: str) -> Message:
    return Message.get(Message.client == Client.get(Client.last_name == name).id)


def hold(whose: str) -> Hold:
    """Rex, or Paul Roy to whom alone he belongs, is on hold."""
    if whose == "animal":
        return factories.hold(of=Animal.get(Animal.name == "Rex"))
    return factories.hold(client=Client.get(Client.last_name == "Roy"))


def settle(answer: str = "nothing") -> None:
    Hold.update(settled_at=NOW, answer=answer).execute()


def plain(client: FlaskClient, address: str) -> str:
    return client.get(address).text.replace("\u00a0", " ")


@pytest.fixture
def planned(batch: Batch, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> Batch:
    """Three letters are written, and not drawn yet."""
    with monkeypatch.context() as patched:
        patched.setattr(runs.queue, "wake", lambda *told: None)
        client.post("/batches/253/letters", data={"who": "all"})
    return batch


WHOSE = pytest.mark.parametrize("whose", ["animal", "client"])


@WHOSE
def test_a_planned_letter_waits_and_comes_back(planned: Batch, client: FlaskClient, whose: str) -> None:
    hold(whose)
    drawing.draw(run_id=PrintRun.get().id, now=NOW)
    waits = letter_of("Roy")
    assert (waits.state, waits.reason, waits.print_run_id, waits.print_number) == ("planned", "held", None, None)
    assert {letter_of(name).state for name in ("Adam", "Brown")} == {"printed"}
    assert "1 lettre attend" in plain(client, "/batches/253")
    week = plain(client, "/letters/week")
    assert "1 lettre attend" in week and "Imprimer la lettre" not in week
    settle()
    assert "1 lettre attend" not in plain(client, "/batches/253")
    assert "Imprimer la lettre" in plain(client, "/letters/week")
    client.post("/letters/week", data={"kind": "letters", "said": "1"})
    assert (letter_of("Roy").state, letter_of("Roy").reason) == ("printed", "")


@WHOSE
def test_it_is_not_laid_out_while_it_waits(planned: Batch, client: FlaskClient, whose: str) -> None:
    hold(whose)
    mailing = Mailing.get()
    assert len(queries.to_lay_out([mailing.id])) == 2
    with client.get("/batches/253/labels?sheet=5160&who=letters&print=1") as answer:
        assert "ROY" not in " ".join(texts(answer.data))
    settle()
    assert len(queries.to_lay_out([mailing.id])) == 3


@WHOSE
def test_it_is_taken_out_of_the_pile_and_printed_later(printed: int, client: FlaskClient, whose: str) -> None:
    hold(whose)
    page = plain(client, f"/print-runs/{printed}")
    assert "Retirez cette lettre de la pile" in page and "Lettre 2, Paul Roy" in page
    assert "Les 2 lettres sont postées" in page
    client.post(f"/print-runs/{printed}/posted", data={"said": "2"})
    assert (letter_of("Adam").state, letter_of("Roy").state, letter_of("Roy").reason) == ("sent", "planned", "held")
    assert Mailing.get().state == "running"
    settle()
    client.post("/letters/week", data={"kind": "letters", "said": "1"})
    assert letter_of("Roy").state == "printed"


def test_it_stays_in_the_pile_when_it_was_nothing(printed: int, client: FlaskClient) -> None:
    hold("animal")
    settle()
    client.post(f"/print-runs/{printed}/posted", data={"said": "3"})
    assert letter_of("Roy").state == "sent"


def test_who_is_contacted_no_more_gets_none(planned: Batch, client: FlaskClient) -> None:
    held = hold("client")
    drawing.draw(run_id=PrintRun.get().id, now=NOW)
    client.post("/held", data={"hold": str(held.id), "answer": "refuse"})
    client.post("/letters/week", data={"kind": "letters"})
    assert (letter_of("Roy").state, letter_of("Roy").reason) == ("cancelled", "refused")


def test_the_others_of_its_letter_do_not_wait(planned: Batch) -> None:
    factories.hold(of=Animal.get(Animal.name == "Azur"))
    assert len(queries.to_lay_out([Mailing.get().id])) == 3
    drawing.draw(run_id=PrintRun.get().id, now=NOW)
    assert letter_of("Adam").state == "printed"
    assert "Heidi" in MessageBody.get_by_id(letter_of("Adam").id).text
    assert "Azur" not in MessageBody.get_by_id(letter_of("Adam").id).text


def test_a_question_is_waited_for_too(planned: Batch) -> None:
    due = Reminder.get(Reminder.animal == Animal.get(Animal.name == "Rex"))
    Question.create(reminder=due, because="no_name", asked_at=NOW)
    drawing.draw(run_id=PrintRun.get().id, now=NOW)
    assert (letter_of("Roy").state, letter_of("Roy").reason) == ("planned", "asked")
