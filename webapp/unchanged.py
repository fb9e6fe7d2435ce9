"""What was found of the database, for as long as nothing in it has changed; for all threads of the process.

When it is not stale: a thread that reads the same moment (PRAGMA data_version, which any other connection's commit
changes, and total_changes, which its own changes count up) as at an earlier time knows that nothing was written
between the two. What any thread began to find since that earlier time was found of the same database. In a
transaction, where a thread sees what others do not, or what will be undone, nothing is kept or taken. What time alone
changes is the asker's to say: `stands`.
"""

import itertools
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from webapp import db

_Found = TypeVar("_Found")
_TURN = itertools.count(1)  # which was first, of what all threads do


@dataclass(frozen=True)
class _Since:
    """When a thread first read this moment of its connection."""

    connection: sqlite3.Connection
    moment: tuple[int, int]
    at: int


class Unchanged(Generic[_Found]):
    """At `most` so many answers, those asked for last."""

    def __init__(self, most: int) -> None:
        self._most, self._mine, self._lock = most, threading.local(), threading.Lock()
        self._kept: OrderedDict[Hashable, tuple[int, _Found]] = OrderedDict()

    def forget(self) -> None:
        """What any thread asked before is found anew. For measuring."""
        with self._lock:
            self._kept.clear()

    def of(
        self, asked: Hashable, find: Callable[[], _Found], stands: Callable[[_Found], bool] = lambda _found: True
    ) -> _Found:
        """What `find` finds, or found lately for the same `asked`; it `stands` while time has not changed it."""
        connection: sqlite3.Connection = db.database.connection()
        if connection.in_transaction:
            return find()
        since, key = self._since(connection), (db.identity(), asked)
        with self._lock:
            began, found = self._kept.get(key, (0, None))
        if found is None or began < since or not stands(found):
            began, found = next(_TURN), find()
        with self._lock:
            self._kept[key] = began, found
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found

    def _since(self, connection: sqlite3.Connection) -> int:
        moment = (connection.execute("PRAGMA data_version").fetchone()[0], connection.total_changes)
        mine: _Since | None = self._mine.__dict__.get("since")
        if mine is None or mine.connection is not connection or mine.moment != moment:
            mine = self._mine.since = _Since(connection, moment, next(_TURN))
        return mine.at
