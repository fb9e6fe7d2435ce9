"""What was read from the practice software, when, and with what result."""

from peewee import SQL, BooleanField, ForeignKeyField, IntegerField, TextField

from webapp.db import InstantField, Table
from webapp.models.animals import Animal
from webapp.models.clients import Client
from webapp.models.staff import StaffMember

PREPARED = "prepared"  # uploaded; nobody has asked for it to be read yet
WATCHED = "watched"  # where a run comes from: the folder that is looked at by itself
LINKS = "links"  # and: rows of earlier files, once a person has said whose they are
BY_OPTION = "option"  # a person said in which order days are written
WAITING, RUNNING, DONE, FAILED, INTERRUPTED = "waiting", "running", "done", "failed", "interrupted"
LEFT_OUT = "left_out"  # a sheet of no use: no fault of the file's


class ImportRun(Table):
    """Some files, read together. A dry run writes nothing but its report."""

    source = TextField()  # browser, command, watched
    dry_run = BooleanField(default=False)
    state = TextField(default=WAITING)
    created_at = InstantField(index=True)
    started_at = InstantField(null=True)
    ended_at = InstantField(null=True)
    by = ForeignKeyField(StaffMember, null=True, on_delete="SET NULL", index=False)
    error = TextField(default="")
    undone_at = InstantField(null=True)
    undone_by = ForeignKeyField(StaffMember, null=True, on_delete="SET NULL", index=False)


class ImportFile(Table):
    """One file of a run. Its counts are null until it was read."""

    run = ForeignKeyField(ImportRun, backref="files", on_delete="CASCADE")
    run_id: int
    name = TextField()  # as it was called where it came from
    path = TextField(default="")  # where it lies now, inside the data directory; empty once tidied away
    digest = TextField(default="")  # SHA-256 of a watched file: the same one is not read again
    position = IntegerField(default=0)
    kind = TextField(default="")  # clients, animals …; empty = not recognised
    columns = TextField(default="{}")  # JSON: header in the file → field, as recognised or as a person said
    encoding = TextField(default="")
    separator = TextField(default="")
    day_order = TextField(default="")  # dmy, mdy, ymd
    state = TextField(default=WAITING)
    rows_read = IntegerField(default=0)  # progress
    bytes_read = IntegerField(default=0)
    bytes_total = IntegerField(default=0)
    rows = IntegerField(null=True)
    created = IntegerField(null=True)
    updated = IntegerField(null=True)
    unchanged = IntegerField(null=True)
    refused = IntegerField(null=True)
    warned = IntegerField(null=True)
    error = TextField(default="")  # why the whole file was left out
    held = IntegerField(null=True)
    sheet = TextField(default="", constraints=[SQL("DEFAULT ''")])  # of a workbook; every sheet is a row of its own
    # Where a person says that the titles are, from 1; 0 = found by itself.
    header_row = IntegerField(default=0, constraints=[SQL("DEFAULT 0")])
    set_aside = IntegerField(null=True)  # left out on purpose: totals, titles again, payments, what was undone
    # Whence the order of days is known: option, file, remembered, none; and a value that shows it, or asked for it.
    day_order_from = TextField(default="", constraints=[SQL("DEFAULT ''")])
    day_example = TextField(default="", constraints=[SQL("DEFAULT ''")])
    unread = TextField(default="[]", constraints=[SQL("DEFAULT '[]'")])  # JSON: {"column", "values", "filled"} of each
    made = TextField(default="{}", constraints=[SQL("DEFAULT '{}'")])  # JSON: species, breeds … → their names
    # JSON: header → {value that nobody understood: in how many rows}
    not_understood = TextField(default="{}", constraints=[SQL("DEFAULT '{}'")])
    zeros = IntegerField(default=0, constraints=[SQL("DEFAULT 0")])  # numbers to which the zeros before were given back
    # JSON, where rows of it wait for a person: how its columns were read, so that those are read in the same way.
    reading = TextField(default="", constraints=[SQL("DEFAULT ''")])
    # Cells that were filled from the row above, where the list is printed by group.
    filled_down = IntegerField(default=0, constraints=[SQL("DEFAULT 0")])
    no_days = TextField(default="[]", constraints=[SQL("DEFAULT '[]'")])  # JSON: {"column", "values": date → rows}


