"""The reminders of a batch, made at once."""

from __future__ import annotations

import json
import threading
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from tests import factories
from tests.conftest import NOW
from webapp import clock, db
from webapp.batches.actions import Nobody, generate
from webapp.batches.queries import choosing, naming
from webapp.batches.queries.choosing import Doubling
from webapp.batches.rules.criteria import parse
from webapp.batches.rules.refusals import NotAccepted
from webapp.cli import main
from webapp.models import Batch, ClosedDay, Reminder, ReminderEvent, StaffMember

TODAY = date(2026, 3, 5)
DUE = date(2026, 4, 1)


def made(document: dict[str, Any] | None = None, **more: Any) -> Batch:
    given = {"type_id": factories.reminder_type().id, "due_on": DUE, "description": "Printemps", "by": None, **more}
    return generate(criteria=parse(document or {}), now=NOW, today=TODAY, **given)


def of(batch: Batch) -> list[Reminder]:
    return list(Reminder.select().where(Reminder.batch == batch.id).order_by(Reminder.id))


def test_it_makes_one_reminder_of_each_animal(app: Flask, julie: StaffMember) -> None:
    owner = factories.client(last_name="Zola")
    first, second = factories.animal(owner=owner), factories.animal(owner=owner)
    other = factories.animal(owner=factories.client(last_name="Amyot"))
    factories.animal(deceased=True)
    batch = made(by=julie)
    assert [reminder.animal_id for reminder in of(batch)] == [first.id, second.id, other.id]
    assert {(r.type_id, r.due_on, r.done_by, r.created_at) for r in of(batch)} == {(batch.type_id, DUE, "", NOW)}
    assert [reminder.client_id for reminder in of(batch)] == [owner.id, owner.id, other.client_id]
    assert (batch.number, batch.description, batch.due_on, batch.spread_days) == (1, "Printemps", DUE, 1)
    assert (batch.created_at, batch.created_by_id) == (NOW, julie.id)
    assert ReminderEvent.select().count() == 0


def test_it_stores_the_criteria_with_their_period(app: Flask) -> None:
    factories.animal(sex="F")
    batch = made({"sex": "F"})
    assert json.loads(batch.criteria) == {
        "sex": "F", "sold_between": ["2024-03-05", "2026-03-05"],
        "deceased": False, "other_clinic": False, "use_preferences": True,
    }  # fmt: skip
    again = made(json.loads(batch.criteria), allow_doubles=True, copy_of=batch.id)
    assert (again.number, again.copy_of_id) == (2, batch.id)


def test_it_numbers_for_life(app: Flask) -> None:
    factories.animal()
    factories.batch(number=252)
    first = made()
    Reminder.update(deleted_at=NOW).execute()
    assert first.number == 253
    assert made().number == 254


def test_it_creates_nothing_for_nobody(app: Flask) -> None:
    factories.animal()
    with pytest.raises(Nobody) as refused:
        made({"sex": "M"})
    assert refused.value.sentence == "Aucun animal ne répond à ces critères\u00a0: rien n’a été créé."
    with pytest.raises(NotAccepted):
        made({"species": {"include": ["Licorne"]}})
    assert Batch.select().count() == Reminder.select().count() == 0


def test_it_doubles_nobody_unless_told(app: Flask) -> None:
    free, taken = factories.animal(), factories.animal(name="Déjà")
    past = factories.batch(animals=[taken], due=DUE - timedelta(days=60))
    about = Doubling(past.type_id, DUE, DUE)
    (shown,) = choosing.doubles(naming.resolve(parse({}), today=TODAY), about, limit=50)
    assert (shown.animal, shown.due_on, shown.batch) == ("Déjà", DUE - timedelta(days=60), past.number)
    assert [reminder.animal_id for reminder in of(made())] == [free.id]
    with pytest.raises(Nobody) as refused:
        made()
    assert refused.value.doubles == 2
    assert "Les 2 animaux" in refused.value.sentence
    assert len(of(made(allow_doubles=True))) == 2
    assert len(of(made(type_id=factories.reminder_type("vaccination").id))) == 2


def test_it_spreads_evenly_over_open_days_and_tears_no_family_apart(app: Flask) -> None:
    ClosedDay.create(on=date(2026, 4, 10))
    families = defaultdict(set)
    for number in range(60):
        owner = factories.client(last_name=f"Roy {number:02}")
        for _ in range(1 + number % 3):
            factories.animal(owner=owner)
    batch = made(spread_days=8)
    expected = [date(2026, 4, day) for day in (1, 2, 4, 6, 7, 8, 9, 11)]  # not Good Friday, a Sunday, nor the 10th
    by_day = Counter(reminder.due_on for reminder in of(batch))
    for reminder in of(batch):
        families[reminder.client_id].add(reminder.due_on)
    assert sorted(by_day) == expected
    assert max(by_day.values()) - min(by_day.values()) <= 3
    assert all(len(days) == 1 for days in families.values())
    assert [r.due_on for r in of(batch)] == sorted(r.due_on for r in of(batch))  # these clients were made by name
    assert batch.spread_days == 8


