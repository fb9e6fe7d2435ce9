"""Lots of every kind, a few clients at a time: whatever has a say in who is written to, and with whom."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests import factories
from tests.conftest import NOW
from webapp import channels
from webapp.composition.rules.sums import Sums
from webapp.models import (
    Animal,
    Batch,
    Client,
    Item,
    Message,
    MessageReminder,
    Question,
    Reminder,
    RevenueCategory,
    Suppression,
)

TODAY = NOW.date()
STREETS = (
    "12, rue Cartier",
    "12,\u00a0rue Cartier",
    "12 rue Cartier",
    "12 RUE CARTIER,",
    "12-4 rue Cartier",
    "9 rue Merry",
    " ",
)
CODES = ("J1X 3B3", "J1X\u00a03B3", "j1x-3b3", "J1X3B3", "J1X.3B3", "H2X 1Y4", "")
_ABOUT = ("planned", "printed", "failed", "left_out")
# What is usual, and what is seldom otherwise.
CLIENT: dict[str, tuple[Any, ...]] = {
    "email": ("a@x.ca", "b@x.ca", "B@X.ca ", "c@x.ca", "d@x.ca", ""),
    "language": ("fr", "fr", "en"),
    "first_name": ("Luce", "Paul", ""),
    "last_name": ("Adam", "ADAM", "Roy", "Bé", "be", ""),
    "title": ("", "Mme", "Dr."),
    "address": STREETS,
    "address_2": ("", "", "", "app. 4"),
    "postal_code": CODES,
    "town": ("Magog", "Magog", "Magog", ""),
    "home_phone": ("", "+15145550100", "+15145550101"),
    "mobile_phone": ("", "+15145550100", "+15145550101"),
    "mobile_takes_sms": (False, True),
    "prefers": ("", "", "", *channels.codes()),
}
SELDOM_OF_CLIENT: dict[str, tuple[Any, ...]] = {
    "archived_at": (None, NOW),
    "no_reminders": (False, True),
    "no_reminders_until": (None, TODAY - timedelta(days=1), TODAY),
    "held": (None, "open", "settled"),
    "rests": (False, True),
    **{each.accepts: (True, False) for each in channels.all()},
}
ANIMAL: dict[str, tuple[Any, ...]] = {
    "of": (0, 1, 2, 3, 4, 5),
    "species": ("CAN", "FEL", None),
    "name": ("Azur", "Heidi", ""),
    "sex": ("M", "F", None),
    "due_in": (0, 1, 20),
    "bought": ("", "rage", "parvo", "rage", "collar"),
}
SELDOM_OF_ANIMAL: dict[str, tuple[Any, ...]] = {
    "deceased": (False, True),
    "given_away_on": (None, TODAY),
    "no_reminders": (False, True),
    "no_reminders_until": (None, TODAY - timedelta(days=1), TODAY),
    "sold": (False, True),  # it is another client's by now
    "held": (None, "open", "settled"),
    "appointment": (None, "Antiparasitaire", "Coupe de griffes", ""),
    "in_days": (5, -1, 0, 400),
    "asked": (None, "open", "settled"),
    "lately": (None, 1, 29, 31),  # reached so many days ago for the same
    "about": ("", *_ABOUT),
    "done": (False, True),
}
ALONE: dict[str, tuple[Any, ...]] = {"of": (0, 1, 2, 3), "lately": (None, None, 1), "due_in": (0, 1)}
SUPPRESSION: dict[str, tuple[Any, ...]] = {
    "channel": channels.codes(),
    "to": (0, 1, 2),
    "email": ("a@x.ca", "b@x.ca"),
    "number": ("+15145550100",),
    "purpose": ("", "care", "marketing"),
    "reason": ("person", "unsubscribed", "bounced"),
    "known": (False, True),
    "lifted_at": (None, None, NOW),
}


def _some(rng: Random, often: dict[str, tuple[Any, ...]], seldom: dict[str, tuple[Any, ...]]) -> dict[str, Any]:
    kinds = {name: rng.choice(values) for name, values in often.items()}
    return kinds | {name: rng.choice(odd) if rng.random() < 0.12 else usual for name, (usual, *odd) in seldom.items()}


def lot(seed: int) -> dict[str, Any]:
    rng = Random(seed)
    return {
        "clients": [_some(rng, CLIENT, SELDOM_OF_CLIENT) for _ in range(rng.randint(2, 6))],
        "animals": [_some(rng, ANIMAL, SELDOM_OF_ANIMAL) for _ in range(rng.randint(1, 12))],
        # Reminders of a client, about no animal.
        "alone": [_some(rng, ALONE, {"about": ("", *_ABOUT)}) for _ in range(rng.randint(0, 2))],
        "suppressions": [_some(rng, SUPPRESSION, {}) for _ in range(rng.choice((0, 0, 1, 3)))],
        "internal": rng.random() < 0.05,
        "use_preferences": rng.random() < 0.7,
    }


tried = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
lots = st.integers(0, 2**32).map(lot)


def settle(lot: dict[str, Any]) -> Batch:
    """The clinic with this lot alone, beside one that some clients were written to about."""
    rows = [_client(each) for each in lot["clients"]]
    for each in lot["suppressions"]:
        channel = channels.one(each["channel"])
        address = each["email"] if channel.lower else each["number"]
        whose = rows[each["to"] % len(rows)] if each["known"] or not channel.compared else None
        Suppression.create(
            channel=channel.code, address=channel.normalised(address), purpose=each["purpose"],
            reason=each["reason"], client=whose, created_at=NOW, lifted_at=each["lifted_at"],
        )  # fmt: skip
    kind = factories.reminder_type()
    kind.internal_only = lot["internal"]
    kind.save()
    batch = factories.batch(type_=kind, criteria=f'{{"use_preferences": {str(lot["use_preferences"]).lower()}}}')
    mailing = factories.mailing(of=batch)
    for each in lot["animals"]:
        _animal(each, rows, batch, mailing)
    for each in lot["alone"]:
        owner = rows[each["of"] % len(rows)]
        need = factories.reminder(client=owner, batch=batch, type=kind, due=TODAY + timedelta(days=each["due_in"]))
        if each["lately"]:
            factories.reminder(client=owner, type=kind, done_at=NOW - timedelta(days=each["lately"]))
        _write(each["about"], need, owner, mailing)
    return Batch.get_by_id(batch.id)


def _client(each: dict[str, Any]) -> Client:
    row = factories.client(**{name: value for name, value in each.items() if name not in ("held", "rests")})
    if each["held"]:
        factories.hold(client=row, settled_at=NOW if each["held"] == "settled" else None)
    if each["rests"]:
        factories.message(of=factories.mailing(), to=row, state="sent", sent_at=NOW - timedelta(days=1))
    return row


def _animal(each: dict[str, Any], rows: list[Client], batch: Batch, mailing: Any) -> None:
    owner = rows[each["of"] % len(rows)]
    own = ("name", "sex", "deceased", "given_away_on", "no_reminders", "no_reminders_until")
    species = factories.species(each["species"]) if each["species"] else None
    patient = factories.animal(owner=owner, species=species, **{name: each[name] for name in own})
    need = factories.reminder(
        of=patient, batch=batch, type=batch.type, due=TODAY + timedelta(days=each["due_in"]),
        done_at=NOW if each["done"] else None,
    )  # fmt: skip
    if each["bought"]:
        factories.sale(of=item(each["bought"]), to=patient, on=date(2025, 3, 1))
    if each["sold"]:
        Animal.update(client=rows[(each["of"] + 1) % len(rows)]).where(Animal.id == patient.id).execute()
    if each["held"]:
        factories.hold(of=patient, settled_at=NOW if each["held"] == "settled" else None)
    if each["appointment"] is not None:
        at = NOW + timedelta(days=each["in_days"], hours=1)
        factories.appointment(of=patient, at=at, type=None, reason=each["appointment"])
    if each["asked"]:
        settled = NOW if each["asked"] == "settled" else None
        Question.create(reminder=need, because="nothing_said", asked_at=NOW, settled_at=settled)
    if each["lately"]:
        at = NOW - timedelta(days=each["lately"])
        factories.reminder(of=patient, type=batch.type, due=date(2026, 2, 1), done_at=at)
    _write(each["about"], need, owner, mailing)


def item(code: str) -> Item:
    """One of those that animals of a lot have bought, in a category of that name."""
    kind = RevenueCategory.get_or_none(name_fr=code) or factories.category(code)
    return Item.get_or_none(code=code) or factories.item(code=code, category=kind)


def _write(about: str, need: Reminder, to: Client, mailing: Any) -> None:
    if not about:
        return
    message = Message.get_or_none(Message.mailing == mailing, Message.client == to) or factories.message(
        of=mailing, to=to, state="planned" if about == "left_out" else about
    )
    MessageReminder.create(message=message, reminder=need, left_out="reminder_closed" if about == "left_out" else "")


def summed(found: Sums) -> dict[str, Any]:
    """All that sums say, to be compared."""
    due = Counter(min(each.due_on for each in group.candidates).isoformat() for group in found.shared)
    for alike, whose in found.alone.items():
        due[str(alike.due_on)] += len(whose)
    return {
        "reminders": found.reminders,
        "messages": found.messages,
        "written": found.written,
        "households": found.households,
        "languages": found.languages,
        "lines": {
            tuple(line): (left.reminders, {(client, way) for way, some in left.whose.items() for client in some})
            for line, left in found.left.items()
        },
        "unreachable": {code: sum(counts.values()) for code, counts in found.unreachable().items()},
        "awaiting": {code: sum(counts.values()) for code, counts in found.unreachable({"sms"}).items()},
        "due": due,
    }
