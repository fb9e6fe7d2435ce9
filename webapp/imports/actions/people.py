"""Clients and animals found by what a file says of them where it has no numbers: one that fits alone, never a guess."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Any

from webapp import contacts, db, text
from webapp.imports.actions.staging import Staging
from webapp.imports.rules.kinds import ANIMALS, CLIENTS
from webapp.imports.rules.links import plain

UNKNOWN, SEVERAL = -1, -3  # as lookups has them
_PHONES = ("home_phone", "mobile_phone", "work_phone")
_COLUMNS = ("first_name", "last_name", "email", *_PHONES)
_WORDY = re.compile(r"[^\W\d_]{2}")


class People:
    """Who is known by an address, a telephone or a name; read once a file, when it is first asked for."""

    def __init__(self, staging: Staging, region: str, asked: AbstractSet[str] = frozenset()) -> None:
        """`asked`: what means several people as a person has said, though only one should be left (links.plain)."""
        self.region = region
        self.asked = asked
        self.by: defaultdict[str, set[int]] = defaultdict(set)
        self.numbers: dict[int, str] = {}
        kept = "coalesce((SELECT kept_id FROM client_merge WHERE gone_id = c.id AND undone_at IS NULL), c.id)"
        rows: Iterable[Any] = staging.execute(
            f"SELECT {kept}, c.number, {', '.join(_COLUMNS)} FROM client c "
            f"WHERE c.archived_at IS NULL OR {kept} <> c.id"
        )
        for row, number, *columns in rows:
            self._add(row, number, dict(zip(_COLUMNS, columns, strict=True)))
        for stage in staging.stages:
            if stage.kind == CLIENTS:
                names = [name for name in _COLUMNS if name in stage.columns]
                for line, row, number, *columns in staging.execute(
                    f"SELECT line, row, number, {', '.join(names)} FROM temp.{stage.table}"
                ):
                    self._add(row or stage.provisional(line), number, dict(zip(names, columns, strict=True)))

    def _add(self, client: int, number: str | None, columns: dict[str, str]) -> None:
        first, last = columns.get("first_name", ""), columns.get("last_name", "")
        for sign in self.signs(first, last, columns.get("email", ""), [columns.get(name, "") for name in _PHONES]):
            self.by[sign].add(client)
        if number:
            self.numbers.setdefault(client, number)

    @staticmethod
    def signs(first: str, last: str, email: str, phones: Iterable[str]) -> list[str]:
        """All by which somebody of this `first` and `last` name, `email` and `phones` may be named in a file."""
        found = [f"@{email.strip().lower()}"] if email else []
        found += [number for number in phones if number]
        if last:
            found += [f"{_plain(last)},{_plain(first)}", f"{_plain(first)} {_plain(last)}".strip()]
        return found

    def find(self, written: str) -> int:
        """The one client whom this address, telephone or name ("Roy, Luc", "Luc Roy") means, SEVERAL or UNKNOWN."""
        if plain(written) in self.asked:
            return SEVERAL
        found = self.meant(written)
        return next(iter(found)) if len(found) == 1 else SEVERAL if found else UNKNOWN

    def meant(self, written: str) -> set[int]:
        """All whom it may mean."""
        last, comma, first = written.partition(",")
        signs = [f"{_plain(last)},{_plain(first)}" if comma else " ".join(map(_plain, written.split()))]
        if "@" in written:
            signs = [f"@{written.strip().lower()}"]
        elif not _WORDY.search(written):
            try:
                signs = [contacts.phone(written, self.region)[0]]
            except contacts.Doubtful:
                return set()
        return self.by.get(signs[0], set())

    def same(self, first: str, last: str, email: str, phones: Sequence[str]) -> set[int]:
        """The clients with this `first` and `last` name and `email` or one of `phones`."""
        named = self.by.get(f"{_plain(last)},{_plain(first)}", set())
        if not named:
            return set()
        signs = self.signs("", "", email, phones)
        return {client for sign in signs for client in self.by.get(sign, ())} & named


class Pets:
    """Animals by their client and their name: of clients asked about, beside those that a dry run would add."""

    def __init__(self, staging: Staging) -> None:
        self.staging = staging
        self.by: defaultdict[tuple[int, str], set[int]] = defaultdict(set)
        self.numbers: dict[int, str] = {}
        self.asked: set[int] = set()
        for stage in staging.stages:
            if stage.kind == ANIMALS:
                for line, row, client, name in staging.execute(
                    f"SELECT line, row, client_id, name FROM temp.{stage.table}"
                ):
                    self.by[client, _plain(name)].add(row or stage.provisional(line))

    def read(self, clients: Iterable[int]) -> None:
        """Have the animals of these, where they were not read yet."""
        new = sorted(set(clients) - self.asked)
        if not new:
            return
        self.asked.update(new)
        for row, client, name, number in self.staging.execute(
            "SELECT id, client_id, name, number FROM animal WHERE client_id IN (SELECT value FROM json_each(?))",
            (db.ids(new),),
        ):
            self.by[client, _plain(name)].add(row)
            if number:
                self.numbers[row] = number

    def find(self, client: int, written: str) -> int:
        """The one animal of that client that is called so, SEVERAL or UNKNOWN."""
        found = self.by.get((client, _plain(written)), set())
        return next(iter(found)) if len(found) == 1 else SEVERAL if found else UNKNOWN


def may_name_somebody(number: str) -> bool:
    """Whether what stands for a client's number may be an address, a telephone or a name."""
    return "@" in number or bool(_WORDY.search(number)) or sum(map(str.isdigit, number)) >= 10


@lru_cache(maxsize=20_000)  # the same names come again and again
def _plain(value: str) -> str:
    return "".join(text.words(value))
