"""What the demonstration's reception said on the telephone in the past weeks, or tried to."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from webapp import clock, here
from webapp.calls import rules
from webapp.calls.actions import contacts
from webapp.calls.actions.contacts import Call
from webapp.demo.rules import days
from webapp.models import Client, Contact, ContactReminder, Reminder, StaffMember
from webapp.reminders.actions.lives import Seen
from webapp.reminders.queries import filtering, states
from webapp.reminders.rules import transitions
from webapp.reminders.rules.filters import ReminderFilter

# What was tried before somebody was there: results, and how many working days before.
TRIED = (((rules.NO_ANSWER, 2),), ((rules.LEFT, 3), (rules.NO_ANSWER, 1)), (), ((rules.NO_ANSWER, 1),))
CALLERS = ("julie.belanger", "sophie.nadeau", "emily.clark")
NOTES = ("", "", "Travaille de nuit : appeler après 15 h.", "", "Répondeur plein.")
BEFORE, AFTER = time(10), time(19, 30)  # when one promises to call


def add(*, today: date, now: datetime, people: Mapping[str, StaffMember]) -> None:
    """Calls in vain before those that reached somebody; then of whom is to be called still, each of their own kind."""
    zone, team = here.zone(), [people[login] for login in CALLERS]
    _before_reached(zone, team)
    waiting = Reminder.select(Reminder, Client).join(Client).where(states.TO_DO, Client.mobile_phone != "")
    due = waiting.where(filtering.condition(ReminderFilter(), today)).order_by(Reminder.due_on, Reminder.id)
    to_come = waiting.where(Reminder.due_on > today, Reminder.due_on <= today + timedelta(days=60))
    whom: list[Reminder | None] = [*_of_each_client(due), None, None]
    vain, promised, *others = whom
    wrong = next((each for each in others if each and each.client.home_phone), None)
    for back, result in ((6, rules.NO_ANSWER), (4, rules.LEFT), (1, rules.NO_ANSWER)):
        _called(vain, result, _worked(today, back, 11, zone), team[back % 3])
    _called(promised, rules.NO_ANSWER, _worked(today, 2, 14, zone), team[1])
    morning = _worked(today, 1, 16, zone)
    _called(
        promised, rules.LATER, morning, team[0], until=_promised(now, zone), note="Au volant : rappeler aujourd’hui."
    )
    _called(wrong, rules.WRONG_NUMBER, _worked(today, 3, 10, zone), team[2])
    for result, reminder in zip(
        (rules.NO_CALLS, rules.REFUSED), _of_each_client(to_come.order_by(Reminder.due_on, Reminder.id)), strict=False
    ):
        _called(reminder, result, _worked(today, 2, 9, zone), team[1])


def _of_each_client(found: Iterable[Reminder]) -> list[Reminder]:
    """The first of each."""
    first: dict[int, Reminder] = {}
    for each in found:
        first.setdefault(each.client_id, each)
    return list(first.values())


def _called(reminder: Reminder | None, result: str, at: datetime, by: StaffMember, *, until: datetime | None = None,
            note: str = "") -> None:  # fmt: skip
    if reminder is None:
        return
    seen = {reminder.id: Seen(transitions.standing(reminder))}
    call = Call(reminder.client_id, seen, at, by, number=reminder.client.mobile_phone, note=note)
    contacts.record(call=call, result=result, until=until)


def _before_reached(zone: ZoneInfo, team: Sequence[StaffMember]) -> None:
    """A client who was reached by telephone was mostly not there at first."""
    reached = ContactReminder.select(ContactReminder, Contact, Client).join(Contact).join(Client)
    reached = reached.where(Contact.channel == "phone", Contact.result == rules.REACHED)
    first = {about.contact_id: about for about in reached.order_by(ContactReminder.id.desc())}
    notes = itertools.cycle(NOTES)
    for place, about in enumerate(reversed(list(first.values()))):
        then = about.contact
        for result, back in TRIED[place % len(TRIED)]:
            at = _worked(clock.day(then.at, zone), back, 9 + place % 8, zone) + timedelta(minutes=place * 7 % 60)
            tried = Contact.create(
                client=then.client_id, at=at, by=team[place % 3], channel="phone", result=result,
                number=then.client.mobile_phone or then.client.home_phone, note=next(notes),
            )  # fmt: skip
            ContactReminder.create(contact=tried, reminder=about.reminder_id)


def _worked(day: date, back: int, hour: int, zone: ZoneInfo) -> datetime:
    """At this hour of the clinic, so many working days before."""
    while back:
        day -= timedelta(days=1)
        back -= days.hours(day) is not None
    return clock.instant(day, time(hour), zone)


def _promised(now: datetime, zone: ZoneInfo) -> datetime:
    """An hour of today, in two hours if that is one to call at."""
    local = now.astimezone(zone)
    hour = min(local.hour + 2, AFTER.hour)
    at = min(max(time(hour, 30 if local.minute >= 30 else 0), BEFORE), AFTER)
    return clock.instant(local.date(), at, zone)
