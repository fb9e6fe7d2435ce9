"""What an animal or a client is due for, and the numbered batches in which reminders are made."""

from peewee import SQL, BooleanField, Check, DateField, ForeignKeyField, IntegerField, TextField

from webapp.db import InstantField, Table
from webapp.models.agenda import Appointment, Visit
from webapp.models.animals import Animal
from webapp.models.catalogue import Item, RevenueCategory
from webapp.models.clients import Client
from webapp.models.message_templates import Template
from webapp.models.staff import StaffMember


class ReminderType(Table):
    """ "Antiparasitaire": what a reminder is about, and how it behaves."""

    code = TextField(unique=True)  # antiparasitic, vaccination …; made from the name for the clinic's own
    name_fr = TextField(unique=True)
    name_en = TextField()
    days = IntegerField(default=365)  # from what was done to when it is due again
    follows_answer = BooleanField(default=True)  # after "done": followed until a visit opens; else closed
    internal_only = BooleanField(default=False)  # a note among colleagues: nobody is ever written to
    email_template = ForeignKeyField(Template, null=True, on_delete="SET NULL", index=False)
    email_template_id: int | None
    sms_template = ForeignKeyField(Template, null=True, on_delete="SET NULL", index=False)
    sms_template_id: int | None
    document_template = ForeignKeyField(Template, null=True, on_delete="SET NULL", index=False)  # a letter or a card
    document_template_id: int | None
    position = IntegerField(default=0)
    archived_at = InstantField(null=True)


class ActText(Table):
    """What reminders of a type about one act are written with in place of the type's own text: of an item, or of all
    that stands in a revenue category."""

    type = ForeignKeyField(ReminderType, on_delete="CASCADE", index=False)
    type_id: int
    kind = TextField()  # of the template: email, sms, letter, card
    item = ForeignKeyField(Item, null=True, on_delete="CASCADE", index=False)
    item_id: int | None
    category = ForeignKeyField(RevenueCategory, null=True, on_delete="CASCADE", index=False)
    category_id: int | None
    template = ForeignKeyField(Template, on_delete="RESTRICT", index=False)
    template_id: int

    class Meta:
        constraints = (Check('("item_id" IS NULL) <> ("category_id" IS NULL)'),)


for _act in (ActText.item, ActText.category):
    ActText.add_index(
        ActText.index(
            ActText.type, ActText.kind, _act, unique=True, where=SQL(f'"{_act.column_name}" IS NOT NULL'),
            name=f"act_text_{_act.name}",
        )
    )  # fmt: skip


class Answering(Table):
    """What answers, closes or exempts a type of reminder; a type without a row is as one whose lists are empty."""

    type = ForeignKeyField(ReminderType, unique=True, on_delete="CASCADE")
    type_id: int
    group_name = TextField(default="")  # of the types of one group, what answers one answers the others
    # JSON, lists of words but for the codes of items.
    appointments = TextField(default="[]")
    reasons = TextField(default="[]")
    items = TextField(default="[]")
    never = TextField(default="[]")
    days_before = IntegerField(default=60)  # around the day on which it is due
    days_after = IntegerField(default=30)


class Batch(Table):
    """Reminders generated together. `number` is for life; a deleted batch keeps its own."""

    number = IntegerField(unique=True)
    type = ForeignKeyField(ReminderType, on_delete="RESTRICT")
    type_id: int
    description = TextField(default="")
    due_on = DateField()  # the first day, where it is spread
    spread_days = IntegerField(default=1)
    criteria = TextField(
        null=True
    )  # JSON, whole (the period of sale filled in); null = gathered from reminders there were
    copy_of = ForeignKeyField("self", null=True, on_delete="SET NULL", index=False)
    copy_of_id: int | None
    created_at = InstantField()
    created_by = ForeignKeyField(StaffMember, null=True, on_delete="SET NULL", index=False)
    created_by_id: int | None


class BatchPart(Table):
    """253-2: a portion that is worked on by itself. Its reminders stay those of 253."""

    batch = ForeignKeyField(Batch, backref="parts", on_delete="CASCADE", index=False)
    batch_id: int
    number = IntegerField()

    class Meta:
        indexes = ((("batch", "number"), True),)


