"""Clients with what stands on an envelope, and who of them lives together."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from peewee import chunked

from webapp import channels, db, text
from webapp.composition.rules.grouping import Candidate, Home, household
from webapp.models import Client

_COLUMNS = (
    Client.id, Client.title, Client.first_name, Client.last_name, Client.sort_name, Client.address,
    Client.address_2, Client.town, Client.province, Client.postal_code, Client.country, Client.language,
    Client.archived_at, Client.no_reminders, Client.no_reminders_until, getattr(Client, channels.one("post").accepts),
)  # fmt: skip
_AT_ONCE = 500


def home(client: Client) -> Home:
    return Home(client.address, client.address_2, client.town, client.province, client.postal_code, client.country)


def home_key(client: Client) -> str:
    """The same for all of one household; empty where there is no address to share."""
    return household(client.last_name, home(client))


def addressees(client_ids: Collection[int]) -> dict[int, Client]:
    """The clients with what stands on an envelope, by id; two statements for any thousand."""
    found: dict[int, Client] = {}
    for ids in chunked(sorted(client_ids), _AT_ONCE):
        found.update((client.id, client) for client in Client.select(*_COLUMNS).where(Client.id << ids))
    return found


def at_home(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those who are written to with their household as the address: a household shares a letter."""
    keys = _keys({each.client_id for each in candidates if not each.why_not})
    return [
        each._replace(address=keys[each.client_id]) if each.client_id in keys else each for each in candidates
    ]  # fmt: skip


_HOMES = """SELECT id, last_name, address, address_2, postal_code FROM client
    WHERE id IN (SELECT value FROM json_each(:ids))"""


def of_several(places: Sequence[Any], clients: Sequence[int]) -> dict[Any, set[int]]:
    """The places that several of these clients have, with these clients; each place is one's whose turn is the same."""
    count = Counter(places)
    if len(count) == len(places):
        return {}
    found: dict[Any, set[int]] = defaultdict(set)
    for place, client in zip(places, clients, strict=True):
        if place and count[place] > 1:
            found[place].add(client)
    return {place: some for place, some in found.items() if len(some) > 1}


def shared(clients: Sequence[int], names: Iterable[str], codes: Iterable[str]) -> dict[str, set[int]]:
    """The households of several of these clients, whose family names and postal codes are given. Where they live is
    read of those alone who have both in common."""
    plain = _Plain()
    short = [code.replace(" ", "").lower() for code in codes]
    if not "".join(short).isascii() or not "".join(short).isalnum():
        short = [plain[code] for code in short]
    near = of_several(list(zip(map(plain.__getitem__, names), short, strict=True)), clients)
    keys = _keys({client for some in near.values() for client in some})
    return of_several(list(keys.values()), list(keys))


def _keys(client_ids: Collection[int]) -> dict[int, str]:
    """The home_key of each, without a client being built."""
    homes = db.rows(_HOMES, {"ids": db.ids(client_ids)}) if client_ids else []
    return {
        client: household(name, Home(street, street_2, postal_code=code))
        for client, name, street, street_2, code in homes
    }


class _Plain(dict[str, str]):
    """The letters and digits of a text, folded; each text once, as family names come again and again."""

    def __missing__(self, value: str) -> str:
        self[value] = plain = "".join(text.words(value))
        return plain
