"""What colleagues write about a client for each other."""

from peewee import ForeignKeyField, TextField

from webapp.db import InstantField, Table
from webapp.models.clients import Client
from webapp.models.staff import StaffMember


class ClientNote(Table):
    """One note in a client's file. Never changed, but for being taken back."""

    client = ForeignKeyField(Client, on_delete="CASCADE", index=False)
    client_id: int
    at = InstantField()
    by = ForeignKeyField(StaffMember, null=True, on_delete="SET NULL", index=False)
    by_id: int | None
    text = TextField()
    undone_at = InstantField(null=True)

    class Meta:
        indexes = ((("client", "at"), False),)
