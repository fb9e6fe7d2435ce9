"""What somebody asks a list for again and again, under a name."""

from peewee import SQL, BooleanField, ForeignKeyField, TextField

from webapp.db import InstantField, Table
from webapp.models.staff import StaffMember


class SavedView(Table):
    """Filters of the reminders and of the queue of calls. Deleted, it can be had back."""

    name = TextField()
    folded = TextField()  # the name as text.fold has it: no two that one sees are called the same
    member = ForeignKeyField(StaffMember, on_delete="CASCADE")  # who made it
    member_id: int
    everybody = BooleanField(default=False, constraints=[SQL("DEFAULT 0")])  # or its maker's alone
    asked = TextField()  # JSON: the parameters of an address (reminders.forms.params)
    created_at = InstantField()
    deleted_at = InstantField(null=True)


_EVERYBODY, _MINE = SQL('"everybody" AND "deleted_at" IS NULL'), SQL('NOT "everybody" AND "deleted_at" IS NULL')
SavedView.add_index(SavedView.index(SavedView.folded, unique=True, where=_EVERYBODY, name="saved_view_of_everybody"))
SavedView.add_index(
    SavedView.index(SavedView.member, SavedView.folded, unique=True, where=_MINE, name="saved_view_of_one")
)
