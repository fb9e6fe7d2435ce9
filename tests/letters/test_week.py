"""The letters of all batches in one PDF: counted, printed, posted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests import factories
from tests.letters.conftest import fetched
from tests.pdfs import read, texts
from webapp.models import Batch, Client, Mailing, Message, PrintRun, Reminder, Template, TemplateVersion


@pytest.fixture
def two(batch: Batch, owner: Callable[..., Client]) -> tuple[Batch, Batch]:
    """Lot 253 with three letters, lot 254 with one; Zola of 254 has an e-mail address and gets none."""
    roy, zola = owner("Côté", first_name="Léa"), owner("Zola", email="zola@exemple.ca")
    other = factories.batch_of((roy, "Rex", "M"), (zola, "Nana", "F"))
    return batch, other


def row(client: FlaskClient) -> str:
    return client.get("/today/letters", headers={"HX-Request": "true"}).text.replace("\u00a0", " ")


def printed(client: FlaskClient, **fields: str) -> int:
    answer = client.post("/letters/week", data=fields)
    assert answer.status_code == 303, answer.text
    return int(answer.location.rsplit("/", 1)[1])


def test_it_is_counted_on_the_first_screen(two: tuple[Batch, Batch], client: FlaskClient) -> None:
    assert 'hx-get="/today/letters"' in client.get("/").text
    assert "Lettres à imprimer : 4" in row(client)
    assert 'href="/letters/week"' in row(client)
    assert client.get("/today/letters").status_code == 303
    page = client.get("/letters/week").text.replace("\u00a0", " ")
    assert "Imprimer les 4 lettres" in page
    assert "Lot 253" in page
    assert "Lot 254" in page


def test_it_prints_them_all_in_one_pdf(two: tuple[Batch, Batch], client: FlaskClient) -> None:
    run = printed(client, kind="letters", said="4")
    pdf = fetched(client, f"/print-runs/{run}/file")
    pages = texts(pdf)
    assert len(pages) == 4
    assert all(name in page for name, page in zip(("Adam", "Léa Côté", "Roy", "Brown"), pages, strict=True))
    numbers = ("253 · 1", "254 · 2", "253 · 3", "253 · 4")
    assert all(number in page for number, page in zip(numbers, pages, strict=True))
    assert str(read(pdf).metadata.title).replace("\u00a0", " ") == "Lots 253, 254 – 4 lettres"  # type: ignore[union-attr]
    assert "Lettres à imprimer" not in row(client)
    assert "4 lettres imprimées, pas encore postées" in row(client)
    assert f'href="/print-runs/{run}"' in client.get("/batches/254").text


def test_it_is_posted_and_taken_back_for_all_batches(two: tuple[Batch, Batch], client: FlaskClient) -> None:
    run = printed(client, kind="letters", said="4")
    assert "Les 4 lettres sont postées" in client.get(f"/print-runs/{run}").text.replace("\u00a0", " ")
    client.post(f"/print-runs/{run}/posted")
    assert {message.state for message in Message.select()} == {"sent"}
    assert {mailing.state for mailing in Mailing.select()} == {"finished"}
    assert Reminder.select().where(Reminder.done_at.is_null()).count() == 1  # Zola's
    client.delete(f"/print-runs/{run}/posted")
    assert {message.state for message in Message.select()} == {"printed"}
    assert {mailing.state for mailing in Mailing.select()} == {"running"}


def test_it_begins_again_where_the_printer_failed(two: tuple[Batch, Batch], client: FlaskClient) -> None:
    run = printed(client, kind="letters", said="4")
    again = client.post(f"/print-runs/{run}/again", data={"from_number": "3"}).location.rsplit("/", 1)[1]
    assert len(texts(fetched(client, f"/print-runs/{again}/file"))) == 2


def test_it_cancels_those_of_the_run_alone(two: tuple[Batch, Batch], client: FlaskClient) -> None:
    client.post("/batches/253/letters", data={"who": "all", "language": "en"})  # three planned, one printed
    only = int(PrintRun.get().id)
    client.post(f"/print-runs/{only}/given-up")
    assert sorted(message.state for message in Message.select()) == ["cancelled", "planned", "planned"]
    assert Mailing.get().state == "running"
    run = printed(client, kind="letters")
    assert client.post(f"/print-runs/{run}/given-up").location == "/letters/week"
    assert {message.state for message in Message.select()} == {"cancelled"}
    assert {mailing.state for mailing in Mailing.select()} == {"cancelled"}


def test_it_shows_another_number_instead_of_printing_it(two: tuple[Batch, Batch], client: FlaskClient) -> None:
    page = client.post("/letters/week", data={"kind": "letters", "said": "3"})
    assert page.status_code == 422
    assert "il y a maintenant 4 lettres" in page.text
    assert not Message.select().exists()
    assert client.post("/letters/week", data={"kind": "cards"}).status_code == 422


def test_it_counts_what_is_planned_once(two: tuple[Batch, Batch], client: FlaskClient) -> None:
    """A letter that a batch's own page has planned and not printed is among them."""
    client.post("/batches/253/letters", data={"who": "first", "language": "en"})
    assert "Lettres à imprimer : 3" in row(client)  # one of the three of 253 is printed
    run = printed(client, kind="letters", said="3")
    assert PrintRun.get_by_id(run).total == 3


def test_it_prints_cards_apart(two: tuple[Batch, Batch], client: FlaskClient) -> None:
    card = Template.get(Template.code == "vaccination_card")
    two[1].type.document_template = card
    two[1].type.save()
    assert "Cartes à imprimer : 4" in row(client)
    assert "Lettres à imprimer" not in row(client)
    run = printed(client, kind="cards", said="4")
    assert PrintRun.get_by_id(run).kind == "cards"
    assert "Timbre" in texts(fetched(client, f"/print-runs/{run}/file"))[0]


def test_it_says_who_reads_a_language_without_text(two: tuple[Batch, Batch], client: FlaskClient) -> None:
    TemplateVersion.update(body_en="").where(TemplateVersion.template == two[0].type.document_template).execute()
    page = client.get("/letters/week").text.replace("\u00a0", " ")
    assert "Le gabarit n’a pas de texte en anglais, et 1 client le lit" in page
    assert "Imprimer les 3 lettres" in page
    assert PrintRun.get_by_id(printed(client, kind="letters", said="3")).total == 3


def test_it_says_that_there_is_nothing(client: FlaskClient) -> None:
    factories.client()
    assert "Rien à imprimer" in client.get("/letters/week").text
    assert row(client).strip() == '<div id="imprimer"></div>'


def test_it_asks_as_often_for_many_batches_as_for_two(
    two: tuple[Batch, Batch],
    owner: Callable[..., Client],
    client: FlaskClient,
    asked: Callable[[Callable[[], object]], list[str]],
) -> None:
    few = asked(lambda: client.get("/letters/week"))
    for name in ("Ouellet", "Paquet", "Quirion"):
        factories.batch_of((owner(name), "Milou", "M"))
    assert len(asked(lambda: client.get("/letters/week"))) == len(few)
    assert "Imprimer les 7 lettres" in client.get("/letters/week").text.replace("\u00a0", " ")
