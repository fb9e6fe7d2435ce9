"""What the demonstration's reception has to verify before anybody is contacted: a value, a name, a sale, a refusal."""

from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from peewee import fn

from webapp import db
from webapp.animals import actions as animals
from webapp.holds import actions as holds
from webapp.holds.rules import CONTACT, LIFE
from webapp.imports import actions as imports
from webapp.models import Animal, Client, Item, Reminder, StaffMember
from webapp.sales import actions as sales

ALIKE = 6  # animals of which a file says the same


def add(*, today: date, now: datetime, by: StaffMember) -> None:
    """Of animals that no campaign is about and whom nobody has to call; as many as there are."""
    found = _quiet(today)
    if len(found) < ALIKE + 3:
        return
    first, second, third, *others = found
    with db.write():
        _hold("animal_id", [each.id for each in others], LIFE, "Statut", "D", now)
        _hold("client_id", [third.client_id], CONTACT, "Courriel_ok", "STOP", now)
    values = {"name": f"{first.name} (décédé)"}
    animals.correct(animal_id=first.id, values=values, now=now - timedelta(hours=2), by=by)
    sale = {
        "client": second.client_id, "animal": second.id, "item": Item.get(Item.code == "CREMA").id, "sold_on": today,
        "amount_cents": 21_000,
    }  # fmt: skip
    sales.add(values=sale, now=now - timedelta(hours=1), by=by)
    _to_link(now)


def _hold(whose: str, ids: list[int], reason: str, column: str, value: str, now: datetime) -> None:
    other = "client_id" if whose == "animal_id" else "animal_id"
    source = (
        f"SELECT value AS {whose}, NULL AS {other}, ? AS reason, ? AS \"column\", ? AS value, '' AS layout "
        "FROM json_each(?)"
    )
    holds.hold_all(source=source, given=(reason, column, value, db.ids(ids)), now=now - timedelta(days=1))


def _to_link(now: datetime) -> None:
    """A list that names its owners by name alone, of whom there are two."""
    called = Client.select(Client.last_name, Client.first_name).where(Client.archived_at.is_null())
    several: Any = called.group_by(Client.last_name, Client.first_name).having(fn.COUNT(Client.id) > 1)
    names = several.order_by(Client.last_name, Client.first_name).limit(2).tuples()
    pets = zip(names, ("Biscuit;Canin;M", "Praline;Félin;F"), strict=False)
    rows = [f"{pet};{last}, {first}" for (last, first), pet in pets]
    if not rows:
        return
    with TemporaryDirectory() as folder:
        path = Path(folder, "liste-d-adoption.csv")
        path.write_text("\n".join(["Animal;Espèce;Sexe;Propriétaire", *rows, ""]), encoding="utf-8")
        imports.import_files(source="command", paths=[(path, path.name)], now=now - timedelta(days=2))


def _quiet(today: date) -> list[Animal]:
    """Those whom nothing is done about these days, not seen for longest; each of another client."""
    busy: Any = Reminder.select(Reminder.client).where(
        Reminder.batch.is_null(False) | Reminder.due_on.between(today - timedelta(days=60), today + timedelta(days=30))
    )
    rows: Any = (
        Animal.select(fn.MAX(Animal.id))
        .join(Client)
        .where(
            ~Animal.deceased, Animal.given_away_on.is_null(), Animal.name != "", Animal.last_visit_on.is_null(False),
            Animal.last_visit_on < today - timedelta(days=60), Client.archived_at.is_null(), Client.id.not_in(busy),
        )
        .group_by(Animal.client)
        .order_by(fn.MAX(Animal.last_visit_on), Animal.client)
        .limit(ALIKE + 3)
        .tuples()
    )  # fmt: skip
    return list(Animal.select().where(Animal.id << [row for (row,) in rows]).order_by(Animal.id))
