"""Letters say what the act of their reminder has a text for."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask.testing import FlaskClient

from tests import factories
from tests.mailings.steps import page
from tests.pdfs import texts
from webapp.letters.actions.week import print_week
from webapp.letters.queries.week import week
from webapp.letters.rules.order import Choice
from webapp.models import Animal, Batch, Message, ReminderType

Run = Callable[..., Result]


@pytest.fixture
def sold(batch: Batch) -> Batch:
    """Rex had the pill, of which letters and cards say something else; Minou too, who is told in English."""
    ReminderType.update(document_template=None).where(ReminderType.id == batch.type_id).execute()
    pill = factories.item(code="PILL")
    for name in ("Rex", "Minou"):
        factories.sale(of=pill, to=Animal.get(Animal.name == name), on=date(2025, 12, 1))
    factories.act_text(of=pill, said="le comprimé", kind="letter", body_fr="Bonjour, le comprimé de {{ animal.nom }}.")
    factories.act_text(of=pill, said="la carte du comprimé", kind="card")
    return batch


def printed(result: Result) -> int:
    """How many letters the command has drawn."""
    assert result.exit_code == 0, result.output
    return int(json.loads(result.stdout)["letters"])


def own() -> int:
    return int(Message.select().where(Message.template_version.is_null(False)).count())


def test_the_page_says_who_gets_what(client: FlaskClient, sold: Batch) -> None:
    said = page(client, "/batches/253/letters/new")
    assert "« le comprimé » : 2 foyers" in said and "3 lettres à imprimer" in said
    for place, name in ((2, "le comprimé de Rex"), (3, "Hello, le comprimé")):
        assert name in page(client, f"/batches/253/letters/new?place={place}")
    assert "« le comprimé »" not in page(client, "/batches/253/letters/new?who=all&one_text=y")


def test_the_command_prints_them(sold: Batch, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "lettres.pdf"
    assert printed(run("letters", "253", "--out", str(out), "--json")) == 3
    assert ["le comprimé de Rex" in each.replace("\u00a0", " ") for each in texts(out)] == [False, True, False]
    assert own() == 2


@pytest.mark.parametrize(("more", "count"), [(("--cards",), 2), (("--template", "courtesy_letter"), 0)])
def test_cards_have_their_own(sold: Batch, run: Run, tmp_path: Path, more: tuple[str, ...], count: int) -> None:
    assert printed(run("letters", "253", *more, "--out", str(tmp_path / "l.pdf"), "--json")) == 3
    assert own() == count


def test_the_letters_of_the_week_are_counted_and_written_so(sold: Batch, now: datetime) -> None:
    Batch.update(created_at=now).where(Batch.id == sold.id).execute()
    assert week(now=now).total(cards=False) == 3
    given: dict[str, Any] = {"choice": Choice(paper="letter"), "today": date(2026, 3, 5), "now": now, "by": None}
    assert print_week(expected=3, **given).total == 3 and own() == 2
