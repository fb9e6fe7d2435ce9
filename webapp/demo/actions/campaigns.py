"""The campaigns of the demonstration: last spring's, one half through its waves, one that nobody has sent yet.

They are made by the same actions as a clinic's own, at the moments at which people would have used them, so whatever
the screens say of them is true. What leaves is captured.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from webapp import channels, clock, db
from webapp.agenda import actions as agenda
from webapp.batches.actions import making
from webapp.batches.queries import scenarios
from webapp.batches.rules.criteria import parse
from webapp.calls.actions import contacts
from webapp.calls.rules import REACHED
from webapp.clinic import queries as clinic_queries
from webapp.clinic.rules import OpenDays
from webapp.composition.queries import wording as wordings
from webapp.composition.queries.candidates import Scope
from webapp.demo.actions import calls, doubts, notes, sharing, silent, spoken, waiting
from webapp.demo.rules import story
from webapp.demo.rules.data import FOLDER
from webapp.letters.actions import settings as paper
from webapp.mailings.actions import approving
from webapp.mailings.queries import composing
from webapp.mailings.queries.composing import Wish
from webapp.models import (
    Appointment,
    AppointmentType,
    Attempt,
    Batch,
    Client,
    Item,
    MailAccount,
    Mailing,
    Message,
    MessageReminder,
    Reminder,
    ReminderType,
    RevenueCategory,
    StaffMember,
    Veterinarian,
    Wave,
)
from webapp.models.outbox import PLANNED, SENT
from webapp.outbox.actions import lives as message_lives
from webapp.outbox.actions import outcomes, pausing
from webapp.outbox.rules import transitions
from webapp.reminders.actions import answers, lives, reactions
from webapp.reminders.rules.answer_rows import Row
from webapp.sender.actions import ticking
from webapp.visits import actions as visits

LOGO = FOLDER / "logo.png"
WAVES = 4


def campaign(*, now: datetime, zone: ZoneInfo) -> None:
    """Add them to a clinic that was just built. A clinic too small for one of them does without."""
    today = clock.day(now, zone)
    people = {member.login: member for member in StaffMember.select()}
    paper.set_logo(content=LOGO.read_bytes())
    _say_what_answers(now)
    calls.remind(today=today, now=now)
    _spring(today, zone, people)
    running = _running(today, zone, people)
    if running is not None:
        _go_on(running, now, zone, people)
    _young(today, now, people)
    calls.without_a_reason(today, now, zone, people["julie.belanger"])
    reactions.apply(now=now)
    silent.book(now=now - timedelta(hours=2), zone=zone, by=people["julie.belanger"])
    calls.add(today=today, now=now)
    spoken.add(today=today, now=now, people=people)
    sharing.add(today=today, now=now, people=people)
    notes.add(today=today, now=now, people=people)
    doubts.add(today=today, now=now, by=people["julie.belanger"])
    calls.name_a_caller(now=now - timedelta(hours=3), by=people["julie.belanger"])
    waiting.add(now=now - timedelta(hours=1), by=people["anne.gagnon"])


def _say_what_answers(now: datetime) -> None:
    """As this clinic calls things: vaccines and the yearly exam go together, parasites are a matter of sales."""
    names = {each.code: each.name_fr for each in ReminderType.select()}
    sold = Item.select(Item.code).join(RevenueCategory).where(RevenueCategory.name_fr == "Antiparasitaires")
    yearly: Any = {"group": "Visite annuelle", "reasons": ("vaccin",), "never": ("suivi",)}
    answers.replace(
        rows=[
            Row(names["antiparasitic"], reasons=("vermifuge",), items=tuple(each.code for each in sold), days_after=60),
            Row(names["vaccination"], **yearly),
            Row(names["annual_exam"], **yearly),
        ],
        now=now,
    )


def _reach(clients: Sequence[int]) -> dict[int, str]:
    """By which channel each of these clients is reached, in the clinic's order."""
    order = clinic_queries.channel_order()
    wanted = set(clients)
    return {
        row.id: next((channel for channel in order if row.reach & channels.one(channel).bit), "none")
        for row in Client.select(Client.id, Client.reach)
        if row.id in wanted
    }


def _generate(scenario: str, kind: str, due_on: date, name: str, now: datetime, today: date, by: StaffMember,
              spread_days: int = 1, **more: object) -> Batch | None:  # fmt: skip
    """The batch of a scenario with `more` criteria; None where there is nobody for it."""
    document = next((each.document for each in scenarios.every(today) if each.key == scenario), None)
    if document is None:
        return None
    try:
        return making.generate(
            criteria=parse({**document, **more}), type_id=ReminderType.get(ReminderType.code == kind).id, due_on=due_on,
            description=name, spread_days=spread_days, now=now, today=today, by=by,
        )  # fmt: skip
    except making.Nobody:
        return None


def _spring(today: date, zone: ZoneInfo, people: dict[str, StaffMember]) -> None:
    """Last spring's antiparasitics: everybody was reached, by e-mail, letter or telephone; most of them came."""
    begun = story.spring(today)
    made = _generate(
        "antiparasitic", "antiparasitic", date(begun.year, 4, 15), f"Antiparasitaires, printemps {begun.year}",
        clock.instant(begun, time(9, 12), zone), begun, people["julie.belanger"],
        spread_days=10,
    )  # fmt: skip
    if made is None:
        return
    rows = (
        Reminder.select(Reminder.id, Reminder.client)
        .where(Reminder.batch == made)
        .order_by(Reminder.client, Reminder.id)
    )
    reach = _reach([row.client_id for row in rows])
    days = clinic_queries.open_days().spread(begun, 30)
    for (channel, day), ids in story.reached([(row.id, row.client_id) for row in rows], reach, days).items():
        at = clock.instant(day, time(10), zone)
        by = None if channel == "email" else people["sophie.nadeau"]
        lives.mark_done(reminder_ids=ids, channel=channel, now=at, by=by)
        if channel == contacts.PHONE:
            contacts.follow(reminder_ids=ids, channel=channel, result=REACHED, now=at, by=by)


