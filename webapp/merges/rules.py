"""Which clients may be the same person, and what a merged record holds. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from webapp import channels, text

# Why two are taken for one, the surest first.
EMAIL, PHONE, ADDRESS = "email", "phone", "address"
WHY = (EMAIL, PHONE, ADDRESS)
_MOST = 6  # of one address or number: more are a building, not a person entered twice

FILLED = (
    "title", "first_name", "last_name", "email", "home_phone", "mobile_phone", "work_phone", "prefers",
)  # fmt: skip
HOME = ("address", "address_2", "town", "province", "postal_code", "country")
SHOWN = ("title", "first_name", "last_name", "number", *HOME, "home_phone", "mobile_phone", "work_phone", "email",
         "language", "note")  # fmt: skip


def alike(one: Any, other: Any) -> str:
    """Why these two may be one person, of WHY; "" where nothing says so.

    The family name must be the same and the first names must not differ: husband and wife share all the rest.
    """
    if _folded(one.last_name) != _folded(other.last_name) or not _same_first(one.first_name, other.first_name):
        return ""
    shared = {kind for kind, _ in set(signs(one)) & set(signs(other))}
    return next((why for why in WHY if why in shared), "")


def signs(client: Any) -> Iterable[tuple[str, str]]:
    """What another record of the same person would have too."""
    if client.email.strip():
        yield EMAIL, client.email.strip().lower()
    for number in {client.home_phone, client.mobile_phone, client.work_phone} - {""}:
        yield PHONE, number
    if client.address and client.postal_code:
        yield ADDRESS, f"{_folded(client.address)} {_folded(client.postal_code)}"


def worth_comparing(rows: Iterable[Sequence[Any]]) -> set[int]:
    """Among whom `pairs` finds what it would find among all: the ids of those who share a sign, of which two have the

    same family name. `rows`: id, sort name, family name, e-mail, postal code if there is an address, telephones.
    """
    listed = [
        (client_id, _family(sort_name, last), email.strip().lower(), *values)
        for client_id, sort_name, last, email, *values in rows
    ]
    holders: tuple[dict[tuple[str, str], int], ...] = ({}, {}, {})  # by e-mail, postal code, telephone: the first
    emails, codes, phones = shared = set[str](), set[str](), set[str]()  # of two of one family
    for client_id, family, *values in listed:
        for place, value in enumerate(values):
            if value:
                kind = min(place, 2)
                if holders[kind].setdefault((family, value), client_id) != client_id:
                    shared[kind].add(value)
    return {
        client_id
        for client_id, _, email, code, home, mobile, work in listed
        if email in emails or code in codes or home in phones or mobile in phones or work in phones
    }


def _family(sort_name: str, last_name: str) -> str:
    last, comma, _ = sort_name.partition(",")
    return last.replace(" ", "") if comma else _folded(last_name)


def pairs(clients: Iterable[Any]) -> list[tuple[Any, Any, str]]:
    """Every two that may be one person, and why; each pair once, by id."""
    together: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for client in clients:
        for sign in signs(client):
            together[sign].append(client)
    found: dict[tuple[int, int], tuple[Any, Any, str]] = {}
    for some in together.values():
        for one, other in combinations(some if len(some) <= _MOST else (), 2):
            first, second = sorted((one, other), key=lambda each: each.id)
            if (first.id, second.id) not in found and (why := alike(first, second)):
                found[first.id, second.id] = (first, second, why)
    return sorted(found.values(), key=lambda pair: (WHY.index(pair[2]), pair[0].sort_name, pair[0].id, pair[1].id))


def joined(kept: Any, gone: Any) -> dict[str, Any]:
    """The columns of `kept` that change when `gone` becomes part of it.

    What is empty is filled, a home only whole; what either refuses is refused; notes stand one after the other.
    """
    values = {name: getattr(gone, name) for name in FILLED if not getattr(kept, name) and getattr(gone, name)}
    if "work_phone" in values:
        values["work_extension"] = gone.work_extension
    if "mobile_phone" in values:
        values["mobile_takes_sms"] = gone.mobile_takes_sms
    if not any(getattr(kept, name) for name in HOME[:-1]):
        values |= {name: getattr(gone, name) for name in HOME}
    refusals = {channel.accepts for channel in channels.all()}
    values |= {name: False for name in refusals if getattr(kept, name) and not getattr(gone, name)}
    if gone.no_reminders and not kept.no_reminders:
        values["no_reminders"] = True
    if gone.no_reminders_until and (kept.no_reminders_until or gone.no_reminders_until) <= gone.no_reminders_until:
        values["no_reminders_until"] = gone.no_reminders_until
    if gone.note and gone.note not in kept.note:
        values["note"] = "\n".join(filter(None, [kept.note, gone.note]))
    since = [day for day in (kept.client_since, gone.client_since) if day]
    if since and min(since) != kept.client_since:
        values["client_since"] = min(since)
    return values


def better(first: Any, second: Any, animals: Mapping[int, Sequence[str]]) -> Any:
    """Which of the two is proposed to be kept: who came last, then who has more animals, then the older record."""
    came = [each.last_visit_on.isoformat() if each.last_visit_on else "" for each in (first, second)]
    with_more = (came[0], len(animals.get(first.id, ()))) >= (came[1], len(animals.get(second.id, ())))
    return first if with_more else second


def _folded(value: str) -> str:
    return "".join(text.words(value))


def _same_first(one: str, other: str) -> bool:
    """The same, one of them unknown, or an initial of the other."""
    a, b = sorted((_folded(one), _folded(other)), key=len)
    return not a or a == b or (len(a) == 1 and b.startswith(a))
