"""How far a mailing is, and names for every outcome."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.conftest import NOW
from tests.mailings.steps import ask, page, text_of
from webapp import clock
from webapp.models import Animal, Batch, Client, Mailing, Message, Wave
from webapp.outbox.actions import pausing


@pytest.fixture
def mailing(client: FlaskClient, batch: Batch) -> Mailing:
    """Approved just now, one message a wave."""
    assert client.post("/mailings", data=ask(client, wave_size=1)).status_code == 303
    return Mailing.get()


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """So many seconds later."""

    def pass_(seconds: int) -> None:
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(seconds=seconds))

    return pass_


def fragment(client: FlaskClient, mailing: Mailing) -> str:
    headers = {"HX-Request": "true", "HX-Target": f"mailing-{mailing.id}"}
    return client.get(f"/mailings/{mailing.id}", headers=headers).text


def begin(mailing: Mailing) -> None:
    """As the sender does: the first wave is open."""
    Mailing.update(state="running").execute()
    Wave.update(opened_at=NOW + timedelta(seconds=61)).where(Wave.number == 1).execute()


def end(where: Any, state: str, **columns: Any) -> None:
    Message.update(state=state, ended_at=NOW, **columns).where(where).execute()


def test_it_counts_the_hold_down(client: FlaskClient, mailing: Mailing, later: Callable[[int], None]) -> None:
    later(20)
    shown = page(client, f"/mailings/{mailing.id}")
    assert "2 courriels retenus encore 40 s" in shown
    assert 'hx-trigger="every 1s"' in fragment(client, mailing)


def test_it_cancels_during_the_hold(client: FlaskClient, mailing: Mailing) -> None:
    assert client.post(f"/mailings/{mailing.id}/cancel").status_code == 303
    assert Mailing.get().state == "cancelled"
    assert {(message.state, message.reason) for message in Message.select()} == {("cancelled", "mailing_cancelled")}
    shown = page(client, f"/mailings/{mailing.id}")
    assert "0 courriel était parti." in shown
    assert "Annulés 2" in shown


def test_it_cancels_exactly_as_many_as_were_shown(client: FlaskClient, mailing: Mailing) -> None:
    asked = client.get(f"/mailings/{mailing.id}/cancel").text
    assert "Annuler 2\u00a0courriels" in asked and 'name="count" value="2"' in asked
    end(Message.address == "client1@exemple.ca", "sent")
    answer = client.post(f"/mailings/{mailing.id}/cancel", data={"count": "2"})
    assert answer.status_code == 422 and "Rien n’a été annulé" in answer.text
    assert 'name="count" value="1"' in answer.text
    assert (Mailing.get().state, Message.select().where(Message.state == "cancelled").count()) == ("approved", 0)
    assert client.post(f"/mailings/{mailing.id}/cancel", data={"count": "1"}).status_code == 303
    assert Message.select().where(Message.state == "cancelled").count() == 1


def test_it_names_animals_without_a_name(client: FlaskClient, mailing: Mailing) -> None:
    Animal.update(name="").execute()
    shown = page(client, f"/mailings/{mailing.id}")
    assert "sans nom, sans nom" in shown


def test_it_may_be_sent_anew_after_a_cancelled_hold(client: FlaskClient, mailing: Mailing) -> None:
    client.post(f"/mailings/{mailing.id}/cancel")
    assert client.post("/mailings", data=ask(client)).status_code == 303
    assert Mailing.select().count() == 2


def test_it_paints_the_same_at_first_and_later(
    client: FlaskClient, mailing: Mailing, later: Callable[[int], None]
) -> None:
    begin(mailing)
    later(70)
    assert fragment(client, mailing).strip() in client.get(f"/mailings/{mailing.id}").text


def test_it_polls_only_while_something_moves(
    client: FlaskClient, mailing: Mailing, later: Callable[[int], None]
) -> None:
    begin(mailing)
    later(70)
    assert "Vague 1 sur 2 en cours" in text_of(fragment(client, mailing))
    assert "hx-trigger" in fragment(client, mailing)
    end(Message.address == "client1@exemple.ca", "sent", sent_at=NOW)
    waits = fragment(client, mailing)
    assert "La vague 2 sur 2 part le 9 mars à 8 h" in text_of(waits)
    assert 'hx-trigger="every' not in waits
    end(Message.address == "client2@exemple.ca", "sent", sent_at=NOW)
    Mailing.update(state="finished", finished_at=NOW).execute()
    over = fragment(client, mailing)
    assert "2 courriels partis" in text_of(over)
    assert 'hx-trigger="every' not in over


def test_it_says_that_all_sending_is_stopped(
    client: FlaskClient, mailing: Mailing, later: Callable[[int], None]
) -> None:
    begin(mailing)
    later(70)
    pausing.pause_everything(now=NOW, by=None)
    stopped = fragment(client, mailing)
    assert "Tous les envois sont arrêtés." in text_of(stopped)
    assert 'hx-trigger="every' not in stopped


def test_it_pauses_and_goes_on(
    client: FlaskClient, mailing: Mailing, later: Callable[[int], None], woken: list[str]
) -> None:
    begin(mailing)
    later(70)
    headers = {"HX-Request": "true", "HX-Target": f"mailing-{mailing.id}"}
    assert "En pause" in client.post(f"/mailings/{mailing.id}/pause", headers=headers).text
    assert Mailing.get().state == "paused"
    woken.clear()
    assert "Vague" in client.delete(f"/mailings/{mailing.id}/pause", headers=headers).text
    assert (Mailing.get().state, woken) == ("running", ["wake"])


def test_it_pauses_without_javascript(client: FlaskClient, mailing: Mailing) -> None:
    assert client.post(f"/mailings/{mailing.id}/pause").location == f"/mailings/{mailing.id}"
    assert client.post(f"/mailings/{mailing.id}/pause?_method=DELETE").location == f"/mailings/{mailing.id}"
    assert Mailing.get().state == "approved"


def test_it_refuses_to_pause_what_is_over(client: FlaskClient, mailing: Mailing) -> None:
    Mailing.update(state="finished").execute()
    client.post(f"/mailings/{mailing.id}/pause")
    assert Mailing.get().state == "finished"
    assert "Cet envoi n’est pas en cours." in page(client, f"/mailings/{mailing.id}")


def test_it_asks_before_it_cancels_the_rest(
    client: FlaskClient, mailing: Mailing, later: Callable[[int], None]
) -> None:
    begin(mailing)
    later(70)
    end(Message.address == "client1@exemple.ca", "sent", sent_at=NOW)
    assert "Annuler 1 courriel" in page(client, f"/mailings/{mailing.id}/cancel")
    client.post(f"/mailings/{mailing.id}/cancel")
    assert sorted(message.state for message in Message.select()) == ["cancelled", "sent"]


def test_it_names_every_outcome(client: FlaskClient, mailing: Mailing) -> None:
    end(Message.address == "client1@exemple.ca", "failed", reason="unknown_address", code="550 5.1.1",
        detail="No such user here")  # fmt: skip
    end(Message.address == "client2@exemple.ca", "sent", sent_at=NOW)
    shown = page(client, f"/mailings/{mailing.id}?outcome=failed")
    assert "Luce Adam" in shown
    assert "Azur, Heidi" in shown
    assert "550 5.1.1 No such user here" in shown
    assert "Rose Brown" not in shown
    assert "Rose Brown" in page(client, f"/mailings/{mailing.id}?outcome=sent")


@pytest.mark.parametrize(
    ("q", "found"), [("adam", True), ("luce adam", True), ("client1@", True), ("luce", True), ("brown", False)]
)
def test_it_searches(client: FlaskClient, mailing: Mailing, q: str, found: bool) -> None:
    begin(mailing)
    answer = client.get(
        f"/mailings/{mailing.id}?outcome=planned&q={q}", headers={"HX-Request": "true", "HX-Target": "outcomes"}
    )
    assert ("Luce Adam" in answer.text) is found


def test_it_settles_a_doubt(client: FlaskClient, mailing: Mailing) -> None:
    end(Message.address == "client1@exemple.ca", "in_doubt", reason="no_answer")
    message = Message.get(Message.state == "in_doubt")
    assert "Reçu par le client" in page(client, f"/mailings/{mailing.id}")
    client.post(f"/mailings/{mailing.id}/messages/{message.id}/settlement", data={"outcome": "sent"})
    settled = Message.get_by_id(message.id)
    assert (settled.state, settled.settled_by.name) == ("sent", "Julie Bélanger")


@pytest.mark.parametrize("outcome", ["", "lost", "planned"])
def test_it_settles_in_three_ways_only(client: FlaskClient, mailing: Mailing, outcome: str) -> None:
    message = Message.get()
    url = f"/mailings/{mailing.id}/messages/{message.id}/settlement"
    assert client.post(url, data={"outcome": outcome}).status_code == 404
    assert client.post("/mailings/77/messages/1/settlement", data={"outcome": "sent"}).status_code == 404


def test_it_stands_on_the_page_of_the_batch(client: FlaskClient, mailing: Mailing) -> None:
    Client.update(email="", address="1, rue A", town="Magog", postal_code="J1X 1X1").where(
        Client.last_name == "Brown"
    ).execute()
    assert "Écrire par courriel" not in page(client, "/batches/253")  # it is being sent
    client.post(f"/mailings/{mailing.id}/cancel")
    shown = page(client, "/batches/253")
    assert "Annulé" in shown
    assert "1 courriel à envoyer" in shown
    assert "1 client à joindre par lettre" in shown


def test_it_takes_few_statements(
    client: FlaskClient, mailing: Mailing, counted: Callable[[Callable[[], object]], int]
) -> None:
    begin(mailing)
    assert counted(lambda: fragment(client, mailing)) <= 14


def test_it_has_only_its_own_pause(client: FlaskClient, mailing: Mailing, later: Callable[[int], None]) -> None:
    begin(mailing)
    later(70)
    shown = page(client, f"/mailings/{mailing.id}")
    assert "Mettre en pause" in shown
    assert "Tout arrêter" not in shown
    pausing.pause_everything(now=NOW, by=None)
    assert "Tout est arrêté." in page(client, f"/mailings/{mailing.id}")  # what holds it up is said