class ImportLine(Table):
    """One line that needs a person: refused, or taken with a doubt. In a dry run also new and changed ones."""

    file = ForeignKeyField(ImportFile, backref="lines", on_delete="CASCADE", index=False)
    file_id: int
    line = IntegerField()
    outcome = TextField()  # refused, warned, held, set_aside, created, updated
    key = TextField(default="")
    field = TextField(default="")
    reason = TextField(default="")  # a code of imports.rules; put in words when shown
    details = TextField(default="{}")  # JSON: what the words need, such as the value and the line it clashes with

    class Meta:
        indexes = ((("file", "outcome", "line"), False),)


class DoubtfulLink(Table):
    """A row of a file of which nobody can say whose it is, until a LinkAnswer to the same question stands."""

    file = ForeignKeyField(ImportFile, on_delete="CASCADE")
    file_id: int
    line = IntegerField()
    kind = TextField()
    key = TextField()  # the row's number, given or made up
    asked = TextField()  # client, animal, owner, self: rules.links
    value = TextField()  # as it stood: a name, an address, a number
    plain = TextField()  # the same, as it is compared
    beside = TextField()  # what tells one question of this value from another
    client = ForeignKeyField(Client, null=True, on_delete="CASCADE")  # whose animal it is, or whom the row names
    client_id: int | None
    cells = TextField()  # JSON: the row, header → cell

    class Meta:
        indexes = ((("kind", "key"), False), (("asked", "plain", "beside"), False))


class LinkAnswer(Table):
    """What a person said of rows that may be of several; it holds for the same question in later files."""

    asked = TextField()
    plain = TextField()
    beside = TextField()
    answer = TextField()  # this, another, aside
    client = ForeignKeyField(Client, null=True, on_delete="CASCADE")
    client_id: int | None
    animal = ForeignKeyField(Animal, null=True, on_delete="CASCADE")
    animal_id: int | None
    value = TextField()  # as it stood
    at = InstantField()
    by = ForeignKeyField(StaffMember, null=True, on_delete="SET NULL", index=False)
    by_id: int | None
    run = ForeignKeyField(ImportRun, null=True, on_delete="SET NULL", index=False)  # that took the rows in
    run_id: int | None

    class Meta:
        indexes = ((("asked", "plain", "beside"), True),)


class ImportUndo(Table):
    """What a run did to the rows of a table, `place`, so that it can be taken back; kept for some days."""

    run = ForeignKeyField(ImportRun, on_delete="CASCADE", index=False)
    run_id: int
    what = TextField()  # added, changed, removed
    place = TextField()
    row = IntegerField()
    last = IntegerField(null=True)  # of rows that were added at once, `row` being the first
    details = TextField()  # JSON. changed: column → [before, after]; removed: column → value; as the database has them

    class Meta:
        indexes = ((("run", "what", "place", "row"), False),)


class KnownFile(Table):
    """A file that was read, and what then stood here: as long as it does, reading it again would say the same."""

    kind = TextField()
    fingerprint = TextField(unique=True)
    file = ForeignKeyField(ImportFile, on_delete="CASCADE", index=False)


class RememberedColumns(Table):
    """What a person said the columns and values of such a file mean, for the next time its header is the same."""

    signature = TextField(unique=True)  # hash of the folded header row
    kind = TextField()  # empty where only values were spoken of
    columns = TextField()  # JSON: header → field
    remembered_at = InstantField()
    by = ForeignKeyField(StaffMember, null=True, on_delete="SET NULL", index=False)
    values = TextField(default="{}", constraints=[SQL("DEFAULT '{}'")])  # JSON: header → {value: what it means}
