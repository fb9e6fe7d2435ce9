from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from tests import factories
from webapp.clients import actions
from webapp.models import Client, ContactPerson, Correction, Reminder, StaffMember, Suppression


def whole(now: datetime) -> Client:
    owner = factories.client(
        title="Mme", mobile_phone="+15145550134", mobile_takes_sms=True, work_phone="+14505550182", work_extension="23",
        address="4021, rue de l’Épée", town="Montréal", postal_code="H2K 3S4", client_since=date(2014, 5, 1),
        note="Préfère le samedi.",
    )  # fmt: skip
    Correction.create(client=owner, field="email", value="me(at)example", noted_at=now)
    return owner


def page(client: FlaskClient, owner: Client) -> str:
    return client.get(f"/clients/{owner.id}").get_data(as_text=True)


def test_it_says_first_what_stands_in_the_way(client: FlaskClient, now: datetime) -> None:
    html = page(client, whole(now))
    assert html.index('class="strip"') < html.index('id="animaux"')
    assert "Courriel à corriger" in html
    assert "«\u00a0me(at)example\u00a0» dans le fichier" in html
    assert "Cliente depuis 2014." in html
    assert "Parle français." in html
    assert "La joindre" in html


def test_it_gives_the_numbers_to_call(client: FlaskClient, now: datetime) -> None:
    html = page(client, whole(now))
    assert 'href="tel:+15145550134"' in html
    assert 'href="tel:+14505550182;ext=23"' in html
    assert "Poste\u00a023" in html
    assert "Montréal (Québec)\u00a0 H2K\u00a03S4" in html


def test_it_says_when_nothing_reaches_them(client: FlaskClient) -> None:
    html = page(client, factories.client())
    assert "Joignable par aucun moyen" in html
    assert "Appeler" not in html
    assert "Aucun téléphone" in html


def test_it_does_not_say_that_a_blocked_address_reaches_them(client: FlaskClient, now: datetime) -> None:
    home = {"address": "1, rue Cartier", "town": "Magog", "postal_code": "J1X 3B3"}
    zoe = factories.client(email="Zoe@example.ca", mobile_phone="+14505550112", mobile_takes_sms=True, **home)
    Suppression.create(channel="email", address="zoe@example.ca", reason="person", created_at=now)
    strip = page(client, zoe).partition('id="strip"')[2].partition('id="animaux"')[0].replace("\u00a0", " ")
    assert "Courriel : blocage en vigueur" in strip
    assert "Texto, lettre, téléphone" in strip


def test_it_puts_the_deceased_and_the_given_away_behind_a_count(client: FlaskClient) -> None:
    owner = factories.client()
    factories.animal(owner=owner, name="Vivant")
    factories.animal(owner=owner, name="Mort", deceased=True, deceased_on=date(2021, 3, 2))
    factories.animal(owner=owner, name="Parti", given_away_on=date(2022, 3, 2))
    html = page(client, owner)
    before, _, behind = html.partition("<details")
    assert "2 décédés ou donnés" in behind
    assert "Vivant" in before
    assert "Mort" not in before
    assert "Mort" in behind
    assert "Parti" in behind


def test_it_shows_what_is_planned_what_was_and_what_was_bought(client: FlaskClient) -> None:
    patient = factories.animal()
    factories.appointment(of=patient)
    factories.appointment(of=patient, at=datetime(2026, 3, 20, 13, 0, tzinfo=UTC), status="cancelled")
    factories.visit(of=patient)
    factories.sale(of=factories.item(name="Simparica"), to=patient, on=date(2025, 3, 6))
    factories.sale(to=patient, on=date(2025, 3, 5), amount_cents=999900)
    html = page(client, patient.client)
    assert "Samedi 14\u00a0mars, 9\u00a0h" in html
    assert "1 rendez-vous" in html
    assert "Dernière visite le 3\u00a0mars\u00a02025." in html
    assert "Simparica" in html
    assert "42,00\u00a0$ en douze mois; premier achat le 5\u00a0mars\u00a02025." in html


def test_it_says_who_noted_an_accord(client: FlaskClient, julie: StaffMember, now: datetime) -> None:
    owner = factories.client()
    for days, value in ((20, False), (10, True), (5, False)):
        at = now - timedelta(days=days)
        actions.correct(client_id=owner.id, values={"accepts_email": value}, now=at, by=julie)
    html = page(client, owner)
    assert "Courriel\u00a0: refusé depuis le 28\u00a0février\u00a02026, noté par Julie Bélanger." in html
    assert "accord du" not in html


def test_it_keeps_the_whole_history_on_a_page_of_its_own(
    client: FlaskClient, julie: StaffMember, now: datetime
) -> None:
    owner = factories.client()
    for number in range(30):
        actions.correct(client_id=owner.id, values={"town": f"Ville {number}"}, now=now, by=julie)
    assert "Tout, 30\u00a0lignes" in page(client, owner)
    html = client.get(f"/clients/{owner.id}/history?page=2").get_data(as_text=True)
    assert "26 à 30 sur 30" in html.replace("\u00a0", " ")
    assert "Ville\u00a0: Magog → Ville 0" in html


def test_it_asks_the_same_number_of_statements_whatever_the_size(
    client: FlaskClient, julie: StaffMember, now: datetime
) -> None:
    owner = whole(now)
    page(client, owner)
    counts = []
    for size in (1, 25):
        for number in range(size):
            patient = factories.animal(owner=owner, breed=factories.breed())
            factories.animal(owner=owner, deceased=True)
            factories.visit(of=patient, on=date(2024, 1, 1) + timedelta(days=number))
            factories.sale(to=patient)
            factories.appointment(of=patient)
            factories.reminder(of=patient)
            ContactPerson.create(client=owner, name=f"Luc {number}", position=number)
            actions.correct(client_id=owner.id, values={"accepts_email": bool(number % 2)}, now=now, by=julie)
            factories.message(to=owner, about=[Reminder.select().order_by(Reminder.id.desc()).first()])
        with count_queries() as counted:
            page(client, owner)
        counts.append(counted.count)
    assert counts[0] == counts[1]
    assert counts[1] <= 12


def test_it_cuts_long_lists(client: FlaskClient) -> None:
    owner = factories.client()
    for number in range(23):
        factories.animal(owner=owner, name=f"Rex {number:02}")
    html = page(client, owner)
    assert "Rex 19" in html
    assert "Rex 20" not in html
    assert f'href="/animals?client={owner.id}"' in html
    assert "23 animaux" in client.get(f"/animals?client={owner.id}").get_data(as_text=True)


def test_it_knows_nothing_of_a_client_who_is_not_there(client: FlaskClient) -> None:
    assert client.get("/clients/999").status_code == 404
