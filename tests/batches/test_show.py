"""A batch's page: what it has given, its reminders, what can be done to them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qsl

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from tests import factories
from webapp.batches.queries import counting, lots, panels, rate
from webapp.batches.queries.panels import Panel
from webapp.batches.rules import criteria, picture, rates
from webapp.cli import main
from webapp.models import Batch, Mailing, Message, MessageReminder, Reminder, StaffMember, Wave
from webapp.reminders.actions import lives

SENT_AT = datetime(2026, 2, 10, 15, 0, tzinfo=UTC)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.fixture
def campaign(app: object) -> Batch:
    """Six reminders: three e-mailed (one came, one is expected, one is silent), one letter (came), one to send, one
    whose owner came before anybody wrote."""
    item = factories.item(code="BRA", name="Bravecto")
    batch = factories.batch(
        animals=[factories.animal(name=name) for name in ("Un", "Deux", "Trois", "Quatre", "Cinq", "Six")],
        criteria=json.dumps({"products": {"include": ["BRA"]}, "sold_between": ["2024-03-05", "2026-03-05"]}),
        description="Tiques",
    )
    dates: dict[str, dict[str, Any]] = {
        "Un": {"done_at": SENT_AT, "done_by": "email", "visited_at": SENT_AT + timedelta(days=3)},
        "Deux": {"done_at": SENT_AT, "done_by": "email", "answered_at": SENT_AT + timedelta(days=1)},
        "Trois": {"done_at": SENT_AT + timedelta(days=7), "done_by": "email"},
        "Quatre": {
            "done_at": SENT_AT + timedelta(days=1), "done_by": "post",
            "answered_at": SENT_AT + timedelta(days=2), "visited_at": SENT_AT + timedelta(days=4),
        },
        "Six": {"answered_at": SENT_AT, "visited_at": SENT_AT},
    }  # fmt: skip
    for reminder in Reminder.select():
        Reminder.update(**dates.get(reminder.animal.name, {"note": ""})).where(Reminder.id == reminder.id).execute()
    reached = Reminder.get(Reminder.done_by == "post").animal
    for on, cents in (
        (date(2026, 2, 12), 5000),
        (date(2025, 2, 12), 3000),
        (date(2026, 2, 9), 900),
        (date(2024, 2, 12), 700),
    ):
        factories.sale(of=item, to=reached, on=on, amount_cents=cents)
    factories.sale(of=factories.item(code="AUT"), to=reached, on=date(2026, 2, 12), amount_cents=100)
    return batch


def test_it_counts_answers_and_visits_among_the_sent(campaign: Batch) -> None:
    found = rate.rate_of(campaign)
    assert (found.reminders, found.sent, found.answered, found.visited) == (6, 4, 2, 2)
    assert (found.without_visit, found.coming, found.silent) == (2, 1, 1)
    by_channel = {each.key: (each.rate.sent, each.rate.visited) for each in rate.by_channel(campaign)}
    assert by_channel == {"email": (3, 1), "post": (1, 1)}


def test_it_writes_717_of_2796_as_a_clinic_does(client: FlaskClient) -> None:
    batch = factories.batch(animals=[factories.animal()])
    one = Reminder.get()
    columns = {"client": one.client_id, "type": one.type_id, "batch": batch, "due_on": one.due_on}
    columns |= {"created_at": SENT_AT, "done_at": SENT_AT, "done_by": "email"}
    rows = [{**columns, "visited_at": None if n < 717 else SENT_AT} for n in range(2796)]
    Reminder.delete().execute()
    for start in range(0, len(rows), 500):
        Reminder.insert_many(rows[start : start + 500]).execute()
    page = plain(client.get(f"/batches/{batch.number}").text)
    assert "25,64 %" in page
    assert "717 sur 2 796 sans visite." in page


@pytest.mark.parametrize(("of", "digits"), [(1, 0), (72, 0), (99, 0), (100, 1), (999, 1), (1000, 2), (2796, 2)])
def test_it_pretends_no_precision(of: int, digits: int) -> None:
    assert rates.decimals(of) == digits


@pytest.mark.parametrize(
    ("came", "days", "early"), [(0, 0, True), (0, 2, True), (0, 3, False), (1, 0, False), (5, 9, False)]
)
def test_it_rates_nothing_before_anybody_could_come(came: int, days: int, early: bool) -> None:
    since = date(2026, 3, 5)
    assert rates.too_early(came=came, since=since, today=since + timedelta(days=days)) is early


def test_it_says_that_it_is_too_early(client: FlaskClient, campaign: Batch, now: datetime) -> None:
    Reminder.update(done_at=now, done_by="email", answered_at=None, visited_at=None).execute()
    page = plain(client.get(f"/batches/{campaign.number}").text)
    assert "Trop tôt pour le dire : 6 rappels sur 6 sont envoyés" in page
    assert "100 %" not in page
    Batch.update(created_at=now).execute()
    assert "trop tôt" in client.get("/batches").text
    Batch.update(created_at=now - timedelta(days=4)).execute()
    assert "100 %" in plain(client.get("/batches").text)


def test_it_shows_what_it_has_given(client: FlaskClient, campaign: Batch) -> None:
    page = plain(client.get(f"/batches/{campaign.number}").text)
    assert "50 %" in page and "50,00 %" not in page
    assert "1 des 2 a déjà un rendez-vous" in page
    assert "Sans visite, par jour" in page
    assert "50 % pour le 10 février 2026" in page
    assert "comparez ce qui a le même âge" in page
    assert "50,00 $" in page
    assert "30,00 $" in page
    assert "9,00 $" not in page
    assert "Bravecto" in page


def test_the_waves_of_its_mailings_look_as_on_their_own_page(client: FlaskClient, campaign: Batch) -> None:
    page = client.get(f"/batches/{campaign.number}").text
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    assert any(re.search(r"\.waves \{\s*display: grid", client.get(sheet).text) for sheet in sheets)


def test_those_without_an_answer_make_a_new_batch(client: FlaskClient, campaign: Batch) -> None:
    page = client.get(f"/batches/{campaign.number}").text
    address = unescape(re.search(r'href="(/batches/new\?[^"]*only_state=no_answer[^"]*)"', page).group(1))
    assert "Un nouveau lot pour les 2 sans réponse" in plain(page)  # four sent, two answered
    new = plain(client.get(address).text)
    assert "Générer 2 rappels" in new
    assert f'name="batches_in" value="{campaign.number}"' in new
    made = client.post(address.replace("/batches/new", "/batches"), data={"expected": "2"})
    lot = Batch.select().order_by(Batch.id.desc()).get()
    assert made.status_code == 303
    assert json.loads(lot.criteria)["only_batches"] == {"batches": [campaign.number], "state": "no_answer"}
    assert {each.animal.name for each in Reminder.select().where(Reminder.batch == lot)} == {"Un", "Trois"}
    assert "joints sans réponse" in plain(client.get(f"/batches/{lot.number}").text)


@pytest.mark.parametrize(
    ("language", "link", "state"),
    [("fr", "Un nouveau lot pour les 3 sans réponse", "Sans réponse"),
     ("en", "A new batch for the 3 without an answer", "No answer")],
)  # fmt: skip
def test_the_link_the_filter_and_the_new_batch_count_the_same(
    client: FlaskClient, campaign: Batch, language: str, link: str, state: str
) -> None:
    """Who came without having answered is among them; so is who was cancelled after the message."""
    Reminder.update(done_at=SENT_AT, done_by="email", cancelled_at=SENT_AT).where(Reminder.done_at.is_null()).where(
        Reminder.visited_at.is_null()
    ).execute()
    StaffMember.update(language=language).execute()
    page = plain(client.get(f"/batches/{campaign.number}").text)
    assert link in page
    counted = {name: int(n) for name, n in re.findall(r"<span>([^<]+) <span class=\"n\">(\d+)</span>", page)}
    found = rate.rate_of(campaign)
    asked = criteria.parse({"only_batches": {"batches": [campaign.number], "state": "no_answer"}})
    assert counted[state] == found.sent - found.answered == 3
    assert counted[{"fr": "Sans réponse ni visite", "en": "Neither answer nor visit"}[language]] == found.silent == 2
    assert counted[{"fr": "Sans visite", "en": "No visit"}[language]] == found.without_visit == 3
    assert counting.count(asked, today=date(2026, 3, 5)).animals == 3


def test_it_says_that_nothing_to_buy_was_asked_for(client: FlaskClient, campaign: Batch) -> None:
    Batch.update(criteria="{}").execute()
    assert "ne nomment aucun achat" in client.get(f"/batches/{campaign.number}").text


def test_it_compares_waves_where_there_are_waves(client: FlaskClient, campaign: Batch, now: datetime) -> None:
    mailing = Mailing.create(batch=campaign, channel="email", first_on=date(2026, 2, 10), token="t", created_at=now)
    for number, name in ((1, "Un"), (2, "Trois")):
        wave = Wave.create(mailing=mailing, number=number, not_before=SENT_AT + timedelta(days=7 * (number - 1)))
        told = Reminder.select().where(Reminder.animal << [a.id for a in _animals(name)]).get()
        message = Message.create(
            mailing=mailing, wave=wave, client=told.client_id, recipient=f"c{number}", channel="email",
            message_id=f"<{number}@x>", state="sent", created_at=now,
        )  # fmt: skip
        MessageReminder.create(message=message, reminder=told)
    page = plain(client.get(f"/batches/{campaign.number}").text)
    assert "Sans visite, par vague" in page
    assert "0 % pour le 10 février 2026, 100 % pour le 17 février 2026." in page
    assert "2 ont été joints autrement" in page


def test_it_counts_what_was_told_twice_in_the_first_wave(campaign: Batch, now: datetime) -> None:
    told = Reminder.get(Reminder.animal == _animals("Trois")[0])
    for number, waves in ((2, 1), (1, 2)):  # the wave that came first has another number in its own mailing
        mailing = Mailing.create(
            batch=campaign, channel="email", first_on=date(2026, 2, 10), token=f"t{number}", created_at=now
        )
        for each in range(1, waves + 1):
            wave = Wave.create(mailing=mailing, number=number * 10 + each, not_before=SENT_AT + timedelta(days=each))
            for place, left_out in ((1, ""), (2, "answered")):
                message = Message.create(
                    mailing=mailing, wave=wave, client=told.client_id, recipient=f"c{each}{place}", channel="email",
                    message_id=f"<{number}{each}{place}@x>", state="sent", created_at=now,
                )  # fmt: skip
                MessageReminder.create(message=message, reminder=told, left_out=left_out)
    course = rate.course(campaign, None, rate.rate_of(campaign), UTC)
    assert [(step.wave, step.rate.sent) for step in course.steps] == [(21, 1)]
    assert course.others == 3


def _animals(name: str) -> list[Any]:
    return [each.animal for each in Reminder.select() if each.animal.name == name]


def test_it_draws_bars_that_fit() -> None:
    for count in (1, 3, 12, 40):
        bars = picture.bars([(3, 1, 1)] * count)
        assert len(bars) == count
        assert bars[-1].x + bars[-1].width <= picture.WIDTH
        assert sum(bar.labelled for bar in bars) <= 10
    pieces = picture.bars([(3, 0, 1)])[0].pieces
    assert [piece.kind for piece in pieces] == ["a", "c"]
    assert sum(piece.height for piece in pieces) == picture.HEIGHT
    assert picture.bars([]) == []


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    found: list[Any] = []
    monkeypatch.setattr(panels, "sources", found)
    return found


def test_it_shows_what_other_rooms_know(client: FlaskClient, campaign: Batch, source: list[Any]) -> None:
    source[:] = [lambda batch, part, now: Panel(5, "errors/404.html", {}), lambda batch, part, now: None]
    page = client.get(f"/batches/{campaign.number}").text
    assert page.index("<h1") < page.index("n’existe pas") < page.index("h-rate")


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("", "Un Deux Trois Quatre Cinq Six"), ("not_sent", "Cinq"), ("no_answer", "Un Trois"), ("silent", "Trois"),
        ("no_visit", "Deux Trois"), ("coming", "Deux"),
        ("visited", "Un Quatre Six"), ("cancelled", ""), ("nonsense", "Un Deux Trois Quatre Cinq Six"),
    ],
)  # fmt: skip
def test_it_lists_reminders_by_state(client: FlaskClient, campaign: Batch, state: str, names: str) -> None:
    page = client.get(f"/batches/{campaign.number}?state={state}", headers={"HX-Request": "true"}).text
    assert page.lstrip().startswith("<div")
    for name in ("Un", "Deux", "Trois", "Quatre", "Cinq", "Six"):
        assert (f">{name}</a>" in page) == (name in names.split()), name


def test_it_deletes_and_restores_what_is_ticked(client: FlaskClient, campaign: Batch) -> None:
    ids = [each.id for each in Reminder.select().limit(2)]
    where = {"batch": str(campaign.id), "back": f"/batches/{campaign.number}"}
    page = client.post("/batches/reminders/deleted", data={**where, "reminder": ids}, follow_redirects=True).text
    assert "2 rappels supprimés" in plain(page)
    assert rate.rate_of(campaign).reminders == 4
    deleted = {**where, "state": "deleted"}
    assert ">Un</a>" in client.get(f"/batches/{campaign.number}?state=deleted").text
    page = client.delete(
        "/batches/reminders/deleted", data={**deleted, "reminder": ids[:1]}, follow_redirects=True
    ).text
    assert "1 rappel rétabli" in plain(page)
    assert rate.rate_of(campaign).reminders == 5


def test_it_deletes_the_whole_of_a_filtered_list(client: FlaskClient, campaign: Batch) -> None:
    where = {"batch": str(campaign.id), "state": "visited", "all": "1", "back": "https://elsewhere.example/"}
    asked = client.post("/batches/reminders/deleted", data=where)
    assert (asked.status_code, rate.rate_of(campaign).reminders) == (200, 6)
    assert "Supprimer les 3 rappels de cette liste?" in plain(asked.text)
    answer = client.post("/batches/reminders/deleted", data={**where, "expected": "3"})
    assert answer.location == "/batches"
    assert rate.rate_of(campaign).reminders == 3


@pytest.mark.parametrize("expected", ["2", "4", "0", "", "x"])
def test_it_shows_another_number_instead_of_deleting(client: FlaskClient, campaign: Batch, expected: str) -> None:
    where = {"batch": str(campaign.id), "state": "visited", "all": "1", "expected": expected}
    answer = client.post("/batches/reminders/deleted", data=where)
    assert answer.status_code == 422
    assert "Les nombres ont changé depuis que vous les avez vus." in plain(answer.text)
    assert 'name="expected" value="3"' in answer.text
    assert rate.rate_of(campaign).reminders == 6


def test_it_takes_a_deletion_back_from_its_toast(client: FlaskClient, campaign: Batch, now: datetime) -> None:
    lives.delete(reminder_ids=[Reminder.get(Reminder.animal << [a.id for a in _animals("Cinq")]).id],
                 now=now - timedelta(hours=1), by=None)  # fmt: skip
    where = {"batch": str(campaign.id), "all": "1", "expected": "5", "back": f"/batches/{campaign.number}"}
    page = client.post("/batches/reminders/deleted", data=where, follow_redirects=True).text
    assert rate.rate_of(campaign).reminders == 0
    undo = unescape(re.search(r'<form method="post" action="(/batches/reminders/deleted[^"]+)"', page).group(1))
    page = client.post(undo, follow_redirects=True).text
    assert "5 rappels rétablis" in plain(page)
    assert rate.rate_of(campaign).reminders == 5  # what was deleted before stays so
    assert client.post("/batches/reminders/deleted?_method=DELETE&at=hier").status_code == 303


def test_it_restores_all_only_while_they_are_as_many(client: FlaskClient, campaign: Batch, now: datetime) -> None:
    lives.delete(reminder_ids=[each.id for each in Reminder.select().limit(2)], now=now, by=None)
    where = {"batch": str(campaign.id), "state": "deleted", "all": "1"}
    page = client.delete("/batches/reminders/deleted", data={**where, "expected": "3"}, follow_redirects=True).text
    assert "elle a maintenant 2 rappels" in plain(page)
    assert rate.rate_of(campaign).reminders == 4
    client.delete("/batches/reminders/deleted", data={**where, "expected": "2"})
    assert rate.rate_of(campaign).reminders == 6


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("state=not_sent&state=coming", "Deux Cinq"),
        ("state=sent", "Un Deux Trois Quatre"),
        ("state=not_sent&state=sent", "Un Deux Trois Quatre Cinq"),
        ("state=no_visit&state=nonsense", "Deux Trois"),
        ("state=deleted&state=not_sent", "Cinq"),
    ],
)
def test_it_lists_states_that_are_ticked_together(client: FlaskClient, campaign: Batch, query: str, names: str) -> None:
    page = client.get(f"/batches/{campaign.number}?{query}").text
    for name in ("Un", "Deux", "Trois", "Quatre", "Cinq", "Six"):
        assert (f">{name}</a>" in page) == (name in names.split()), name
    ticked = set(re.findall(r'name="state" value="(\w+)" checked', page))
    assert ticked == {state for _, state in parse_qsl(query)} - {"nonsense"}


@pytest.mark.parametrize("back", ["/batches/\t/elsewhere", "/batches/x\r\nSet-Cookie: a=b", "//batches/", "/clients/1"])
def test_it_leads_nobody_elsewhere(client: FlaskClient, back: str) -> None:
    assert client.post("/batches/reminders/deleted", data={"back": back}).location == "/batches"


@pytest.mark.parametrize("data", [{}, {"all": "1"}, {"state": "visited", "all": "1"}, {"batch": "x", "reminder": "y"}])
def test_it_deletes_nothing_when_nothing_is_chosen(client: FlaskClient, campaign: Batch, data: dict[str, str]) -> None:
    page = client.post("/batches/reminders/deleted", data=data, follow_redirects=True).text
    assert "Rien n’était choisi" in page
    assert rate.rate_of(campaign).reminders == 6


def test_it_takes_only_rows_of_its_own_list(client: FlaskClient, campaign: Batch) -> None:
    stranger = factories.reminder()
    data = {"batch": str(campaign.id), "reminder": str(stranger.id)}
    client.post("/batches/reminders/deleted", data=data)
    assert Reminder.get_by_id(stranger.id).deleted_at is None


@pytest.fixture
def fresh(app: object) -> Batch:
    """Two reminders, nothing sent."""
    return factories.batch(animals=[factories.animal(name="Sept"), factories.animal(name="Huit")])


def test_it_undoes_and_brings_back_what_sent_nothing(client: FlaskClient, fresh: Batch) -> None:
    page = client.post(f"/batches/{fresh.number}/undone", follow_redirects=True).text
    assert "Lot défait : 2 rappels supprimés" in plain(page)
    assert "Ce lot a été défait" in plain(page)
    assert str(fresh.number) not in client.get("/batches").text.split('id="lots"')[1].split("</table>")[0]
    assert f"/batches/{fresh.number}" in client.get("/batches?state=undone").text
    client.delete(f"/batches/{fresh.number}/undone")
    assert rate.rate_of(fresh).reminders == 2


def test_undoing_names_its_number_and_heeds_it(client: FlaskClient, fresh: Batch) -> None:
    assert "Défaire ce lot et ses 2 rappels" in plain(client.get(f"/batches/{fresh.number}").text)
    page = client.post(f"/batches/{fresh.number}/undone", data={"expected": "3"}, follow_redirects=True).text
    assert "Les nombres ont changé depuis que vous les avez vus." in page
    assert rate.rate_of(fresh).reminders == 2
    page = client.post(f"/batches/{fresh.number}/undone", data={"expected": "2"}, follow_redirects=True).text
    undo = f"/batches/{fresh.number}/undone?_method=DELETE"
    assert f'action="{undo}"' in page[page.index('id="toasts"') :]


def test_it_brings_back_only_what_undoing_took(client: FlaskClient, fresh: Batch, now: datetime) -> None:
    lives.delete(reminder_ids=[Reminder.get().id], now=now - timedelta(days=1), by=None)
    client.post(f"/batches/{fresh.number}/undone")
    client.delete(f"/batches/{fresh.number}/undone")
    assert rate.rate_of(fresh).reminders == 1


@pytest.mark.parametrize("what", ["done", "mailing", "message"])
def test_it_does_not_undo_what_was_sent(client: FlaskClient, fresh: Batch, now: datetime, what: str) -> None:
    if what == "done":
        lives.mark_done(reminder_ids=[Reminder.get().id], channel="phone", now=now, by=None)
    else:
        state = "approved" if what == "mailing" else "cancelled"
        mailing = Mailing.create(
            batch=fresh, channel="email", first_on=date(2026, 3, 9), token="t", created_at=now, state=state
        )
        left = {"state": "sent" if what == "message" else "planned", "created_at": now}
        Message.create(mailing=mailing, recipient="c1", channel="email", message_id="<1@x>", **left)
    page = client.post(f"/batches/{fresh.number}/undone", follow_redirects=True).text
    assert "il reste" in page
    assert rate.rate_of(fresh).reminders == 2
    assert "Défaire ce lot" not in page


@pytest.mark.parametrize("number", ["999", "253-9", "abc", "0", "-1", "99999999999999999999", "253-"])
def test_it_knows_no_other_batch(client: FlaskClient, fresh: Batch, number: str) -> None:
    assert client.get(f"/batches/{number}").status_code == 404


def test_it_lists_batches_the_newest_first(client: FlaskClient, campaign: Batch, fresh: Batch) -> None:
    page = plain(client.get("/batches").text)
    assert page.index(f"Lot {fresh.number}") < page.index(f"Lot {campaign.number}")
    assert "50 %" in page
    assert f"Lot {fresh.number}" not in plain(client.get("/batches?q=tiques").text)
    assert f"Lot {campaign.number}" not in plain(client.get(f"/batches?q={fresh.number}").text)
    assert "Aucun lot ne correspond" in client.get("/batches?state=under_way").text
    Mailing.create(
        batch=campaign, channel="email", first_on=date(2026, 3, 9), token="t", created_at=SENT_AT, state="paused"
    )
    assert "Courriel, en pause" in client.get("/batches?state=under_way").text
    assert "Lot" in client.get("/batches?state=to_send").text


def test_it_asks_a_known_number_of_statements(
    client: FlaskClient, campaign: Batch, fresh: Batch, counted: Callable[..., int]
) -> None:
    client.get("/batches")
    lots.forget()  # what was changed makes it forget as well
    before = counted(lambda: client.get("/batches"))
    for _ in range(5):
        factories.batch(animals=[factories.animal()])
    assert counted(lambda: client.get("/batches")) == before


def test_it_shows_a_batch_by_command(campaign: Batch, app: Any, now: datetime) -> None:
    mailing = Mailing.create(batch=campaign, channel="email", first_on=date(2026, 3, 9), token="t", created_at=now)
    for place, state in enumerate(("sent", "sent", "failed")):
        Message.create(
            mailing=mailing, recipient=f"c{place}", channel="email", message_id=f"<{place}@x>", state=state,
            created_at=now,
        )  # fmt: skip
    environment = {"RELANCE_DATA": str(app.config["RELANCE"].data)}
    done = CliRunner().invoke(main, ["batch", "show", str(campaign.number), "--json"], env=environment)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == {
        "batch": campaign.number, "description": "Tiques", "type": "antiparasitic", "reminders": 6, "sent": 4,
        "answered": 2, "visited": 2, "without_visit": 2, "messages": {"failed": 1, "sent": 2},
    }  # fmt: skip
    spoken = CliRunner().invoke(main, ["batch", "show", str(campaign.number)], env=environment)
    assert f"Lot {campaign.number}, Tiques" in plain(spoken.stdout)
    missing = CliRunner().invoke(main, ["batch", "show", "999", "--json"], env=environment)
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert "999" in missing.stderr
