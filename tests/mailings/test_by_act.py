"""A reminder says what its act has a text for: on the page of a mailing, in its messages, by the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.mailings.steps import ask, page
from webapp.cli import main
from webapp.composition.queries.writing import rewrite
from webapp.models import Animal, Batch, Client, Mailing, Message, MessageBody, MessageReminder, Template
from webapp.outbox.queries import message as outbox_messages


def patient(name: str) -> Animal:
    return Animal.get(Animal.name == name)


@pytest.fixture
def batch(owner: Callable[..., Client]) -> Batch:
    """Lot 253: Azur of Luce Adam had the pill; Heidi and Rex of Rose Roy, one the pill and one the collar; Minou of Ann
    Brown, who reads English, the collar; Kiki of Zoé Zola nothing."""
    adam, roy, zola = owner("Adam"), owner("Roy", first_name="Rose"), owner("Zola", first_name="Zoé")
    brown = owner("Brown", first_name="Ann", language="en")
    made = factories.batch_of(
        (adam, "Azur", "F"), (roy, "Heidi", "F"), (roy, "Rex", "M"), (brown, "Minou", "M"), (zola, "Kiki", "M")
    )
    category = factories.category("Colliers")
    pill, collar = factories.item(code="PILL"), factories.item(code="COLLAR", category=category)
    for name, sold in (("Azur", pill), ("Heidi", pill), ("Rex", collar), ("Minou", collar)):
        factories.sale(of=sold, to=patient(name), on=date(2025, 12, 1))
    factories.act_text(of=pill, said="le comprimé")
    factories.act_text(of=category, said="le collier")
    return made


def written() -> dict[str, tuple[str, str]]:
    """By client: the wording that the outbox says, and the subject."""
    found = {}
    for each in Message.select():
        whole = outbox_messages.whole(each.id)
        assert whole and whole.version and whole.body
        found[each.client.last_name] = (whole.version.template.name_fr, whole.body.subject)
    return found


def test_it_says_who_gets_what_and_sends_it(client: FlaskClient, batch: Batch) -> None:
    own = Template.get_by_id(batch.type.email_template_id).name_fr
    for url in ("/batches/253/mailings/new", "/mailings/confirm?batch=253"):
        said = page(client, url)
        assert "le comprimé" in said and "le collier" in said
    said = page(client, "/batches/253/mailings/new")
    assert "1 client reçoit « le comprimé », selon l’acte" in said
    assert "1 client reçoit « le collier », selon l’acte" in said
    assert f"2 autres reçoivent « {own} »" in said
    assert f"« {own} », version 1 : 2 messages." in page(client, "/mailings/confirm?batch=253")
    assert client.post("/mailings", data=ask(client)).status_code == 303
    found = written()
    assert found["Adam"] == ("le comprimé", "le comprimé") and found["Brown"] == ("le collier", "le collier")
    # Her two have different texts; he bought nothing.
    assert found["Roy"][0] == found["Zola"][0] == own
    mailing = Mailing.get()
    assert mailing.template_version.template_id == batch.type.email_template_id
    assert Message.select().where(Message.template_version == mailing.template_version).count() == 0
    assert Message.select().where(Message.template_version.is_null(False)).count() == 2


def test_it_shows_each_as_it_will_be(client: FlaskClient, batch: Batch) -> None:
    for q, said in (("adam", "Bonjour, le comprimé."), ("brown", "Hello, le collier.")):
        assert said in page(client, f"/mailings/preview?batch=253&q={q}")
    assert "le comprimé" not in page(client, "/mailings/preview?batch=253&q=roy")
    assert "le comprimé" in page(client, "/mailings/preview?batch=253&q=roy&grouping=animal")


@pytest.mark.parametrize("how", ["one_text", "template"])
def test_it_says_the_same_to_all_where_a_person_wants_it(client: FlaskClient, batch: Batch, how: str) -> None:
    other = Template.get(Template.code == "courtesy_email")
    wish = {"one_text": "y", "template": batch.type.email_template_id} if how == "one_text" else {"template": other.id}
    query = "&".join(f"{name}={value}" for name, value in wish.items())
    assert "selon l’acte" not in page(client, f"/batches/253/mailings/new?{query}")
    client.post("/mailings", data=ask(client, **wish))
    assert {name for name, _subject in written().values()} == {Template.get_by_id(wish["template"]).name_fr}


def test_it_asks_again_where_the_text_of_an_act_has_changed(client: FlaskClient, batch: Batch) -> None:
    seen = ask(client)
    factories.sale(of=patient("Azur").sales.get().item, to=patient("Kiki"), on=date(2025, 12, 3))
    answer = client.post("/mailings", data=seen)
    assert answer.status_code == 422 and not Mailing.select().exists()
    assert "2 messages" in page(client, "/mailings/confirm?batch=253")


def test_it_is_written_again_in_its_own_words(client: FlaskClient, batch: Batch) -> None:
    client.post("/mailings", data=ask(client, grouping="animal"))
    about = MessageReminder.select().join(Message).where(Message.template_version.is_null(False)).get()
    again = rewrite(about.message, [about.reminder_id], today=date(2026, 3, 5))
    assert again.subject == MessageBody.get_by_id(about.message_id).subject


def test_what_is_not_written_in_a_language_gives_way(client: FlaskClient, batch: Batch) -> None:
    kiki = factories.item(code="DROPS")
    factories.sale(of=kiki, to=patient("Minou"), on=date(2025, 12, 20))
    factories.act_text(of=kiki, said="les gouttes", subject_en="", body_en="")
    client.post("/mailings", data=ask(client))
    assert written()["Brown"][0] == Template.get_by_id(batch.type.email_template_id).name_fr


@pytest.mark.parametrize(
    ("more", "texts"), [((), 2), (("--template", "courtesy_email"), 0), (("--group", "animal"), 4)]
)
def test_the_command_does_as_the_page(app: Flask, batch: Batch, more: tuple[str, ...], texts: int) -> None:
    env = {"RELANCE_DATA": str(app.config["RELANCE"].data)}
    done: Any = CliRunner().invoke(main, ["batch", "send", "253", "--channel", "email", "--json", *more], env=env)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["messages"] == Message.select().count()
    assert Message.select().where(Message.template_version.is_null(False)).count() == texts


def test_a_template_counts_the_mailings_of_its_acts(client: FlaskClient, batch: Batch) -> None:
    client.post("/mailings", data=ask(client))
    made = Template.get(Template.name_fr == "le comprimé")
    assert "1 envoi" in page(client, f"/templates/{made.id}/versions/1")
