"""Days that could be meant either way: the command leaves their file out, and imports it once somebody says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.imports.conftest import ANIMALS, CLIENTS, Bring, only, relance, text
from webapp.models import Animal, Client, ImportFile, Reminder

REMINDERS = "NoRappel;NoAnimal;Type;Échéance;Créé"
Ask = Callable[..., Any]


@pytest.fixture
def ask(here: Path) -> Ask:
    """Import reminders of one animal by command: their file's entry, status and standard error."""
    (here / "animaux.csv").write_text(text(ANIMALS, "1;1;Rex;Canin;;M;2019-01-02;N;"), encoding="utf-8")
    assert relance("clients.csv", "animaux.csv").exit_code == 0

    def do(*dates: str, header: str = REMINDERS, options: tuple[str, ...] = ()) -> tuple[Any, int, str]:
        rows = [f"{n};1;Vaccination;{each}" for n, each in enumerate(dates)]
        (here / "rappels.csv").write_text(text(header, *rows), encoding="utf-8")
        done = relance("--json", *options, "rappels.csv")
        return json.loads(done.stdout)["files"][0], done.exit_code, done.stderr

    return do


def test_it_leaves_out_a_file_whose_days_nothing_settles(ask: Ask) -> None:
    file, status, said = ask("05/12/2026;", "07/12/2026;")
    assert (status, file["code"], file["rows"], file["day_order"]) == (1, "day_order_open", 0, None)
    assert file["day_order_from"] == "none" and Reminder.select().count() == 0
    assert "05/12/2026" in said and "Échéance" in said and "--day-first ou --month-first" in said


@pytest.mark.parametrize(("option", "due"), [("--day-first", "2026-12-05"), ("--month-first", "2026-05-12")])
def test_it_follows_what_it_is_told(ask: Ask, option: str, due: str) -> None:
    file, status, _ = ask("05/12/2026;", options=(option,))
    assert (status, file["day_order_from"], file["created"]) == (0, "option", 1)
    assert file["day_order"] == ("dmy" if option == "--day-first" else "mdy")
    assert str(Reminder.get().due_on) == due


def test_it_remembers_for_the_next_file_of_the_same_columns(ask: Ask) -> None:
    ask("05/12/2026;", options=("--month-first",))
    file, status, _ = ask("06/12/2026;")
    assert (status, file["day_order"], file["day_order_from"]) == (0, "mdy", "remembered")
    assert str(Reminder.get().due_on) == "2026-06-12"


def test_it_remembers_what_a_file_told_by_itself_in_any_order_of_columns(here: Path, ask: Ask) -> None:
    assert ask("12/25/2026;")[0]["day_order_from"] == "file"
    assert ask("06/12/2026;;", header=f"{REMINDERS};Note")[1] == 1  # other columns: another layout
    (here / "autre.csv").write_text("Échéance;Type;Créé;NoAnimal;NoRappel\n06/12/2026;Vaccination;;1;0\n")
    done = relance("--json", "autre.csv")
    (file,) = json.loads(done.stdout)["files"]
    assert (done.exit_code, file["day_order"], file["day_order_from"]) == (0, "mdy", "remembered")


def test_it_remembers_nothing_of_a_dry_run(ask: Ask) -> None:
    assert ask("05/12/2026;", options=("--month-first", "--dry-run"))[1] == 0
    assert ask("05/12/2026;")[1] == 1


def test_it_asks_again_when_a_file_contradicts_what_is_remembered(ask: Ask) -> None:
    ask("05/12/2026;", options=("--day-first",))
    file, status, said = ask("12/25/2026;", "05/12/2026;")
    assert (status, file["code"]) == (1, "day_order_changed") and "12/25/2026" in said
    file, status, _ = ask("12/25/2026;", "05/12/2026;", options=("--month-first",))
    assert (status, file["created"], file["updated"]) == (0, 1, 1)


def test_it_refuses_an_order_that_the_file_denies(ask: Ask) -> None:
    file, status, said = ask("12/25/2026;", "05/12/2026;", options=("--day-first",))
    assert (status, file["code"]) == (1, "day_order_contrary") and "12/25/2026" in said
    assert Reminder.select().count() == 0


def test_columns_that_are_not_read_vote_but_leave_no_file_out(ask: Ask) -> None:
    header = "NoRappel;NoAnimal;Type;Échéance;Imprimé le"
    file, status, _ = ask("05/12/2026;12/31/2026", header=header)
    assert (status, file["day_order"], file["day_order_from"]) == (0, "mdy", "file")
    file, status, _ = ask("2026-12-05;05/12/2026", header="NoRappel;NoAnimal;Type;Échéance;Imprimé")
    assert (status, file["day_order"], file["day_order_from"]) == (0, "ymd", "file")


def test_a_row_in_the_other_order_is_refused_not_guessed(ask: Ask) -> None:
    file, status, _ = ask("12/05/2026;", "12/25/2026;", "12/24/2026;", "25/12/2026;")
    assert (status, file["day_order"], file["created"]) == (0, "mdy", 3)
    assert [line["line"] for line in file["refused"]] == [5]
    assert {str(each.due_on) for each in Reminder} == {"2026-12-05", "2026-12-24", "2026-12-25"}


def test_as_many_in_one_order_as_in_the_other_are_nobodys_guess(ask: Ask) -> None:
    dates = ("12/05/2026;", "12/25/2026;", "12/11/2026;", "25/12/2026;")
    file, status, _ = ask(*dates)
    assert (status, file["code"]) == (1, "day_order_torn")
    file, status, _ = ask(*dates, options=("--month-first",))
    assert (status, file["created"], len(file["refused"])) == (0, 3, 1)


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("05.12.2026;", "2026-12-05"),
        ("5 décembre 2026;", "2026-12-05"),
        ("2026-12-05;", "2026-12-05"),
        ("20261205;", "2026-12-05"),
        ("05/05/2026;", "2026-05-05"),
    ],
)
def test_it_asks_nothing_where_nothing_is_in_doubt(ask: Ask, written: str, due: str) -> None:
    _, status, _ = ask(written)
    assert status == 0 and str(Reminder.get().due_on) == due


def test_a_year_of_two_digits_among_iso_dates_is_never_read_in_front(bring: Bring) -> None:
    rows = ("1;1;A;Canin;;M;2019-01-02;N;", "2;1;B;Canin;;M;2019-03-04;N;", "3;1;C;Canin;;M;14/05/20;N;",
            "4;1;D;Canin;;M;04/05/20;N;")  # fmt: skip
    report = bring({"clients.csv": text(CLIENTS, "1;Anne;Roy;;;"), "animaux.csv": text(ANIMALS, *rows)})
    born = {animal.name: str(animal.born_on or "") for animal in Animal}
    assert born == {"A": "2019-01-02", "B": "2019-03-04", "C": "2020-05-14", "D": "2020-05-04"}
    assert report.ok


def test_what_could_be_two_days_among_iso_dates_is_doubtful(bring: Bring) -> None:
    rows = ("1;Roy;2019-01-02", "2;Huot;2019-03-04", "3;Côté;04/05/20")
    report = bring({"clients.csv": text("NoClient;Nom;ClientDepuis", *rows)})
    assert [(line.line, line.field) for line in only(report).warned] == [(4, "client_since")]
    assert Client.get(number="3").client_since is None and ImportFile.get().day_order == "ymd"
