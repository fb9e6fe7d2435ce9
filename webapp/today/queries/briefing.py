"""What waits for whoever comes in, once a day: whom to call, which of them are theirs, what happened meanwhile."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from flask_babel import gettext, ngettext
from peewee import JOIN, SQL, Case, Select, fn

from webapp import clock, db, filters, here, text
from webapp.models import Contact, Reminder, ReminderType, StaffMember
from webapp.models.reminders import TO_DO
from webapp.reminders.queries import filtering
from webapp.reminders.rules.contacts import BOOKED
from webapp.reminders.rules.filters import ReminderFilter
from webapp.staff import queries as staff
from webapp.today.queries import returned
from webapp.today.queries.returned import Returned
from webapp.today.queries.sentence import Part

_CLIENTS = fn.count(Reminder.client.distinct())
# Few: looked at first, in an index of their own.
_PROMISED = SQL(f"(SELECT id FROM reminder WHERE promised = 1 AND snoozed_until IS NOT NULL AND {TO_DO})")
_MEANWHILE = "meanwhile_"
_NEVER = "9999-12-31"  # for who was never here nothing happened since; no number, which any instant would follow
NAMED = 3  # colleagues; what the others did is left out


@dataclass(frozen=True)
class Briefing:
    """The lines of the summary, each leading to what it counts; `since`: when the person was last here, if ever."""

    since: datetime | None
    lines: Sequence[Part]


def numbers(member: StaffMember, now: datetime) -> dict[str, Any]:
    """What must be known (db.scalars): whose calls are, and, unless the summary was put away today, all of it."""
    today = here.day(now)
    asked = {"mine": _due(ReminderFilter(responsible=member.id), today).select(_CLIENTS)}
    if member.briefed_on == today:
        return asked
    start = clock.day_bounds(today, here.zone())[0]
    waits = _due(ReminderFilter(), today).where(Reminder.id << _PROMISED)
    asked["promised"] = waits.select(_CLIENTS)
    # Midnight at the clinic stands for whatever hour.
    asked["first_promised"] = waits.where(Reminder.snoozed_until > start).select(fn.min(Reminder.snoozed_until))
    asked["since"] = staff.last_here(member.id, start)
    since = fn.coalesce(asked["since"], _NEVER)
    meanwhile = {f"{_MEANWHILE}{name}": query for name, query in returned.numbers(since).items()}
    return {**asked, **meanwhile, "colleagues": _colleagues(member.id, since)}


def _due(wanted: ReminderFilter, today: date) -> Any:
    due = filtering.condition(wanted, today) & ~ReminderType.internal_only
    return Reminder.select().join(ReminderType).where(due)


def _colleagues(me: int, since: Any) -> Any:
    """The SELECT of whom the others spoke to since then: name, clients, appointments; the most first, as JSON."""
    booked = fn.count(Case(None, [(Contact.result == BOOKED, Contact.client)]).distinct())
    clients = fn.count(Contact.client.distinct())
    found = (
        Contact.select(StaffMember.name.alias("name"), clients.alias("clients"), booked.alias("booked"))
        .join(StaffMember, JOIN.LEFT_OUTER, on=Contact.by)
        .where(Contact.at >= since, Contact.by != me, Contact.undone_at.is_null())
        .group_by(Contact.by)
        .order_by(clients.desc(), StaffMember.name)
        .limit(NAMED)
    )
    return Select((found,), (fn.json_group_array(fn.json_array(found.c.name, found.c.clients, found.c.booked)),))


def briefing(counted: Mapping[str, Any], me: int) -> Briefing | None:
    """What `numbers` brought, in words; None where there is nothing to say or it was put away."""
    if "promised" not in counted:
        return None
    lines = [*_to_call(counted, me), *_meanwhile(counted)]
    return Briefing(db.instant(counted["since"]), lines) if lines else None


def _to_call(counted: Mapping[str, Any], me: int) -> list[Part]:
    found = []
    clients, promised, mine = counted["to_call"], counted["promised"], counted["mine"]
    if clients:
        words = ngettext("%(n)s client to call", "%(n)s clients to call", clients, n=filters.number(clients))
        if promised:
            words += ngettext(
                ", %(n)s of whom was promised a call", ", %(n)s of whom were promised a call", promised,
                n=filters.number(promised),
            )  # fmt: skip
        if first := db.instant(counted["first_promised"]):
            words += gettext(", the first at %(hour)s", hour=filters.hour(first))
        found.append(Part(words, url_for("calls.index")))
    if mine:
        words = ngettext("%(n)s is yours", "%(n)s are yours", mine, n=filters.number(mine))
        found.append(Part(words, url_for("calls.index", responsible=me)))
    return found


def _meanwhile(counted: Mapping[str, Any]) -> list[Part]:
    found = []
    meanwhile = {name.removeprefix(_MEANWHILE): value for name, value in counted.items() if _MEANWHILE in name}
    if answers := returned.returned(meanwhile):
        found.append(Part(", ".join(map(_came_back, answers)), "#revenu"))
    if colleagues := json.loads(counted["colleagues"]):
        told = [_did(name, clients) for name, clients, _ in colleagues]
        booked = sum(each[2] for each in colleagues)
        if booked:
            told.append(
                ngettext("%(n)s appointment booked", "%(n)s appointments booked", booked, n=filters.number(booked))
            )
        found.append(Part(", ".join(told), url_for("reminders.index", tab="awaiting_answer")))
    return found


def _came_back(each: Returned) -> str:
    n = filters.number(each.clients)
    if each.kind == "booked":
        return ngettext("%(n)s client has booked", "%(n)s clients have booked", each.clients, n=n)
    if each.kind == "came":
        return ngettext("%(n)s client has come", "%(n)s clients have come", each.clients, n=n)
    if each.kind == "failed":
        return ngettext("%(n)s client was not reached", "%(n)s clients were not reached", each.clients, n=n)
    return ngettext(
        "%(n)s client asked not to be written to", "%(n)s clients asked not to be written to", each.clients, n=n
    )


def _did(name: str, clients: int) -> str:
    return ngettext(
        "%(name)s called %(n)s client", "%(name)s called %(n)s clients", clients, name=text.first_name(name),
        n=filters.number(clients),
    )  # fmt: skip
