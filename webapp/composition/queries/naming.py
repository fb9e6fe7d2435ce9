"""The first of many clients by name, without sorting all of them."""

from collections.abc import Collection, Sequence

from webapp import db

_FEW = 1500  # read one by one before they are sorted: to walk to the first forty of them takes as long
_COLUMNS = "SELECT id, sort_name, first_name, last_name FROM client"
Named = tuple[int, str, str, str]  # a client: id, what it is sorted by, first and last name


def first_named(lists: Sequence[Collection[int]], most: int, *, since: str = "") -> list[list[Named]]:
    """Of each of `lists` of clients, the first `most` by name, beginning at `since`, and all of the last one's
    name; two statements at most."""
    found: list[list[Named]] = [[] for _ in lists]
    few = [at for at, some in enumerate(lists) if len(some) <= _FEW]
    many = [at for at, some in enumerate(lists) if len(some) > _FEW]
    if ids := {each for at in few for each in lists[at]}:
        among = f"{_COLUMNS} WHERE id IN (SELECT value FROM json_each(:ids)) AND sort_name >= :since"
        for row in db.rows(f"{among} ORDER BY sort_name, id", {"ids": db.ids(ids), "since": since}):
            for at in few:
                if row[0] in lists[at] and _belongs(row, found[at], most):
                    found[at].append(row)
    if many:
        _walk([(lists[at], found[at]) for at in many], most, since)
    return found


def named_since(since: str) -> set[int]:
    """The clients who stand at this name or after it; their ids."""
    return {each for (each,) in db.rows("SELECT id FROM client WHERE sort_name >= ?", (since,))}


def _walk(wanted: list[tuple[Collection[int], list[Named]]], most: int, since: str) -> None:
    """All clients in the order of their names, until each has enough."""
    for row in db.database.execute_sql(f"{_COLUMNS} WHERE sort_name >= ? ORDER BY sort_name, id", (since,)):
        ended = False
        for some, found in wanted:
            if not _belongs(row, found, most):
                ended = True
            elif row[0] in some:
                found.append(row)
                ended = ended or len(found) == len(some)
        if ended:
            wanted = [(some, found) for some, found in wanted if len(found) < len(some) and _belongs(row, found, most)]
            if not wanted:
                return


def _belongs(row: Named, found: Sequence[Named], most: int) -> bool:
    return len(found) < most or row[1] == found[-1][1]
