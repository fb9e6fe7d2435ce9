"""When what is planned may leave: the account's hours on the clinic's open days, and the days of the waves."""

from dataclasses import dataclass
from datetime import date, datetime

from webapp.accounts.queries import accounts
from webapp.outbox.rules.waves import plan_days


@dataclass(frozen=True)
class PlannedWave:
    """One wave, and the instant before which it does not open."""

    number: int
    not_before: datetime


def spaced(
    channel: str, *, first_on: date, every_days: int, count: int, from_time: str = "", until_time: str = ""
) -> list[PlannedWave]:
    """When `count` waves may open: on days on which the clinic works and the account sends, at the opening hour."""
    hours = accounts.hours(accounts.current(channel), from_time=from_time, until_time=until_time)
    days = plan_days(first_on, every_days, count, hours)
    return [PlannedWave(number, hours.opening(day)) for number, day in enumerate(days, 1)]
