"""What happened: an animal was seen."""

from __future__ import annotations

from peewee import DateField, ForeignKeyField, TextField

from webapp.db import Table
from webapp.models.agenda import Veterinarian
from webapp.models.animals import Animal


class Visit(Table):
    """One animal, seen on one day."""

    number = TextField(null=True, unique=True)
    animal = ForeignKeyField(Animal, backref="visits", on_delete="RESTRICT", index=False)
    animal_id: int
    visited_on = DateField()
    reason = TextField(default="")
    veterinarian = ForeignKeyField(Veterinarian, null=True, on_delete="SET NULL", index=False)
    veterinarian_id: int | None
    note = TextField(default="")

    class Meta:
        indexes = ((("animal", "visited_on"), False), (("visited_on", "veterinarian"), False))
