"""The meaning of criteria, told animal by animal in plain Python: slow, and made to be read.

It shares nothing with the application but the tables: names are compared by a fold of its own, days counted by hand.
"""

from __future__ import annotations

import unicodedata
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any

from webapp.models import (
    Animal,
    Batch,
    BatchPart,
    Breed,
    Client,
    Hold,
    Item,
    Reminder,
    RevenueCategory,
    Sale,
    Species,
    Suppression,
    Visit,
)

Document = dict[str, Any]


@cache
def plain(name: str) -> str:
    """Without accents and capitals."""
    flat = unicodedata.normalize("NFD", name.casefold())
    return "".join(c for c in flat if not unicodedata.combining(c)).strip()


def back(day: date, age: str) -> date:
    """Years and months before, clamped to the month's end; then days."""
    years, months, days = (int(part) for part in age.split("."))
    year, month = day.year, day.month
    for _ in range(years * 12 + months):
        month -= 1
        if month == 0:
            year, month = year - 1, 12
    return date(year, month, min(day.day, monthrange(year, month)[1])) - timedelta(days=days)


class Oracle:
    """All of a small clinic, in memory."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.animals = list(Animal.select())
        self.clients = {each.id: each for each in Client.select()}
        self.species = {each.id: (each.code, each.name_fr, each.name_en) for each in Species.select()}
        self.breeds = {each.id: (each.name_fr, each.name_en) for each in Breed.select()}
        self.items = {each.id: each for each in Item.select()}
        self.categories = {each.id: (each.name_fr, each.name_en) for each in RevenueCategory.select()}
        self.sales = _by_animal(Sale.select())
        self.visits = _by_animal(Visit.select())
        self.reminders = _by_animal(Reminder.select())
        self.batches = {each.id: str(each.number) for each in Batch.select()}
        self.parts = {each.id: f"{self.batches[each.batch_id]}-{each.number}" for each in BatchPart.select()}
        self.barred = {(each.channel, each.address) for each in Suppression.select() if not each.lifted_at}
        open_holds = list(Hold.select().where(Hold.settled_at.is_null()))
        self.held_animals = {each.animal_id for each in open_holds}
        self.held_clients = {each.client_id for each in open_holds}
        self.barred_clients = {
            (each.channel, each.client_id) for each in Suppression.select() if not each.lifted_at and each.client_id
        }

    def chosen(self, document: Document) -> set[int]:
        """The ids of the animals that the criteria mean."""
        return {animal.id for animal in self.animals if self.is_in(animal, document)}

    def is_in(self, animal: Animal, asked: Document) -> bool:
        """Whether they mean this animal."""
        client = self.clients[animal.client_id]
        if client.archived_at is not None or animal.given_away_on is not None:
            return False
        for key, default in (("deceased", False), ("other_clinic", False), ("crossbred", None), ("sterile", None)):
            wanted = asked.get(key, default)
            if wanted is not None and getattr(animal, key) is not wanted:
                return False
        if asked.get("sex") and animal.sex != asked["sex"]:
            return False
        if asked.get("without_email") == "exclude" and not client.email:
            return False
        if asked.get("without_email") == "only" and client.email:
            return False
        return (
            self._kind(asked, animal)
            and self._age(asked.get("age") or {}, animal)
            and self._seen(asked.get("last_visit") or {}, animal)
            and self._bought(asked, animal)
            and not any(self._in_batch(str(number), animal) for number in asked.get("exclude_batches") or [])
            and self._only(asked.get("only_batches") or {}, animal)
        )

    def _only(self, asked: Document, animal: Animal) -> bool:
        """No batch is named, or one of its reminders there is as it is asked for."""
        numbers = [str(number) for number in asked.get("batches") or []]
        lacking = {"no_answer": "answered_at", "no_visit": "visited_at"}.get(asked.get("state") or "")
        return not numbers or any(
            {self.batches.get(reminder.batch_id), self.parts.get(reminder.part_id)} & {*numbers}
            and reminder.deleted_at is None
            and (lacking is None or (reminder.done_at is not None and getattr(reminder, lacking) is None))
            for reminder in self.reminders[animal.id]
        )

    def _kind(self, asked: Document, animal: Animal) -> bool:
        called = {
            "species": self.species.get(animal.species_id, ()),
            "breeds": self.breeds.get(animal.breed_id, ()),
        }
        for key, names in called.items():
            lists = asked.get(key) or {}
            if lists.get("include") and not _same(names, lists["include"]):
                return False
            if lists.get("exclude") and _same(names, lists["exclude"]):
                return False
        return True

    def _age(self, age: Document, animal: Animal) -> bool:
        born = animal.born_on
        if age.get("at_least") and (born is None or not born <= back(self.today, age["at_least"])):
            return False
        return not (age.get("younger_than") and (born is None or not born > back(self.today, age["younger_than"])))

    def _seen(self, asked: Document, animal: Animal) -> bool:
        days = [visit.visited_on for visit in self.visits[animal.id]]
        if asked.get("since"):
            return any(day >= date.fromisoformat(asked["since"]) for day in days)
        if asked.get("not_since"):
            return not any(day >= date.fromisoformat(asked["not_since"]) for day in days)
        return True

    def _bought(self, asked: Document, animal: Animal) -> bool:
        first, last = (
            (date.fromisoformat(day) for day in asked["sold_between"])
            if asked.get("sold_between")
            else (back(self.today, "2.0.0"), self.today)
        )
        mine = [sale for sale in self.sales[animal.id] if first <= sale.sold_on <= last]
        for key, kind in (("products", "product"), ("services", "service")):
            lists = asked.get(key) or {}
            for part, wanted in (("include", True), ("exclude", False)):
                if lists.get(part) and _any_kept(s for s in mine if self._is_item(s, lists[part], kind)) is not wanted:
                    return False
        for group in asked.get("bought") or []:
            names, categories = group.get("any") or [], group.get("categories") or []
            if not (
                _any_kept(sale for sale in mine if self._is_item(sale, names))
                or _any_kept(sale for sale in mine if _same(self.categories.get(sale.category_id, ()), categories))
            ):
                return False
        return True

    def _is_item(self, sale: Sale, names: list[str], kind: str = "") -> bool:
        item = self.items[sale.item_id]
        if kind and item.kind != kind:
            return False
        return _same((item.code, item.name_fr, item.name_en), names)

    def _in_batch(self, number: str, animal: Animal) -> bool:
        return any(
            number in (self.batches.get(reminder.batch_id), self.parts.get(reminder.part_id))
            for reminder in self.reminders[animal.id]
            if reminder.deleted_at is None
        )

    def reach(self, document: Document, order: list[str]) -> dict[str, int]:
        """How many clients are reached by which channel first."""
        found = {"email": 0, "sms": 0, "post": 0, "phone": 0, "none": 0, "held": 0}
        chosen = [animal for animal in self.animals if self.is_in(animal, document)]
        for client_id in {animal.client_id for animal in chosen}:
            client = self.clients[client_id]
            spoken_of = {a.id for a in chosen if a.client_id == client_id and not self._silent(a)}
            free = spoken_of - self.held_animals
            if not spoken_of or (free and self._silent(client)):
                found["none"] += 1
                continue
            if client_id in self.held_clients or not free:
                found["held"] += 1
                continue
            tried = [client.prefers, *order] if document.get("use_preferences", True) else order
            found[next((channel for channel in tried if channel and self._reaches(client, channel)), "none")] += 1
        return found

    def _silent(self, whom: Animal | Client) -> bool:
        return whom.no_reminders or bool(whom.no_reminders_until and whom.no_reminders_until >= self.today)

    def _reaches(self, client: Client, channel: str) -> bool:
        if channel == "email":
            return bool(client.accepts_email and client.email and ("email", client.email.lower()) not in self.barred)
        if channel == "sms":
            mobile = client.mobile_phone if client.mobile_takes_sms else ""
            return bool(client.accepts_sms and mobile and ("sms", mobile) not in self.barred)
        if channel == "post":
            whole = client.address and client.town and client.postal_code
            return bool(client.accepts_post and whole and ("post", client.id) not in self.barred_clients)
        numbers = [client.mobile_phone, client.home_phone, client.work_phone]
        return bool(client.accepts_phone and [n for n in numbers if n and ("phone", n) not in self.barred])


def _by_animal(rows: Iterable[Any]) -> dict[int | None, list[Any]]:
    found: dict[int | None, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.animal_id].append(row)
    return found


def _any_kept(sales: Iterable[Sale]) -> bool:
    """Whether more of any item was bought than came back."""
    net: Counter[int] = Counter()
    for sale in sales:
        net[sale.item_id] += sale.quantity_milli
    return any(quantity > 0 for quantity in net.values())


def _same(names: Iterable[str], wanted: Iterable[str]) -> bool:
    return not {plain(name) for name in names if name}.isdisjoint(plain(name) for name in wanted)
