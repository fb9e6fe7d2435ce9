"""All that passed between the clinic and a client, on one thread."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

from flask import Flask
from flask.testing import FlaskClient
from playhouse.test_utils import count_queries

from tests import factories
from webapp import db
from webapp.agenda import actions as agenda
from webapp.calls.actions import contacts
from webapp.clients import actions as clients
from webapp.dossiers import actions
from webapp.models import Client, ClientNote, Contact, Reminder, StaffMember
from webapp.reminders.actions import handling, lives
from webapp.reminders.actions.lives import Seen
from webapp.reminders.rules import transitions

HTMX = {"HX-Request": "true", "HX-Target": "lines"}
ALL = "Tous les genres"


def thread(client: FlaskClient, owner: Client, query: str = "") -> str:
    return unescape(client.get(f"/clients/{owner.id}{query}").text.partition('id="fil"')[2].partition("<aside")[0])


def lines(html: str) -> list[str]:
    """Each line in its words."""
    found = html.partition('id="lines"')[2].partition('id="joindre"')[0]
    items = re.findall(r"<li class=\"[^\"]*\">(.*?)</li>|<li>(.*?)</li>", found, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", "".join(each)).split()).replace(" ,", ",") for each in items]


def headings(html: str) -> list[str]:
    return [" ".join(each.split()) for each in re.findall(r'<h3 class="when">(.*?)</h3>', html, re.DOTALL)]


def eventful(julie: StaffMember, now: datetime) -> Client:
    """One of each kind, an hour apart; and what is told by something else or was taken back."""
    owner = factories.client(mobile_phone="+15145550134")
    rex, zoe = factories.animal(owner=owner, name="Rex"), factories.animal(owner=owner, name="Zoé")
    one, two = factories.reminder(of=rex), factories.reminder(of=zoe)
    given = {"by": julie}
    at = now - timedelta(days=40)
    clients.correct(client_id=owner.id, values={"mobile_phone": "+15145550143"}, now=at, **given)
    lot = factories.mailing(of=factories.batch(number=253))
    factories.message(of=lot, to=owner, state="sent", sent_at=now - timedelta(hours=8), about=[one, two])
    factories.message(
        of=lot, to=owner, channel="post", state="bounced", detail="", reason="", ended_at=at + timedelta(1)
    )
    seen = {one.id: Seen(transitions.standing(one))}
    call = contacts.Call(owner.id, seen, now - timedelta(hours=6), julie, number="+15145550143", note="Vers 10 h.")
    contacts.record(call=call, result="no_answer")
    gone = contacts.record(call=contacts.Call(owner.id, seen, now - timedelta(hours=5), julie), result="refused")
    contacts.undo(contact_id=gone.id, now=now - timedelta(hours=4), **given)
    Contact.create(client=owner, at=now - timedelta(hours=3), channel="phone", incoming=True, result="reached")
    actions.note(client_id=owner.id, text="Nerveux.", now=now - timedelta(hours=2), **given)
    handling.annotate(reminder_ids=[two.id], note="Vaccin ailleurs?", now=now - timedelta(hours=1), **given)
    lives.cancel(because="mistake", reminder_ids=[two.id], now=now, **given)
    for patient in (rex, zoe):
        factories.visit(of=patient, on=date(2025, 3, 3), reason="Examen annuel")
    values = {"animal": rex.id, "starts_at": now + timedelta(days=4), "reason": "Oreille"}
    agenda.make(values=values, now=now - timedelta(hours=7), **given)
    kept = datetime(2025, 3, 3, 15, tzinfo=UTC)
    factories.appointment(of=rex, at=kept)  # its visit tells it
    factories.appointment(of=rex, at=kept + timedelta(days=30), status="missed")
    return owner


def test_all_that_passed_stands_on_one_thread_newest_first(
    client: FlaskClient, julie: StaffMember, now: datetime
) -> None:
    html = thread(client, eventful(julie, now)).replace("\u00a0", " ")
    told = lines(html)
    for line, beginning in zip(
        told,
        (
            "Rendez-vous, Rex : oreille 9 mars à 11 h 26",
            "Rappel, Zoé, antiparasitaire : annulé : créé par erreur 5 mars à 10 h 26, Julie Bélanger",
            "Note, Zoé, antiparasitaire Vaccin ailleurs? 5 mars à 9 h 26",
            "Note Nerveux. 5 mars à 8 h 26, Julie Bélanger",
            "Nous a appelés,",
            "Appel, pas de réponse, 514 555-0143, Rex",
            "Rendez-vous pris pour le 9 mars 2026 à 11 h 26, Rex",
            "Courriel envoyé, Rex et Zoé 5 mars à 2 h 26, lot 253 Lire le texte",
            "Lettre revenue",
            "Changement, cellulaire : 514 555-0134 → 514 555-0143",
            "Rendez-vous manqué, Rex : examen",
            "Visite, Rex et Zoé : examen annuel, Dre Anne Gagnon 3 mars 2025",
        ),
        strict=True,
    ):
        assert line.startswith(beginning), (line, beginning)
    assert headings(html) == ["À venir", "Cette semaine", "Janvier 2026", "2025"]


def test_it_is_narrowed_by_kind_and_direction_with_its_counts(
    client: FlaskClient, julie: StaffMember, now: datetime
) -> None:
    owner = eventful(julie, now)
    html = thread(client, owner).replace("\u00a0", " ")
    for words in (
        "(12)", "Échanges (4)", "Courriels (1)", "Textos (0)", "Lettres (1)", "Appels et comptoir (2)", "Notes (2)",
        "Visites (1)", "Rendez-vous (3)", "Changements (2)",
    ):  # fmt: skip
        assert words in html, words
    for query, expected in (
        ("?kind=email", ["Courriel"]), ("?kind=said", ["Nous", "Appel", "Courriel", "Lettre"]), ("?way=in", ["Nous"]),
        ("?kind=said&way=out", ["Appel", "Courriel", "Lettre"]), ("?kind=visit", ["Visite"]),
        ("?kind=nonsense&way=up", ["Rendez-vous"]),
    ):  # fmt: skip
        found = [each.partition(" ")[0].strip(",") for each in lines(thread(client, owner, query))]
        assert found[: len(expected)] == expected and (len(found) == len(expected) or "nonsense" in query), query
    empty = thread(client, owner, "?kind=sms&way=in")
    assert "Rien de tel n’a été reçu." in empty and "Tout voir" in empty and not lines(empty)
    part = client.get(f"/clients/{owner.id}?kind=note", headers=HTMX).text
    assert part.lstrip().startswith('<div id="lines"') and 'id="addnote"' not in part


def test_the_desk_counts_the_same_exchanges_and_leads_there(
    client: FlaskClient, julie: StaffMember, now: datetime
) -> None:
    owner = eventful(julie, now)
    desk = client.get(f"/calls/{owner.id}").text.replace("\u00a0", " ")
    assert re.search(rf'href="/clients/{owner.id}\?kind=said#fil">\s*Tout, 4 échanges', desk)


def test_it_is_turned_page_by_page_and_quick_where_there_is_much(
    client: FlaskClient, app: Flask, julie: StaffMember, now: datetime
) -> None:
    owner = factories.client()
    rows = [{"client": owner, "at": now - timedelta(days=n), "by": julie, "text": f"Note {n}."} for n in range(60)]
    with db.write():
        ClientNote.insert_many(rows).execute()
    first = thread(client, owner)
    assert len(lines(first)) == 25 and "Voir les 35 précédents" in first and "page=2" in first
    with count_queries() as counted:
        last = thread(client, owner, "?page=3")
    assert counted.count <= 12
    assert [line.split()[2] for line in lines(last)] == [f"{n}." for n in range(50, 60)] and "Les plus récents" in last
    assert lines(thread(client, owner, "?page=99")) == lines(last), "past the end, the last"


def test_what_happened_to_an_animal_tells_what_became_of_its_reminders(client: FlaskClient) -> None:
    patient = factories.animal(name="Rex")
    about = factories.reminder(of=patient)
    assert client.post(f"/animals/{patient.id}/deceased", data={"on": "2026-03-05"}).status_code == 303
    assert Reminder.get_by_id(about.id).cancelled_because == "deceased"
    told = lines(thread(client, patient.client))
    assert len(told) == 1 and told[0].startswith("Changement, Rex")
