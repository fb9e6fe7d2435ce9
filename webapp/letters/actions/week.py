"""The letters of all batches in one PDF."""

from datetime import date, datetime

from webapp.composition.queries.candidates import Scope
from webapp.letters.actions import planning, runs
from webapp.letters.queries.week import week
from webapp.letters.rules.order import Choice
from webapp.models import PrintRun, StaffMember


def print_week(*, choice: Choice, expected: int | None, today: date, now: datetime, by: StaffMember | None) -> PrintRun:
    """Write the letters, or the cards, that are not written yet, and have all of them drawn.

    `expected`: how many the person was told. Raises runs.Changed, runs.NoLetters.
    """
    found = week(now=now)
    total = found.total(cards=choice.cards)
    if expected not in (None, total):
        raise runs.Changed(total)
    mailings: list[int] = []
    for lot in found.of(cards=choice.cards):
        mailings += lot.planned
        if lot.new and lot.version:
            try:
                ready = planning.prepare(
                    scope=Scope(batch=lot.batch), version=lot.version, today=today, now=now, by=by, only_first=True,
                    acts=lot.acts,
                )  # fmt: skip
            except planning.NothingToPrint:
                continue  # somebody was quicker; how many there are is looked at once more
            mailings.append(ready.mailing.id)
    return runs.begin(
        mailing_ids=list(dict.fromkeys(mailings)), choice=choice, expected=expected, unprinted=True, now=now, by=by
    )
