from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from tests import factories
from webapp.calls.actions import contacts
from webapp.clients import actions
from webapp.models import Client, ContactPerson, Correction, Question, Reminder, StaffMember, Suppression
from webapp.reminders.actions.lives import Seen
from webapp.reminders.rules import transitions
from webapp.reminders.rules.answers import NAMELESS


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


def strip(html: str) -> str:
    return html.partition('id="strip"')[2].partition('class="agreed"')[0].replace("\u00a0", " ")


def test_it_says_first_what_stands_in_the_way_and_what_settles_it(client: FlaskClient, now: datetime) -> None:
    owner = whole(now)
    html = page(client, owner)
    assert html.index('id="strip"') < html.index('id="rappels"') < html.index('id="fil"') < html.index('id="joindre"')
    assert "Courriel à corriger" in strip(html) and "« me(at)example » dans le fichier" in strip(html)
    assert f'href="/clients/{owner.id}/edit#email"' in strip(html)
    assert "Cliente depuis 2014." in html
    assert "Parle français." in html
    assert "La joindre" in html
    assert "Préfère le samedi." in html


def test_it_says_nothing_first_where_all_is_well(client: FlaskClient) -> None:
    owner = factories.client(email="z@x.ca", mobile_phone="+15145550134", accepts_sms=False)
    html = page(client, owner).replace("\u00a0", " ")
    assert 'class="must"' not in html
    line = " ".join(re.sub("<[^>]+>", "", html.partition('class="agreed"')[2].partition("</summary>")[0]).split())
    assert "Courriel, lettre et téléphone : oui." in line and "Texto : non." in line


def test_it_leads_to_the_desk_and_to_the_book_in_one_tap(client: FlaskClient) -> None:
    owner = factories.client(mobile_phone="+15145550134")
    patient = factories.animal(owner=owner)
    factories.reminder(of=patient, due=date(2026, 2, 22))
    html = page(client, owner).replace("\u00a0", " ")
    head = html.partition("<h1>")[2].partition("</header>")[0]
    assert f'href="/calls/{owner.id}"' in head and "Appeler le 514 555-0134" in head
    assert f'href="/appointments/new?client={owner.id}"' in head
    assert "<strong>1 rappel en retard</strong> depuis le 22 février 2026." in strip(html)
    assert f'href="/calls/{owner.id}"' in strip(html)


def test_a_call_that_was_promised_comes_before_what_is_late(client: FlaskClient, now: datetime) -> None:
    owner = factories.client(mobile_phone="+15145550134")
    until = now + timedelta(hours=1)
    factories.reminder(of=factories.animal(owner=owner), snoozed_until=until, promised=True)
    assert "Appel promis : 5 mars à 11 h 26" in strip(page(client, owner))


def test_what_a_reminder_waits_for_is_said_in_one_tap(client: FlaskClient, now: datetime) -> None:
    patient = factories.animal(name="Rex")
    about = factories.reminder(of=patient)
    seen = factories.visit(of=patient, on=date(2026, 3, 4), reason="")
    question = Question.create(reminder=about, visit=seen, because=NAMELESS, asked_at=now)
    said = strip(page(client, patient.client))
    assert "<strong>Rex</strong>" in said and f'action="/questions/{question.id}/yes"' in said
    answer = client.post(f"/questions/{question.id}/yes", data={"back": f"/clients/{patient.client_id}"})
    assert answer.location == f"/clients/{patient.client_id}"
    assert Reminder.get_by_id(about.id).visited_at and "/questions/" not in page(client, patient.client)


def test_a_wrong_number_is_corrected_in_one_tap(client: FlaskClient, julie: StaffMember, now: datetime) -> None:
    owner = factories.client(mobile_phone="+15145550134", home_phone="+15145550177")
    about = factories.reminder(of=factories.animal(owner=owner))
    call = contacts.Call(owner.id, {about.id: Seen(transitions.standing(about))}, now, julie, number="+15145550134")
    made = contacts.record(call=call, result="wrong_number")
    said = strip(page(client, owner))
    assert "Numéro erroné" in said and "Le 514 555-0134 (cellulaire) est à quelqu’un d’autre." in said
    assert f'href="/clients/{owner.id}/edit#mobile_phone"' in said
    contacts.undo(contact_id=made.id, now=now, by=julie)
    assert "à corriger" not in strip(page(client, owner)) and "erroné" not in strip(page(client, owner))


