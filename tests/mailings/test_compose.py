"""Who is written to, in how many messages, and who is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import current_app

from tests import factories
from webapp.composition.queries.composing import composed
from webapp.mailings.queries import composing
from webapp.mailings.queries.composing import Plan
from webapp.mailings.rules.waves import sizes
from webapp.models import (
    Animal,
    Batch,
    Client,
    Mailing,
    Message,
    MessageReminder,
    Reminder,
    ReminderType,
    Suppression,
    TemplateVersion,
)


@pytest.fixture
def plan(planned: Callable[..., dict[str, Any]], now: datetime) -> Callable[..., Plan]:
    def make(**changes: Any) -> Plan:
        return composing.plan(**planned(**changes), now=now, timezone=current_app.config["RELANCE"].timezone)

    return make


def _reasons(plan: Plan) -> dict[str, int]:
    return {reason: len(left) for reason, left in plan.composition.left_out.items()}


def _animal(name: str) -> Animal:
    return Animal.get(Animal.name == name)


def test_it_writes_one_message_a_client(plan: Callable[..., Plan]) -> None:
    made = plan()
    assert [(group.address, len(group.candidates)) for group in made.groups] == [
        ("client1@exemple.ca", 2),
        ("client2@exemple.ca", 1),
    ]
    assert made.languages == {"fr": 1, "en": 1}
    assert not made.holes


@pytest.mark.parametrize(("grouping", "messages"), [("client", 2), ("species", 3), ("animal", 3)])
def test_it_groups(plan: Callable[..., Plan], grouping: str, messages: int) -> None:
    Animal.update(species=factories.species("FEL")).where(Animal.name == "Heidi").execute()
    assert plan(grouping=grouping).messages == messages


def test_it_groups_two_of_a_species(plan: Callable[..., Plan]) -> None:
    assert {group.recipient for group in plan(grouping="species").groups} == {
        f"c{_animal('Azur').client_id}/sCAN",
        f"c{_animal('Minou').client_id}/sCAN",
    }


def test_it_takes_two_clients_of_one_address_for_one_household(
    plan: Callable[..., Plan], batch: Batch, owner: Callable[..., Client]
) -> None:
    partner = owner("Lavoie", first_name="Guy", email=" CLIENT1@exemple.ca")
    factories.reminder(of=factories.animal(owner=partner, name="Rex"), batch=batch, type=batch.type)
    made = plan()
    assert made.messages == 2
    household = next(group for group in made.groups if len(group.client_ids) > 1)
    assert household.client_id == _animal("Azur").client_id  # who has most to be told
    assert len(household.candidates) == 3
    assert made.composition.households == 1


def _die(batch: Batch) -> None:
    Animal.update(deceased=True).where(Animal.name == "Azur").execute()


def _give_away(batch: Batch) -> None:
    Animal.update(given_away_on="2026-02-01").where(Animal.name == "Azur").execute()


def _change_owner(batch: Batch) -> None:
    Animal.update(client=factories.client()).where(Animal.name == "Azur").execute()


def _book(batch: Batch) -> None:
    factories.appointment(of=_animal("Azur"))


def _plan_elsewhere(batch: Batch) -> None:
    message = Message.create(
        client=_animal("Azur").client, recipient="c1", channel="post", message_id="<x@y>",
        created_at=factories.LONG_AGO, mailing=Mailing.create(
            channel="post", first_on="2026-03-01", token="t", created_at=factories.LONG_AGO))  # fmt: skip
    MessageReminder.create(message=message, reminder=Reminder.get(Reminder.animal == _animal("Azur")))


def _reach_lately(batch: Batch) -> None:
    factories.reminder(of=_animal("Azur"), type=batch.type, done_at=NOW - timedelta(days=12), done_by="phone")


NOW = datetime.fromisoformat("2026-03-05T15:26:00+00:00")


@pytest.mark.parametrize(
    ("happen", "reason"),
    [
        (_die, "deceased"),
        (_give_away, "given_away"),
        (_change_owner, "new_owner"),
        (_book, "has_appointment"),
        (_plan_elsewhere, "already_planned"),
        (_reach_lately, "recently"),
    ],
)
def test_it_leaves_a_reminder_out(
    plan: Callable[..., Plan], batch: Batch, happen: Callable[[Batch], None], reason: str
) -> None:
    happen(batch)
    made = plan()
    assert _reasons(made) == {reason: 1}
    assert [len(group.candidates) for group in made.groups] == [1, 1]


def test_it_writes_again_to_those_reached_lately_when_asked(plan: Callable[..., Plan], batch: Batch) -> None:
    _reach_lately(batch)
    assert plan(recently_too=True).written == 3


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"email": ""}, "no_address"),
        ({"accepts_email": False}, "refused"),
        ({"prefers": "phone", "mobile_phone": "+15145550199"}, "prefers_other"),
        ({"archived_at": NOW}, "archived"),
    ],
)
def test_it_leaves_a_client_out(plan: Callable[..., Plan], columns: dict[str, Any], reason: str) -> None:
    Client.update(**columns).where(Client.last_name == "Adam").execute()
    made = plan()
    assert _reasons(made) == {reason: 2}
    assert made.messages == 1


@pytest.mark.parametrize(("purpose", "messages"), [("", 1), ("care", 1), ("promotion", 2)])
def test_it_heeds_blocked_addresses(plan: Callable[..., Plan], purpose: str, messages: int) -> None:
    Suppression.create(
        channel="email", address="client1@exemple.ca", purpose=purpose, reason="unsubscribed", created_at=NOW
    )
    assert plan().messages == messages


def test_it_writes_nothing_about_what_is_internal(plan: Callable[..., Plan]) -> None:
    ReminderType.update(internal_only=True).execute()
    assert _reasons(plan()) == {"internal_only": 3}


@pytest.mark.parametrize("column", ["done_at", "answered_at", "visited_at", "cancelled_at", "deleted_at"])
def test_it_passes_over_reminders_that_are_not_to_do(plan: Callable[..., Plan], column: str) -> None:
    Reminder.update(**{column: NOW}).where(Reminder.animal == _animal("Minou")).execute()
    assert plan().composition.reminders == 2


def test_it_counts_the_others_by_what_reaches_them(plan: Callable[..., Plan]) -> None:
    Client.update(email="").where(Client.last_name == "Adam").execute()
    Client.update(email="", mobile_phone="+15145550199", mobile_takes_sms=True).where(
        Client.last_name == "Brown"
    ).execute()
    counted = {channel: len(clients) for channel, clients in plan().composition.unreachable().items()}
    assert counted == {"none": 1, "sms": 1}


def test_it_finds_what_is_missing_before_anything_leaves(plan: Callable[..., Plan]) -> None:
    TemplateVersion.update(body_fr="{{ client.titre }}, bonjour.", body_en="Hello.").execute()
    made = plan()
    assert [(hole.group.address, hole.tags) for hole in made.holes] == [("client1@exemple.ca", ("client.titre",))]
    assert made.messages == 1


def test_it_tells_of_the_next_appointment(plan: Callable[..., Plan], counted: Callable[..., int]) -> None:
    plain = counted(plan)
    kind = factories.appointment_type("Chirurgie", "Surgery")
    for name, day in (
        ("Azur", 20),
        ("Heidi", 17),
        ("Heidi", 24),
        ("Minou", 3),
    ):  # 14 h 30 at the clinic; Minou's is past
        at = datetime(2026, 3, day, 18, 30, tzinfo=UTC)
        factories.appointment(of=_animal(name), at=at, type=kind, reason="Chirurgie")
    factories.appointment(of=_animal("Azur"), at=datetime(2026, 3, 16, 18, 30, tzinfo=UTC), status="cancelled")
    TemplateVersion.update(
        body_fr="{{ rendezvous.debut }}, {{ rendezvous.type }}, {{ veterinaire.nom }}",
        body_en="{{ appointment.start }}",
    ).execute()
    made = plan()
    assert [(hole.group.address, hole.tags) for hole in made.holes] == [("client2@exemple.ca", ("rendezvous.debut",))]
    (said,) = made.filled.said
    assert {name: said[name].replace("\u00a0", " ") for name in said if name[:3] in ("ren", "vet")} == {
        "rendezvous.debut": "mardi 17 mars à 14 h 30",
        "rendezvous.type": "Chirurgie",
        "veterinaire.nom": "Dre Anne Gagnon",
    }
    assert counted(plan) == plain + 1


def test_it_takes_few_statements(
    planned: Callable[..., dict[str, Any]], batch: Batch, owner: Callable[..., Client],
    counted: Callable[[Callable[[], object]], int], now: datetime,
) -> None:  # fmt: skip
    zone = current_app.config["RELANCE"].timezone
    few = counted(lambda: composing.plan(**planned(), now=now, timezone=zone))
    for _ in range(30):
        factories.reminder(of=factories.animal(owner=owner()), batch=batch, type=batch.type)
    assert counted(lambda: composing.plan(**planned(), now=now, timezone=zone)) == few <= 25


@pytest.mark.parametrize(
    ("size", "every", "days"),
    [(1, 3, ["2026-03-05", "2026-03-09"]), (250, 3, ["2026-03-05"]), (1, 1, ["2026-03-05", "2026-03-06"])],
)
def test_it_spaces_waves_over_open_days(plan: Callable[..., Plan], size: int, every: int, days: list[str]) -> None:
    assert [wave.opens_on.isoformat() for wave in plan(wave_size=size, every_days=every).waves] == days


@pytest.mark.parametrize(("messages", "size", "waves"), [(0, 250, []), (3, 250, [3]), (5, 2, [2, 2, 1]), (4, 2, [2, 2]),
                                                         (9, 0, [9])])  # fmt: skip
def test_it_cuts_messages_into_waves(messages: int, size: int, waves: list[int]) -> None:
    assert sizes(messages, size) == waves


def test_it_counts_those_who_prefer_something_else_by_what_they_prefer(plan: Callable[..., Plan]) -> None:
    Client.update(
        prefers="phone", home_phone="+15145550199", mobile_phone="+15145550198", mobile_takes_sms=True
    ).where(Client.last_name == "Adam").execute()  # fmt: skip
    assert {channel: len(clients) for channel, clients in plan().composition.unreachable().items()} == {"phone": 1}


def test_it_passes_over_preferences_that_the_batch_does_not_ask_for(plan: Callable[..., Plan], batch: Batch) -> None:
    Batch.update(criteria='{"use_preferences": false}').execute()
    Client.update(prefers="phone", home_phone="+15145550199").execute()
    assert plan().messages == 2


@pytest.mark.parametrize(
    ("columns", "letters"),
    [
        ({"email": ""}, 1),
        ({"email": "", "mobile_phone": "+15145550198", "mobile_takes_sms": True}, 1),
        ({"prefers": "sms", "mobile_phone": "+15145550198", "mobile_takes_sms": True}, 1),  # and no e-mail either
        ({"prefers": "phone", "mobile_phone": "+15145550198"}, 0),
        ({}, 0),  # an e-mail reaches them first
    ],
)
def test_a_letter_goes_where_nothing_that_leaves_comes_first(
    planned: Callable[..., dict[str, Any]], batch: Batch, now: datetime, columns: dict[str, Any], letters: int
) -> None:
    home = {"address": "1, rue A", "town": "Montréal", "postal_code": "H2K 3S4"}
    Client.update(**home, **columns).where(Client.last_name == "Adam").execute()
    scope = planned()["scope"]
    found = composed(scope, channel="post", version=None, now=now, only_first=True)
    by_mail = composed(scope, channel="email", version=None, now=now)
    assert [len(found.groups), len(by_mail.groups)] == [letters, 2 - (letters or columns.get("prefers") == "phone")]
