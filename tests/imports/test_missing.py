"""What a newer file of the watched folder leaves out: appointments that it no longer speaks of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient

from tests import factories
from tests.imports.conftest import ANIMALS, APPOINTMENTS, CLIENTS, Bring, Lay, minutes, text
from webapp.imports import actions
from webapp.models import Animal, Appointment, Question, Reminder, ReminderType
from webapp.reminders.actions import reactions

RECORDS = {
    "clients.csv": text(CLIENTS, "1;Anne;Roy;;;"),
    "animaux.csv": text(ANIMALS, "100;1;Rex;Canin;;M;;N;", "101;1;Azur;Canin;;F;;N;", "102;1;Filou;Canin;;M;;N;"),
}
FIRST = "1;100;2026-03-10 09:00;30;;Vaccination;;Prévu"
MIDDLE = "2;101;2026-03-12 09:00;30;;Vaccination;;Prévu"
LAST = "3;102;2026-03-14 09:00;30;;Vaccination;;Prévu"
Days = Callable[..., None]


@pytest.fixture
def days(lay: Lay) -> Days:
    """The folder has these lines of appointments, some minutes after evening; it is imported."""
    for name, content in RECORDS.items():
        lay(name, content, minutes(0))
    actions.import_watched_folder(now=minutes(2))
    kind = ReminderType.get(ReminderType.code == "vaccination")
    for each in Animal.select():
        factories.reminder(of=each, type=kind)

    def do(at: float, *rows: str, name: str = "rdv.csv") -> None:
        lay(name, text(APPOINTMENTS, *rows), minutes(at))
        assert actions.import_watched_folder(now=minutes(at + 2)) is not None

    do(5, FIRST, MIDDLE, LAST)
    assert answered() == ["1", "2", "3"]
    return do


def answered() -> list[str]:
    found = Reminder.select().where(Reminder.answered_at.is_null(False))
    return sorted(each.appointment.number for each in found)


def test_what_is_left_out_gives_its_reminder_back(days: Days, client: FlaskClient) -> None:
    days(10, FIRST, LAST)
    assert answered() == ["1", "3"]
    (question,) = Question.select()
    assert (question.because, question.appointment.number) == ("missing", "2")
    page = client.get("/").text
    assert f"/questions/{question.id}/stands" in page and f"/questions/{question.id}/cancelled" in page
    days(20, FIRST, MIDDLE, LAST)  # there it is again
    assert answered() == ["1", "2", "3"] and not Question.select().exists()


@pytest.mark.parametrize("rows", [(FIRST, MIDDLE), (MIDDLE, LAST), (MIDDLE,), ()])
def test_only_days_that_the_file_covers(days: Days, rows: tuple[str, ...]) -> None:
    days(10, *rows)
    assert answered() == ["1", "2", "3"]


def test_a_file_of_another_name_says_nothing(days: Days) -> None:
    days(10, FIRST, LAST, name="autre.csv")
    assert answered() == ["1", "2", "3"]


def test_a_file_by_hand_says_nothing(days: Days, bring: Bring) -> None:
    bring({"rdv.csv": text(APPOINTMENTS, FIRST, LAST)}, now=minutes(10))
    assert answered() == ["1", "2", "3"]


def test_what_was_entered_by_hand_stays(days: Days) -> None:
    Appointment.update(number=None).where(Appointment.number == "2").execute()
    days(10, FIRST, LAST)
    assert len(list(Reminder.select().where(Reminder.answered_at.is_null(False)))) == 3


def test_a_row_that_is_refused_is_not_missing(days: Days) -> None:
    days(10, FIRST, "2;999;2026-03-12 09:00;30;;Vaccination;;Prévu", LAST)
    assert answered() == ["1", "2", "3"]


def test_a_file_with_broken_lines_says_nothing_by_what_it_leaves_out(days: Days) -> None:
    days(10, FIRST, "2;101;2026-03-12 09:00;30;;Vaccination;;Prévu;;;trop;de;cases", LAST)
    assert answered() == ["1", "2", "3"]


def test_a_person_says_that_it_stands(days: Days, client: FlaskClient) -> None:
    days(10, FIRST, LAST)
    client.post(f"/questions/{Question.get().id}/stands")
    assert answered() == ["1", "2", "3"]
    days(20, FIRST, LAST, "4;100;2026-03-20 09:00;30;;Griffes;;Prévu")
    assert answered() == ["1", "2", "3"]


def test_a_person_says_that_it_was_cancelled(days: Days, client: FlaskClient) -> None:
    days(10, FIRST, LAST)
    client.post(f"/questions/{Question.get().id}/cancelled")
    assert Appointment.get(Appointment.number == "2").status == "cancelled"
    assert answered() == ["1", "3"] and not Question.select().where(Question.settled_at.is_null()).exists()


def test_it_finds_nothing_new_the_second_time(days: Days, now: datetime) -> None:
    days(10, FIRST, LAST)
    assert reactions.apply(now=minutes(15)) == reactions.Reacted()
