"""The clinic itself (one row) and its backups."""

from peewee import SQL, BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from webapp.db import InstantField, Table


class Branch(Table):
    """One of several places of the clinic. What is empty is the clinic's own."""

    name = TextField()  # beside the clinic's, which stays who writes: "Bromont"
    address = TextField()
    address_2 = TextField(default="")
    town = TextField()
    province = TextField(default="QC")
    postal_code = TextField()
    country = TextField(default="CA")
    phone = TextField(default="")  # E.164
    email = TextField(default="")
    website = TextField(default="")
    map_url = TextField(default="")
    hours_fr = TextField(default="")  # as it is told, a line a day or several
    hours_en = TextField(default="")
    archived_at = InstantField(null=True)


class Clinic(Table):
    """Who writes to the clients, and how this installation behaves. There is one row, number 1."""

    name = TextField(default="")
    address = TextField(default="")
    address_2 = TextField(default="")
    town = TextField(default="")
    province = TextField(default="QC")
    postal_code = TextField(default="")
    country = TextField(default="CA")  # ISO 3166 alpha-2: the region of telephone numbers and postal codes
    phone = TextField(default="")  # E.164
    email = TextField(default="")
    website = TextField(default="")
    language = TextField(default="fr")  # of whoever has not chosen
    is_demo = BooleanField(default=False)
    initialised_at = InstantField(null=True)  # when `relance init` gave it its identity
    # Backups: how many to keep of each kind, and where else to copy them.
    keep_daily = IntegerField(default=14)
    keep_weekly = IntegerField(default=8)
    keep_monthly = IntegerField(default=12)
    backup_hour = IntegerField(default=2)  # the clinic's clock
    second_place = TextField(default="")
    # Imports: a folder that the practice software writes to.
    watched_folder = TextField(default="")
    import_hour = IntegerField(default=3)
    # How clients are written to.
    channel_order = TextField(default="email,sms,post,phone", constraints=[SQL("DEFAULT 'email,sms,post,phone'")])
    closed_weekdays = TextField(default="7", constraints=[SQL("DEFAULT '7'")])  # ISO weekdays, with commas
    fresh_hours = IntegerField(default=24, constraints=[SQL("DEFAULT 24")])  # older data makes waves wait
    greeting = TextField(default="polite", constraints=[SQL("DEFAULT 'polite'")])  # formal, polite, familiar
    logo = TextField(default="", constraints=[SQL("DEFAULT ''")])  # the name, inside the data directory's `uploads`
    paper = TextField(default="letter", constraints=[SQL("DEFAULT 'letter'")])  # letter, a4
    envelope = TextField(
        default="left", constraints=[SQL("DEFAULT 'left'")]
    )  # window: left (North America), right, din
    print_offset_x = IntegerField(default=0, constraints=[SQL("DEFAULT 0")])  # tenths of a millimetre
    print_offset_y = IntegerField(default=0, constraints=[SQL("DEFAULT 0")])
    # What was not sent so many days after its planned day asks before it leaves.
    late_days = IntegerField(default=30, constraints=[SQL("DEFAULT 30")])
    rest_days = IntegerField(default=3, constraints=[SQL("DEFAULT 3")])  # between two care messages to one client
    signed_by_fr = TextField(default="", constraints=[SQL("DEFAULT ''")])  # who signs letters: "Dre Anne Gagnon"
    signed_by_en = TextField(default="", constraints=[SQL("DEFAULT ''")])
    # Whether a message left with a machine, or with whoever answered, counts as having reached the client.
    left_is_reached = BooleanField(default=False, constraints=[SQL("DEFAULT 0")])
    # What messages can tell, beside the identity.
    booking_page = TextField(default="", constraints=[SQL("DEFAULT ''")])  # https:; where clients book by themselves
    map_link = TextField(default="", constraints=[SQL("DEFAULT ''")])  # https:; empty = made of the address
    opening_hours_fr = TextField(default="", constraints=[SQL("DEFAULT ''")])  # in the clinic's words, of several lines
    opening_hours_en = TextField(default="", constraints=[SQL("DEFAULT ''")])
    # For which of several places a template writes that names none; null = the address above.
    default_branch = ForeignKeyField(Branch, null=True, on_delete="RESTRICT", index=False)
    default_branch_id: int | None
    # Text messages: what one part costs, in hundredths of a cent; whether accents that need 70 letters a part are left.
    sms_price = IntegerField(null=True)
    sms_bare = BooleanField(default=False, constraints=[SQL("DEFAULT 0")])


class ClosedDay(Table):
    """A day on which the clinic is closed: nothing is sent or due. The usual ones are there from the start."""

    on = DateField(unique=True)
    name_fr = TextField(default="")
    name_en = TextField(default="")


class BackupRun(Table):
    """One attempt to back up. Good = ended, verified by opening it, no error."""

    started_at = InstantField(index=True)
    ended_at = InstantField(null=True)
    file = TextField(default="")  # the name, inside the data directory's `backups`
    bytes = IntegerField(default=0)
    verified_at = InstantField(null=True)
    copied_at = InstantField(null=True)  # to the second place
    error = TextField(default="")
    copy_error = TextField(default="")


class DeadJob(Table):
    """Background work whose process ended by itself. Told until a person has seen it; what dies again is counted."""

    task = TextField()  # its name in the queue
    subject = TextField(default="")  # the file that it was at, if that is known
    at = InstantField()  # the last time
    times = IntegerField(default=1)
    seen_at = InstantField(null=True)
