"""A small clinic in which every kind of record that criteria ask for occurs, also unknown, and asking for it."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests import factories
from webapp.models import Animal, Batch, BatchPart, Breed, Client, Item, Reminder, Sale, Species, Suppression, Visit

TODAY = date(2026, 3, 5)
AT = datetime(2026, 1, 5, tzinfo=UTC)
CODES = ("CAN", "FEL", "LAP")
BREEDS = {"CAN": ("Croisé", "Épagneul breton"), "FEL": ("Croisé", "Siamois"), "LAP": ("Bélier",)}
CATEGORIES = ("Vaccins", "Antiparasitaires", "Nourriture")
ITEMS = {"VAC-1": ("product", 0), "VAC-2": ("product", 0), "SIM-40": ("product", 1), "DIETE": ("product", 2),
         "EXAM": ("service", None), "TOILETTE": ("service", 2)}  # fmt: skip


def some(rnd: random.Random, *values: Any) -> Any:
    """One of them."""
    return rnd.choice(values)


def lately(rnd: random.Random, days: int = 900) -> date:
    """A day of the last years; the limits that criteria have by default come up often."""
    return some(rnd, TODAY, date(2024, 3, 5), date(2024, 3, 4), *[TODAY - timedelta(rnd.randrange(days))] * 9)


def build(rnd: random.Random, *, clients: int = 40) -> None:
    """Write it."""
    species = {code: factories.species(code) for code in CODES}
    breeds = [factories.breed(name, of=species[code]) for code, names in BREEDS.items() for name in names]
    categories = [factories.category(name) for name in CATEGORIES]
    items = [
        factories.item(
            code=code, kind=kind, name=f"Article {code}", category=None if place is None else categories[place]
        )
        for code, (kind, place) in ITEMS.items()
    ]
    owners = [_client(rnd, number) for number in range(clients)]
    animals = [_animal(rnd, owner, species, breeds) for owner in owners for _ in range(rnd.randrange(4))]
    Sale.insert_many(
        [_sale(rnd, some(rnd, *animals), some(rnd, *items), categories) for _ in range(len(animals) * 4)]
    ).execute()
    Visit.insert_many(
        [{"animal": some(rnd, *animals).id, "visited_on": lately(rnd)} for _ in range(len(animals))]
    ).execute()
    _batches(rnd, animals)
    _suppressions(rnd, owners)
    for owner in rnd.sample(owners, len(owners) // 8):
        factories.hold(client=owner, settled_at=some(rnd, None, None, AT))
    for animal in rnd.sample(animals, len(animals) // 8):
        factories.hold(of=animal, settled_at=some(rnd, None, None, AT))


def _client(rnd: random.Random, number: int) -> Client:
    phone = f"+1819555{number:04}"
    return factories.client(
        last_name=some(rnd, "Roy", "Bélanger", "Côté"),
        email=some(rnd, "", f"Client{number}@example.org"),
        mobile_phone=some(rnd, "", phone),
        home_phone=some(rnd, "", f"+1514555{number:04}"),
        mobile_takes_sms=some(rnd, True, False),
        address=some(rnd, "", "1, rue Principale"),
        postal_code="J1X 1Y4",
        prefers=some(rnd, "", "", "email", "sms", "post", "phone"),
        **_silence(rnd),
        archived_at=some(rnd, None, None, None, None, None, AT),
        **{f"accepts_{channel}": some(rnd, True, True, False) for channel in ("email", "sms", "post", "phone")},
    )


def _animal(rnd: random.Random, owner: Client, species: dict[str, Species], breeds: list[Breed]) -> Animal:
    breed = some(rnd, None, *breeds)
    return factories.animal(
        owner=owner,
        species=breed.species_id if breed else some(rnd, None, *species.values()),
        breed=breed,
        crossbred=some(rnd, None, True, False),
        sterile=some(rnd, None, True, False),
        sex=some(rnd, None, "M", "F"),
        born_on=some(rnd, None, date(2025, 3, 5), date(2025, 9, 5), *[TODAY - timedelta(rnd.randrange(4000))] * 6),
        deceased=rnd.random() < 0.15,
        other_clinic=rnd.random() < 0.1,
        given_away_on=some(rnd, *[None] * 12, date(2025, 1, 1)),
        **_silence(rnd),
    )


def _silence(rnd: random.Random) -> dict[str, Any]:
    """Who wants no reminders, or none until a day."""
    return {
        "no_reminders": rnd.random() < 0.1,
        "no_reminders_until": some(rnd, *[None] * 9, TODAY - timedelta(1), TODAY, TODAY + timedelta(9)),
    }


def _sale(rnd: random.Random, animal: Animal, item: Item, categories: list[Any]) -> dict[str, Any]:
    moved = rnd.random() < 0.1  # it stood in another category that day
    return {
        "sold_on": lately(rnd), "client": animal.client_id, "item": item.id,
        "animal": some(rnd, *[animal.id] * 9, None),
        "category": some(rnd, None, *categories) if moved else item.category_id,
        "quantity_milli": some(rnd, 500, *[1000] * 6, 2000, -1000, -2000, 0),
    }  # fmt: skip


def _batches(rnd: random.Random, animals: list[Animal]) -> None:
    kinds = [factories.reminder_type(code) for code in ("antiparasitic", "vaccination")]
    for number in (252, 253):
        batch = Batch.create(number=number, type=kinds[0], due_on=date(2026, 4, 1), created_at=AT)
        parts = [BatchPart.create(batch=batch, number=n) for n in (1, 2)]
        for animal in rnd.sample(animals, len(animals) // 4):
            Reminder.create(
                type=some(rnd, *kinds), client=animal.client_id, animal=animal,
                batch=batch, part=some(rnd, None, *parts),
                due_on=date(2026, 4, 1) + timedelta(rnd.randint(-90, 90)), created_at=AT,
                **{column: some(rnd, None, None, None, AT)
                   for column in ("done_at", "answered_at", "visited_at", "cancelled_at", "deleted_at")},
            )  # fmt: skip


def _suppressions(rnd: random.Random, owners: list[Client]) -> None:
    for owner in rnd.sample(owners, len(owners) // 3):
        channel = some(rnd, "email", "sms", "phone", "post")
        address = {"email": owner.email.lower(), "sms": owner.mobile_phone, "phone": owner.home_phone, "post": "x"}[
            channel
        ]
        if address:
            Suppression.create(
                channel=channel, address=address, reason="person", created_at=AT, lifted_at=some(rnd, None, None, AT),
                client=owner if channel == "post" else None,
            )  # fmt: skip


def criteria(rnd: random.Random) -> dict[str, Any]:
    """Some criteria: few keys at a time, or nobody would answer them."""
    keys = {
        "species": lambda: _lists(rnd, ["CAN", "Félin", "lapin"], CODES),
        "breeds": lambda: _lists(rnd, ["croise", "Siamois", "EPAGNEUL BRETON"]),
        "products": lambda: _lists(rnd, ["VAC-1", "vac-2", "Article SIM-40", "DIETE"]),
        "services": lambda: _lists(rnd, ["EXAM", "article toilette"]),
        "sold_between": lambda: sorted([lately(rnd).isoformat(), lately(rnd).isoformat()]),
        "bought": lambda: [_group(rnd) for _ in range(rnd.randint(1, 2))],
        "last_visit": lambda: {some(rnd, "since", "not_since"): lately(rnd).isoformat()},
        "age": lambda: some(
            rnd, {"younger_than": "1.0.0"}, {"at_least": "0.6.0"}, {"at_least": "0.6.0", "younger_than": "5.2.10"}
        ),
        "crossbred": lambda: some(rnd, True, False, None),
        "sterile": lambda: some(rnd, True, False, None),
        "deceased": lambda: some(rnd, True, False, None),
        "other_clinic": lambda: some(rnd, True, False, None),
        "sex": lambda: some(rnd, "M", "F", None),
        "without_email": lambda: some(rnd, "exclude", "only", None),
        "use_preferences": lambda: some(rnd, True, False),
        "exclude_batches": lambda: rnd.sample([252, "253", "252-1", "253-2"], rnd.randint(1, 3)),
        "only_batches": lambda: some(rnd, None, {
            "batches": rnd.sample([252, "253", "252-1", "253-2"], rnd.randint(1, 3)),
            "state": some(rnd, None, "no_answer", "no_visit"),
        }),
    }  # fmt: skip
    return {key: keys[key]() for key in rnd.sample(sorted(keys), rnd.randrange(4))}


def _lists(rnd: random.Random, names: list[str], codes: tuple[str, ...] = ()) -> dict[str, list[str]]:
    mixed = rnd.sample(names, len(names))
    cut = rnd.randrange(len(mixed) + 1)
    return {"include": mixed[:cut], "exclude": mixed[cut : cut + rnd.randrange(2)]}


def _group(rnd: random.Random) -> dict[str, list[str]]:
    any_ = rnd.sample(["VAC-1", "SIM-40", "EXAM", "Article DIETE"], rnd.randrange(3))
    categories = rnd.sample(["vaccins", "Antiparasitaires"], rnd.randrange(3))
    return {"any": any_ or ["SIM-40"], "categories": categories}
