"""`relance batch letters | posted | labels | export`."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from PIL import Image

from tests.pdfs import texts
from webapp.message_templates import actions
from webapp.message_templates.rules.blocks.conditions import Only
from webapp.message_templates.rules.blocks.document import Block, Document
from webapp.message_templates.rules.draft import Draft
from webapp.models import Batch, Client, Mailing, Message, PrintRun, Reminder

Run = Callable[..., Result]


def answered(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.mark.process
def test_it_prints_letters(batch: Batch, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "lettres.pdf"
    told = answered(run("letters", "253", "--out", str(out), "--json"))
    assert told == {"file": str(out), "pages": 3, "letters": 3, "held": 0}
    assert "Madame Luce Adam" in texts(out)[0]
    assert {message.state for message in Message.select()} == {"printed"}
    again = answered(run("letters", "253", "--out", str(out), "--json"))
    assert again["pages"] == 3
    assert Mailing.select().count() == 1


def test_it_begins_where_it_is_told(batch: Batch, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "l.pdf"
    assert answered(run("letters", "253", "--out", str(out), "--from-number", "2", "--json"))["pages"] == 2
    assert "253 · 2" in texts(out)[0]
    assert answered(run("letters", "253", "--out", str(out), "--from-name", "Roy", "--json"))["pages"] == 1
    assert answered(run("letters", "253", "--out", str(out), "--language", "en", "--json"))["pages"] == 1
    told = answered(run("letters", "253", "--out", str(out), "--order", "postal_code", "--paper", "a4", "--json"))
    assert told["pages"] == 3
    assert "Paul Roy" in texts(out)[0]


def test_it_prints_three_cards_a_sheet(batch: Batch, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "cartes.pdf"
    told = answered(run("letters", "253", "--cards", "--out", str(out), "--json"))
    assert told == {"file": str(out), "pages": 2, "letters": 3, "held": 0}  # French and English apart
    assert PrintRun.get().kind == "cards"
    told = run("letters", "253", "--template", "Antiparasitaire, lettre", "--out", str(out))
    assert told.exit_code == 1
    assert "déjà prévus" in told.stderr


def test_it_says_that_they_are_posted(batch: Batch, run: Run, tmp_path: Path) -> None:
    refused = run("posted", "253")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "Aucune lettre du lot 253" in refused.stderr
    run("letters", "253", "--out", str(tmp_path / "l.pdf"))
    assert answered(run("posted", "253", "--json")) == {"posted": 3}
    assert {reminder.done_by for reminder in Reminder.select()} == {"post"}
    assert run("letters", "253", "--out", str(tmp_path / "l.pdf")).exit_code == 1


def test_it_prints_labels(batch: Batch, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "e.pdf"
    told = answered(run("labels", "253", "--sheet", "5160", "--out", str(out), "--start", "30", "--json"))
    assert told == {"file": str(out), "pages": 2, "labels": 3, "held": 0}
    assert "MADAME LUCE ADAM" in texts(out)[0]
    assert not Message.select().exists()


def test_it_exports(batch: Batch, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "x.xlsx"
    assert answered(run("export", "253", "--format", "xlsx", "--out", str(out), "--json")) == {
        "file": str(out), "rows": 4, "marked": 0, "left_out": 0, "held": 0,
    }  # fmt: skip
    assert answered(run("export", "253", "--format", "txt", "--out", str(out), "--mark-sent", "--json"))["marked"] == 4
    assert {reminder.done_by for reminder in Reminder.select()} == {"export"}
    assert run("export", "253", "--format", "txt", "--out", str(out), "--remaining").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("letters", "999", "--out", "x.pdf"), "lot 999"),
        (("letters", "253-9", "--out", "x.pdf"), "253-9"),
        (("letters", "253", "--template", "Nulle part", "--out", "x.pdf"), "Nulle part"),
        (("letters", "253", "--out", "nulle/part/x.pdf"), "ne peut pas être écrit"),
        (("letters", "253", "--from-number", "9", "--out", "x.pdf"), "Aucune lettre ne reste"),
        (("labels", "253", "--sheet", "9999", "--out", "x.pdf"), "9999"),
        (("labels", "253", "--sheet", "5163", "--start", "11", "--out", "x.pdf"), "10\u00a0étiquettes"),
        (("labels", "253", "--sheet", "5160", "--out", "nulle/part/x.pdf"), "ne peut pas être écrit"),
        (("export", "253", "--format", "txt", "--mark-sent", "--out", "nulle/part/x.txt"), "ne peut pas être écrit"),
    ],
)
def test_it_refuses_with_a_sentence(
    batch: Batch, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = run(*arguments)
    assert refused.exit_code == 1
    assert refused.stdout == ""
    assert sentence in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "x.pdf").exists()
    assert not Reminder.select().where(Reminder.done_at.is_null(False)).exists()
    assert not Message.select().where(Message.state == "printed").exists()


def test_it_refuses_where_nobody_has_an_address(batch: Batch, run: Run, tmp_path: Path) -> None:
    Client.update(address="").execute()
    for arguments in (("letters", "253"), ("labels", "253", "--sheet", "5160")):
        refused = run(*arguments, "--out", str(tmp_path / "x.pdf"))
        assert refused.exit_code == 1
        assert "Personne de ce lot" in refused.stderr
    assert not Mailing.select().exists()
    assert list(tmp_path.glob("*.pdf")) == []


def test_it_prints_what_is_made_of_blocks(batch: Batch, run: Run, tmp_path: Path, now: datetime) -> None:
    """A heading, a picture and a card that return on several sheets are drawn once, and stamped on each."""
    out, picture = tmp_path / "blocs.pdf", io.BytesIO()
    Image.new("RGB", (600, 150), "#0b6b57").save(picture, "JPEG")
    shown = actions.keep_picture(content=picture.getvalue())
    blocks = (
        Block("b1", "heading", "Le printemps", "Spring"), Block("b2", "picture", "Un pré", "A meadow", file=shown),
        Block("b3", "columns", "Heures", "Hours", "Places", "Parking"), Block("b4", "divider"), Block("b5", "animals"),
        Block("b7", "text", "Seulement les mâles.", "Males only.", only=Only(sex="M")),
        Block("b8", "signature"),
    )  # fmt: skip
    draft = Draft("letter", "blocks", subject_fr="Bonjour", subject_en="Hello", blocks=Document(blocks).kept())
    named = {"name_fr": "Blocs", "name_en": "Blocks", "purpose": "care", "communication": "reminder"}
    actions.create(draft=draft, named=named, now=now, by=None)
    assert answered(run("letters", "253", "--template", "Blocs", "--out", str(out), "--json"))["pages"] == 3
    pages = texts(out)
    assert [page.count("Le printemps") + page.count("Spring") for page in pages] == [1, 1, 1]
    assert ["mâles" in page or "Males" in page for page in pages] == [False, True, True]
    assert "Azur, " in pages[0] and "Heidi, " in pages[0] and "Parking" in pages[2]
