"""Letters of a batch: chosen, drawn, posted, and what can go wrong on the way."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import NOW
from tests.pdfs import pieces, texts
from webapp import clock, printing
from webapp.letters.actions import drawing, runs
from webapp.models import (
    Animal,
    Batch,
    Client,
    Mailing,
    Message,
    MessageBody,
    MessageReminder,
    PrintRun,
    Reminder,
    Species,
    Suppression,
    TemplateVersion,
)


def states() -> list[str]:
    return sorted(message.state for message in Message.select())


def pdf_of(client: FlaskClient, run: int) -> bytes:
    with client.get(f"/print-runs/{run}/file") as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "application/pdf"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Content-Disposition"].startswith("inline")
        return answer.data


def test_it_leaves_for_later_whoever_was_written_to_about_another_batch(
    batch: Batch, client: FlaskClient, run: Callable[..., Any], tmp_path: Path
) -> None:
    roy = Animal.get(Animal.name == "Rex").client
    other = factories.batch(animals=[factories.animal(owner=roy, name="Médor", sex="M")], number=254)
    sent = Mailing.create(channel="email", batch=other, state="finished", token="x", first_on=NOW, created_at=NOW)
    at = clock.now() - timedelta(days=2)
    Message.create(
        mailing=sent, client=roy, recipient=f"c{roy.id}", channel="email", message_id="<x@x>", state="sent",
        sent_at=at, ended_at=at, created_at=at,
    )  # fmt: skip
    page = client.get("/batches/253/letters/new").text.replace("\u00a0", " ")
    assert "il y a quelques jours pour un autre lot : remis à plus tard" in page
    told = run("letters", "253", "--out", str(tmp_path / "letters.pdf"))
    assert told.exit_code == 0 and "       1  Client à qui l’on a écrit" in told.stderr
    assert roy.id not in {each.client_id for each in Message.select().where(Message.channel == "post")}
    Message.update(sent_at=at - timedelta(days=2), ended_at=at - timedelta(days=2)).where(Message.id == 1).execute()
    assert "remis à plus tard" not in client.get("/batches/253/letters/new").text


def test_it_shows_whom_letters_are_for(batch: Batch, client: FlaskClient) -> None:
    page = client.get("/batches/253/letters/new").text.replace("\u00a0", " ")
    assert "Imprimer les 3 lettres" in page
    assert "2 en français, 1 en anglais." in page
    assert "Madame Luce Adam" in page
    assert "Magog, le 5 mars 2026" in page
    second = client.get(
        "/batches/253/letters/new?place=3&template=&who=first&order=name", headers={"HX-Request": "true"}
    )
    assert "Rose Brown" in second.text
    assert "<html" not in second.text


def test_it_puts_what_was_chosen_into_the_address(batch: Batch, client: FlaskClient) -> None:
    typed = "/batches/253/letters/new?who=all&order=postal_code&from_name=Br"
    address = client.get(typed, headers={"HX-Request": "true"}).headers["HX-Replace-Url"]
    again = client.get(address).text
    assert 'value="Br"' in again and '<option selected value="postal_code"' in again


def test_it_shows_one_letter_as_it_will_be(batch: Batch, client: FlaskClient) -> None:
    answer = client.get("/batches/253/letters/preview?place=1")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "Madame Luce Adam" in texts(answer.data)[0]
    assert not Mailing.select().exists()


def test_it_leaves_out_whom_another_channel_reaches_first(
    batch: Batch, owner: Callable[..., Client], client: FlaskClient
) -> None:
    Client.update(email="luce@exemple.ca").where(Client.last_name == "Adam").execute()
    assert "Imprimer les 2" in client.get("/batches/253/letters/new").text
    assert "Imprimer les 3" in client.get("/batches/253/letters/new?who=all&order=name").text


def test_it_draws_them_sorted_and_dated(printed: int, client: FlaskClient) -> None:
    page = client.get(f"/print-runs/{printed}").text.replace("\u00a0", " ")
    assert "Les 3 lettres sont postées" in page
    assert "Le PDF est prêt : 3 pages." in page
    first, second, third = (text.replace("\u00a0", " ") for text in texts(pdf_of(client, printed)))
    assert "Madame Luce Adam" in first
    assert "Azur et" in first
    assert "Magog, le 5 mars 2026" in first
    assert "Magog (Québec)  J1X 3B3" in first
    assert "Monsieur Paul Roy" in second
    assert "Rose Brown" in third
    assert "Magog, March 5, 2026" in third
    assert states() == ["printed"] * 3


def test_it_puts_the_address_in_the_window(printed: int, client: FlaskClient) -> None:
    name = next(piece for piece in pieces(pdf_of(client, printed)) if piece.text.startswith("Madame Luce"))
    assert name.x == pytest.approx(24.1, abs=0.1)
    assert 63.5 < name.y < 68


def test_it_moves_everything_by_the_printers_offset(printed: int, client: FlaskClient, clinic: Any) -> None:
    before = pieces(pdf_of(client, printed))[1]
    type(clinic).update(print_offset_x=15, print_offset_y=-20).execute()
    client.post(f"/print-runs/{printed}/again", data={"from_number": "1"})
    after = pieces(pdf_of(client, printed + 1))[1]
    assert after.text == before.text
    assert (after.x - before.x, after.y - before.y) == pytest.approx((1.5, -2.0), abs=0.01)


def test_it_counts_them_as_sent_when_they_are_in_the_post(printed: int, client: FlaskClient) -> None:
    assert not Reminder.select().where(Reminder.done_at.is_null(False)).exists()
    assert client.post(f"/print-runs/{printed}/posted").status_code == 303
    assert states() == ["sent"] * 3
    assert {(reminder.done_by, reminder.done_at) for reminder in Reminder.select()} == {("post", NOW)}
    assert Mailing.get().state == "finished"
    assert "Pas encore, défaire" in client.get(f"/print-runs/{printed}").text


def test_it_takes_posted_back_for_a_day(printed: int, client: FlaskClient) -> None:
    client.post(f"/print-runs/{printed}/posted")
    client.delete(f"/print-runs/{printed}/posted")
    assert states() == ["printed"] * 3
    assert {reminder.done_at for reminder in Reminder.select()} == {None}
    assert Mailing.get().state == "running"
    client.post(f"/print-runs/{printed}/posted")
    assert runs.not_posted(run_id=printed, now=NOW + timedelta(hours=25), by=None) == 0
    assert states() == ["sent"] * 3


def test_it_begins_again_where_the_printer_failed(printed: int, client: FlaskClient) -> None:
    refused = client.post(f"/print-runs/{printed}/again", data={"from_number": "4"})
    assert refused.status_code == 422
    assert "de 1 à 3" in refused.text
    answer = client.post(f"/print-runs/{printed}/again", data={"from_number": "2"})
    run = int(answer.location.rsplit("/", 1)[1])
    rest = texts(pdf_of(client, run))
    assert len(rest) == 2
    assert "253 · 2" in rest[0]
    assert "Paul Roy" in rest[0]
    client.post(f"/print-runs/{run}/posted")
    client.post(f"/print-runs/{printed}/posted")
    assert states() == ["sent"] * 3


def test_it_prints_only_those_who_came_since(
    printed: int, batch: Batch, owner: Callable[..., Client], client: FlaskClient
) -> None:
    patient = factories.animal(owner=owner("Zola"))
    factories.reminder(of=patient, type=batch.type, batch=batch)
    client.post("/batches/253/letters", data={"who": "all"})
    assert Mailing.select().count() == 1
    assert Message.select().count() == 4
    assert PrintRun.select().order_by(PrintRun.id.desc()).first().total == 4


def test_it_writes_one_letter_to_a_household(owner: Callable[..., Client], client: FlaskClient) -> None:
    home = {"address": "5, rue du Lac", "postal_code": "J1X 1A1"}
    luce, paul = owner("Adam", **home), owner("Adam", first_name="Paul", **{**home, "address": "5 rue du LAC"})
    other = owner("Roy", first_name="Zoé", **home)
    factories.batch(animals=[factories.animal(owner=each, name=f"N{each.id}") for each in (luce, paul, other)])
    client.post("/batches/253/letters", data={"who": "all"})
    assert Message.select().count() == 2
    both = Message.get(Message.client == luce.id)
    assert both.address.startswith("Luce et Paul Adam\n5, rue du Lac\n")
    assert both.about.count() == 2


def test_it_cancels_letters_that_will_not_be_posted(printed: int, client: FlaskClient) -> None:
    client.post(f"/print-runs/{printed}/given-up")
    assert states() == ["cancelled"] * 3
    assert Mailing.get().state == "cancelled"
    assert "Imprimer les 3" in client.get("/batches/253/letters/new").text


def test_it_looks_again_before_it_draws(batch: Batch, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs.queue, "wake", lambda *told: None)
    run = int(client.post("/batches/253/letters", data={"who": "all"}).location.rsplit("/", 1)[1])
    Animal.update(deceased=True).where(Animal.name == "Azur").execute()  # behind our back
    Client.update(accepts_post=False).where(Client.last_name == "Roy").execute()
    drawing.draw(run_id=run, now=NOW)
    assert states() == ["cancelled", "printed", "printed"]
    letter = Message.get(Message.client == Client.get(Client.last_name == "Adam").id)
    assert {about.left_out for about in MessageReminder.select().where(MessageReminder.message == letter)} == {
        "", "deceased",
    }  # fmt: skip
    text = MessageBody.get(MessageBody.message == letter).text
    assert "Heidi" in text
    assert "Azur" not in text


def test_it_draws_no_letter_to_whom_letters_were_blocked_since(
    batch: Batch, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs.queue, "wake", lambda *told: None)
    run = int(client.post("/batches/253/letters", data={"who": "all"}).location.rsplit("/", 1)[1])
    roy = Client.get(Client.last_name == "Roy")
    Suppression.create(channel="post", address="", client=roy, reason="person", created_at=NOW)
    drawing.draw(run_id=run, now=NOW)
    letter = Message.get(Message.client == roy.id)
    assert (letter.state, letter.reason) == ("cancelled", "suppressed")


def test_it_says_why_a_pdf_was_not_made(batch: Batch, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object) -> int:
        raise printing.DrawingFailed("image logo.jpg could not be read")

    with monkeypatch.context() as patched:
        patched.setattr(printing, "draw_parts", broken)
        run = int(client.post("/batches/253/letters", data={"who": "all"}).location.rsplit("/", 1)[1])
    page = client.get(f"/print-runs/{run}").text
    assert "logo.jpg" in page
    assert "Réessayer" in page
    assert states() == ["planned"] * 3
    client.post(f"/print-runs/{run}/retried")
    assert states() == ["printed"] * 3


def test_it_refuses_what_cannot_be_printed(batch: Batch, client: FlaskClient) -> None:
    refused = client.post("/batches/253/letters", data={"who": "all", "from_name": "Zzz"})
    assert refused.status_code == 422
    assert "Aucune lettre ne reste avec ces choix." in refused.text
    Client.update(address="").execute()
    assert client.get("/batches/999/letters/new").status_code == 404
    assert client.get("/print-runs/99").status_code == 404
    assert client.get("/print-runs/99/file").status_code == 404


def test_it_says_that_nobody_is_left(batch: Batch, client: FlaskClient) -> None:
    Client.update(address="").execute()
    assert "Personne à qui écrire par la poste" in client.get("/batches/253/letters/new").text
    refused = client.post("/batches/253/letters", data={"who": "all"})
    assert refused.status_code == 422
    assert "Personne de ce lot ne peut recevoir de lettre" in refused.text
    assert not Mailing.select().exists()


def test_it_polls_only_while_it_moves(printed: int, client: FlaskClient) -> None:
    assert "hx-trigger" not in client.get(f"/print-runs/{printed}", headers={"HX-Request": "true"}).text
    PrintRun.update(state="running", done=1).execute()
    assert 'hx-trigger="every 1s"' in client.get(f"/print-runs/{printed}").text


def test_it_tells_the_batch_what_lies_there(printed: int, client: FlaskClient) -> None:
    page = client.get("/batches/253").text.replace("\u00a0", " ")
    assert "3 lettres imprimées, pas encore postées" in page
    assert f"/print-runs/{printed}" in page


def test_it_clears_old_files_away(printed: int, client: FlaskClient, app: Flask) -> None:
    folder = app.config["RELANCE"].under("documents")
    assert len(list(folder.iterdir())) == 1
    drawing.tidy(now=NOW + timedelta(days=89))
    assert len(list(folder.iterdir())) == 1
    drawing.tidy(now=NOW + timedelta(days=91))
    assert list(folder.iterdir()) == []
    assert client.get(f"/print-runs/{printed}/file").status_code == 404


def test_it_calls_a_forgotten_run_again(printed: int) -> None:
    PrintRun.update(state="waiting").execute()
    drawing.tidy(now=NOW + timedelta(minutes=1))
    assert PrintRun.get().state == "waiting"
    drawing.tidy(now=NOW + timedelta(minutes=3))
    assert PrintRun.get().state == "done"


def test_it_says_what_was_interrupted(printed: int) -> None:
    PrintRun.update(state="running").execute()
    drawing.mark_interrupted(now=NOW)
    assert (PrintRun.get().state, PrintRun.get().error) == ("failed", "La préparation a été interrompue.")


def test_it_prints_what_stands_in_the_fields_and_counts_it(batch: Batch, client: FlaskClient) -> None:
    """The name with which to begin counts as it was typed; the button says how many that makes."""
    page = client.get("/batches/253/letters/new?who=all&from_name=M")
    assert "Imprimer la lettre" in page.text  # Roy alone: Brown, in English, begins before M
    shown = re.findall(r'<span class="num">([^<]+)</span>', page.text)
    assert "1 sur\u00a01" in shown, (shown, "what is shown of the pile is what will be printed")
    run = client.post("/batches/253/letters", data={"who": "all", "from_name": "M", "said": "1"})
    assert len(texts(pdf_of(client, int(run.location.rsplit("/", 1)[1])))) == 1


def test_it_shows_another_number_instead_of_printing_it(batch: Batch, client: FlaskClient) -> None:
    page = client.post("/batches/253/letters", data={"who": "all", "from_name": "M", "said": "3"})
    assert page.status_code == 422
    assert "il y a maintenant 1 lettre" in page.text
    assert 'name="said" value="1"' in page.text
    assert 'value="M"' in page.text
    assert not PrintRun.select().exists()
    assert not Message.select().exists()


def test_it_counts_again_at_enter_and_prints_nothing(batch: Batch, client: FlaskClient) -> None:
    answer = client.post("/batches/253/letters", data={"who": "all", "from_name": "M", "look": "1"})
    assert answer.status_code == 303
    assert "from_name=M" in answer.location
    assert "csrf" not in answer.location
    assert not Message.select().exists()


def test_it_divides_by_species_and_by_animal(batch: Batch, client: FlaskClient) -> None:
    assert "Imprimer les 3" in client.get("/batches/253/letters/new?who=all&grouping=species").text
    assert "Imprimer les 4" in client.get("/batches/253/letters/new?who=all&grouping=animal").text
    other = Species.select().where(Species.id != Animal.get(Animal.name == "Heidi").species_id).first()
    Animal.update(species=other).where(Animal.name == "Heidi").execute()
    assert "Imprimer les 4" in client.get("/batches/253/letters/new?who=all&grouping=species").text
    client.post("/batches/253/letters", data={"who": "all", "grouping": "species"})
    assert Message.select().count() == 4
    assert Mailing.get().grouping == "species"


def test_it_says_before_printing_who_reads_a_language_without_text(batch: Batch, client: FlaskClient) -> None:
    template = batch.type.document_template
    TemplateVersion.update(body_en="").where(TemplateVersion.template == template).execute()
    page = client.get("/batches/253/letters/new?who=all").text.replace("\u00a0", " ")
    assert "Le gabarit n’a pas de texte en anglais, et 1 client le lit : pas de lettre pour lui." in page
    assert f'href="/templates/{template.id}"' in page
    assert "Imprimer les 2 lettres" in page
    client.post("/batches/253/letters", data={"who": "all", "said": "2"})
    assert {message.language for message in Message.select()} == {"fr"}


def test_it_says_how_many_lie_there_instead_of_noting_another_number(printed: int, client: FlaskClient) -> None:
    """One was cancelled while the page stood open."""
    assert 'name="said" value="3"' in client.get(f"/print-runs/{printed}").text
    Message.update(state="cancelled").where(Message.print_number == 2).execute()
    client.post(f"/print-runs/{printed}/posted", data={"said": "3"})
    assert states() == ["cancelled", "printed", "printed"]
    assert "Rien n’est encore noté : il y a 2 lettres." in client.get(f"/print-runs/{printed}").text.replace(
        "\u00a0", " "
    )
    client.post(f"/print-runs/{printed}/posted", data={"said": "2"})
    assert states() == ["cancelled", "sent", "sent"]
