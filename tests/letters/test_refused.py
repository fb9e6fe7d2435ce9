"""Who wants no reminders, the client or for one animal, is in no letter, no label, no file, no list and no count."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask.testing import FlaskClient

from tests import factories
from webapp.batches.queries import counting
from webapp.batches.rules.criteria import parse
from webapp.composition.queries.candidates import Scope
from webapp.letters.queries import export
from webapp.models import Animal, Batch, Client

TODAY = date(2026, 3, 5)
REFUSALS = [
    ({"no_reminders": True}, True),
    ({"no_reminders_until": TODAY}, True),
    ({"no_reminders_until": TODAY - timedelta(days=1)}, False),
]
refusal = pytest.mark.parametrize(("refused", "counts"), REFUSALS)
WHOSE = pytest.mark.parametrize("whose", ["client", "animal"])


def refuse(whose: str, refused: dict[str, Any]) -> None:
    table: Any = Client if whose == "client" else Animal
    which = Client.last_name == "Roy" if whose == "client" else Animal.name == "Rex"
    table.update(**refused).where(which).execute()


@WHOSE
@refusal
def test_the_printers_file(
    batch: Batch, run: Callable[..., Result], tmp_path: Path, whose: str, refused: dict[str, Any], counts: bool
) -> None:
    refuse(whose, refused)
    assert export.count(Scope(batch=batch), today=TODAY) == (3 if counts else 4)
    answer = run("export", "253", "--format", "txt", "--out", str(tmp_path / "x.txt"), "--json")
    assert json.loads(answer.stdout)["left_out"] == int(counts)


@WHOSE
@refusal
def test_the_lists(batch: Batch, client: FlaskClient, whose: str, refused: dict[str, Any], counts: bool) -> None:
    refuse(whose, refused)

    def listed(address: str) -> int:
        return len(re.findall(r'id="reminder-\d+"', client.get(address).text))

    Client.update(home_phone="+14505550182", accepts_post=False).execute()
    assert listed("/reminders?when=all") == (3 if counts else 4)
    assert listed("/reminders?when=all&reach=phone") == (3 if counts else 4)
    assert listed("/reminders?when=all&reach=none") == int(counts)


@WHOSE
@refusal
def test_the_counts(batch: Batch, whose: str, refused: dict[str, Any], counts: bool) -> None:
    refuse(whose, refused)
    found = counting.count(parse({}), today=TODAY)
    assert (found.animals, found.clients) == (4, 3)
    assert (found.reach["post"], found.reach["none"]) == ((2, 1) if counts else (3, 0))
    assert counting.tally(counting.resolve(parse({}), today=TODAY)).count == found


def test_the_others_of_the_client_are_reached(batch: Batch) -> None:
    Animal.update(no_reminders=True).where(Animal.name == "Azur").execute()
    assert counting.count(parse({}), today=TODAY).reach["post"] == 3


def test_on_hold_and_refused_is_refused(batch: Batch) -> None:
    rex = Animal.get(Animal.name == "Rex")
    factories.hold(of=rex)
    assert counting.count(parse({}), today=TODAY).reach["held"] == 1
    Animal.update(no_reminders=True).where(Animal.id == rex.id).execute()
    found = counting.count(parse({}), today=TODAY).reach
    assert (found["held"], found["none"]) == (0, 1)


def test_the_command_and_the_pages_say_how_many_are_on_hold(
    batch: Batch, run: Callable[..., Result], client: FlaskClient, tmp_path: Path
) -> None:
    factories.hold(of=Animal.get(Animal.name == "Rex"))
    out = str(tmp_path / "x.xlsx")
    answer = run("export", "253", "--format", "xlsx", "--out", out)
    assert "1 rappel n’y est pas\u00a0: il faut d’abord dire" in answer.output
    assert json.loads(run("export", "253", "--format", "xlsx", "--out", out, "--json").stdout)["held"] == 1
    out = str(tmp_path / "x.pdf")
    assert json.loads(run("labels", "253", "--sheet", "5160", "--out", out, "--json").stdout)["held"] == 1
    answer = run("letters", "253", "--out", out)
    assert "1 client est laissé de côté" in answer.output
    for address in ("/batches/253/export", "/batches/253/labels?sheet=5160"):
        page = client.get(address).text
        assert "il faut d’abord dire" in page and 'href="/held"' in page
