"""Lists whose rows hold a client, their animal and what it is due for at once."""

from collections.abc import Mapping, Sequence

from webapp.imports.rules import headers
from webapp.imports.rules.kinds import ANIMALS, CLIENTS, KINDS, REMINDERS

_TOGETHER = (CLIENTS, ANIMALS, REMINDERS)  # that one row may hold
_OF_CLIENTS = frozenset(("email", "home_phone", "mobile_phone", "work_phone", "phone_1", "address", "postal_code"))
_OF_ANIMALS = frozenset(("species", "breed", "sex", "born_on"))


def together(header: Sequence[str], *, grouped: bool = False) -> dict[str, dict[str, str]]:
    """The kinds that each row of a list of clients holds at once, their animals and what these are due for; empty where
    it is one. Of each, what is to be said of its columns: the client's name is not the animal's.

    `grouped`: it names each client once, above their animals, and so is a list of clients whatever it says of them.
    """
    clients = headers.known_as(KINDS[CLIENTS], header)
    theirs = {place: "" for field, place in clients.items() if field != "number"}
    if "number" not in clients and "client" not in headers.known_as(KINDS[ANIMALS], header, theirs):
        theirs |= dict.fromkeys(_naming(clients), "client")
    fits = {kind: headers.known_as(KINDS[kind], header, theirs if kind != CLIENTS else None) for kind in _TOGETHER}
    animals, reminders = fits[ANIMALS].keys(), fits[REMINDERS].keys()
    whole = {
        CLIENTS: (grouped or len(clients.keys() & _OF_CLIENTS) >= 2) and headers.holds_animals(header),
        ANIMALS: len(animals & _OF_ANIMALS) >= 2 and "name" in animals,
        REMINDERS: {"type", "due_on", "animal"} <= reminders,
    }
    found = [kind for kind in _TOGETHER if whole[kind] and not headers.missing_of(KINDS[kind], fits[kind], header)]
    numbers = [fits[kind]["number"] for kind in found if "number" in fits[kind]]
    # One column cannot number two kinds: then the row is of one, and the rest says whose it is.
    if len(found) < 2 or CLIENTS not in found or len(set(numbers)) < len(numbers):
        return {}
    said = {header[place]: field for place, field in theirs.items() if header[place]}
    return {kind: {} if kind == CLIENTS else said for kind in found}


def _naming(clients: Mapping[str, int]) -> list[int]:
    """The column by which a row without a number says whose its animal is."""
    return [clients[field] for field in ("email", "mobile_phone", "home_phone", "full_name") if field in clients][:1]


def read_beside(header: Sequence[str], kind: str, *, grouped: bool = False) -> set[str]:
    """The headers of such a list that the other kinds of a row read: what they say is not of this one."""
    found = together(header, grouped=grouped)
    others = (headers.known_as(KINDS[each], header, None) for each in found if each != kind)
    return {header[place] for places in others for place in places.values()} if kind in found else set()
