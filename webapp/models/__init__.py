"""The schema: columns, indexes, the states of one row. No queries, no sending."""

from webapp.db import Table
from webapp.models.agenda import Appointment, AppointmentType, Veterinarian, Visit
from webapp.models.animals import Animal, Breed, BreedAlias, Ownership, Species
from webapp.models.catalogue import Item, RevenueCategory, Sale
from webapp.models.clients import Client, ContactPerson
from webapp.models.clinic import BackupRun, Branch, Clinic, ClosedDay, DeadJob
from webapp.models.contacts import Calling, Contact, ContactReminder
from webapp.models.history import Correction, HandEdit, HistoryEntry
from webapp.models.holds import Hold
from webapp.models.imports import (
    DoubtfulLink,
    ImportFile,
    ImportLine,
    ImportRun,
    ImportUndo,
    KnownFile,
    LinkAnswer,
    RememberedColumns,
)
from webapp.models.merges import ClientMerge, ClientsApart, ClientsMark
from webapp.models.message_templates import Template, TemplateVersion
from webapp.models.notes import ClientNote
from webapp.models.outbox import (
    AccountLimit,
    Attempt,
    BodyAhead,
    BodyPage,
    MailAccount,
    Mailing,
    Message,
    MessageBody,
    MessageReminder,
    PrintRun,
    Sending,
    Wave,
)
from webapp.models.reminders import (
    ActText,
    Answering,
    Batch,
    BatchPart,
    Question,
    Reminder,
    ReminderEvent,
    ReminderType,
)
from webapp.models.saved_views import SavedView
from webapp.models.staff import Device, SignInAttempt, StaffMember, StaffSession
from webapp.models.suppressions import Suppression

ALL: tuple[type[Table], ...] = tuple(Table.__subclasses__())
