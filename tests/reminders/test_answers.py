"""What answers what: the rules, the command, the page, and what follows from them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.reminders.steps import again, history
from webapp.models import Answering, Question, Reminder, ReminderType, Sale, StaffMember
from webapp.reminders.actions import lives, reactions
from webapp.reminders.queries import answer_rows
from webapp.reminders.rules.answers import Told, folded

TODAY = date(2026, 3, 5)


def told(**said: Any) -> Told:
    phrases = {
        name: tuple(map(folded, said.get(name, default)))
        for name, default in (
            ("names", ["Vaccination", "Vaccine"]),
            ("appointments", []),
            ("reasons", []),
            ("never", []),
        )
    }
    return Told(**phrases, items=frozenset(code.casefold() for code in said.get("items", ())))


@pytest.mark.parametrize(
    ("kinds", "reason", "said", "answers"),
    [
        (["Vaccination"], "", {}, True),
        (["VACCINATION annuelle"], "", {}, True),
        (["Vaccinations"], "", {}, True),
        (["Examen"], "Vaccination, chiot", {}, True),
        (["Exam"], "yearly vaccine", {}, True),
        ([], "vaccinàtion", {}, True),
        (["Coupe de griffes"], "", {}, False),
        (["Examen"], "", {}, False),
        ([], "Revaccination", {}, False),
        ([], "", {}, None),
        ([""], " - ", {}, None),
        (["Examen"], "", {"appointments": ["examen"]}, True),
        (["Chirurgie"], "examen", {"appointments": ["Examen"]}, False),
        ([], "Examen", {"appointments": ["Examen"]}, True),
        (["Chirurgie"], "Vaccin Base + Lepto", {"reasons": ["vaccin"]}, True),
        (["Bilan"], "stérilisation", {"reasons": ["bilan"]}, False),
        (["Vaccin"], "", {"names": ["Vaccination"]}, True),
        (["Vaccins"], "chiot", {"names": ["Vaccination"]}, True),
        (["Exam"], "Vaccine, yearly", {"names": ["Vaccination"]}, True),
        (["Exam"], "Vaccinologie", {"names": ["Vaccination"]}, False),
        (["Suivi court"], "", {"names": ["Courtoisie"]}, False),
        (["Examen"], "", {"names": ["Examen annuel"]}, False),
        (["Radio"], "radi", {"names": ["Radiation"]}, False),
        (["Vaccin"], "", {"names": ["Vaccination annuelle"]}, False),
        (["Vaccin"], "contrôle", {"names": ["Vaccination"], "never": ["contrôle"]}, False),
        (["Vaccination"], "contrôle", {"never": ["Contrôle"]}, False),
        ([], "Suivi de vaccination", {"never": ["suivi"], "reasons": ["vaccination"]}, False),
        (["Examen"], "Bilan senior", {"names": ["Vaccination", "Bilan"]}, True),
    ],
)
def test_it_knows_what_a_name_means(kinds: list[str], reason: str, said: dict[str, Any], answers: bool | None) -> None:
    assert told(**said).answered_by(kinds, reason) is answers


@pytest.mark.parametrize(
    ("code", "names", "said", "closes"),
    [
        ("VAC-1", ["Vaccination antirabique", ""], {}, True),
        ("VAC-1", ["Defensor 3 Rage", ""], {}, False),
        ("VAC-1", ["Defensor 3 Rage", ""], {"items": ["vac-1"]}, True),
        ("VAC-1", ["Defensor 3 Rage", ""], {"items": ["P:VAC-1"]}, True),
        ("VAC-1", ["Defensor 3 Rage", ""], {"items": ["S:VAC-1"]}, False),
        ("VAC-1", ["Carnet de vaccination", ""], {"never": ["carnet"]}, False),
        ("CARNET", ["Carnet de vaccin", ""], {"names": ["Vaccination"]}, False),
        ("VAC-1", ["Defensor 3 Rage", ""], {"items": ["VAC-1"], "never": ["VAC-1"]}, False),
        ("VACCINATION", ["Defensor", ""], {}, False),
    ],
)
def test_it_knows_which_item_closes(code: str, names: list[str], said: dict[str, Any], closes: bool) -> None:
    assert told(**said).sold_by("product", code, names) is closes


# ---------- What follows.


def vaccination() -> ReminderType:
    return ReminderType.get(ReminderType.code == "vaccination")


def say(code: str = "vaccination", **said: Any) -> None:
    """The table says so of a type, and of nothing else."""
    kind = ReminderType.get(ReminderType.code == code)
    Answering.delete().where(Answering.type == kind).execute()
    lists = {name: json.dumps(said.get(name, [])) for name in ("appointments", "reasons", "items", "never")}
    Answering.create(type=kind, **lists, **{name: said[name] for name in said if name not in lists})


def test_a_nail_trim_answers_nothing(app: Flask, now: datetime) -> None:
    due = factories.reminder(type=vaccination())
    nails = factories.appointment_type("Coupe de griffes", "Nail trim")
    factories.appointment(of=due.animal, type=nails, reason="")
    factories.visit(of=due.animal, on=TODAY, reason="Griffes")
    assert reactions.apply(now=now) == reactions.Reacted()
    assert not Question.select().exists()


def test_the_days_are_the_clinic_s(app: Flask, now: datetime) -> None:
    say(days_before=10, days_after=0)
    early, there = (factories.reminder(type=vaccination(), due=TODAY + timedelta(days=days)) for days in (11, 10))
    late = factories.reminder(type=vaccination(), due=TODAY - timedelta(days=1))
    for each in (early, there, late):
        factories.visit(of=each.animal, on=TODAY, reason="Vaccination")
    reactions.apply(now=now)
    assert [again(each).visited_at is not None for each in (early, there, late)] == [False, True, False]


def test_one_of_a_group_answers_the_others(app: Flask, now: datetime) -> None:
    say("vaccination", group_name="Annuel", appointments=["Bilan"])
    say("annual_exam", group_name="Annuel", never=["chiot"])
    exam = ReminderType.get(ReminderType.code == "annual_exam")
    animal, other = factories.animal(), factories.animal()
    due = factories.reminder(of=animal, type=exam)
    spared = factories.reminder(of=other, type=exam)
    alone = factories.reminder(of=animal, type=factories.reminder_type("antiparasitic"))
    factories.appointment(of=animal, type=factories.appointment_type("Bilan"), reason="")
    factories.visit(of=other, on=TODAY, reason="Vaccination, chiot")
    reactions.apply(now=now)
    assert (again(due).answered_at, again(spared).visited_at, again(alone).answered_at) == (now, None, None)
    factories.visit(of=animal, on=TODAY, reason="annuel")
    reactions.apply(now=now)
    assert again(due).visited_at == now


# ---------- Sales.


def test_selling_what_it_is_about_closes_it(app: Flask, now: datetime) -> None:
    say(items=["VAC-RAGE"])
    item = factories.item(code="VAC-RAGE")
    due, other = factories.reminder(type=vaccination()), factories.reminder()
    for each in (due, other):
        sold = factories.sale(of=item, to=each.animal, on=date(2026, 3, 1))
    first = Sale.get(Sale.animal == due.animal)
    assert reactions.apply(now=now).visited == 1
    assert again(due).visited_at is not None and again(due).visit_id is None and again(other).visited_at is None
    assert history(due) == [("visited", {"sale": first.id})] and sold.id != first.id
    assert reactions.apply(now=now) == reactions.Reacted()


@pytest.mark.parametrize(
    ("lines", "closes"),
    [
        ([("2026-03-01", 1000), ("2026-03-03", -1000)], False),
        ([("2026-03-01", 2000), ("2026-03-03", -1000)], True),
        ([("2026-03-01", 0)], False),
        ([("2025-12-01", 1000)], False),  # before it was there
        ([("2026-03-05", 500)], True),
    ],
)
def test_only_what_was_not_taken_back_counts(
    app: Flask, now: datetime, lines: list[tuple[str, int]], closes: bool
) -> None:
    say(items=["VAC-RAGE"])
    item, due = factories.item(code="VAC-RAGE"), factories.reminder(type=vaccination())
    for on, quantity in lines:
        factories.sale(of=item, to=due.animal, on=date.fromisoformat(on), quantity_milli=quantity)
    assert reactions.apply(now=now).visited == closes


def test_a_refund_gives_it_back(app: Flask, now: datetime) -> None:
    say(items=["VAC-RAGE"])
    item, due = factories.item(code="VAC-RAGE"), factories.reminder(type=vaccination())
    factories.sale(of=item, to=due.animal, on=date(2026, 3, 1))
    reactions.apply(now=now)
    factories.sale(of=item, to=due.animal, on=date(2026, 3, 4), quantity_milli=-1000)
    reactions.follow_sales(now=now)
    assert again(due).visited_at is None and history(due)[-1][1]["because"] == "refunded"


def test_a_person_takes_it_back_for_good(app: Flask, now: datetime, julie: StaffMember) -> None:
    say(items=["VAC-RAGE"])
    item, due = factories.item(code="VAC-RAGE"), factories.reminder(type=vaccination())
    factories.sale(of=item, to=due.animal, on=date(2026, 3, 1))
    reactions.apply(now=now)
    lives.unvisit(reminder_ids=[due.id], now=now, by=julie)
    reactions.apply(now=now + timedelta(hours=1))
    assert again(due).visited_at is None


def test_a_sale_by_hand_closes(manager: FlaskClient, now: datetime) -> None:
    say(items=["VAC-RAGE"])
    item, due = factories.item(code="VAC-RAGE"), factories.reminder(type=vaccination())
    typed = {"animal": due.animal_id, "item": item.id, "sold_on": "2026-03-05", "quantity": "1", "amount": "42"}
    answer = manager.post(f"/sales/new?client={due.client_id}&item={item.id}", data=typed)
    assert answer.status_code == 303
    assert again(due).visited_at is not None
    sale = Sale.get(Sale.animal == due.animal)
    assert manager.post(f"/sales/{sale.id}?_method=DELETE").status_code == 303
    assert again(due).visited_at is None


# ---------- What no longer is so.


def test_another_reason_gives_back_what_it_had_answered(app: Flask, now: datetime) -> None:
    booked, seen = factories.reminder(type=vaccination()), factories.reminder(type=vaccination())
    expected = factories.appointment(of=booked.animal, reason="Vaccination")
    visit = factories.visit(of=seen.animal, on=TODAY, reason="Vaccination")
    reactions.apply(now=now)
    expected.reason = visit.reason = "Griffes"
    expected.save()
    visit.save()
    assert reactions.apply(now=now) == reactions.Reacted(unanswered=1, unvisited=1)
    assert history(booked)[-1][1]["because"] == history(seen)[-1][1]["because"] == "not_for_this"


def test_what_a_person_said_stands(app: Flask, now: datetime, julie: StaffMember) -> None:
    booked, seen = factories.reminder(type=vaccination()), factories.reminder(type=vaccination())
    expected = factories.appointment(of=booked.animal, reason="Griffes")
    visit = factories.visit(of=seen.animal, on=TODAY, reason="Griffes")
    lives.answer(reminder_ids=[booked.id], appointment_id=expected.id, now=now, by=julie)
    lives.visit(reminder_ids=[seen.id], visit_id=visit.id, now=now, by=julie)
    assert reactions.apply(now=now) == reactions.Reacted()


# ---------- The command and the page.

ROW = {
    "type": "Vaccination", "appointments": ["Vaccin annuel"], "reasons": ["vaccin"], "items": ["VAC-RAGE"],
    "never": ["suivi"], "group": None, "days_before": 45, "days_after": 15,
}  # fmt: skip


def test_a_fresh_installation_has_a_row_for_each_type(app: Flask) -> None:
    shown = [answer_rows.document(row) for row in answer_rows.rows()]
    assert [row["type"] for row in shown] == ["Antiparasitaire", "Vaccination", "Examen annuel", "Courtoisie"]
    plain = {"appointments": [], "reasons": [], "items": [], "never": [], "group": None}
    assert shown[0] == {"type": "Antiparasitaire", **plain, "days_before": 60, "days_after": 30}


@pytest.fixture
def answers(app: Flask, tmp_path: Any) -> Callable[..., tuple[int, str, str]]:
    """`relance answers …` with this document as its file, if there is one: status, output, error output."""
    from click.testing import CliRunner

    from webapp.cli import main

    def run(command: str, document: Any = None) -> tuple[int, str, str]:
        arguments = ["answers", *command.split()]
        if document is not None:
            path = tmp_path / "table.json"
            path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
            arguments.append(str(path))
        found = CliRunner().invoke(main, arguments, env={"RELANCE_DATA": str(app.config["RELANCE"].data)})
        return found.exit_code, found.stdout, found.stderr

    return run


def test_the_command_sets_and_shows_all_of_it(answers: Callable[..., tuple[int, str, str]]) -> None:
    status, _, said = answers("set", [ROW])
    assert status == 0 and "VAC-RAGE" in said  # no item has that code yet
    assert json.loads(answers("show --json")[1]) == [ROW]
    assert answers("set", [{"type": "annual_exam", "group": "Annuel"}])[0] == 0
    (row,) = json.loads(answers("show --json")[1])
    assert (row["type"], row["group"], row["days_before"], row["days_after"]) == ("Examen annuel", "Annuel", 60, 30)
    assert "Examen annuel (Annuel)" in answers("show")[1]
    assert answers("set", [])[0] == 0 and json.loads(answers("show --json")[1]) == []


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("[{", "table.json"),
        ({"type": "Vaccination"}, "list"),
        (["Vaccination"], "1"),
        ([ROW, {"type": "Chirurgie"}], "Chirurgie"),
        ([ROW, {"type": "vaccination"}], "vaccination"),
        ([{"appointments": []}], "type"),
        ([{"type": "Vaccination", "reason": ["vaccin"]}], "reason"),
        ([{"type": "Vaccination", "reasons": "vaccin"}], "reasons"),
        ([{"type": "Vaccination", "items": [4]}], "items"),
        ([{"type": "Vaccination", "group": 4}], "group"),
        ([{"type": "Vaccination", "days_after": -1}], "days_after"),
        ([{"type": "Vaccination", "days_before": "60"}], "days_before"),
        ([{"type": "Vaccination", "days_before": True}], "days_before"),
    ],
)
def test_a_bad_file_is_refused_in_words(answers: Callable[..., tuple[int, str, str]], document: Any, said: str) -> None:
    before = answers("show --json")[1]
    status, output, error = answers("set", document)
    assert status != 0 and not output and said in error and "Traceback" not in error
    assert answers("show --json")[1] == before


def test_the_page_shows_and_saves(manager: FlaskClient, now: datetime) -> None:
    factories.item(code="VAC-RAGE")
    due = factories.reminder(type=vaccination())
    factories.appointment(of=due.animal, reason="Bilan de santé")
    kind = vaccination()
    assert "Vaccination" in manager.get("/what-answers").text
    page = manager.get(f"/what-answers/{kind.id}").text
    assert 'value="60"' in page and 'value="30"' in page
    typed = {
        "appointments": "Vaccin annuel\n\nVaccin annuel ", "reasons": "bilan", "items": "VAC-RAGE", "never": "suivi",
        "group": "Annuel", "days_before": "45", "days_after": "15",
    }  # fmt: skip
    assert manager.post(f"/what-answers/{kind.id}", data=typed).status_code == 303
    row = answer_rows.of_type(kind)
    assert (row.appointments, row.items, row.group) == (("Vaccin annuel",), ("VAC-RAGE",), "Annuel")
    assert (row.days_before, row.days_after) == (45, 15)
    assert again(due).answered_at is not None  # what is there follows at once
    assert "bilan" in manager.get("/what-answers").text


@pytest.mark.parametrize(
    ("field", "typed"), [("items", "INCONNU"), ("days_before", "-1"), ("days_after", "beaucoup"), ("never", "x" * 101)]
)
def test_the_page_says_what_is_wrong_and_keeps_what_was_typed(manager: FlaskClient, field: str, typed: str) -> None:
    kind = vaccination()
    data = {"days_before": "60", "days_after": "30", "group": "Annuel", field: typed}
    answer = manager.post(f"/what-answers/{kind.id}", data=data)
    assert answer.status_code == 422 and typed in answer.text and f'id="{field}-error"' in answer.text
    assert 'value="Annuel"' in answer.text and answer_rows.of_type(kind).group == ""


def test_reception_does_not_set_it(client: FlaskClient) -> None:
    assert client.get("/what-answers").status_code == 403


def test_a_type_without_a_row_is_as_one_that_says_nothing(app: Flask, now: datetime) -> None:
    Answering.delete().execute()
    due = factories.reminder(type=vaccination())
    factories.visit(of=due.animal, on=TODAY, reason="Vaccination")
    assert reactions.apply(now=now).visited == 1
    assert Reminder.get_by_id(due.id).visited_at
