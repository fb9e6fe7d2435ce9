"""What was said to clients on the telephone and at the counter, and who is at it. What was written are messages."""

from peewee import SQL, BooleanField, ForeignKeyField, TextField

from webapp.db import InstantField, Table
from webapp.models.clients import Client
from webapp.models.reminders import Reminder
from webapp.models.staff import StaffMember


class Contact(Table):
    """Somebody spoke to a client, or tried to. Never changed, but for being taken back."""

    client = ForeignKeyField(Client, on_delete="CASCADE", index=False)
    client_id: int
    at = InstantField()
    by = ForeignKeyField(StaffMember, null=True, on_delete="SET NULL", index=False)
    by_id: int | None
    channel = TextField()  # phone, counter
    incoming = BooleanField(default=False, constraints=[SQL("DEFAULT 0")])  # the client called
    result = TextField()  # a code of calls.rules.results
    number = TextField(default="", constraints=[SQL("DEFAULT ''")])  # that was called, E.164
    note = TextField(default="", constraints=[SQL("DEFAULT ''")])
    until = InstantField(null=True)  # when to call again; midnight at the clinic = at whatever hour that day
    details = TextField(default="{}", constraints=[SQL("DEFAULT '{}'")])  # JSON: what taking it back must know
    undone_at = InstantField(null=True)

    class Meta:
        indexes = ((("client", "at"), False), (("at",), False))


class ContactReminder(Table):
    """What a contact was about."""

    contact = ForeignKeyField(Contact, backref="about", on_delete="CASCADE", index=False)
    contact_id: int
    reminder = ForeignKeyField(Reminder, on_delete="CASCADE")
    reminder_id: int

    class Meta:
        indexes = ((("contact", "reminder"), True),)


class Calling(Table):
    """Who has a client's row open to call them, until when: nobody else calls them meanwhile."""

    client = ForeignKeyField(Client, unique=True, on_delete="CASCADE")
    client_id: int
    member = ForeignKeyField(StaffMember, on_delete="CASCADE", index=False)
    member_id: int
    since = InstantField()
    until = InstantField()
