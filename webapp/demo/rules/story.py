"""When the demonstration's campaigns took place, and who was reached by what."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TypeVar

from webapp.clinic.rules import OpenDays

One = TypeVar("One")

SEASONS = ("hiver", "printemps", "été", "automne")
PLACES = {"email": range(0, 15, 3), "sms": (16,), "post": (17,), "phone": range(18, 30)}  # which open day of the thirty
NOT_REACHED = 41  # one client in so many never picked up


def spring(today: date) -> date:
    """The first Monday of March of the last spring whose campaign is over."""
    year = today.year if today >= date(today.year, 6, 1) else today.year - 1
    first = date(year, 3, 1)
    return first + timedelta(days=-first.weekday() % 7)


def season(day: date) -> str:
    """ "automne 2026": by calendar months, the winter under its January’s year."""
    year = day.year + (day.month == 12)
    return f"{SEASONS[day.month % 12 // 3]} {year}"


def back(today: date, days_open: OpenDays, *, days: int) -> date:
    """The last open day at least so many days ago."""
    day = today - timedelta(days=days)
    while not days_open.is_open(day):
        day -= timedelta(days=1)
    return day


def wave_size(messages: int, waves: int) -> int:
    """How many messages a wave has, so that there are at least so many waves, and as even as may be."""
    return min(-(-messages // waves), (messages - 1) // (waves - 1))


def every(rows: Sequence[One], nth: int) -> list[One]:
    """One row in so many, the third first: of few rows, some."""
    return list(rows[2::nth])


def reached(
    reminders: Sequence[tuple[int, int]], reach: Mapping[int, str], days: Sequence[date]
) -> dict[tuple[str, date], list[int]]:
    """By channel and day, the reminders that were done then: `reminders` are (id, client), `reach` a client's channel.

    One client's reminders go together; who is reached by nothing, and some who never pick up, are left.
    """
    found: dict[tuple[str, date], list[int]] = defaultdict(list)
    place = {client: n for n, client in enumerate(dict.fromkeys(client for _, client in reminders))}
    for id, client in reminders:
        channel = reach.get(client, "none")
        if channel == "none" or (channel == "phone" and place[client] % 3 == 0) or place[client] % NOT_REACHED == 7:
            continue
        choices = PLACES[channel]
        found[channel, days[choices[place[client] % len(choices)]]].append(id)
    return dict(found)
