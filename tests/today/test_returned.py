"""The first screen: what came back since yesterday, what is under way and its own pause, what is late."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import NOW
from webapp.models import BackupRun, Clinic, Mailing, Reminder, Sending, Suppression, Wave
from webapp.outbox import actions

DAY = timedelta(days=1)


def show(browser: FlaskClient) -> str:
    answer = browser.get("/")
    assert answer.status_code == 200
    sheet = answer.text[answer.text.index("<main") : answer.text.index("</main>")]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", sheet)).replace("\u00a0", " "))


def reminder(name: str, **columns: object) -> Reminder:
    made = factories.reminder(
        of=factories.animal(owner=factories.client(first_name=name, last_name="Roy")), due=date(2026, 3, 2)
    )
    Reminder.update(**columns).where(Reminder.id == made.id).execute()
    return made


def test_it_names_who_answered_since_yesterday(client: FlaskClient, now: datetime) -> None:
    for number, name in enumerate(("Anne", "Luc", "Zoé", "Rose", "Guy")):
        reminder(name, answered_at=now - timedelta(hours=number), done_at=now - 3 * DAY)
    reminder("Paul", visited_at=now - timedelta(hours=20))
    reminder("Tard", answered_at=now - 3 * DAY)
    reminder("Annulé", answered_at=now, cancelled_at=now)
    page = show(client)
    assert "Revenu depuis hier 6" in page
    assert "5 clients ont pris rendez-vous Anne Roy, Luc Roy, Zoé Roy et 2 autres" in page
    assert "1 client est venu Paul Roy" in page
    assert "Tard" not in page and "Annulé Roy" not in page


def test_it_counts_yesterday_from_its_first_minute(client: FlaskClient, now: datetime) -> None:
    reminder("Hier", answered_at=datetime.fromisoformat("2026-03-04T05:00:00+00:00"))  # midnight at the clinic
    reminder("Avant", answered_at=datetime.fromisoformat("2026-03-04T04:59:00+00:00"))
    page = show(client)
    assert "1 client a pris rendez-vous Hier Roy" in page and "Avant" not in page


def test_it_counts_a_client_once_for_several_animals(client: FlaskClient, now: datetime) -> None:
    owner = factories.client(first_name="Anne", last_name="Roy")
    for name in ("Rex", "Minou"):
        made = factories.reminder(of=factories.animal(owner=owner, name=name))
        Reminder.update(answered_at=now).where(Reminder.id == made.id).execute()
    assert "1 client a pris rendez-vous Anne Roy" in show(client)


def test_it_tells_of_messages_that_came_to_nothing_and_of_who_wants_none(client: FlaskClient, now: datetime) -> None:
    luce = factories.client(first_name="Luce", last_name="Adam", email="l@example.ca")
    factories.message(to=luce, state="bounced", ended_at=now - timedelta(hours=2))
    factories.message(
        to=factories.client(first_name="Vieux", email="v@example.ca"), state="failed", ended_at=now - 3 * DAY
    )
    for reason, lifted in (("unsubscribed", None), ("bounced", None), ("complaint", now)):
        Suppression.create(
            channel="email", address=f"{reason}@example.ca", reason=reason, created_at=now, lifted_at=lifted,
            client=factories.client(first_name=reason, last_name="Roy"),
        )  # fmt: skip
    page = show(client)
    assert "1 message non remis depuis hier Luce Adam" in page
    assert "1 client ne veut plus recevoir de messages C’est déjà appliqué : unsubscribed Roy." in page
    assert "Vieux" not in page and "bounced Roy" not in page and "complaint Roy" not in page


def test_it_says_that_nobody_answered(client: FlaskClient) -> None:
    factories.client()
    assert "Personne n’a répondu depuis hier." in show(client)


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2026, 3, 4), "En retard de 1 jour"),
        (date(2025, 7, 22), "En retard de 226 jours"),
        (date(2026, 3, 5), "Échéance aujourd’hui"),
    ],
)
def test_it_shows_how_late_a_call_is(client: FlaskClient, due: date, said: str) -> None:
    factories.reminder(
        of=factories.animal(owner=factories.client(email="a@example.ca", mobile_phone="+15145550134")), due=due
    )
    assert said in show(client)
    assert said in client.get("/reminders").text.replace("\u00a0", " ")
    tone = "warn" if "retard" in said else ""
    assert re.search(
        rf'class="status{" " + tone if tone else ""}"><svg.*?</svg><span>{said}',
        client.get("/").text.replace("\u00a0", " "),
    )


def test_it_says_beside_it_what_stands_in_the_way(client: FlaskClient, now: datetime) -> None:
    made = factories.reminder(of=factories.animal(owner=factories.client(email="a@example.ca")), due=date(2026, 2, 21))
    factories.message(about=[made], state="failed", ended_at=now - 3 * DAY, detail="boîte pleine")
    for page in (show(client), client.get("/reminders").text.replace("\u00a0", " ")):
        assert "Courriel refusé : boîte pleine, en retard de 12 jours" in page


def test_it_says_nothing_of_lateness_while_a_message_is_on_its_way(client: FlaskClient, now: datetime) -> None:
    made = factories.reminder(of=factories.animal(owner=factories.client(email="a@example.ca")), due=date(2026, 2, 21))
    factories.message(about=[made], of=factories.mailing())
    page = client.get("/reminders?reach=planned").text
    assert "Courriel" in page and "en retard" not in page


@pytest.fixture
def going(monkeypatch: pytest.MonkeyPatch) -> Mailing:
    """A mailing of three waves, of which the second is half sent; the sender is asleep."""
    monkeypatch.setattr(actions, "wake", lambda: None)
    factories.identify()
    factories.mail_account()
    Clinic.update(initialised_at=NOW).execute()
    BackupRun.create(started_at=NOW, ended_at=NOW, verified_at=NOW, file="nightly-2026-03-05.db", bytes=1)
    made = factories.mailing(of=factories.batch(number=253, description="Tiques"))
    states = (("sent", "sent"), ("sent", "planned"), ("planned", "planned"))
    for number, pair in enumerate(states, 1):
        opened = NOW - (3 - number) * DAY if number < 3 else None
        wave = Wave.create(mailing=made, number=number, not_before=NOW + (number - 2) * DAY, opened_at=opened,
                           closed_at=NOW - DAY if number == 1 else None)  # fmt: skip
        for place, state in enumerate(pair):
            someone = factories.client(email=f"{number}{place}@example.ca")
            factories.message(of=made, to=someone, wave=wave, state=state, sent_at=NOW if state == "sent" else None)
    return made


def test_it_shows_the_waves_of_what_is_under_way(client: FlaskClient, going: Mailing) -> None:
    page = show(client)
    assert "Lot 253, Tiques Vague 2 sur 3 3 partis sur 6" in page
    assert "Prochaine vague : 6 mars, 2 courriels." in page
    assert "Un envoi est en cours." in page
    assert 'aria-label="1 vague envoyée, une en cours, 1 sur 2, 1 à venir"' in client.get("/").text


def test_it_pauses_one_mailing_from_the_first_screen(client: FlaskClient, going: Mailing) -> None:
    assert f'action="/mailings/{going.id}/pause"' in client.get("/").text
    answer = client.post(f"/mailings/{going.id}/pause", data={"back": "/#encours"})
    assert (answer.status_code, answer.location) == (303, "/#encours")
    page = client.get("/").text
    assert Mailing.get_by_id(going.id).state == "paused" and "En pause" in page
    assert re.search(
        rf"(?s)data-toast.*?Lot 253\u00a0: L’envoi est en pause.*?"
        rf'action="/mailings/{going.id}/pause\?_method=DELETE".*?Reprendre',
        page,
    )
    client.post(f"/mailings/{going.id}/pause?_method=DELETE", data={"back": "/#encours"})
    assert Mailing.get_by_id(going.id).state == "running"


def test_it_keeps_the_band_with_its_button_while_all_is_stopped(client: FlaskClient, going: Mailing) -> None:
    client.post("/sending/pause", data={"back": "/"})
    for _ in range(2):
        page = client.get("/").text
        assert page.index("Tout est arrêté.") < page.index('id="h-rendez-vous"')
        assert 'action="/sending/pause?_method=DELETE"' in page[page.index("<main") : page.index("</main>")]
        assert page.count('id="sending"') == 1
    client.post("/sending/pause?_method=DELETE", data={"back": "/"})
    assert Sending.get().paused_at is None and "Tout est arrêté." not in show(client)


def test_it_says_who_may_let_it_go_on(client: FlaskClient, manager: FlaskClient, going: Mailing) -> None:
    Sending.update(paused_at=NOW, pause_reason="copied").execute()
    assert "Un gestionnaire doit s’en occuper." in show(client)
    assert 'href="/sending/resume"' not in client.get("/").text
    assert 'href="/sending/resume"' in manager.get("/").text


def test_it_leads_from_five_rows_to_the_whole(client: FlaskClient, now: datetime) -> None:
    for number in range(7):
        owner = factories.client(first_name=f"Client{number}", mobile_phone="+15145550134")
        factories.reminder(of=factories.animal(owner=owner), due=date(2026, 3, 2))
        factories.appointment(of=factories.animal(owner=owner), at=now + timedelta(hours=1, minutes=number))
    page = show(client)
    assert "À joindre aujourd’hui 7" in page and "Voir les 7 clients" in page
    assert "Rendez-vous aujourd’hui 7 Voir les 7 rendez-vous" in page
    assert client.get("/").text.count('class="tel"') == 10
