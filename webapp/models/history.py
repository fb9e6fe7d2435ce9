"""Who changed what, what awaits correction, and what a person decided against the practice software's file."""

from peewee import ForeignKeyField, IntegerField, TextField

from webapp.db import InstantField, Table
from webapp.models.animals import Animal
from webapp.models.clients import Client
from webapp.models.staff import StaffMember


class HistoryEntry(Table):
    """One line of a client's or an animal's history. Append-only."""

    client = ForeignKeyField(Client, backref="history", on_delete="CASCADE", index=False)
    client_id: int
    animal = ForeignKeyField(Animal, null=True, on_delete="CASCADE")
    animal_id: int | None
    at = InstantField()
    by = ForeignKeyField(StaffMember, null=True, on_delete="SET NULL", index=False)  # null = an import or the clock
    by_id: int | None
    verb = TextField()  # added, corrected, deceased, revived, given_away, transferred, archived, restored …
    details = TextField(default="{}")  # JSON: what changed, from what to what

    class Meta:
        indexes = ((("client", "at"), False),)


class Correction(Table):
    """A field that was doubtful in a file and was left empty: the list "à corriger"."""

    client = ForeignKeyField(Client, null=True, on_delete="CASCADE")
    client_id: int | None
    animal = ForeignKeyField(Animal, null=True, on_delete="CASCADE")
    animal_id: int | None
    field = TextField()  # the column: email, postal_code, born_on …
    value = TextField()  # as it stood in the file
    noted_at = InstantField()
    settled_at = InstantField(null=True)
    settled_by = ForeignKeyField(StaffMember, null=True, on_delete="SET NULL", index=False)

    class Meta:
        indexes = ((("settled_at", "noted_at"), False),)


class HandEdit(Table):
    """A field of an imported row that a person changed here.

    While the file keeps saying `file_value`, what the person typed stands; when the file says something new, the file
    is right again and this row goes.
    """

    kind = TextField()  # the table: client, animal, item …
    row = IntegerField()
    field = TextField()
    file_value = TextField(null=True)  # as the database held it before the first change by hand; null was NULL
    at = InstantField()

    class Meta:
        indexes = ((("kind", "row", "field"), True),)
