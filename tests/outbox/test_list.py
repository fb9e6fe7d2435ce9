"""The outbox: cut by state, narrowed, with what must be decided above."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import NOW
from webapp.models import Client, Wave
from webapp.outbox.queries import listing
from webapp.outbox.queries.narrowing import Filters


def page(browser: FlaskClient, url: str = "/outbox", **headers: str) -> str:
    answer = browser.get(url, headers=headers)
    assert answer.status_code == 200
    return answer.get_data(as_text=True).replace("\u00a0", " ")


def owner(last_name: str, **columns: object) -> Client:
    return factories.client(first_name="Zoé", last_name=last_name, email=f"{last_name.lower()}@example.ca", **columns)


@pytest.fixture
def some(app: Flask) -> None:
    """One of each kind."""
    batch = factories.batch(number=253, description="Tiques")
    mailing = factories.mailing(of=batch)
    wave = Wave.create(mailing=mailing, number=2, not_before=NOW + timedelta(days=5))
    pet = factories.animal(owner=owner("Prevue"), name="Minuit")
    factories.message(of=mailing, to=pet.client, wave=wave, about=[factories.reminder(of=pet)])
    factories.message(of=mailing, to=owner("Partie"), state="sent", sent_at=NOW - timedelta(days=1))
    factories.message(of=mailing, to=owner("Refusee"), state="failed", reason="unknown_address", ended_at=NOW)
    factories.message(of=mailing, to=owner("Revenue"), state="bounced", sent_at=NOW, reason="bounced")
    factories.message(of=mailing, to=owner("Annulee"), state="cancelled", reason="deceased", ended_at=NOW)
    factories.message(of=mailing, to=owner("Douteuse"), state="in_doubt", reason="no_answer", ended_at=NOW)


@pytest.mark.parametrize(
    ("state", "there", "not_there"),
    [
        ("", ["Zoé Prevue", "Minuit", "Lot 253, Tiques", "vague 2", "10 mars"], ["Zoé Partie"]),
        ("sent", ["Zoé Partie", "Parti", "4 mars"], ["Zoé Prevue"]),
        ("failed", ["Zoé Refusee", "Cette adresse n’existe pas", "Corriger l’adresse", "Zoé Revenue"], ["Zoé Partie"]),
        ("cancelled", ["Zoé Annulee", "L’animal est décédé"], ["Zoé Partie"]),
        ("all", ["Zoé Prevue", "Zoé Annulee", "Zoé Partie"], []),
    ],
)
def test_it_cuts_them_by_state(
    some: None, client: FlaskClient, state: str, there: list[str], not_there: list[str]
) -> None:
    shown = page(client, f"/outbox?state={state}").split('id="messages"')[1]
    assert [words for words in there if words not in shown] == []
    assert [words for words in not_there if words in shown] == []


def test_it_counts_each_tab(some: None, client: FlaskClient) -> None:
    shown = page(client)
    for words in ('À venir <span class="n">1', 'Partis <span class="n">1', 'Non remis <span class="n">2'):
        assert words in shown


def test_it_asks_first_for_a_decision(some: None, client: FlaskClient) -> None:
    shown = page(client)
    assert shown.index("Ce courriel est peut-être parti") < shown.index('id="messages"')
    assert "Le serveur n’a pas répondu après avoir reçu ce message" in shown
    assert "Zoé Douteuse" in shown.split('id="messages"')[0]
    assert re.search(r'Boîte d’envoi\s*<span class="n" id="n-outbox-index">1', shown)  # on the rail


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=partie", 1),
        ("q=PARTIE%40exa", 1),
        ("q=Zoé+Par", 1),
        ("q=nobody", 0),
        ("channel=post", 0),
        ("channel=email", 1),
        ("on=2026-03-04", 1),
        ("on=2026-03-05", 0),
        ("mailing=9999", 0),
        ("channel=%27&mailing=x&client=-1&on=2026-99-99&page=0", 1),
    ],
)
def test_it_narrows_the_list(some: None, client: FlaskClient, query: str, found: int) -> None:
    shown = page(client, f"/outbox?state=sent&{query}")
    assert ("Zoé Partie" in shown) == bool(found)
    assert f'Partis <span class="n">{found}' in shown


def test_it_shows_one_client_alone(some: None, client: FlaskClient) -> None:
    whose = Client.get(Client.last_name == "Partie")
    shown = page(client, f"/outbox?state=all&client={whose.id}")
    assert "Zoé Partie" in shown and "Zoé Prevue" not in shown
    assert "Ne plus montrer que Zoé Partie" in shown


def test_it_answers_htmx_with_the_list_and_its_counts(some: None, client: FlaskClient) -> None:
    shown = page(client, "/outbox?state=sent", **{"HX-Request": "true"})
    assert shown.lstrip().startswith('<div id="messages"')
    assert 'id="outbox-tabs" class="mt-5" hx-swap-oob="true"' in shown
    assert "<html" not in shown


def test_it_asks_again_only_while_something_leaves(app: Flask, client: FlaskClient) -> None:
    made = factories.mailing()
    wave = Wave.create(mailing=made, number=1, not_before=NOW, opened_at=None)
    factories.message(of=made, wave=wave)
    factories.identify()
    factories.mail_account()
    assert "every 5s" not in page(client)
    Wave.update(opened_at=NOW).execute()
    assert "every 5s" in page(client)
    client.post("/sending/pause")
    assert "every 5s" not in page(client)


def test_it_says_why_there_is_nothing(client: FlaskClient) -> None:
    assert "Rien n’est prévu" in page(client)
    assert "Tout est arrivé" in page(client, "/outbox?state=failed")
    assert "Aucun message de ce genre ici" in page(client, "/outbox?q=x")


def test_it_pages(app: Flask, client: FlaskClient) -> None:
    made = factories.mailing()
    for place in range(30):
        factories.message(of=made, to=owner(f"Numero{place:02}"), state="sent", sent_at=NOW - timedelta(minutes=place))
    first, second = page(client, "/outbox?state=sent"), page(client, "/outbox?state=sent&page=2")
    assert "Numero00" in first and "Numero25" not in first
    assert "Numero29" in second and "26 à 30 sur 30" in second


def test_it_asks_as_often_for_many_as_for_few(
    app: Flask, client: FlaskClient, counted: Callable[[Callable[[], object]], int]
) -> None:
    made = factories.mailing()
    factories.message(of=made, to=owner("Seule"), state="sent", sent_at=NOW)
    page(client)  # that somebody is there is noted once a minute
    few = counted(lambda: page(client, "/outbox?state=sent"))
    for place in range(20):
        pet = factories.animal(owner=owner(f"Autre{place}"))
        factories.message(of=made, to=pet.client, state="sent", sent_at=NOW, about=[factories.reminder(of=pet)])
    assert counted(lambda: page(client, "/outbox?state=sent")) == few


def test_it_finds_the_day_by_the_clinic_s_clock(app: Flask) -> None:
    late = NOW.replace(hour=4, minute=30)  # 23:30 on the 4th in Montréal
    factories.message(state="sent", sent_at=late)
    wanted = Filters(tab="sent", on=date(2026, 3, 4))
    assert listing.page(wanted, 1, app.config["RELANCE"].timezone)[1] == {"sent": 1}


@pytest.mark.parametrize("page", [1, 2])
def test_it_lists_last_what_was_never_said_to_have_ended(app: Flask, page: int) -> None:
    made = [
        factories.message(state="sent", sent_at=NOW, ended_at=None if place < 3 else NOW - timedelta(minutes=place))
        for place in range(30)
    ]
    in_order = [each.id for each in (*made[3:], *reversed(made[:3]))]
    zone = app.config["RELANCE"].timezone
    found, counted = listing.page(Filters(tab="sent"), page, zone)
    assert [row.message.id for row in found.items] == in_order[25 * (page - 1) : 25 * page]
    assert (found.number, found.total, counted) == (page, 30, {"sent": 30})
    assert listing.page(Filters(tab="sent"), 9, zone)[0].number == 2
