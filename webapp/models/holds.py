"""Whom nobody is to contact before a person has settled a doubt."""

from peewee import SQL, Check, ForeignKeyField, TextField

from webapp.db import InstantField, Table
from webapp.models.animals import Animal
from webapp.models.clients import Client
from webapp.models.staff import StaffMember


class Hold(Table):
    """A doubt about one animal or one client, as it stood: is it dead, did they refuse?

    It is open until it has `settled_at`. Settled, it is remembered: the same value in the same column of the same
    record is not raised again.
    """

    animal = ForeignKeyField(Animal, null=True, on_delete="CASCADE", index=False)
    animal_id: int | None
    client = ForeignKeyField(Client, null=True, on_delete="CASCADE", index=False)
    client_id: int | None
    reason = TextField()  # a code of holds.rules
    column = TextField(default="")  # the header as it stood in the file; empty = the name
    value = TextField(default="")  # as it stood
    layout = TextField(default="")  # signature of the file's headers
    since = InstantField()
    settled_at = InstantField(null=True)
    settled_by = ForeignKeyField(
        StaffMember, null=True, on_delete="SET NULL", index=False
    )  # null = the file, the clock
    settled_by_id: int | None
    answer = TextField(default="")  # deceased, gone, nothing; refuse, contact

    class Meta:
        constraints = (Check("(animal_id IS NULL) <> (client_id IS NULL)"),)
        indexes = (
            (("settled_at", "since"), False),
            (("animal", "column", "value"), False),  # what was settled about it before
            (("client", "column", "value"), False),
        )


_OPEN = SQL('"settled_at" IS NULL')
Hold.add_index(Hold.index(Hold.animal, Hold.reason, Hold.column, unique=True, where=_OPEN, name="hold_open_of_animal"))
Hold.add_index(Hold.index(Hold.client, Hold.reason, Hold.column, unique=True, where=_OPEN, name="hold_open_of_client"))
