"""What is planned, with whom, and of which kind; and what happened."""

from peewee import SQL, BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from webapp.db import InstantField, Table
from webapp.models.animals import Animal

PLANNED, CONFIRMED, ARRIVED, DONE, MISSED, CANCELLED = "planned", "confirmed", "arrived", "done", "missed", "cancelled"
UNCLEAR = "unclear"  # a file gave it a state that nobody can read: it answers nothing
COMING = (PLANNED, CONFIRMED)  # still expected


class Veterinarian(Table):
    """Who sees animals: a person or, in some software, a room."""

    name = TextField(unique=True)
    active = BooleanField(default=True)
    email = TextField(default="", constraints=[SQL("DEFAULT ''")])  # both for clients: messages tell them
    phone = TextField(default="", constraints=[SQL("DEFAULT ''")])  # E.164
    is_room = BooleanField(default=False, constraints=[SQL("DEFAULT 0")])


class AppointmentType(Table):
    """What an appointment is for, and how long it usually takes."""

    name_fr = TextField(unique=True)
    name_en = TextField()
    minutes = IntegerField(default=30)
    active = BooleanField(default=True)


class Appointment(Table):
    number = TextField(null=True, unique=True)
    animal = ForeignKeyField(Animal, backref="appointments", on_delete="RESTRICT", index=False)
    animal_id: int
    starts_at = InstantField(index=True)
    minutes = IntegerField(default=30)
    veterinarian = ForeignKeyField(Veterinarian, null=True, on_delete="SET NULL", index=False)
    veterinarian_id: int | None
    type = ForeignKeyField(AppointmentType, null=True, on_delete="SET NULL", index=False)
    type_id: int | None
    reason = TextField(default="")
    status = TextField(default=PLANNED)
    cancelled_because = TextField(default="")  # deceased: undone when the animal turns out to live
    # Which file of the watched folder spoke of it last, and since when a newer one of that name does not.
    listed_in = TextField(default="", constraints=[SQL("DEFAULT ''")])
    missing_at = InstantField(null=True)
    made_at = InstantField(null=True)  # when it was made here, or first stood in a file of every day; null = not known

    class Meta:
        indexes = ((("animal", "starts_at"), False),)


class Visit(Table):
    """One animal, seen on one day."""

    number = TextField(null=True, unique=True)
    animal = ForeignKeyField(Animal, backref="visits", on_delete="RESTRICT", index=False)
    animal_id: int
    visited_on = DateField()
    reason = TextField(default="")
    veterinarian = ForeignKeyField(Veterinarian, null=True, on_delete="SET NULL", index=False)
    veterinarian_id: int | None
    note = TextField(default="")

    class Meta:
        indexes = ((("animal", "visited_on"), False), (("visited_on", "veterinarian"), False))
