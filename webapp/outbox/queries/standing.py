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


def since(stop: Halt) -> datetime | None:
    """The last moment of which is known what had left; of a gap, the last run."""
    return db.instant(stop.detail.get("since"))


def due(stop: Halt, now: datetime, database: sqlite3.Connection | None = None) -> int:
    """How many messages were due since."""
    return due_since.count(database or db.database.connection(), due_since.moment(stop.detail, now))


def sentences(stop: Halt, now: datetime, database: sqlite3.Connection | None = None) -> list[str]:
    """What happened, and what it puts in question."""
    return [f"{words(stop.reason)}.", *in_question(stop.reason, since(stop), due(stop, now, database))]


def in_question(reason: str, known_until: datetime | None, messages: int) -> list[str]:
    """What left after a day and hour is unknown, and so many messages were due."""
    said = []
    if reason == stops.GAP and known_until:
        said.append(gettext("The last run was on %(when)s.", when=filters.moment(known_until)))
    elif reason in stops.UNKNOWN and known_until:
        said.append(gettext("What was sent after %(when)s is unknown here.", when=filters.moment(known_until)))
    elif reason in stops.UNKNOWN:
        said.append(gettext("What was sent until now is unknown here."))
    counted = filters.counting("%(n)s message was due since.", "%(n)s messages were due since.", messages)
    return [*map(str, said), counted]


def how_to_go_on() -> str:
    """The page and the command by which a manager answers."""
    return str(
        gettext(
            "Decide on the page of the outbox, or run “relance sending resume --hold” (what was due is in doubt) or "
            "“relance sending resume --send” (it is sent)."
        )
    )


def outcome(held: int, released: int) -> str:
    """After the answer: how many messages wait for a person now, or leave."""
    if held:
        said = filters.counting("%(n)s message is in doubt.", "%(n)s messages are in doubt.", held)
        return str(gettext("%(held)s Sending goes on.", held=said))
    if released:
        said = filters.counting("%(n)s message is sent as planned.", "%(n)s messages are sent as planned.", released)
        return str(gettext("Sending goes on: %(released)s", released=said))
    return str(gettext("Sending goes on."))


@dataclass(frozen=True)
class Questions:
    """What the page of a stop tells and asks."""

    since: datetime | None
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
        since=since(stop),
        due=sum(counted.values()),
        by_mailing=[(named.get(mailing), count) for mailing, count in counted.items()],
        unknown=stop.reason in stops.UNKNOWN,
        elsewhere=bool(state.place) and state.place != places.fingerprint(here.settings()),
        also=[each["pause_reason"] for each in json.loads(state.beneath)],
    )
