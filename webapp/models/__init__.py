"""The schema: columns, indexes, the states of one row. No queries, no sending."""

from __future__ import annotations

from webapp.db import Table
from webapp.models.agenda import Appointment, AppointmentType, Veterinarian
from webapp.models.animals import Animal, Breed, BreedAlias, Ownership, Species
from webapp.models.catalogue import Item, RevenueCategory, Sale
from webapp.models.clients import Client, ContactPerson
from webapp.models.clinic import BackupRun, Clinic
from webapp.models.history import Correction, HandEdit, HistoryEntry
from webapp.models.imports import ImportFile, ImportLine, ImportRun, RememberedColumns
from webapp.models.staff import Device, SignInAttempt, StaffMember, StaffSession
from webapp.models.visits import Visit

# In the order of their foreign keys.
ALL: tuple[type[Table], ...] = (
    Clinic,
    StaffMember,
    Device,
    StaffSession,
    SignInAttempt,
    BackupRun,
    Client,
    ContactPerson,
    Species,
    Breed,
    BreedAlias,
    Animal,
    Ownership,
    RevenueCategory,
    Item,
    Sale,
    Veterinarian,
    Visit,
    AppointmentType,
    Appointment,
    HistoryEntry,
    ImportRun,
    ImportFile,
    ImportLine,
    RememberedColumns,
    HandEdit,
    Correction,
)

__all__ = [
    "ALL",
    "Animal",
    "Appointment",
    "AppointmentType",
    "BackupRun",
    "Breed",
    "BreedAlias",
    "Client",
    "Clinic",
    "ContactPerson",
    "Correction",
    "Device",
    "HandEdit",
    "HistoryEntry",
    "ImportFile",
    "ImportLine",
    "ImportRun",
    "Item",
    "Ownership",
    "RememberedColumns",
    "RevenueCategory",
    "Sale",
    "SignInAttempt",
    "Species",
    "StaffMember",
    "StaffSession",
    "Veterinarian",
    "Visit",
]