def test_it_begins_a_spread_on_an_open_day_and_keeps_a_single_day(app: Flask) -> None:
    factories.animal()
    sunday = date(2026, 4, 5)
    assert made(due_on=sunday).due_on == sunday
    assert made(due_on=sunday, spread_days=2, allow_doubles=True).due_on == date(2026, 4, 6)


def test_it_takes_a_day_each_where_there_are_more_days_than_animals(app: Flask) -> None:
    for _ in range(3):
        factories.animal()
    days = [reminder.due_on for reminder in of(made(spread_days=30))]
    assert len(set(days)) == 3
    assert days[0] == DUE


def test_it_creates_nothing_for_nobody_on_several_days(app: Flask) -> None:
    with pytest.raises(Nobody):
        made(spread_days=3)
    assert Batch.select().count() == 0


def test_it_gives_two_at_once_two_numbers(app: Flask) -> None:
    factories.animal()
    numbers, kind = [], factories.reminder_type().id

    def work() -> None:
        with app.app_context():
            db.connect()
            numbers.append(made(allow_doubles=True, type_id=kind).number)
            db.database.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [1, 2, 3, 4]


# ---------- The command.


@pytest.fixture
def relance(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Result]:
    """`relance batch generate …` on this test's clinic; the criteria are piped in."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setenv("RELANCE_DATA", str(app.config["RELANCE"].data))
    monkeypatch.setenv("LANG", "fr_CA.UTF-8")

    def run(*arguments: str, criteria: object = None) -> Result:
        typed = json.dumps({} if criteria is None else criteria)
        command = ["batch", "generate", "--criteria", "-", *arguments]
        return CliRunner().invoke(main, command, input=typed, catch_exceptions=False)

    return run


PLAIN = ("--due-on", "2026-04-01", "--description", "Printemps 2026")


@pytest.mark.parametrize("kind", ["antiparasitic", "Antiparasitaire", "parasite prevention", "ANTIPARASITAIRE"])
def test_it_makes_a_batch_by_command(relance: Callable[..., Result], kind: str) -> None:
    factories.animal()
    factories.animal()
    answer = relance("--type", kind, *PLAIN, "--json")
    assert (answer.exit_code, json.loads(answer.stdout)) == (0, {"batch": 1, "reminders": 2})
    (batch,) = Batch.select()
    assert (batch.type.code, batch.description, batch.due_on) == ("antiparasitic", "Printemps 2026", DUE)


def test_it_doubles_by_command_only_when_told(relance: Callable[..., Result]) -> None:
    factories.animal()
    assert relance("--type", "antiparasitic", *PLAIN).stdout == "Lot 1\u00a0: 1 rappel.\n"
    refused = relance("--type", "antiparasitic", *PLAIN, "--json")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "déjà un rappel ouvert" in refused.stderr
    more = relance("--type", "antiparasitic", *PLAIN, "--allow-doubles", "--spread-days", "3", "--json")
    assert json.loads(more.stdout) == {"batch": 2, "reminders": 1}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--type", "vermifuge", *PLAIN), "--type : aucun type de rappel n’a le code ou le nom « vermifuge »."),
        (("--type", "courtesy", "--due-on", "demain"), "--due-on : un jour comme 2026-03-05, et non « demain »."),
        (("--type", "courtesy", *PLAIN, "--spread-days", "0"), "--spread-days : de 1 à 366 jours, et non 0."),
        (("--type", "courtesy", "--due-on", "2019-04-01"), "« due_on » : « 2019-04-01 » remonte à plus d’un an."),
        (("--type", "courtesy", *PLAIN, "--today", "2027-04-02"), "« 2026-04-01 » remonte à plus d’un an."),
        (("--type", "courtesy", *PLAIN, "--today", "x"), "--today : un jour comme 2026-03-05, et non « x »."),
    ],
)
def test_it_refuses_in_words(relance: Callable[..., Result], arguments: tuple[str, ...], words: str) -> None:
    factories.animal()
    answer = relance(*arguments, "--json")
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert words in answer.stderr.replace("\u00a0", " ")
    assert Batch.select().count() == 0


def test_it_takes_a_day_of_the_last_year(relance: Callable[..., Result]) -> None:
    factories.animal()
    answer = relance("--type", "courtesy", *PLAIN, "--today", "2027-04-01", "--json")
    assert (answer.exit_code, Batch.select().count()) == (0, 1)


def test_it_refuses_criteria_that_nobody_answers(relance: Callable[..., Result]) -> None:
    answer = relance("--type", "courtesy", *PLAIN, criteria={"sex": "F"})
    assert (answer.exit_code, Batch.select().count()) == (1, 0)
    assert "Aucun animal" in answer.stderr