def _running(today: date, zone: ZoneInfo, people: dict[str, StaffMember]) -> Mailing | None:
    """This season's vaccines, approved some days ago in four waves: two have left, two are to come."""
    begun = story.back(today, clinic_queries.open_days(), days=5)
    at = clock.instant(begun, time(8, 40), zone)
    julie = people["julie.belanger"]
    due_on = clinic_queries.open_days().next_open(today + timedelta(days=21))
    seen = {"not_since": (begun - timedelta(days=300)).isoformat()}
    name = f"Vaccins, {story.season(begun)}"
    made = _generate("vaccinated", "vaccination", due_on, name, at, begun, julie, last_visit=seen)
    version = wordings.version_of(wordings.default(made, "email"))
    if made is None or version is None:
        return None
    wish, scope = Wish(first_on=begun), Scope(batch=made)
    expected = composing.plan(scope, channel="email", version=version, wish=wish, now=at, timezone=zone).messages
    if expected < WAVES:
        return None
    wish = Wish(first_on=begun, wave_size=story.wave_size(expected, WAVES))
    pausing.pause_everything(now=at, by=None)  # approving wakes the sender, whose clock says today
    approved = approving.approve(
        scope=scope, channel="email", version=version, wish=wish, now=at, timezone=zone, by=julie, hold=False,
        key=f"demo{begun:%Y%m%d}",
    )  # fmt: skip
    pausing.resume_everything(now=at)
    return approved.mailing


def _go_on(mailing: Mailing, now: datetime, zone: ZoneInfo, people: dict[str, StaffMember]) -> None:
    """What happened since: each wave at its hour, answers, a few who came, an address that is wrong, a doubt."""
    julie = people["julie.belanger"]
    for wave in Wave.select().where(Wave.mailing == mailing).order_by(Wave.number):
        day = Wave.get_by_id(wave.id).not_before
        at = day + timedelta(hours=1)
        if at > now:
            break
        if wave.number == 2:
            _die_while_sending(wave, at)
        ticking.tick(now=at, frozen=True)
        _come_back(wave, at + timedelta(hours=2))
        _react(wave, min(at + timedelta(hours=26), now), zone, clinic_queries.open_days(), julie)


def _die_while_sending(wave: Wave, at: datetime) -> None:
    """The machine lost its power after a message had begun to leave: nobody knows whether it arrived."""
    message = Message.get_or_none(
        (Message.mailing == wave.mailing_id) & (Message.wave == wave) & (Message.state == PLANNED)
    )
    account = MailAccount.select().order_by(MailAccount.id.desc()).first()
    if message is None or account is None:
        return
    with db.write():
        Attempt.create(message=message, account=account, claimed_at=at, data_at=at)
        message_lives.change(message, transitions.CLAIM, now=at, attempts=1)


def _come_back(wave: Wave, at: datetime) -> None:
    sent = (
        Message.select()
        .where((Message.mailing == wave.mailing_id) & (Message.wave == wave) & (Message.state == SENT))
        .order_by(Message.id)
    )
    for message in story.every(list(sent), 23)[:2]:
        detail = "550 5.1.1 The email account that you tried to reach does not exist"
        outcomes.bounce(message_id=message.id, now=at, by=None, detail=detail)


def _react(wave: Wave, at: datetime, zone: ZoneInfo, days: OpenDays, julie: StaffMember) -> None:
    """A day later, one in six has called for an appointment, and one in fourteen was there already."""
    reached = (
        Reminder.select()
        .join(MessageReminder)
        .join(Message)
        .where(
            (Message.mailing == wave.mailing_id)
            & (Message.wave == wave)
            & (Message.state == SENT)
            & Reminder.animal.is_null(False)
        )
        .order_by(Reminder.id)
    )
    rows = list(reached)
    veterinarians, kind = list(Veterinarian.select().order_by(Veterinarian.id)), AppointmentType.select().first()
    for place, reminder in enumerate(story.every(rows, 6)):
        day = days.next_open(clock.day(at, zone) + timedelta(days=2 + place % 9))
        starts = clock.instant(day, time(9 + place % 7, 30 * (place % 2)), zone)
        agenda.make(
            values={"animal": reminder.animal_id, "starts_at": starts, "minutes": 30, "type": kind,
                    "veterinarian": veterinarians[place % len(veterinarians)], "reason": "Vaccin"},
            now=at, by=julie,
        )  # fmt: skip
    seen = days.next_open(clock.day(at, zone))
    coming = {row.animal_id for row in Appointment.select(Appointment.animal).where(Appointment.starts_at >= at)}
    for reminder in story.every([row for row in rows if row.animal_id not in coming], 14):
        if clock.instant(seen, time(18), zone) <= clock.now():
            values = {"animal": reminder.animal_id, "visited_on": seen, "reason": "Vaccination",
                      "veterinarian": veterinarians[0], "note": ""}  # fmt: skip
            visits.add(values=values, now=at, by=julie)


def _young(today: date, now: datetime, people: dict[str, StaffMember]) -> None:
    """Puppies and kittens: generated this morning, and nothing has been sent."""
    due_on = clinic_queries.open_days().next_open(today + timedelta(days=10))
    name = f"Chiots et chatons, {story.season(today)}"
    _generate("young", "annual_exam", due_on, name, now - timedelta(minutes=50), today, people["sophie.nadeau"], 3)
