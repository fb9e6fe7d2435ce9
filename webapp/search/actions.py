"""Keeping the index of the search box right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple
from itertools import groupby
from typing import Any

from webapp import db
from webapp.search.queries import STANDING
from webapp.search.rules import (
    COLUMNS,
    Document,
    edits_forgiven,
    email_words,
    name_words,
    other_words,
    phone_words,
    words,
)

PORTION = 1000  # clients read and written at a time: an import's memory must not grow with its files


def index_clients(*, client_ids: Sequence[int] | None) -> None:
    """Index these clients as they now stand in the database, with their animals; None rebuilds the whole index.

    Belongs into the transaction that changed them. Clients that are no more are taken out.
    """
    connection = db.database.connection()
    if client_ids is None:
        _empty(connection)
        for low, high in _ranges(connection):
            _write(connection, "BETWEEN ? AND ?", (low, high))
        return
    wanted = sorted(set(client_ids))
    for start in range(0, len(wanted), PORTION):
        portion = wanted[start : start + PORTION]
        marks = f"IN ({','.join('?' * len(portion))})"
        connection.execute(f"DELETE FROM client_search WHERE rowid {marks}", portion)
        connection.execute(f"DELETE FROM search_order WHERE client_id {marks}", portion)
        _write(connection, marks, portion)


def _empty(connection: Any) -> None:
    """An index made anew is quicker than one from which every row is deleted."""
    (made,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'client_search'").fetchone()
    connection.execute("DROP TABLE client_search")
    connection.execute(made)
    connection.execute("DELETE FROM search_order")
    connection.execute("DELETE FROM search_word")


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


def _write(connection: Any, which: str, values: Sequence[int]) -> None:
    animals = _by_client(connection, f"SELECT client_id, name, number FROM animal WHERE client_id {which}", values)
    people = _by_client(
        connection, f"SELECT client_id, name, phone, email FROM contact_person WHERE client_id {which}", values
    )
    rows = connection.execute(
        "SELECT id, first_name, last_name, number, town, email, home_phone, work_phone, mobile_phone, sort_name, "
        f"{STANDING} FROM client WHERE id {which}",
        values,
    ).fetchall()
    documents = {row[0]: _document(row, animals.get(row[0], ()), people.get(row[0], ())) for row in rows}
    connection.executemany(
        f"INSERT INTO client_search (rowid, {', '.join(COLUMNS)}) VALUES (?{', ?' * len(COLUMNS)})",
        [(client_id, *astuple(document)) for client_id, document in documents.items()],
    )
    connection.executemany(
        "INSERT INTO search_order (client_id, standing, sort_name) VALUES (?, ?, ?)",
        [(row[0], row[10], row[9]) for row in rows],
    )
    known = {word for document in documents.values() for word in _forgivable(document)}
    connection.executemany("INSERT OR IGNORE INTO search_word (word) VALUES (?)", [(word,) for word in sorted(known)])


def _by_client(connection: Any, sql: str, values: Sequence[int]) -> dict[int, list[tuple[Any, ...]]]:
    rows = connection.execute(f"{sql} ORDER BY client_id", values).fetchall()
    return {client_id: list(group) for client_id, group in groupby(rows, key=lambda row: row[0])}


def _document(row: tuple[Any, ...], animals: Sequence[tuple[Any, ...]], people: Sequence[tuple[Any, ...]]) -> Document:
    _, first, last, number, town, email, home, work, mobile, *_ = row
    return Document(
        surname=other_words([last or first]),
        names=name_words(first, last),
        animals=other_words(value for _, name, number in animals for value in (name, number or "")),
        people=other_words(name for _, name, _, _ in people),
        number=" ".join(words(number or "")),
        phones=phone_words([home, work, mobile, *(phone for _, _, phone, _ in people)]),
        email=email_words([email, *(address for _, _, _, address in people)]),
        town=other_words([town]),
    )


def _forgivable(document: Document) -> Iterator[str]:
    for column in (document.names, document.animals, document.people, document.town):
        for word in column.split():
            if edits_forgiven(word):
                yield word
