"""A batch for those of another who did not answer, or did not come, is a second contact."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.mailings.steps import page
from webapp.cli import main
from webapp.models import Batch, Message, Reminder

DUE = "2026-04-15"


@pytest.fixture
def run(app: Flask, tmp_path: Path) -> Callable[..., Any]:
    """The command on this test's data directory; criteria as they would stand in a file."""
    data = app.config["RELANCE"].data

    def told(*arguments: str, criteria: dict[str, Any] | None = None) -> Any:
        if criteria is not None:
            (tmp_path / "c.json").write_text(json.dumps(criteria), encoding="utf-8")
            arguments = (*arguments, "--criteria", str(tmp_path / "c.json"))
        result = CliRunner().invoke(main, [*arguments, "--json"], env={"RELANCE_DATA": str(data)})
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    return told


@pytest.fixture
def lot(app: Flask, now: datetime) -> Batch:
    """Lot 253, written to ten days ago: Un is silent, Deux has booked, Trois came, Quatre was not reached."""
    factories.identify()
    factories.mail_account()
    owner = factories.numbered_clients(email="client{number}@exemple.ca")
    names = ("Un", "Deux", "Trois", "Quatre")
    made = factories.batch(animals=[factories.animal(owner=owner(name), name=name) for name in names])
    ago = now - timedelta(days=10)
    more: dict[str, dict[str, Any]] = {
        "Un": {"done_at": ago}, "Deux": {"done_at": ago, "answered_at": ago},
        "Trois": {"done_at": ago, "answered_at": ago, "visited_at": ago},
    }  # fmt: skip
    for each in Reminder.select():
        Reminder.update(**more.get(each.animal.name, {"note": "-"})).where(Reminder.id == each.id).execute()
    return made


def only(state: str | None) -> dict[str, Any]:
    return {"only_batches": {"batches": [253], "state": state}}


def make(run: Callable[..., Any], state: str | None) -> Any:
    return run("batch", "generate", "--type", "antiparasitic", "--due-on", DUE, criteria=only(state))


def test_it_is_made_and_sent_without_a_further_option(lot: Batch, run: Callable[..., Any]) -> None:
    """Neither what they were reached for, nor that it was ten days ago, stands in the way; a lot of its own does."""
    assert run("batch", "count", criteria=only("no_answer"))["clients"] == 1
    assert run("batch", "count", criteria=only("no_visit"))["clients"] == 2
    assert make(run, "no_answer") == {"batch": 254, "reminders": 1}
    sent = run("batch", "send", "254")
    assert (sent["messages"], sent["left_out"]) == (1, {})
    assert {each.client.last_name for each in Message.select()} == {"Un"}
    assert Reminder.get(Reminder.batch == lot, Reminder.done_at.is_null(False), Reminder.answered_at.is_null()).done_at


def test_a_batch_for_anybody_keeps_the_rule_of_30_days(lot: Batch, run: Callable[..., Any]) -> None:
    run("batch", "generate", "--type", "antiparasitic", "--due-on", DUE, "--allow-doubles", criteria={})
    assert run("batch", "send", "254")["left_out"] == {"recently": 3}


def test_what_is_still_to_do_is_not_made_twice(lot: Batch, run: Callable[..., Any]) -> None:
    """All of lot 253: Quatre has a reminder to do, which is the double that one would regret."""
    assert make(run, None)["reminders"] == 3


def test_the_screen_says_so(lot: Batch, run: Callable[..., Any], client: FlaskClient) -> None:
    shown = page(client, "/batches/new?batches_in=253&only_state=no_visit&count=1")
    assert "Un deuxième contact" in shown and "Générer 2 rappels" in shown
    make(run, "no_visit")
    wizard = page(client, "/batches/254/mailings/new")
    assert "Envoyer 2 courriels" in wizard and "Un deuxième contact" in wizard
    assert "depuis 30 jours" not in wizard
    assert "Un nouveau lot pour celui sans réponse ou pour les 2 sans visite" in page(client, "/batches/253")
