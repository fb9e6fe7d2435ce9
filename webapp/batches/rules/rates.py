"""When a rate says something, and how precisely."""

from datetime import date, timedelta

SOON = timedelta(days=3)  # nobody comes within the hour: a rate of the first days only says that it is early


def too_early(*, came: int, since: date, today: date) -> bool:
    """Whether there is nothing to rate yet: nobody came or booked, and it is only days since the first was reached."""
    return not came and today < since + SOON


def decimals(of: int) -> int:
    """How many are written after the comma of a percentage of so many: two of 2 796, none of 72."""
    return 2 if of >= 1000 else 1 if of >= 100 else 0
