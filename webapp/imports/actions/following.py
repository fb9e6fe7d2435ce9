"""What follows from a run that wrote: the search box finds it, and reminders react to it."""

from collections.abc import Set
from contextlib import nullcontext
from datetime import datetime

from webapp import db
from webapp.imports.actions import recording
from webapp.imports.actions.context import Context
from webapp.imports.rules.kinds import ANIMALS, APPOINTMENTS, CLIENTS, REMINDERS, SALES, VISITS
from webapp.later import Later
from webapp.models import ImportRun

# Of no use to who only looks, or brings nothing new.
reactions, records = Later("webapp.reminders.actions.reactions"), Later("webapp.reminders.actions.records")
search = Later("webapp.search.actions")
_LARGE = 20_000  # changed rows after which the database is tidied


def tell_reminders(changed: Set[str], *, now: datetime, run: ImportRun | None = None) -> None:
    """Clients came, or will; animals have a new owner. `changed`: the kinds of files that changed anything.

    What this does belongs to `run`, and is undone with it.
    """
    with recording.of_all(run) if run else nullcontext():
        if changed & {CLIENTS, REMINDERS}:
            records.follow_clients(now=now)
        if changed & {ANIMALS, REMINDERS}:
            records.follow_owners(now=now)
        if changed & {ANIMALS, REMINDERS}:
            records.cancel_of_the_dead(now=now)
        if changed & {VISITS, APPOINTMENTS, REMINDERS}:
            reactions.apply(now=now)
        elif SALES in changed:
            reactions.follow_sales(now=now)


def tell_search(context: Context) -> None:
    """Clients that changed, and those whose animals did: the run stamped them all with its own instant."""
    stamp = context.now_text
    changed = context.staging.execute(
        "SELECT id FROM client WHERE updated_at = :at UNION SELECT client_id FROM animal WHERE updated_at = :at "
        "UNION SELECT client_id FROM history_entry WHERE at = :at AND verb = 'transferred'",
        {"at": stamp},
    ).fetchall()
    search.index_by_and_by(client_ids=[client for (client,) in changed])


def tidy(changed: int) -> None:
    """Let the database take stock after so many rows that changed, and its log of changes be small again.

    What stands there goes into the database while others write. Only its end holds them up, unless somebody reads.
    """
    if changed > _LARGE:
        pragmas = ("analysis_limit = 400", "optimize", "wal_checkpoint(PASSIVE)", "busy_timeout = 0",
                   "wal_checkpoint(TRUNCATE)", f"busy_timeout = {db.BUSY_SECONDS * 1000}")  # fmt: skip
        for pragma in pragmas:
            db.database.execute_sql(f"PRAGMA {pragma}")
