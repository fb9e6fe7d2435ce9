"""Keeping the index of the search box right."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from peewee import chunked

from webapp import db
from webapp.models import Client
from webapp.search.queries import STANDING
from webapp.search.queries.hits import by_client
from webapp.search.rules import (
    COLUMNS,
    Document,
    all_spellings,
    edits_forgiven,
    email_words,
    name_words,
    phone_words,
)

PORTION = 4000  # clients read and written at a time: an import's memory must not grow with its files
FEW = 2000  # clients for which somebody who saves may be kept waiting
# Columns of a client of which the index tells.
INDEXED = frozenset(
    {"first_name", "last_name", "number", "town", "email", "home_phone", "work_phone", "mobile_phone", "archived_at"}
)


def index_clients(*, client_ids: Sequence[int] | None) -> int:
    """Index these clients as they now stand in the database, with their animals; None rebuilds the whole index.

    Belongs into the transaction that changed them. Clients that are no more are taken out. Returns how many were
    written.
    """
    connection = db.database.connection()
    if client_ids is None:
        _empty(connection)
        return sum(_write(connection, "BETWEEN ? AND ?", bounds) for bounds in _ranges(connection))
    written = 0
    for portion in chunked(sorted(set(client_ids)), PORTION):
        marks = f"IN ({','.join('?' * len(portion))})"
        connection.execute(f"DELETE FROM client_search WHERE rowid {marks}", portion)
        connection.execute(f"DELETE FROM search_order WHERE client_id {marks}", portion)
        written += _write(connection, marks, portion)
    return written


def is_indexed(columns: Iterable[str]) -> bool:
    """Whether the index tells anything of these columns of a client."""
    return not INDEXED.isdisjoint(columns)


def index_by_and_by(*, client_ids: Sequence[int] | None) -> None:
    """The same for many, in transactions of its own: nobody waits long to save, and whoever was found still is.

    Who is stopped midway does it again: each is read as it then stands. None: all there are.
    """
    ids = db.column(Client.select(Client.id)) if client_ids is None else client_ids
    for portion in chunked(sorted(ids), FEW):
        with db.write():
            index_clients(client_ids=portion)


def _empty(connection: Any) -> None:
    """An index made anew is quicker than one from which every row is deleted."""
    (made,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'client_search'").fetchone()
    connection.execute("DROP TABLE client_search")
    connection.execute(made)
    connection.execute("DELETE FROM search_order")
    (newest,) = connection.execute("SELECT coalesce(max(id), 0) FROM search_word").fetchone()
    connection.execute("DELETE FROM search_word")
    # Numbers must go on growing, see migrations/0001: the empty word, which nothing resembles, carries the count over.
    connection.execute("INSERT INTO search_word (id, word) VALUES (?, '')", (newest + 1,))


def _ranges(connection: Any) -> Iterator[tuple[int, int]]:
    low = 0
    while True:
        (high,) = connection.execute(
            "SELECT max(id) FROM (SELECT id FROM client WHERE id > ? ORDER BY id LIMIT ?)", (low, PORTION)
        ).fetchone()
        if high is None:
            return
        yield low + 1, high
        low = high


def _write(connection: Any, which: str, values: Sequence[int]) -> int:
    animals = by_client(f"SELECT client_id, name, number FROM animal WHERE client_id {which}", values)
    people = by_client(f"SELECT client_id, name, phone, email FROM contact_person WHERE client_id {which}", values)
    rows = connection.execute(
        "SELECT id, first_name, last_name, number, town, email, home_phone, work_phone, mobile_phone, sort_name, "
        f"{STANDING} FROM client WHERE id {which}",
        values,
    ).fetchall()
    documents = [_document(row, animals.get(row[0], ()), people.get(row[0], ())) for row in rows]
    connection.executemany(
        f"INSERT INTO client_search (rowid, {', '.join(COLUMNS)}) VALUES (?{', ?' * len(COLUMNS)})",
        [(row[0], *document) for row, document in zip(rows, documents, strict=True)],
    )
    connection.executemany(
        "INSERT INTO search_order (client_id, standing, sort_name) VALUES (?, ?, ?)",
        [(row[0], row[10], row[9]) for row in rows],
    )
    known = {word for document in documents for part in document[1:4] for word in part.split()}
    known.update(word for town in {document.town for document in documents} for word in town.split())
    connection.execute(
        "INSERT OR IGNORE INTO search_word (word) SELECT value FROM json_each(?)",
        (db.ids(word for word in sorted(known) if edits_forgiven(word)),),
    )
    return len(documents)


def _document(row: tuple[Any, ...], animals: Sequence[tuple[Any, ...]], people: Sequence[tuple[Any, ...]]) -> Document:
    _, first, last, number, town, email, home, work, mobile, *_ = row
    phones = [home, work, mobile, *(phone for _, phone, _ in people)]
    addresses = [email, *(address for _, _, address in people)]
    return Document(
        surname=all_spellings(last or first),
        names=name_words(first, last),
        animals=" ".join([f"{all_spellings(name)} {_number(its_number)}" for name, its_number in animals]),
        people=" ".join([all_spellings(name) for name, _, _ in people]) if people else "",
        number=_number(number),
        phones=" ".join([phone_words(phone) for phone in phones if phone]),
        email=" ".join([email_words(address) for address in addresses if address]),
        town=all_spellings(town),
    )


def _number(value: str | None) -> str:
    return value if value and value.isascii() and value.isdigit() else all_spellings(value or "")
