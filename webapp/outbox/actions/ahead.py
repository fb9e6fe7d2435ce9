"""The texts of a mailing are written down ahead of its messages, some hundreds at a time.

Those of twenty thousand messages are thirty megabytes: written with their messages, in one transaction, they kept
everybody else from saving for seconds. So each portion is a transaction of its own. It takes the numbers that its
messages will have, and BodyAhead says so. Nobody reads a text but by its message: until the messages stand, there is
nothing to see, to count or to send. These wait in tables of this connection alone, which die with it, and come all at
once (`planning.plan`). What a process that died has left is cleared away by a later tick; should that come too early,
the messages do not come at all, and are looked at again.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice
from secrets import token_hex
from typing import Any, NamedTuple

from webapp import db
from webapp.models import BodyAhead, BodyPage
from webapp.outbox.rules import identifiers, pages

PORTION = 500
LASTS = timedelta(minutes=10)  # whoever has written no portion for so long is dead

_TABLES = (
    "CREATE TEMP TABLE IF NOT EXISTS message_ahead (id INTEGER PRIMARY KEY, wave INTEGER, client_id INTEGER, "
    "recipient TEXT, language TEXT, address TEXT, message_id TEXT, template_version_id INTEGER)",
    "CREATE TEMP TABLE IF NOT EXISTS about_ahead (message_id INTEGER, reminder_id INTEGER)",
    "DELETE FROM temp.message_ahead",
    "DELETE FROM temp.about_ahead",
)


class Draft(NamedTuple):
    """One message as it will leave: whom it goes to, what it is about, what it says."""

    client_id: int
    recipient: str  # rules.recipient_key
    language: str
    address: str
    reminder_ids: Sequence[int]
    subject: str
    text: str
    html: str | Sequence[str]  # whole, or what stands between the pieces of `page`
    wave: int = 1  # a number of the waves given to `planning.plan`
    page: tuple[str, ...] = ()
    version: int | None = None  # that it is written with, where it is not its mailing's


@dataclass(frozen=True)
class Ahead:
    """The texts that stand ready. `token`: of the mailing that the messages are called by."""

    key: str
    token: str
    messages: int


class Cleared(Exception):
    """The texts are gone: somebody took whoever wrote them for dead."""


def write(drafts: Iterable[Draft], *, token: str, domain: str, now: datetime) -> Ahead:
    """Write the texts, and keep the rest of `drafts` for `planning.plan`; outside any transaction.

    Message-IDs are made of `token` and `domain`. What was kept on this connection before is forgotten.
    """
    for statement in _TABLES:
        db.database.execute_sql(statement)
    key, messages = token_hex(8), 0
    try:
        for some in _portions(drafts):
            _keep(some, _write(some, key, now), token, domain)
            messages += len(some)
    except BaseException:
        _clear(BodyAhead.key == key)
        raise
    return Ahead(key, token, messages)


def _write(drafts: Sequence[Draft], key: str, now: datetime) -> int:
    """The number of the first."""
    with db.write():
        first = next_id()
        page_ids = {page: _page(page) for page in dict.fromkeys(each.page for each in drafts) if page}
        bodies = [
            (row, each.subject, each.text, pages.kept(each.html), page_ids.get(each.page))
            for row, each in enumerate(drafts, first)
        ]
        _insert("INSERT INTO message_body (message_id, subject, text, html, page_id) VALUES (?, ?, ?, ?, ?)", bodies)
        BodyAhead.create(key=key, first=first, last=first + len(drafts) - 1, at=now)
    return first


def _page(pieces: tuple[str, ...]) -> int:
    """The row of these pieces, made when they are met first."""
    kept = pages.kept(pieces)
    digest = sha256(kept.encode()).hexdigest()
    BodyPage.insert(digest=digest, pieces=kept).on_conflict_ignore().execute()
    return int(BodyPage.get(BodyPage.digest == digest).id)


def _portions(drafts: Iterable[Draft]) -> Iterator[list[Draft]]:
    rest = iter(drafts)
    while some := list(islice(rest, PORTION)):
        yield some


def _keep(drafts: Sequence[Draft], first: int, token: str, domain: str) -> None:
    numbered = list(enumerate(drafts, first))
    rows = [
        (row, each.wave, each.client_id, each.recipient, each.language, each.address,
         identifiers.message_id(token, each.recipient, domain), each.version)
        for row, each in numbered
    ]  # fmt: skip
    with db.database.atomic():  # of tables that are nobody else's: it keeps nobody waiting
        _insert("INSERT INTO temp.message_ahead VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        about = [(row, reminder) for row, each in numbered for reminder in each.reminder_ids]
        _insert("INSERT INTO temp.about_ahead VALUES (?, ?)", about)


def _insert(sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
    db.database.cursor().executemany(sql, rows)


def next_id() -> int:
    """The number of the next message: none has it, and no text waits for one that will. Inside `db.write()`."""
    ((last,),) = db.rows("SELECT max(coalesce((SELECT max(id) FROM message), 0), "
                         "coalesce((SELECT max(message_id) FROM message_body), 0))")  # fmt: skip
    return int(last) + 1


def take(ahead: Ahead) -> None:
    """They are of messages from now on. Raises Cleared. Inside `db.write()`."""
    mine = BodyAhead.key == ahead.key
    ((there,),) = db.rows('SELECT coalesce(sum("last" - "first" + 1), 0) FROM body_ahead WHERE "key" = ?', (ahead.key,))
    if there != ahead.messages:
        raise Cleared
    BodyAhead.delete().where(mine).execute()


def discard(ahead: Ahead) -> None:
    """They are of nothing. Nothing happens where they were taken, or cleared, before."""
    _clear(BodyAhead.key == ahead.key)


def clear(*, now: datetime) -> None:
    """What was left by processes that died."""
    _clear(BodyAhead.at < now - LASTS)


def _clear(which: Any) -> None:
    for row in BodyAhead.select().where(which):
        with db.write():
            if BodyAhead.delete().where(BodyAhead.id == row.id).execute():
                given = (row.first, row.last)
                db.database.execute_sql("DELETE FROM message_body WHERE message_id BETWEEN ? AND ?", given)
