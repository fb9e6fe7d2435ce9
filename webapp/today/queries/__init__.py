"""What the first screen needs, from the rooms below, in a known number of statements."""

import functools
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from config import Config
from webapp import clock, composed, db, navigation
from webapp.access import Role
from webapp.agenda import queries as agenda_queries
from webapp.clients import queries as client_queries
from webapp.clinic.queries import clinic, jobs
from webapp.holds import queries as hold_queries
from webapp.imports.queries import links as link_queries
from webapp.models import Client, StaffMember
from webapp.outbox.queries import status as outbox
from webapp.reminders.queries import panels as reminder_panels
from webapp.reminders.queries import questions
from webapp.reminders.queries.panels import Calls
from webapp.today import rules
from webapp.today.queries import appointments, briefing, incoming, matters, returned, sentence, under_way
from webapp.today.queries.briefing import Briefing
from webapp.today.queries.incoming import ImportReport
from webapp.today.queries.matters import Asked, Matter
from webapp.today.queries.returned import Returned
from webapp.today.queries.under_way import UnderWay

SHOWN_CALLS = 5  # clients to contact; the rest stands in the list


@dataclass(frozen=True)
class Overview:
    calls: Calls
    today: rules.Day
    tomorrow: rules.Day
    next_day: date | None  # asked for only when neither has any
    matters: list[Matter]
    report: ImportReport | None
    asked: list[questions.Asked]  # the first of what a person is to say
    asked_count: int
    returned: list[Returned]  # since yesterday
    status: outbox.Status  # of the outbox
    under_way: list[UnderWay]
    mine: int  # clients to call who are theirs
    briefing: Briefing | None  # once a day

    @property
    def stopped_by_person(self) -> bool:
        """Whether somebody stopped all sending, which anybody may let go on."""
        return self.status.stop is not None and self.status.stop.reason == "person"

    @property
    def came_back(self) -> int:
        """How many answers there are, of all kinds."""
        return sum(each.clients for each in self.returned)

    @property
    def sentence(self) -> list[sentence.Part]:
        """The numbers of the day, in words; empty when nothing is pressing."""
        return sentence.parts(
            today=self.today, tomorrow=self.tomorrow, matters=len(self.matters), calls=self.calls.clients
        )

    @property
    def there_is(self) -> str:
        """What the sentence begins with."""
        return sentence.there_is(
            today=self.today, tomorrow=self.tomorrow, matters=len(self.matters), calls=self.calls.clients
        )


def numbers(settings: Config, *, member: StaffMember, now: datetime) -> dict[str, Any]:
    """All that is counted, the rail's numbers among it, and little else; one statement."""
    today = clock.day(now, settings.timezone)
    of_theirs = briefing.numbers(member, now)
    return navigation.scalars(**_of_the_day(today, settings.timezone), **outbox.numbers(now), **of_theirs)


@functools.lru_cache(maxsize=2)
def _of_the_day(today: date, zone: ZoneInfo) -> dict[str, composed.Composed]:
    """What is asked in the same words from midnight to midnight."""
    asked: dict[str, Any] = {
        "some_client": Client.select(Client.id).limit(1),
        "next_appointment": agenda_queries.first_after(today + timedelta(days=1), zone),
        "to_correct": client_queries.to_correct(),
        "held": hold_queries.how_many(),
        "links": link_queries.how_many(),
        "asked": questions.count(),
        **returned.numbers(clock.day_bounds(today - timedelta(days=1), zone)[0]),
        "dead_jobs": jobs.how_many(),
        **reminder_panels.numbers(today, SHOWN_CALLS),
    }
    return {name: composed.Composed.of(each) for name, each in asked.items()}


def overview(settings: Config, *, counted: dict[str, Any], member: StaffMember, now: datetime) -> Overview:
    """The first screen as `member` may see it. `counted`: what `numbers` brought in one statement."""
    today = clock.day(now, settings.timezone)
    rows = appointments.two_days(today, settings.timezone)
    report = incoming.report()
    of_today, of_tomorrow = rules.day(rows, today), rules.day(rows, today + timedelta(days=1))
    free = not (of_today.count or of_tomorrow.count)
    stands = outbox.status(now, counted)
    return Overview(
        calls=reminder_panels.calls(counted, today),
        today=of_today,
        tomorrow=of_tomorrow,
        next_day=_next_day(counted, settings) if free else None,
        matters=matters.to_settle(Asked(settings, counted, now, Role(member.role), report, of_today, stands)),
        report=report,
        asked=questions.standing(rules.ASKED) if counted["asked"] else [],
        asked_count=counted["asked"],
        returned=returned.returned(counted),
        status=stands,
        under_way=under_way.under_way(),
        mine=counted["mine"],
        briefing=briefing.briefing(counted, member.id),
    )


def _next_day(counted: dict[str, Any], settings: Config) -> date | None:
    first = db.instant(counted["next_appointment"])
    return clock.day(first, settings.timezone) if first else None


@dataclass(frozen=True)
class Welcome:
    """A fresh installation: which of the first steps were taken."""

    has_people: bool
    has_second_place: bool
    importing: ImportReport | None
    on: date


def welcome(settings: Config, *, now: datetime) -> Welcome:
    """The next steps, while there is no client at all."""
    return Welcome(
        has_people=StaffMember.select().where(StaffMember.active).count() > 1,
        has_second_place=bool(clinic().second_place),
        importing=incoming.report(),
        on=clock.day(now, settings.timezone),
    )
