"""Reminders that the practice software keeps."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from tests.conftest import NOW
from tests.imports.conftest import ANIMALS, APPOINTMENTS, CLIENTS, VISITS, Bring, counts, only, text
from webapp import hand_edits
from webapp.imports.rules import headers
from webapp.models import Animal, Client, Reminder, ReminderEvent, ReminderType, StaffMember
from webapp.reminders.actions import handling, lives

HEADER = "NoRappel;NoAnimal;NoClient;Type;Échéance;Description;Statut"
RECORDS = {
    "clients.csv": text(CLIENTS, "1;Anne;Roy;;;", "2;Luc;Côté;;;"),
    "animaux.csv": text(ANIMALS, "100;1;Rex;Canin;;M;;N;", "101;2;Minou;Félin;;M;;N;"),
}


def reminder(number: str = "9001") -> Reminder:
    found: Reminder = Reminder.get(Reminder.number == number)
    return found


def history(number: str = "9001") -> list[str]:
    rows = ReminderEvent.select().where(ReminderEvent.reminder == reminder(number)).order_by(ReminderEvent.id)
    return [row.verb for row in rows]


@pytest.mark.parametrize(
    "header",
    [
        "NoRappel;NoAnimal;NoClient;Type;Échéance;Description;Statut",
        "No rappel;No patient;Type de rappel;Date rappel;Fait;Date d'envoi",
        "ReminderID;PatientID;ClientID;Reminder;DueDate;Sent;Notes",
        "Recall #;Animal #;Recall type;Due date;Status;Created",
        "ID;Patient;Reminder type;Due;Status",
    ],
)
def test_it_is_recognised(header: str) -> None:
    found = headers.recognise(header.split(";"), "export.csv")
    assert found.kind == "reminders"
    assert {"number", "animal", "type", "due_on"} <= found.places.keys()


@pytest.mark.parametrize(("header", "kind"), [(VISITS, "visits"), (APPOINTMENTS, "appointments"), (ANIMALS, "animals")])
def test_others_still_are_what_they_were(header: str, kind: str) -> None:
    assert headers.recognise(header.split(";"), "export.csv").kind == kind


def test_it_takes_reminders(bring: Bring) -> None:
    report = bring({
        **RECORDS,
        "rappels.csv": text(
            HEADER, "9001;100;1;Vaccination;2026-04-01;Rage;À faire", "9002;;2;Courtesy;2026-03-20;Appeler;",
            "9003;101;;Dentisterie;2026-05-01;;",
        ),
    })  # fmt: skip
    assert counts(report.files[-1]) == (3, 3, 0, 0, 0, 0)
    one, of_client, own = reminder("9001"), reminder("9002"), reminder("9003")
    assert (one.type.code, one.due_on, one.note) == ("vaccination", date(2026, 4, 1), "Rage")
    assert one.created_at == datetime(2026, 1, 31, 17, tzinfo=UTC)  # noon, sixty days before it is due
    assert (of_client.animal_id, of_client.client.number, of_client.type.code) == (None, "2", "courtesy")
    assert (own.client.number, own.type.code, own.type.name_en) == ("2", "dentisterie", "Dentisterie")
    assert own.created_at == datetime(2026, 3, 2, 17, tzinfo=UTC)


def test_it_refuses_what_it_cannot_place(bring: Bring) -> None:
    report = bring({
        **RECORDS,
        "rappels.csv": text(
            HEADER, "1;;;Vaccination;2026-04-01;;", "2;999;;Vaccination;2026-04-01;;",
            "3;;999;Vaccination;2026-04-01;;", "4;100;;;2026-04-01;;", "5;100;;Vaccination;;;",
            "6;100;;Vaccination;31/02/2026;;", ";100;;Vaccination;2026-04-01;;",
        ),
    })  # fmt: skip
    reasons = {line.key: line.code for line in report.files[-1].refused}
    assert reasons == {
        "1": "no_animal_no_client", "2": "unknown_animal", "3": "unknown_client", "4": "no_type", "5": "no_date",
        "6": "bad_date", "": "no_number",
    }  # fmt: skip
    assert not Reminder.select().exists()


def test_it_refuses_with_a_refused_animal(bring: Bring) -> None:
    report = bring({
        "animaux.csv": text(ANIMALS, "100;77;Rex;Canin;;M;;N;"),
        "rappels.csv": text(HEADER, "1;100;;Vaccination;2026-04-01;;"),
    })  # fmt: skip
    assert [line.code for line in report.files[-1].refused] == ["animal_refused"]


def test_again_is_an_update(bring: Bring) -> None:
    row = "9001;100;1;Vaccination;2026-04-01;Rage;"
    bring({**RECORDS, "rappels.csv": text(HEADER, row)})
    assert counts(only(bring({"rappels.csv": text(HEADER, row)}))) == (1, 0, 0, 1, 0, 0)
    assert counts(only(bring({"rappels.csv": text(HEADER, row.replace("04-01", "04-15"))}))) == (1, 0, 1, 0, 0, 0)
    assert reminder().due_on == date(2026, 4, 15)
    (moved,) = ReminderEvent.select()
    assert (moved.verb, json.loads(moved.details)["was"]) == ("moved", "2026-04-01")


def test_a_dry_run_says_so_and_writes_nothing(bring: Bring) -> None:
    files = {
        **RECORDS,
        "rappels.csv": text(HEADER, "9001;100;;Dentisterie;2026-04-01;;", "9002;;2;Vaccination;2026-04-01;;"),
    }
    assert counts(bring(files, dry_run=True).files[-1]) == (2, 2, 0, 0, 0, 0)
    assert (
        not Reminder.select().exists() and not ReminderType.select().where(ReminderType.code == "dentisterie").exists()
    )


@pytest.mark.parametrize(
    ("status", "column"),
    [("Fait", "done_at"), ("Rdv pris", "answered_at"), ("Complété", "visited_at"), ("Annulé", "cancelled_at")],
)
def test_the_file_may_close_it_and_not_open_it_again(bring: Bring, status: str, column: str) -> None:
    row = "9001;100;1;Vaccination;2026-02-01;;"
    bring({**RECORDS, "rappels.csv": text(HEADER, row + "À faire")})
    assert getattr(reminder(), column) is None
    bring({"rappels.csv": text(HEADER, row + status)})
    assert getattr(reminder(), column) == datetime(2026, 2, 1, 17, tzinfo=UTC)
    assert history() == [column.removesuffix("_at")]
    assert counts(only(bring({"rappels.csv": text(HEADER, row + "À faire")}))) == (1, 0, 0, 1, 0, 0)
    assert getattr(reminder(), column) is not None


def test_it_says_when_it_was_sent(bring: Bring) -> None:
    header = "NoRappel;NoAnimal;Type;Échéance;Fait;DateEnvoi;DateCréation"
    bring({**RECORDS, "rappels.csv": text(header, "9001;100;Vaccination;2026-04-01;O;2026-02-20;2025-12-01")})
    assert (reminder().done_at, reminder().done_by) == (datetime(2026, 2, 20, 17, tzinfo=UTC), "elsewhere")
    assert reminder().created_at == datetime(2025, 12, 1, 17, tzinfo=UTC)


def test_a_status_that_nobody_knows_is_not_taken(bring: Bring) -> None:
    report = bring({**RECORDS, "rappels.csv": text(HEADER, "9001;100;;Vaccination;2026-04-01;;Bof")})
    assert [(line.field, line.code) for line in report.files[-1].held] == [("status", "contact")]
    assert reminder().done_at is None


def test_what_came_back_here_stays_to_do(bring: Bring, julie: StaffMember) -> None:
    done = text(HEADER, "9001;100;;Vaccination;2026-04-01;;Fait")
    bring({**RECORDS, "rappels.csv": done})
    lives.reopen(reminder_ids=[reminder().id], now=NOW, by=julie)
    assert counts(only(bring({"rappels.csv": done}))) == (1, 0, 0, 1, 0, 0)
    assert reminder().done_at is None


def test_what_a_person_changed_here_stands(bring: Bring, julie: StaffMember) -> None:
    file = text(HEADER, "9001;100;;Vaccination;2026-04-01;Rage;")
    bring({**RECORDS, "rappels.csv": file})
    handling.move(reminder_ids=[reminder().id], due_on=date(2026, 4, 20), now=NOW, by=julie)
    handling.annotate(reminder_ids=[reminder().id], note="Rage et lepto", now=NOW, by=julie)
    bring({"rappels.csv": file})
    assert (reminder().due_on, reminder().note) == (date(2026, 4, 20), "Rage et lepto")
    bring({"rappels.csv": file.replace("04-01", "06-01")})
    assert reminder().due_on == date(2026, 6, 1)


def test_it_goes_by_the_name_that_the_file_knows(bring: Bring) -> None:
    file = text(HEADER, "9001;100;;Dentisterie;2026-04-01;;")
    bring({**RECORDS, "rappels.csv": file})
    kind = reminder().type
    ReminderType.update(name_fr="Soins dentaires").where(ReminderType.id == kind.id).execute()
    changed = {"name_fr": "Soins dentaires"}
    hand_edits.record(kind="reminder_type", row=kind.id, before={"name_fr": "Dentisterie"}, changed=changed, now=NOW)
    bring({"rappels.csv": file})
    assert reminder().type_id == kind.id and ReminderType.select().count() == 5


def test_visits_and_appointments_of_the_files_are_reactions(bring: Bring) -> None:
    bring({
        **RECORDS,
        "rappels.csv": text(
            HEADER, "9001;100;;Vaccination;2026-03-01;;", "9002;101;;Vaccination;2026-03-10;;",
            "9003;;1;Courtoisie;2026-03-10;;",
        ),
        "visites.csv": text(VISITS, "1;100;2026-02-20;Vaccination et courtoisie;"),
        "rdv.csv": text(APPOINTMENTS, "1;101;2026-03-14 09:00;30;;Vaccination;;Prévu"),
    })  # fmt: skip
    assert (reminder("9001").visit.number, reminder("9002").appointment.number) == ("1", "1")
    assert reminder("9003").visit_id == reminder("9001").visit_id


def test_an_animal_that_changes_hands_takes_its_need_along(bring: Bring) -> None:
    file = {"rappels.csv": text(HEADER, "9001;100;1;Vaccination;2026-04-01;;")}
    bring({**RECORDS, **file})
    bring({"animaux.csv": RECORDS["animaux.csv"].replace("100;1;", "100;2;")})
    assert reminder().cancelled_because == "new_owner"
    (open_one,) = Reminder.select().where(Reminder.cancelled_at.is_null())
    assert open_one.client.number == "2"
    bring(file)
    assert Reminder.select().where(Reminder.cancelled_at.is_null()).count() == 1


def test_a_client_who_is_archived_is_reminded_no_more(bring: Bring, app: Flask) -> None:
    bring({**RECORDS, "rappels.csv": text(HEADER, "9001;100;1;Vaccination;2026-04-01;;")})
    bring({"clients.csv": text("NoClient;Nom;Courriel;Actif", "1;Roy;;N")})
    assert Client.get(Client.number == "1").archived_at
    assert reminder().cancelled_because == "archived"


def test_a_death_in_the_file_cancels(bring: Bring) -> None:
    bring({**RECORDS, "rappels.csv": text(HEADER, "9001;100;1;Vaccination;2026-04-01;;")})
    bring({"animaux.csv": RECORDS["animaux.csv"].replace("M;;N;", "M;;O;")})
    assert Animal.get(Animal.number == "100").deceased and reminder().cancelled_because == "deceased"


def test_mobile_is_known_by_more_names() -> None:
    for name in ("Tél. cell.", "Tél. cellulaire", "Cell"):
        assert headers.recognise(["NoClient", "Nom", "Courriel", name]).places["mobile_phone"] == 3
