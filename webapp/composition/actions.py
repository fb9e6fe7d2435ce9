"""Deciding with the doors open, and once more with them closed."""

from collections.abc import Callable
from typing import TypeVar

from webapp import db
from webapp.outbox.actions.ahead import Cleared
from webapp.spreadsheets.collector import no_collector

_Found = TypeVar("_Found")
_Plan = TypeVar("_Plan")
_Written = TypeVar("_Written")
_TRIES = 3


class Unsettled(Exception):
    """Each time it was to be written down, somebody else had changed something that matters."""


def settle(
    *,
    look: Callable[[], _Plan],
    is_same: Callable[[_Plan], bool],
    write: Callable[[_Plan], _Written],
    forget: Callable[[_Plan], object] = lambda _plan: None,
) -> _Written:
    """`look` outside any transaction, as thousands of texts take seconds; then `write` inside one, if it is the same.

    `is_same` is asked inside, and only where another connection has written anything since the look; where it says
    no, or where texts that were written ahead are gone, everything is looked at again. `forget` is told of each plan
    when all is over with it, written or not. Raises Unsettled after three times, and whatever the four raise.
    """
    for _ in range(_TRIES):
        before = _data_version()
        plan = look()
        try:
            with db.roomy(), no_collector(), db.write():
                if _data_version() == before or is_same(plan):
                    return write(plan)
        except Cleared:
            continue
        finally:
            forget(plan)
    raise Unsettled


def looked_first(look: Callable[[], _Found]) -> Callable[[], _Found]:
    """Look now, so that nobody waits meanwhile. What is returned says it inside the transaction: it looks once more
    only where another connection has written anything since."""
    before = _data_version()
    found = look()
    return lambda: found if _data_version() == before else look()


def _data_version() -> int:
    """Another number as soon as any other connection has changed anything (SQLite's PRAGMA data_version)."""
    return int(db.database.execute_sql("PRAGMA data_version").fetchone()[0])
