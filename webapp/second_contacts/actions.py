"""A second contact: e-mails approved, letters prepared, clients put back on the call list; who has booked, noted."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from webapp import channels, clock, db, here
from webapp.channels import HAND
from webapp.clinic import queries as clinic
from webapp.composition.queries.acts import in_place_of
from webapp.letters.actions import planning, runs
from webapp.letters.rules.order import Choice
from webapp.mailings.actions import approving
from webapp.models import Mailing, PrintRun, ReminderEvent, StaffMember
from webapp.models.message_templates import CARD
from webapp.reminders.actions import calls, handling, lives
from webapp.reminders.rules import transitions
from webapp.second_contacts.queries import asking, booked
from webapp.second_contacts.queries.asking import Sent

SECOND, BACK = "second", "back"  # in a reminder's history


class Changed(Exception):
    """It is not any more what the person saw; nothing was done."""


@dataclass
class Done:
    """What came of it. `refusal`: why there are no letters, though the e-mails are on their way."""

    mailings: list[Mailing]
    run: PrintRun | None = None
    calls: int = 0
    refusal: str = ""


def send(*, wanted: Sent, now: datetime, by: StaffMember) -> Done:
    """Do what the sentence said, through what sends the mailings and prints the letters of batches. Raises Changed, and
    approving.NotSent, with nothing done.

    What leaves by itself comes first: it is held for a minute. A form that is sent twice does nothing the second time.
    """
    by_hand = [code for code in wanted.reminders if channels.one(code).leaves == HAND]
    by_itself = [code for code in wanted.reminders if channels.one(code).kinds and code not in by_hand]
    if before := _before(wanted.key):
        return Done(before)
    for code in by_hand:
        found = asking.by_hand(wanted.reminders[code], 0, channel=code, version=wanted.versions.get(code), now=now)
        if found.seen != wanted.seen.get(code):
            raise Changed
    done = Done([_approve(wanted, code, place, now=now, by=by) for place, code in enumerate(by_itself)])
    for code in by_hand:
        done.run, done.refusal = _print(wanted, code, now=now, by=by)
    for code in wanted.reminders.keys() - {*by_hand, *by_itself}:
        done.calls += call_again(reminder_ids=wanted.reminders[code], on=wanted.call_on, now=now, by=by)
    return done


def _before(key: str) -> list[Mailing]:
    return list(Mailing.select().where(Mailing.token.startswith(key)))


def _approve(wanted: Sent, code: str, place: int, *, now: datetime, by: StaffMember) -> Mailing:
    try:
        approved = approving.approve(
            scope=asking.scope_of(wanted.reminders[code]), channel=code, version=wanted.versions.get(code),
            wish=asking.wish(wanted.first_on), now=now, timezone=here.zone(), by=by,
            key=f"{wanted.key}{place or ''}", seen=wanted.seen.get(code),
            acts=in_place_of(wanted.versions.get(code)),
        )  # fmt: skip
    except approving.Changed as error:
        raise Changed from error
    return approved.mailing


def _print(wanted: Sent, code: str, *, now: datetime, by: StaffMember) -> tuple[PrintRun | None, str]:
    version = wanted.versions.get(code)
    cards = bool(version and version.template.kind == CARD)
    try:
        ready = planning.prepare(
            scope=asking.scope_of(wanted.reminders[code]), version=version, today=here.day(now), now=now, by=by,
            acts=in_place_of(version),
        )  # fmt: skip
        choice = Choice(paper=clinic.clinic().paper, cards=cards)
        return runs.begin(mailing_ids=[ready.mailing.id], choice=choice, now=now, by=by), ""
    except planning.NothingToPrint as error:
        return None, error.sentence


# ---------- The call list.


def call_again(*, reminder_ids: Sequence[int], on: date, now: datetime, by: StaffMember) -> int:
    """Their clients are to be called, from the day `on`; of how many reminders. The history keeps how and when they
    were reached."""
    until = None if on <= here.day(now) else clock.instant(on, time(), here.zone())
    with db.write():
        count = lives.change(
            verb=transitions.REOPENED, columns="done_at = NULL, done_by = ''",
            condition=f"{lives.CONDITIONS[transitions.REOPENED]} AND answered_at IS NULL",
            was="'was', done_at, 'channel', done_by", reminder_ids=reminder_ids, now=now, by=by,
            details={"because": SECOND},
        )  # fmt: skip
        handling.snooze(reminder_ids=reminder_ids, until=until, now=now, by=by)
    return count


def call_no_more(*, at: datetime, now: datetime, by: StaffMember) -> int:
    """Take back what this person put on the call list at the instant `at`, where nobody has called since; how many."""
    told: Any = ReminderEvent.select(ReminderEvent.reminder, ReminderEvent.details).where(
        ReminderEvent.by == by.id, ReminderEvent.at == at, ReminderEvent.verb == transitions.REOPENED
    )
    together: dict[tuple[str, str], list[int]] = defaultdict(list)
    for reminder, written in told.tuples():
        details = json.loads(written)
        if details.get("because") == SECOND:
            together[details["was"], details["channel"]].append(reminder)
    count = 0
    with db.write():
        for (was, channel), ids in together.items():
            count += lives.change(
                verb=transitions.DONE, columns="done_at = :was_at, done_by = :channel", reminder_ids=ids, now=now,
                by=by, was_at=was, channel=channel, details={"channel": channel, "because": BACK},
            )  # fmt: skip
    return count


# ---------- Who has booked.


def answer(*, reminder_ids: Iterable[int], only_fitting: bool, now: datetime, by: StaffMember) -> int:
    """The appointments that stand are what these reminders waited for; of how many reminders. With `only_fitting` none
    whose appointment does not say so."""
    with db.write():
        by_appointment: dict[int, list[int]] = defaultdict(list)
        for each in booked.since(list(reminder_ids), now=now).values():
            if each.fits or not only_fitting:
                by_appointment[each.appointment_id].append(each.reminder_id)
        return sum(
            lives.answer(reminder_ids=ids, appointment_id=appointment, now=now, by=by)
            for appointment, ids in by_appointment.items()
        )


def answer_no_more(*, at: datetime, now: datetime, by: StaffMember) -> int:
    """Take back what this person noted so at that instant; of how many reminders."""
    return calls.undo(at=at, now=now, by=by)
