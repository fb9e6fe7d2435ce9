"""Somebody calls back: found by four figures, a name or a letter, with all that they were written and are due for."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from flask.testing import FlaskClient

from tests import factories
from tests.calls.steps import TODAY, called, due
from tests.reminders.steps import FRAGMENT
from webapp.calls import rules
from webapp.calls.actions import calling
from webapp.models import Client, ContactPerson, Message, MessageBody, Reminder, StaffMember
from webapp.search import actions as search


def found(page: str) -> list[str]:
    """The names in their order."""
    return re.findall(r'<li class="row keep".*?<a [^>]*>([^<]+)</a>', page, re.S)


def opened(page: str) -> str:
    name = re.search(r'<h2 id="h-client"[^>]*>([^<]+)</h2>', page)
    return name[1] if name else ""


@pytest.fixture
def clinic(client: FlaskClient, now: datetime) -> dict[str, Client]:
    """Three whose numbers end alike, one of them by a person of theirs, and one who stands apart."""
    people = {
        "gaetan": factories.client(first_name="Gaétan", last_name="Thibeault", home_phone="+14505550148"),
        "ghislaine": factories.client(
            first_name="Ghislaine", last_name="St-Onge", title="Mme", mobile_phone="+15145550148", email="g@exemple.ca"
        ),
        "rose": factories.client(first_name="Rose", last_name="Bélanger", mobile_phone="+18195550042"),
        "paris": factories.client(first_name="Ève", last_name="Durand", home_phone="+33142685300", country="FR"),
    }
    ContactPerson.create(client=people["rose"], name="Luc Huot", relation="conjoint", phone="+14185550148")
    factories.animal(owner=people["paris"], name="R2D2")
    factories.message(to=people["ghislaine"], state="sent", sent_at=now - timedelta(hours=1))
    factories.message(to=people["rose"], state="sent", sent_at=now - timedelta(days=40), channel="post")
    factories.message(to=people["rose"], state="cancelled", ended_at=now)  # never left
    search.index_clients(client_ids=None)
    return people


def test_it_is_found_by_what_is_typed(clinic: dict[str, Client], client: FlaskClient) -> None:
    letter = Message.get(Message.channel == "post")
    three = ["Ghislaine St-Onge", "Rose Bélanger", "Gaétan Thibeault"]  # written to last first
    rows: list[tuple[str, list[str], str]] = [
        ("0148", three, "3\u00a0clients finissent par 0148."),
        ("5550148", three, "3\u00a0clients trouvés."),
        ("514 555-0148", three[:1], "1\u00a0client trouvé."),
        ("1 (514) 555-0148", three[:1], "1\u00a0client trouvé."),
        ("0042", three[1:2], "1\u00a0client finit par 0042."),
        ("5300", ["Ève Durand"], "1\u00a0client finit par 5300."),
        ("01 42 68 53 00", ["Ève Durand"], "1\u00a0client trouvé."),
        ("0149", [], "Aucun numéro ne finit par 0149"),
        ("514 555-0149", [], "Personne n’a le numéro 514 555-0149"),
        ("belanger", three[1:2], "1\u00a0client trouvé."),
        ("belangér x", [], "Ni client ni animal"),
        ("Zzyzx", [], "Ni client ni animal ne s’appelle «\u00a0Zzyzx\u00a0»."),
        ("r2d2", ["Ève Durand"], "1\u00a0client trouvé."),  # figures and letters: a name may have both
        ("01a8", [], "Ni client ni animal ne s’appelle «\u00a001a8\u00a0»."),
        (f"L{letter.id}", three[1:2], f"La lettre L{letter.id} est à ce client."),
        ("L999", [], "Aucune lettre ne porte le numéro L999."),
        ("12345", [], "Aucune lettre ne porte le numéro L12345."),
        ("148", [], "Tapez les quatre derniers chiffres, ou le numéro entier."),
        ("?!", [], "«\u00a0?!\u00a0» n’est ni un numéro ni un nom."),
        ("<zz>", [], "&lt;zz&gt;"),
        ("", [], "Chercher par le nom"),
    ]
    guess = client.get("/calls/caller?q=thibaut").text
    assert found(guess) == ["Gaétan Thibeault"] and opened(guess) == "" and "Noms qui ressemblent" in guess
    for typed, names, said in rows:
        page = client.get("/calls/caller", query_string={"q": typed})
        assert page.status_code == 200 and found(page.text) == names, typed
        assert said in page.text, typed
        assert opened(page.text) == (names[0] if names else ""), typed  # the first opens by itself


def test_the_number_on_a_letter_may_be_read_as_four_figures(clinic: dict[str, Client], client: FlaskClient) -> None:
    about = factories.message(to=clinic["rose"], id=4127, state="printed", channel="post", text="Chère Rose")
    page = client.get("/calls/caller?q=4127").text
    assert opened(page) == "Rose Bélanger" and "Chère Rose" in page and f"lettre {about.reference}" in page


def test_it_shows_what_they_received_and_are_due_for(
    clinic: dict[str, Client], client: FlaskClient, now: datetime, julie: StaffMember
) -> None:
    who = clinic["ghislaine"]
    Client.update(client_since=date(2017, 4, 1), note="Parle fort").where(Client.id == who.id).execute()
    written = due("", of=who, animal="Princesse", days=18)
    other = due("", of=who, animal="Minuit", days=-15, type=factories.reminder_type("vaccination"))
    text = "Bonjour, Mme St-Onge.\n\n" + "La saison des tiques commence en mars. " * 12
    factories.message(to=who, about=[written], text=text, state="in_doubt", sent_at=None, ended_at=now)
    factories.appointment(of=written.animal)
    called(written, rules.LEFT, now - timedelta(hours=2), julie, note="Sur la boîte vocale")
    page = client.get("/calls/caller?q=0148").text
    print(ascii(page[page.index('id="h-due"') :][:300]))
    for words in (
        "514\u00a0555-0148, cellulaire", "Parle français, cliente depuis 2017", "Ce qu’elle a reçu",
        "Rappel de D&#39;Artagnan", "Bonjour, Mme St-Onge. La saison", "Lire tout le message", "Envoi en doute.",
        "Ses 2\u00a0animaux, 1 rappel à faire, 1 à venir", "n’était pas dans ce message", "18 jours",
        "Message laissé", "Sur la boîte vocale", "Déjà un rendez-vous", "Parle fort", "Vaut pour le rappel coché",
    ):  # fmt: skip
        assert words in page, words
    boxes = re.findall(r'name="ids" value="(\d+)" form="result"( checked)?>', page)
    assert boxes == [(str(written.id), " checked"), (str(other.id), "")]


def test_without_a_message_it_is_about_what_is_due(clinic: dict[str, Client], client: FlaskClient) -> None:
    late, coming = due("", of=clinic["gaetan"], animal="Rex"), due("", of=clinic["gaetan"], animal="Mia", days=-3)
    page = client.get(f"/calls/caller?q=0148&client={clinic['gaetan'].id}").text
    assert opened(page) == "Gaétan Thibeault" and "Rien ne lui a été écrit" in page
    boxes = re.findall(r'name="ids" value="(\d+)" form="result"( checked)?>', page)
    assert boxes == [(str(late.id), " checked"), (str(coming.id), "")]
    assert 'value="no_calls"' in page and 'value="no_writing"' not in page  # there is no writing to stop


def test_a_text_that_was_cleared_away_is_said_to_be(clinic: dict[str, Client], client: FlaskClient) -> None:
    MessageBody.delete().execute()
    page = client.get("/calls/caller?q=0148").text
    assert "Le texte n’en est plus conservé." in page


def test_it_answers_with_one_region(clinic: dict[str, Client], client: FlaskClient, now: datetime) -> None:
    page = client.get("/calls/caller?q=0148", headers=FRAGMENT).text
    assert page.lstrip().startswith('<div id="desk"') and "<html" not in page
    assert 'class="desk back-call open"' in page
    assert (
        'class="desk back-call"' in client.get("/calls/caller?q=0148&client=0").text
    )  # where there is room for one: the list
    assert client.get("/calls/caller?q=0148&client=99999").status_code == 200


def test_a_colleague_who_tries_to_call_is_named(
    clinic: dict[str, Client], client: FlaskClient, now: datetime, anne: StaffMember
) -> None:
    calling.take(client_id=clinic["ghislaine"].id, now=now, by=anne)
    page = client.get("/calls/caller?q=0148").text
    assert "essaie de joindre ce client" in page
    assert "disabled" not in page.split('class="results', 1)[1].split(">", 1)[0]


def test_the_ways_to_it(clinic: dict[str, Client], client: FlaskClient, julie: StaffMember) -> None:
    for address in ("/", "/calls/"):
        assert 'href="/calls/caller"' in client.get(address).text, address
    assert 'href="/calls/caller?q=0148"' in client.get("/search?q=0148", headers=FRAGMENT).text
    assert "/calls/caller" not in client.get("/search?q=Roy", headers=FRAGMENT).text
    StaffMember.update(shortcuts=True).where(StaffMember.id == julie.id).execute()
    assert "data-key-c" in client.get("/").text


def test_it_asks_little(clinic: dict[str, Client], client: FlaskClient, asked: Callable[..., list[str]]) -> None:
    factories.identify()
    who = clinic["ghislaine"]
    about: list[Reminder] = [due("", of=who, animal=f"Chat {n}", days=n) for n in range(9)]
    factories.message(to=who, about=about, state="sent", sent_at=datetime.fromisoformat(f"{TODAY}T08:00-05:00"))
    for q in ("0148", "514 555-0148", "st-onge", f"L{Message.get(Message.channel == 'post').id}", "0149", ""):
        statements = asked(partial(client.get, f"/calls/caller?q={q}"))
        assert len([each for each in statements if not each.startswith("-- ")]) <= 12, q  # --: the index asks itself
