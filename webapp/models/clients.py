"""The owners and the other people one may speak to about their animals."""

from peewee import SQL, BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from webapp.db import InstantField, Table


class Client(Table):
    """An owner. Numbers are E.164; what the practice software calls this client is `number`."""

    number = TextField(null=True, unique=True)  # null = added here, unknown to the practice software
    title = TextField(default="")
    first_name = TextField(default="")
    last_name = TextField(default="")
    sort_name = TextField(index=True)  # folded "last, first" (text.fold): lists sort by it
    address = TextField(default="")
    address_2 = TextField(default="")
    town = TextField(default="")
    province = TextField(default="")
    postal_code = TextField(default="")
    country = TextField(default="")
    home_phone = TextField(default="")
    work_phone = TextField(default="")
    work_extension = TextField(default="")
    mobile_phone = TextField(default="")
    mobile_takes_sms = BooleanField(default=False)
    email = TextField(default="")
    language = TextField(default="fr")
    accepts_email = BooleanField(default=True)
    accepts_sms = BooleanField(default=True)
    accepts_post = BooleanField(default=True)
    accepts_phone = BooleanField(default=True)
    client_since = DateField(null=True)
    note = TextField(default="")
    archived_at = InstantField(null=True)  # no longer a client: hidden from lists and never contacted
    created_at = InstantField()
    updated_at = InstantField()
    # Kept by triggers of the database, so that a list of thirty thousand can sort by them; never written by us:
    # the last visit of any of their animals, how many are present (neither deceased nor given away), and what reaches
    # the client, in the bits of channels.py.
    last_visit_on = DateField(null=True)
    animal_count = IntegerField(default=0, constraints=[SQL("DEFAULT 0")])
    reach = IntegerField(default=0, constraints=[SQL("DEFAULT 0")])
    prefers = TextField(
        default="", constraints=[SQL("DEFAULT ''")]
    )  # the channel asked for first; empty = the clinic's
    no_reminders = BooleanField(default=False, constraints=[SQL("DEFAULT 0")])  # nobody is to remind them …
    no_reminders_until = DateField(null=True)  # … until this day, it included

    class Meta:
        # Each list begins with "not archived", then what it is sorted by; the rest is what it can be narrowed by, so
        # that its count and the rows passed over are read from the index alone.
        indexes = (
            (("archived_at", "sort_name", "town", "language", "reach"), False),
            (("archived_at", "town", "sort_name", "language", "reach"), False),
            (("archived_at", "last_visit_on", "sort_name", "town", "language", "reach"), False),
            (("archived_at", "animal_count", "sort_name", "town", "language", "reach"), False),
        )

    @property
    def full_name(self) -> str:
        """First and last name as one says them."""
        return f"{self.first_name} {self.last_name}".strip()


# The few that a list leaves out.
_WANTS_NONE = SQL('"no_reminders" OR "no_reminders_until" IS NOT NULL')
Client.add_index(Client.index(Client.id, where=_WANTS_NONE, name="client_wants_none"))


class ContactPerson(Table):
    """Someone else who may be called about a client's animals."""

    client = ForeignKeyField(Client, backref="contacts", on_delete="CASCADE")
    client_id: int
    name = TextField()
    relation = TextField(default="")
    phone = TextField(default="")
    extension = TextField(default="")
    email = TextField(default="")
    may_decide = BooleanField(default=False)
    position = IntegerField(default=0)
