"""A stop that asks, in words: what happened, since when nobody knows what left, how many messages were due."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from webapp import db, filters, here
from webapp.accounts.queries.readiness import Halt
from webapp.models import Sending
from webapp.outbox.queries import due_since, listing, places
from webapp.outbox.queries.reasons import words
from webapp.outbox.rules import stops


def sentences(stop: Halt, now: datetime, database: sqlite3.Connection | None = None) -> list[str]:
    """What happened, and what it puts in question."""
    messages = due_since.count(database or db.database.connection(), due_since.moment(stop.detail, now))
    counted = filters.counting("%(n)s message was due since.", "%(n)s messages were due since.", messages)
    return [said for said in (f"{words(stop.reason)}.", known_until(stop), counted) if said]


def known_until(stop: Halt) -> str:
    """Up to which day and hour is known what had left, or of a gap, when the last run was; "" where nobody asks."""
    when = filters.moment(db.instant(stop.detail.get("since")))
    if stop.reason == stops.GAP and when:
        return gettext("The last run was on %(when)s.", when=when)
    if stop.reason not in stops.UNKNOWN:
        return ""
    if when:
        return gettext("What was sent after %(when)s is unknown here.", when=when)
    return gettext("What was sent until now is unknown here.")


def how_to_go_on() -> str:
    """The page and the command by which a manager answers."""
    return gettext(
        "Decide on the page of the outbox, or run “relance sending resume --hold” (what was due is in doubt) or "
        "“relance sending resume --send” (it is sent)."
    )


def outcome(held: int, released: int) -> str:
    """After the answer: how many messages wait for a person now, or leave."""
    if held:
        said = filters.counting("%(n)s message is in doubt.", "%(n)s messages are in doubt.", held)
        return gettext("%(held)s Sending goes on.", held=said)
    if released:
        said = filters.counting("%(n)s message is sent as planned.", "%(n)s messages are sent as planned.", released)
        return gettext("Sending goes on: %(released)s", released=said)
    return gettext("Sending goes on.")


@dataclass(frozen=True)
class Questions:
    """What the page of a stop tells and asks."""

    known_until: str  # the sentence
    due: int
    by_mailing: list[tuple[listing.Named | None, int]]  # of these; None: of no mailing
    unknown: bool  # what left since is not known
    elsewhere: bool  # the machine or the folder is another one
    also: list[str]  # reasons of stops that stand again after this one


def questions(stop: Halt, now: datetime) -> Questions:
    """All of it, as it is now."""
    database = db.database.connection()
    counted = due_since.by_mailing(database, due_since.moment(stop.detail, now)) if stop.reason in stops.ASKING else {}
    named = listing.named(set(counted) - {0})
    state = Sending.get_by_id(1)
    return Questions(
        known_until=known_until(stop),
        due=sum(counted.values()),
        by_mailing=[(named.get(mailing), count) for mailing, count in counted.items()],
        unknown=stop.reason in stops.UNKNOWN,
        elsewhere=places.is_elsewhere(here.settings(), state.__data__),
        also=[each["pause_reason"] for each in json.loads(state.beneath)],
    )
