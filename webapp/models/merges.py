"""Two records of one client that became one, and those that a person said are two."""

from peewee import ForeignKeyField, IntegerField, TextField

from webapp.db import InstantField, Table
from webapp.models.clients import Client
from webapp.models.staff import StaffMember


class ClientMerge(Table):
    """`gone` became part of `kept`; what is needed to part them again."""

    kept = ForeignKeyField(Client, backref="merges", on_delete="CASCADE")
    kept_id: int
    gone = ForeignKeyField(Client, on_delete="CASCADE")
    gone_id: int
    moved = TextField()  # JSON: table → ids of the rows that changed client
    changed = TextField()  # JSON: column of `kept` → [before, after], as the database holds them
    at = InstantField()
    by = ForeignKeyField(StaffMember, null=True, on_delete="SET NULL", index=False)
    undone_at = InstantField(null=True)
    undone_by = ForeignKeyField(StaffMember, null=True, on_delete="SET NULL", index=False)


class ClientsApart(Table):
    """Two clients, the smaller id first, of whom somebody said that they are not one person."""

    first = ForeignKeyField(Client, on_delete="CASCADE", index=False)
    first_id: int
    second = ForeignKeyField(Client, on_delete="CASCADE")
    second_id: int
    at = InstantField()
    by = ForeignKeyField(StaffMember, null=True, on_delete="SET NULL", index=False)

    class Meta:
        indexes = ((("first", "second"), True),)


class ClientsMark(Table):
    """The only row: a number that triggers of the database draw anew whenever a client comes, goes or changes in what
    is compared to find those who are there twice. The same number, the same clients; never written by us.
    """

    mark = IntegerField()
