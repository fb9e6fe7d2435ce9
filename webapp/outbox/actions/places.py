"""This installation settles in: the identity that its database and its journal share, and the marker beside them.

Once at `relance init`, or when an installation of before first sends; anew when a manager decides that it goes on here
after its journal was lost, its folder put back or copied.
"""

import json
import sqlite3
from contextlib import suppress
from datetime import datetime
from secrets import token_hex
from typing import Any

from peewee import fn

from config import Config
from webapp import db, here
from webapp.clinic.queries import files
from webapp.models import Attempt, Sending
from webapp.outbox.actions import pausing
from webapp.outbox.actions.journal import Journal, settle_directory
from webapp.outbox.queries import due_since, places
from webapp.outbox.queries.journal import path as journal_path
from webapp.outbox.queries.places import Look
from webapp.outbox.rules import stops
from webapp.outbox.rules.files import MARKER
from webapp.outbox.rules.places import written

_EXPLAINED = "Relance knows by this file that its folder is where it was. Do not remove, copy or rename it.\n"


def settle_in() -> None:
    """Begin, where nothing stands in the way of it; the next run of the sender does what is missing after a death."""
    settings = here.settings()
    with db.write():
        look = places.look(settings, db.database.connection())
        if not look.reason:
            agree(settings, identity=look.identity, counter=look.counter)
    if not look.reason:
        make_marker(settings)


def agree(settings: Config, *, identity: str, counter: int, notes: Journal | None = None) -> None:
    """The database knows all that the journal says: both say so. In the caller's transaction.

    The journal first, then the marker's name, then the database: whatever is cut off in between is only ahead of it.
    `notes`: the journal that the sender has open. Without an identity, one is begun.
    """
    identity, counter = identity or token_hex(16), counter + 1
    journal = notes or Journal(journal_path(settings), begin=True)
    try:
        end = journal.agree(identity, counter)
    finally:
        if notes is None:
            journal.close()
    columns: dict[str, Any] = {}
    with suppress(OSError, ValueError):  # a marker that lags behind says less, and nothing false
        columns = _rename_marker(settings, counter)
    pausing.note(
        identity=identity, counter=counter, journal_read=end, place=places.fingerprint(settings),
        attempts_read=Attempt.select(fn.MAX(Attempt.id)).scalar() or 0, **columns,
    )  # fmt: skip


def _rename_marker(settings: Config, counter: int) -> dict[str, str]:
    if not Sending.get_by_id(1).marker:
        return {}
    ((_, path),) = places.markers(settings.database)
    target = path.with_name(f"{MARKER}{counter}")
    if path != target:
        path.rename(target)
    return {"marker": written(places.marked(target))}


def make_marker(settings: Config) -> None:
    """Lay it down, where the database remembers none."""
    state = Sending.get_by_id(1)
    if state.marker or not state.identity:
        return
    for _, old in places.markers(settings.database):
        old.unlink()
    path = settings.database.with_name(f"{MARKER}{state.counter}")
    path.write_text(f"{_EXPLAINED}{state.identity}\n", encoding="utf-8")
    path.chmod(0o600)
    settle_directory(path.parent)
    with db.write():
        Sending.update(marker=written(places.marked(path))).where(Sending.id == 1, Sending.marker == "").execute()


def settle_here(settings: Config, now: datetime) -> None:
    """This place is the one that sends from now on, by decision. In the caller's transaction; make_marker follows.

    A journal that cannot be gone on from is set aside, and another one begun under an identity of its own. One that
    can is left to the sender, who has not taken in yet what it says.
    """
    look = places.look(settings, db.database.connection())
    if look.reason:
        pausing.note(marker="", place=places.fingerprint(settings))
    if look.reads_on and not look.lost:
        return
    path = journal_path(settings)
    if path.exists():
        path.rename(path.with_name(f"{path.name}.{now:%Y%m%d-%H%M%S}"))
    agree(settings, identity="", counter=0)


def carry_over(*, settings: Config, file: str, now: datetime) -> None:
    """A backup is about to take the place of the live database: the models look at the backup.

    With its journal beside it the sender finds again what left since; without it all sending stops. What the live
    database knows of this place stays, and so does a stop that stands.
    """
    backup = db.database.connection()
    pausing.note(boot="")  # whatever it lacks, no power cut took it
    own, look = places.state_of(backup)["identity"], places.look(settings, backup)
    live = _live(settings, initialised_at=backup.execute("SELECT initialised_at FROM clinic").fetchone())
    if live and live["identity"] and not own and look.reads_on:  # a backup of before there was an identity
        own = live["identity"]
        pausing.note(identity=own, attempts_read=Attempt.select(fn.MAX(Attempt.id)).scalar() or 0)
        look = places.look(settings, backup)
    if not look.reads_on or look.lost or look.identity != own:
        since = due_since.known_until(backup)
        detail: dict[str, object] = {"since": since and db.instant_text(since), "file": file}
        pausing.pause_everything(now=now, by=None, reason=stops.RESTORED, detail=detail)
    elif live and live["identity"] == own:
        _keep(live)


def _keep(live: dict[str, Any]) -> None:
    """The place, the marker, the sender's clock and a stop that stands are those of the live database."""
    state = Sending.get_by_id(1)
    lasts = {name: max((at for at in (live[name], _text(getattr(state, name))) if at), default=None) for name in _LASTS}
    pausing.note(marker=live["marker"], place=live["place"], **lasts)
    if live["paused_at"]:  # who stopped it may not be among the people of then
        beneath = [{**each, "paused_by": None} for each in json.loads(live["beneath"])]
        stop = {name: live[name] for name in _STOP}
        nobody_did = Sending.paused_at.is_null()
        Sending.update(**stop, beneath=json.dumps(beneath)).where(Sending.id == 1, nobody_did).execute()


_LASTS = ("last_tick_at", "last_asked_at", "last_lock_at")
_STOP = ("paused_at", "pause_reason", "pause_detail")


def _text(at: datetime | None) -> str | None:
    return db.instant_text(at) if at else None


def _live(settings: Config, initialised_at: Any) -> dict[str, Any] | None:
    """What the live database knows of the place, if it can say and is of the same clinic."""
    columns = ("identity", "marker", "place", "beneath", *_LASTS, *_STOP)
    try:
        with files.opened(settings.database) as live:
            if live.execute("SELECT initialised_at FROM clinic").fetchone() != initialised_at:
                return None
            row = live.execute(f"SELECT {', '.join(columns)} FROM sending WHERE id = 1").fetchone()
    except sqlite3.Error:
        return None
    return dict(zip(columns, row, strict=True)) if row else None


def stop(look: Look, *, found: dict[str, object], now: datetime) -> None:
    """What was seen calls for a stop, which a manager lifts. `found`: what the journal told all the same."""
    since = due_since.known_until(db.database.connection())
    detail = {"since": since and db.instant_text(since), **found}
    pausing.pause_everything(now=now, by=None, reason=look.reason, detail=detail)
