"""Addresses that must not be written to."""

from peewee import ForeignKeyField, TextField

from webapp.db import InstantField, Table
from webapp.models.clients import Client
from webapp.models.outbox import Message
from webapp.models.staff import StaffMember


class Suppression(Table):
    """An address that must not be written to, and why. Lifted by a person; never deleted."""

    channel = TextField()  # email, sms, post, phone
    address = TextField()  # normalised: an e-mail in lower case, E.164
    purpose = TextField(default="")  # empty = nothing at all
    reason = TextField()  # unsubscribed, bounced, wrong, complaint, person, shared
    client = ForeignKeyField(Client, null=True, on_delete="SET NULL")
    client_id: int | None
    message = ForeignKeyField(Message, null=True, on_delete="SET NULL", index=False)
    message_id: int | None
    note = TextField(default="")
    created_at = InstantField()
    created_by = ForeignKeyField(StaffMember, null=True, on_delete="SET NULL", index=False)
    created_by_id: int | None
    lifted_at = InstantField(null=True)
    lifted_by = ForeignKeyField(StaffMember, null=True, on_delete="SET NULL", index=False)
    lifted_by_id: int | None

    class Meta:
        indexes = ((("channel", "address", "lifted_at"), False),)