class Reminder(Table):
    """One need of one animal, or of the client (animal empty), on one day. Its state is its dates (reminders.rules)."""

    number = TextField(null=True, unique=True)  # the practice software's
    type = ForeignKeyField(ReminderType, on_delete="RESTRICT", index=False)
    type_id: int
    client = ForeignKeyField(Client, backref="reminders", on_delete="RESTRICT")
    client_id: int
    animal = ForeignKeyField(Animal, null=True, backref="reminders", on_delete="RESTRICT", index=False)
    animal_id: int | None
    due_on = DateField()
    batch = ForeignKeyField(Batch, null=True, backref="reminders", on_delete="RESTRICT", index=False)
    batch_id: int | None
    part = ForeignKeyField(BatchPart, null=True, backref="reminders", on_delete="SET NULL", index=False)
    part_id: int | None
    created_at = InstantField()
    done_at = InstantField(null=True)  # the client was reached
    done_by = TextField(default="")  # by which channel: email, sms, post, phone, counter, export; empty = not done
    answered_at = InstantField(null=True)  # an appointment is booked
    appointment = ForeignKeyField(Appointment, null=True, on_delete="SET NULL", index=False)  # that answers it
    appointment_id: int | None
    visited_at = InstantField(null=True)
    visit = ForeignKeyField(Visit, null=True, on_delete="SET NULL", index=False)
    visit_id: int | None
    cancelled_at = InstantField(null=True)
    cancelled_because = TextField(default="")  # a code of reminders.rules.CANCELLED_BECAUSE, or words
    deleted_at = InstantField(null=True)
    responsible = ForeignKeyField(StaffMember, null=True, on_delete="SET NULL", index=False)
    responsible_id: int | None
    note = TextField(default="")
    snoozed_until = InstantField(null=True)  # not to be done before; midnight at the clinic = at whatever hour that day
    promised = BooleanField(default=False, constraints=[SQL("DEFAULT 0")])  # snoozed, and the client awaits it then

    class Meta:
        indexes = (
            (("batch", "animal"), True),
            (("animal", "type", "due_on"), False),
            # The tabs of the to-do list, each read in order of date from the index alone.
            (("deleted_at", "cancelled_at", "visited_at", "answered_at", "done_at", "due_on", "id", "type"), False),
            (("due_on", "type"), False),
        )


# What few have.
Reminder.add_index(Reminder.index(Reminder.part, where=SQL('"part_id" IS NOT NULL'), name="reminder_of_part"))
Reminder.add_index(
    Reminder.index(Reminder.appointment, where=SQL('"appointment_id" IS NOT NULL'), name="reminder_of_appointment")
)
Reminder.add_index(
    Reminder.index(Reminder.responsible, where=SQL('"responsible_id" IS NOT NULL'), name="reminder_of_member")
)
Reminder.add_index(Reminder.index(Reminder.visit, where=SQL('"visit_id" IS NOT NULL'), name="reminder_of_visit"))
EXPORTED = SQL("\"done_by\" = 'export'")  # as SQLite must find it said to know that they are all in this index
Reminder.add_index(Reminder.index(Reminder.batch, Reminder.done_at, where=EXPORTED, name="reminder_exported"))
# What is to do (as reminders.queries.states has it), however much is over: by client, by colleague, by when it is put
# off to.
TO_DO = (
    '"deleted_at" IS NULL AND "cancelled_at" IS NULL AND "visited_at" IS NULL AND "answered_at" IS NULL'
    ' AND "done_at" IS NULL'
)
BY_CLIENT = "reminder_to_do"
Reminder.add_index(
    Reminder.index(
        Reminder.client, Reminder.due_on, Reminder.type, Reminder.animal, Reminder.responsible, Reminder.batch,
        Reminder.part, where=SQL(TO_DO), name=BY_CLIENT,
    )
)  # fmt: skip
Reminder.add_index(
    Reminder.index(
        Reminder.responsible, Reminder.due_on, Reminder.client, where=SQL(f'"responsible_id" IS NOT NULL AND {TO_DO}'),
        name="reminder_of_colleague",
    )
)  # fmt: skip
Reminder.add_index(
    Reminder.index(
        Reminder.promised, Reminder.snoozed_until, Reminder.due_on, Reminder.client,
        where=SQL(f'"snoozed_until" IS NOT NULL AND {TO_DO}'),
        name="reminder_put_off",
    )
)  # fmt: skip


class ReminderEvent(Table):
    """One line of a reminder's history. Append-only. That it was made is told by the reminder and its batch."""

    reminder = ForeignKeyField(Reminder, backref="events", on_delete="CASCADE", index=False)
    reminder_id: int
    at = InstantField()
    by = ForeignKeyField(StaffMember, null=True, on_delete="SET NULL", index=False)  # null = the clock
    by_id: int | None
    verb = TextField()  # done, reopened, answered, unanswered, visited, unvisited, cancelled, uncancelled, deleted …
    details = TextField(default="{}", constraints=[SQL("DEFAULT '{}'")])  # JSON

    class Meta:
        indexes = ((("reminder", "at"), False),)


# What a person did in one go is taken back in one go; the clock, which writes most of them, takes nothing back.
ReminderEvent.add_index(
    ReminderEvent.index(
        ReminderEvent.by, ReminderEvent.at, where=SQL('"by_id" IS NOT NULL'), name="reminder_event_of_person"
    )
)


class Question(Table):
    """What only a person knows of a reminder: whether this appointment, or this visit, was for it.

    While it stands, nobody is written to about the reminder.
    """

    reminder = ForeignKeyField(Reminder, on_delete="CASCADE")
    reminder_id: int
    appointment = ForeignKeyField(Appointment, null=True, on_delete="CASCADE", index=False)
    appointment_id: int | None
    visit = ForeignKeyField(Visit, null=True, on_delete="CASCADE", index=False)
    visit_id: int | None
    because = TextField()  # a code of reminders.rules.answers
    asked_at = InstantField()
    settled_at = InstantField(null=True)

    class Meta:
        indexes = ((("settled_at", "asked_at"), False),)
