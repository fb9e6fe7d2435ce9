"""A client's reminders in three lists, and on paper."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

from flask.testing import FlaskClient

from tests import factories
from tests.conftest import NOW
from webapp.models import Client, StaffMember

HTMX = {"HX-Request": "true", "HX-Target": "rappels"}


def household(julie: StaffMember) -> Client:
    """Two to do, one of them late; one done, one answered; one visited, one cancelled; two of a dog that died."""
    owner = factories.client(mobile_phone="+15145550134")
    rex = factories.animal(owner=owner, name="Rex")
    kind = factories.reminder_type("vaccination", follows_answer=True)
    plain = {"of": rex, "type": kind}
    factories.reminder(due=date(2026, 2, 22), note="Rage aussi", responsible=julie, **plain)
    factories.reminder(due=date(2026, 3, 20), **plain)
    factories.reminder(due=date(2026, 2, 1), done_at=NOW, done_by="email", **plain)
    factories.reminder(due=date(2026, 2, 2), done_at=NOW, done_by="phone", answered_at=NOW, **plain)
    lot = factories.batch(number=253)
    factories.reminder(due=date(2025, 2, 3), done_at=NOW, done_by="post", visited_at=NOW, batch=lot, **plain)
    factories.reminder(due=date(2025, 2, 4), cancelled_at=NOW, cancelled_because="not_wanted", **plain)
    factories.reminder(due=date(2025, 2, 5), deleted_at=NOW, **plain)
    ghost = factories.animal(owner=owner, name="Minuit", deceased=True)
    factories.reminder(of=ghost, due=date(2024, 9, 12), cancelled_at=NOW, cancelled_because="deceased", type=kind)
    factories.reminder(of=ghost, due=date(2024, 9, 13), visited_at=NOW, type=kind)
    return owner


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(html)).replace("\u00a0", " ").split())


def part(client: FlaskClient, owner: Client, query: str = "") -> str:
    html = client.get(f"/clients/{owner.id}{query}", headers=HTMX).text
    assert html.lstrip().startswith('<section id="rappels"'), "the part alone"
    assert words(html) in words(client.get(f"/clients/{owner.id}{query}").text), "and in the page"
    return words(html)


def test_they_stand_in_three_lists(client: FlaskClient, julie: StaffMember) -> None:
    owner = household(julie)
    to_do = part(client, owner)
    assert "À faire 2 En attente 2 Historique 2" in to_do
    assert re.search(r"Rex, vaccination Julie Bélanger Rage aussi 22 févr. En retard de 11 jours", to_do)
    assert to_do.index("22 févr.") < to_do.index("20 mars") and "1er févr." not in to_do
    waiting = part(client, owner, "?list=waiting")
    assert "Joint par courriel le 5 mars" in waiting and "Rendez-vous noté le 5 mars" in waiting
    assert "20 mars" not in waiting
    past = part(client, owner, "?list=past")
    assert "Venu le 5 mars, lot 253 3 févr. 2025" in past and "Annulé : n’en veut pas" in past.replace(
        "pas voulu", "ne veut pas"
    )
    assert "Minuit" not in past
    assert part(client, owner, "?list=nonsense") == to_do


def test_those_of_animals_that_are_gone_stand_there_on_demand(client: FlaskClient, julie: StaffMember) -> None:
    owner = household(julie)
    assert "Avec les décédés et les donnés (2)" in part(client, owner, "?list=past")
    past = part(client, owner, "?list=past&gone=1")
    assert "Historique 4" in past and "Minuit, vaccination" in past and "Sans les décédés ni les donnés" in past


def test_what_is_over_is_cut_until_one_asks_for_the_rest(client: FlaskClient) -> None:
    patient = factories.animal()
    for number in range(15):
        factories.reminder(of=patient, due=date(2025, 1, 1) + timedelta(days=number), visited_at=NOW)
    assert "Voir les 3 autres" in part(client, patient.client, "?list=past")
    assert "1er janv. 2025" in part(client, patient.client, "?list=past&whole=1")


def test_empty_lists_say_so(client: FlaskClient) -> None:
    owner = factories.client()
    assert "Rien à faire." in part(client, owner)
    assert "Rien n’est attendu." in part(client, owner, "?list=waiting")
    assert "Rien n’est encore passé." in part(client, owner, "?list=past")


def test_they_are_printed_with_all_their_columns(client: FlaskClient, julie: StaffMember) -> None:
    owner = household(julie)
    html = client.get(f"/clients/{owner.id}/sheet").text
    sheet = words(html)
    assert "data-print" in html and f'href="/clients/{owner.id}/sheet"' in client.get(f"/clients/{owner.id}").text
    columns = "Animal Rappel Lot Échéance Fait Répondu Visite Annulé Responsable Note"
    assert sheet.count(columns) == 3
    assert "Rex Vaccination 22 févr. Julie Bélanger Rage aussi" in sheet
    assert "Rex Vaccination 253 3 févr. 2025 5 mars Lettre 5 mars" in sheet
    assert "Minuit" not in sheet and "Minuit" in words(client.get(f"/clients/{owner.id}/sheet?gone=1").text)
    assert client.get("/clients/999/sheet").status_code == 404
