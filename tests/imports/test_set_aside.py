"""Lines of an export that are no sales and no reminders: set aside, counted, and withdrawn where they stood."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.imports.conftest import ANIMALS, CLIENTS, ITEMS, Bring, only, text
from webapp.cli import main
from webapp.models import ImportLine, Reminder, ReminderEvent, Sale

SALES = "LineId;InvoiceDate;ClientNo;AnimalNo;ItemCode;Qty;Amount"
REMINDERS = "ReminderID;PatientID;Reminder;Due Date"

Records = Callable[[], None]


@pytest.fixture
def records(bring: Bring) -> None:
    bring({
        "clients.csv": text(CLIENTS, "1;Anne;Roy;anne@exemple.ca;J1X 3B3;Canada"),
        "animals.csv": text(ANIMALS, "7;1;Rex;Canin;;;;;", "8;1;Puce;Félin;;;;oui;2026-01-10"),
        "produits.csv": text(ITEMS, "HWP6;Heartgard 6;Vers;4010;;60,00"),
    })  # fmt: skip


def aside(file: Any) -> dict[str, str]:
    """Key → code of the rows that the file's report names as set aside."""
    lines = ImportLine.select().where(ImportLine.file == file.row.id, ImportLine.outcome == "set_aside")
    return {line.key: line.reason for line in lines}


def test_it_sets_aside_what_is_no_sale(records: None, bring: Bring) -> None:
    header = f"{SALES};IsVoided;IsPayment;Deleted;Line Type"
    file = only(bring({"sales.csv": text(
        header,
        "1;2026-02-25;1;7;HWP6;1;60.00;False;False;False;Item",
        "2;2026-02-25;1;7;HWP6;1;60.00;True;False;False;Item",
        "3;2026-02-25;1;;VISA;1;-120.00;False;True;False;Item",
        "4;2026-02-25;1;7;HWP6;1;60.00;False;False;True;Item",
        "5;2026-02-25;1;7;;;;False;False;False;Header",
        "6;2026-02-25;1;7;TPS;1;3.00;False;False;False;Taxe",
        "7;2026-02-25;1;7;HWP6;1;60.00;False;False;False;Devis",
    )}))  # fmt: skip
    assert aside(file) == {
        "2": "void", "3": "payment", "4": "deleted", "5": "header", "6": "tax", "7": "estimate"
    }  # fmt: skip
    row = file.row
    assert (row.rows, row.created, row.refused, row.warned, row.set_aside) == (7, 1, 0, 0, 6)
    assert [sale.number for sale in Sale.select()] == ["1"]


def test_what_a_newer_file_calls_undone_goes(records: None, bring: Bring) -> None:
    sale = "1;2026-02-25;1;7;HWP6;1;60.00"
    header = f"{SALES};Voided"
    assert only(bring({"sales.csv": text(header, f"{sale};0")})).row.created == 1
    file = only(bring({"sales.csv": text(header, f"{sale};1")}))
    assert (file.row.rows, file.row.created, file.row.updated, file.row.unchanged, file.row.set_aside) == (
        1,
        0,
        0,
        0,
        1,
    )
    assert not Sale.select().exists()


def test_a_dry_run_withdraws_nothing(records: None, bring: Bring) -> None:
    sale = "1;2026-02-25;1;7;HWP6;1;60.00"
    header = f"{SALES};Voided"
    bring({"sales.csv": text(header, f"{sale};0")})
    assert only(bring({"sales.csv": text(header, f"{sale};1")}, dry_run=True)).row.set_aside == 1
    assert Sale.select().exists()


@pytest.mark.parametrize("word", ["Header", "Payment", "Paiement", "Tax", "Estimate", "Soumission", "Void"])
def test_the_column_of_kinds_may_say_so_too(records: None, bring: Bring, word: str) -> None:
    file = only(bring({"sales.csv": text(f"{SALES};Type", f"1;2026-02-25;1;7;HWP6;1;60.00;{word}",
                                         "2;2026-02-25;1;7;HWP6;1;60.00;Produit")}))  # fmt: skip
    assert (file.row.created, file.row.set_aside) == (1, 1)


@pytest.mark.parametrize(
    ("quantity", "amount", "returned", "kept"),
    [("2", "52.00", "1", (1000, 2600)), ("2", "52.00", "2", (0, 0)), ("2", "52.00", "-", (2000, 5200)),
     ("1", "52.00", "", (1000, 5200)), ("3", "30.00", "-1", (2000, 2000))],
)  # fmt: skip
def test_what_was_brought_back_was_not_sold(
    records: None, bring: Bring, quantity: str, amount: str, returned: str, kept: tuple[int, int]
) -> None:
    bring({"sales.csv": text(
        f"{SALES};Returned Quantity", f"1;2026-02-25;1;7;HWP6;{quantity};{amount};{returned}",
        "2;2026-02-26;1;7;HWP6;1;10.00;",
    )})  # fmt: skip
    sale = Sale.get(Sale.number == "1")
    assert (sale.quantity_milli, sale.amount_cents) == kept


def test_a_deleted_reminder_is_set_aside_and_cancelled_where_it_stands(records: None, bring: Bring) -> None:
    header = f"{REMINDERS};Deleted"
    bring({"reminders.csv": text(header, "1;7;Vaccination;2026-12-24;0", "2;7;Examen annuel;2026-12-24;1")})
    assert [row.number for row in Reminder.select()] == ["1"]
    file = only(bring({"reminders.csv": text(header, "1;7;Vaccination;2026-12-24;1")}))
    assert aside(file) == {"1": "deleted"}
    standing = Reminder.get()
    assert standing.cancelled_at and standing.cancelled_because == "elsewhere"


def test_last_sent_is_a_contact_and_not_done(records: None, bring: Bring) -> None:
    """In software with a second and a third notice the reminder is still open (faults of imports, S14)."""
    file = {"reminders.csv": text(f"{REMINDERS};Last Sent", "1;7;Vaccination;2026-12-24;2026-02-20",
                                  "2;7;Examen annuel;2026-12-24;")}  # fmt: skip
    bring(file)
    bring(file)
    assert not Reminder.select().where(Reminder.done_at.is_null(False)).exists()
    (event,) = ReminderEvent.select().where(ReminderEvent.verb == "contacted")
    assert json.loads(event.details) == {"on": "2026-02-20"}
    assert event.reminder.number == "1"


def test_a_reminder_that_comes_for_a_dead_animal_is_cancelled_at_once(records: None, bring: Bring) -> None:
    """It stood first on the call list, with the owner's number (faults of imports, 5)."""
    bring({"reminders.csv": text(REMINDERS, "1;7;Vaccination;2026-12-24", "2;8;Vaccination;2026-12-24")})
    because = {row.number: row.cancelled_because for row in Reminder.select()}
    assert because == {"1": "", "2": "deceased"}


def test_the_command_counts_them(records: None, bring: Bring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELANCE_DATA", str(tmp_path / "own"))
    (tmp_path / "sales.csv").write_text(text(f"{SALES};Voided", "1;2026-02-25;1;7;HWP6;1;60.00;1"), encoding="utf-8")
    done = CliRunner().invoke(main, ["import", "--json", str(tmp_path / "sales.csv")], catch_exceptions=False)
    found = json.loads(done.stdout)["files"][0]
    assert found["rows"] == 1
    assert [(row["line"], row["key"], row["code"]) for row in found["set_aside"]] == [(2, "1", "void")]
