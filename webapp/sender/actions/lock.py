"""One sender at a time: a lock that the operating system lets go of when its holder dies.

An exclusive transaction on a small SQLite file that nothing else ever opens, backups included: a POSIX lock is lost
when its process opens and closes the file once more. SQLite itself knows, so that two threads exclude each other too.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from config import Config
from webapp.outbox.rules.files import LOCK


class AnotherSender(Exception):
    """Somebody else is sending, in this process or in another."""


@contextmanager
def held(settings: Config) -> Iterator[None]:
    """Nobody else sends until the end of the block. Whoever gets in knows that the one before is done, or dead.

    Raises AnotherSender.
    """
    path = settings.under(LOCK)
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            raise AnotherSender from error
        yield