def test_an_agreement_is_noted_in_one_tap_and_taken_back(client: FlaskClient) -> None:
    owner = factories.client(email="z@x.ca", accepts_email=False, mobile_phone="+15145550134")
    said = strip(page(client, owner))
    assert "Courriel : accord manquant" in said and "Accord donné" in said
    where = f"/clients/{owner.id}/agreements/email"
    assert f'action="{where}"' in said
    assert client.post(where).location == f"/clients/{owner.id}#accords"
    assert Client.get_by_id(owner.id).accepts_email
    assert "accord du 5 mars 2026, noté par Julie Bélanger" in page(client, owner).replace("\u00a0", " ")
    client.post(where + "?_method=DELETE")
    assert not Client.get_by_id(owner.id).accepts_email
    assert "accord manquant" not in strip(page(client, owner)), "somebody noted that they do not agree"


def test_it_gives_the_numbers_to_call(client: FlaskClient, now: datetime) -> None:
    html = page(client, whole(now))
    assert 'href="tel:+15145550134"' in html
    assert 'href="tel:+14505550182;ext=23"' in html
    assert "Poste\u00a023" in html
    assert "Montréal (Québec)\u00a0 H2K\u00a03S4" in html


def test_it_says_when_nothing_reaches_them(client: FlaskClient) -> None:
    html = page(client, factories.client())
    assert "Joignable par aucun moyen" in html
    assert "Appeler" not in html and 'href="/clients/1/edit#mobile_phone"' in strip(html)
    assert "Aucun téléphone" in html


def test_an_address_that_bounced_is_corrected_in_one_tap(client: FlaskClient, now: datetime) -> None:
    home = {"address": "1, rue Cartier", "town": "Magog", "postal_code": "J1X 3B3"}
    zoe = factories.client(email="Zoe@example.ca", mobile_phone="+14505550112", mobile_takes_sms=True, **home)
    row = Suppression.create(channel="email", address="zoe@example.ca", reason="bounced", created_at=now)
    html = page(client, zoe).replace("\u00a0", " ")
    assert "Courriel : adresse refusée" in strip(html) and "depuis le 5 mars 2026" in strip(html)
    assert f'href="/clients/{zoe.id}/edit#email"' in strip(html)
    agreed = html.partition('class="agreed"')[2].partition("</summary>")[0]
    assert "<strong>Courriel</strong> : bloqué." in agreed and "<strong>Texto, lettre et téléphone</strong>" in agreed
    Suppression.update(reason="unsubscribed").where(Suppression.id == row.id).execute()
    html = page(client, zoe).replace("\u00a0", " ")
    assert "refusée" not in strip(html) and "<strong>Courriel</strong> : bloqué." in html, "as they wish"


def test_it_puts_the_deceased_and_the_given_away_behind_a_count(client: FlaskClient) -> None:
    owner = factories.client()
    factories.animal(owner=owner, name="Vivant")
    factories.animal(owner=owner, name="Mort", deceased=True, deceased_on=date(2021, 3, 2))
    factories.animal(owner=owner, name="Parti", given_away_on=date(2022, 3, 2))
    html = page(client, owner)
    before, _, behind = html.partition('<details class="former"')
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
    assert "Prochain rendez-vous\u00a0: samedi 14\u00a0mars, 9\u00a0h." in html
    assert "<b>Visite</b>, D&#39;Artagnan" in html
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


def test_it_asks_the_same_number_of_statements_whatever_the_size(
    client: FlaskClient, julie: StaffMember, now: datetime
) -> None:
    owner = whole(now)
    held = factories.animal(owner=owner, name="Minuit")
    factories.hold(of=held)
    asked = {"visit": factories.visit(of=held, reason=""), "because": NAMELESS, "asked_at": now}
    Question.create(reminder=factories.reminder(of=held), **asked)
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
