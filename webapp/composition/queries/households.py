"""Clients with what stands on an envelope, and who of them lives together."""

from collections.abc import Collection, Sequence

from peewee import chunked

from webapp import channels
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
    homes = addressees({each.client_id for each in candidates if not each.why_not})
    return [
        each._replace(address=home_key(homes[each.client_id])) if each.client_id in homes else each
        for each in candidates
    ]
