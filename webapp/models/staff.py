"""The people of the clinic, the tablets they share, and who is signed in where."""

from peewee import BooleanField, DateField, ForeignKeyField, TextField

from webapp.db import InstantField, Table


class StaffMember(Table):
    """Someone who works at the clinic."""

    login = TextField(unique=True)  # lower case, without accents or spaces: what is typed to sign in
    name = TextField()
    role = TextField()  # access.Role
    language = TextField(default="fr")
    password_hash = TextField(default="")  # Werkzeug's scrypt; empty = cannot sign in by password
    pin_hash = TextField(default="")  # empty = has not chosen one
    shortcuts = BooleanField(default=False)  # single-letter keys (WCAG 2.1.4: off unless asked for)
    active = BooleanField(default=True)
    created_at = InstantField()
    briefed_on = DateField(null=True)  # the clinic's day on which they put the summary of the day away


class Device(Table):
    """A browser that someone signed in on. A PIN works on it only on the day that a password opened it."""

    token_hash = TextField(unique=True)
    label = TextField(default="")
    unlocked_on = DateField(null=True)  # the clinic's day of the last sign-in by password
    unlocked_by = ForeignKeyField(StaffMember, null=True, on_delete="SET NULL")
    last_seen_at = InstantField()


class StaffSession(Table):
    """One person on one device, until it ends."""

    token_hash = TextField(unique=True)
    member = ForeignKeyField(StaffMember, backref="sessions", on_delete="CASCADE")
    member_id: int
    device = ForeignKeyField(Device, null=True, on_delete="CASCADE")
    device_id: int | None
    by_password = BooleanField()  # by PIN otherwise: no settings, exports or restores
    started_at = InstantField()
    last_seen_at = InstantField()
    ended_at = InstantField(null=True)


class SignInAttempt(Table):
    """A try at a password or a PIN, kept to slow down guessing."""

    login = TextField()
    address = TextField(default="")
    device = ForeignKeyField(Device, null=True, on_delete="CASCADE")  # that the person had used before; else unknown
    device_id: int | None
    at = InstantField()
    succeeded = BooleanField()
    kind = TextField()  # password, pin

    class Meta:
        indexes = ((("login", "at"), False), (("address", "at"), False))
