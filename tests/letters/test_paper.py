"""What a client finds in the envelope: the type, the second sheet, the number, the card, the PDF's own title."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from peewee import SqliteDatabase
from playhouse.migrations import Runner
from pypdf.generic import DictionaryObject
from reportlab.graphics.barcode.qrencoder import QR8bitByte, QRCode, QRErrorCorrectLevel

from tests.letters.conftest import fetched
from tests.pdfs import pieces, read, texts
from webapp import db
from webapp.letters.rules.wording import with_call, without_call
from webapp.message_templates.rules.typography import set_type
from webapp.models import Batch, Client, Message, Template, TemplateVersion
from webapp.printing import codes

PHONE = "819\u00a0555-0100"
LONG = "\n\n".join(f"Alinéa {n}. " + "Nous vérifions le poids, les dents et le cœur. " * 4 for n in range(8))


def fonts(pdf: bytes) -> Iterator[DictionaryObject]:
    """Every font that is named anywhere: of pages, and of what pages refer to."""
    reader = read(pdf)
    for number in range(1, len(reader.xref[0]) + 1):
        found = reader.get_object(number)
        if isinstance(found, DictionaryObject) and found.get("/Type") == "/Font":
            yield found


@pytest.mark.parametrize(
    "address",
    [
        "/batches/253/letters/preview",
        "/batches/253/letters/preview?template={card}&who=all&order=name",
        "/batches/253/labels?sheet=5160&start=1&who=all&print=1",
        "/letters/settings/trial",
        "/letters/settings/trial?sheet=L7160",
        "run",
        "cards",
    ],
)
def test_it_embeds_every_font_of_every_pdf(batch: Batch, client: FlaskClient, address: str) -> None:
    spoken(batch, "{{ appel }}\n\n- **Un** carnet\n- *une* liste\n\n1. un\n2. deux\n\n" + "{{ clinique.telephone }}")
    card = Template.get(Template.code == "vaccination_card").id
    if address in ("run", "cards"):
        chosen = {"template": str(card), "order": "name"} if address == "cards" else {}
        run = client.post("/batches/253/letters", data={"who": "all", **chosen}).location.rsplit("/", 1)[1]
        address = f"/print-runs/{run}/file"
    found = list(fonts(fetched(client, address.format(card=card))))
    assert found
    for font in found:
        assert "Inter" in font["/BaseFont"]
        assert "/FontFile2" in font["/FontDescriptor"]


def spoken(batch: Batch, body: str) -> None:
    """The letters of the batch say this, in both languages."""
    version = TemplateVersion.get(TemplateVersion.template == batch.type.document_template)
    TemplateVersion.update(body_fr=body, body_en=body).where(TemplateVersion.id == version.id).execute()


def test_it_says_on_a_second_sheet_whose_it_is(batch: Batch, client: FlaskClient) -> None:
    spoken(batch, "{{ appel }}\n\n" + LONG + "\n\nAu plaisir,\n\n{{ clinique.nom }}")
    run = client.post("/batches/253/letters", data={"who": "all"}).location.rsplit("/", 1)[1]
    pages = texts(fetched(client, f"/print-runs/{run}/file"))
    assert len(pages) == 6
    number = Message.select().order_by(Message.print_number).first().reference
    assert "Clinique vétérinaire du Lac · Madame Luce Adam" in pages[1]
    assert f"Réf. {number} · page 2 de 2" in pages[1]
    assert "page 2 of 2" in pages[5]


@pytest.mark.parametrize("lines", range(14, 26))
def test_it_never_begins_a_sheet_for_the_signature(batch: Batch, client: FlaskClient, lines: int) -> None:
    """However long the text is: it all stands on one sheet, or the second one has something to say."""
    body = "\n\n".join(f"Alinéa {n}." for n in range(lines))
    spoken(batch, f"{{{{ appel }}}}\n\n{body}\n\nAu plaisir,\n\n{{{{ clinique.nom }}}}")
    first, *others = texts(fetched(client, "/batches/253/letters/preview"))
    assert len(others) < 2
    for other in others:
        assert "Alinéa" in other
        assert "Au plaisir" in other
    assert ("Clinique vétérinaire du Lac" in (others or [first])[-1].split("Au plaisir")[-1]) is True


def test_it_carries_its_number_and_the_search_box_finds_it(printed: int, client: FlaskClient) -> None:
    pages = texts(fetched(client, f"/print-runs/{printed}/file"))
    for letter, page in zip(Message.select().order_by(Message.print_number), pages, strict=True):
        assert f"{'Ref.' if letter.language == 'en' else 'Réf.'} {letter.reference}" in page
        found = client.get(f"/search?q={letter.reference}")
        assert (found.status_code, found.location) == (302, f"/messages/{letter.id}")
        assert client.get(f"/search?q={letter.reference.lower()}").location == f"/messages/{letter.id}"
        box = client.get(f"/search?q={letter.reference}", headers={"HX-Request": "true"}).text
        assert f'href="/messages/{letter.id}"' in box
        assert letter.client.last_name in box
    assert client.get("/search?q=L999999").status_code == 200


def test_it_draws_the_number_as_a_square_code(printed: int, client: FlaskClient) -> None:
    pages = read(fetched(client, f"/print-runs/{printed}/file")).pages
    for letter, page in zip(Message.select().order_by(Message.print_number), pages, strict=True):
        assert f"ID {codes.dots(letter.reference)}>".encode() in page.get_contents().get_data()  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["L1", "L4127", "L123456789", "ABCDEFGHIJKLMN"])
def test_it_is_the_code_that_the_library_draws(text: str) -> None:
    code: Any = QRCode(1, QRErrorCorrectLevel.M)
    code.addData(QR8bitByte(text))
    code.makeImpl(False, 0)
    rows = "".join("".join("1" if dark else "0" for dark in row) + "000" for row in code.modules)
    assert codes.dots(text) == f"{int(rows, 2):0126x}"


@pytest.mark.parametrize("text", ["", "ABCDEFGHIJKLMNO", "é"])
def test_it_refuses_what_the_code_cannot_hold(text: str) -> None:
    with pytest.raises(ValueError):
        codes.dots(text)


def test_it_is_a_card_that_one_reads_at_a_glance(batch: Batch, client: FlaskClient) -> None:
    card = Template.get(Template.code == "vaccination_card").id
    chosen = {"who": "all", "template": str(card), "order": "name"}
    run = client.post("/batches/253/letters", data=chosen).location.rsplit("/", 1)[1]
    pdf = fetched(client, f"/print-runs/{run}/file")
    assert [len(page.split("Timbre")) for page in texts(pdf)] == [3, 1]  # French apart from English
    said = [piece.text.replace("\u00a0", " ") for piece in pieces(pdf)]
    assert "Azur et Heidi" in said
    assert "Appelez-nous pour choisir un moment." in " ".join(said)
    assert said.count("819 555-0100") == 3  # once a card, in large figures
    assert "Call us to choose a time." in " ".join(said)


@pytest.mark.parametrize(
    ("written", "language", "text", "call"),
    [
        (f"<p>Appelez-nous au {PHONE} pour choisir un moment.</p>", "fr", [], "Appelez-nous pour choisir un moment."),
        (f"<p>Une question? Appelez-nous au {PHONE}.</p>", "fr", ["<p>Une question?</p>"], "Appelez-nous."),
        (f"<p>Call us at {PHONE} to choose a time.</p>", "en", [], "Call us to choose a time."),
        (f"<p>Rendez-vous\u00a0: {PHONE}.</p>", "fr", [], "Rendez-vous."),
        ("<p>À bientôt!</p>", "fr", ["<p>À bientôt!</p>"], "Un appel suffit"),
        ("<p>See you!</p>", "en", ["<p>See you!</p>"], "Just give us a call"),
    ],
)
def test_it_says_once_what_to_do(written: str, language: str, text: list[str], call: str) -> None:
    assert without_call([written], PHONE, language) == (text, call)


def test_it_frames_how_one_calls() -> None:
    told = [f"<p>Au {PHONE}.</p>", f"<p>Ou au {PHONE}.</p>", "<p>À bientôt,</p>"]
    first, framed, last = with_call(told, PHONE)
    assert (first, last) == (told[0], told[2])
    assert framed == f'<table class="call"><tr><td>Ou au <b>{PHONE}</b>.</td></tr></table>'


def test_it_is_called_by_words(printed: int, batch: Batch, client: FlaskClient) -> None:
    def title(address: str) -> str:
        return str(read(fetched(client, address)).metadata.title).replace("\u00a0", " ")  # type: ignore[union-attr]

    assert title(f"/print-runs/{printed}/file") == "Lot 253 – 3 lettres"
    assert title("/batches/253/labels?sheet=5160&start=1&who=letters&print=1") == "Lot 253 – 3 étiquettes"


def test_it_keeps_the_postal_code_off_a_line_of_its_own(
    owner: Callable[..., Client], batch: Batch, client: FlaskClient
) -> None:
    Client.update(town="Saint-Paul-d’Abbotsford", postal_code="J0E 1A0").execute()
    said = [piece.text.replace("\u00a0", " ") for piece in pieces(
        fetched(client, "/batches/253/labels?sheet=5160&start=1&who=all&print=1")
    )]  # fmt: skip
    assert not [line for line in said if line.startswith("J0E")]
    assert sum(line.endswith("QC  J0E 1A0") for line in said) == 3


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Mlle Roy", "Mlle\u00a0Roy"),
        ("Me Roy", "Me\u00a0Roy"),
        ("Me rappeler", "Me rappeler"),
        ("poste 23", "poste\u00a023"),
        ("la poste arrive", "la poste arrive"),
        ("App. 4", "App.\u00a04"),
        ("MM. Roy et Mmes Adam", "MM.\u00a0Roy et Mmes\u00a0Adam"),
    ],
)
def test_it_keeps_a_title_and_a_number_with_what_follows(typed: str, set_: str) -> None:
    assert set_type(typed, "fr") == set_


def test_it_moves_an_older_clinic_over(migrated: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(migrated.read_bytes())
    database = SqliteDatabase(str(copy))
    runner = Runner(database, str(db.MIGRATIONS))
    runner.down("0012_who_signs_letters")
    columns = {row[1] for row in database.execute_sql("PRAGMA table_info(clinic)")}
    assert "signed_by_fr" not in columns
    runner.up()
    assert {"signed_by_fr", "signed_by_en"} <= {row[1] for row in database.execute_sql("PRAGMA table_info(clinic)")}
    database.close()
