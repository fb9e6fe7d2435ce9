"""The rows of the demonstration, as plain records: what is written to the tables, a field a column.

Identities are given here, so that everything can hang together before anything is written.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime


def dice(seed: int, part: str) -> random.Random:
    """Chance that always falls the same way: each part has its own, so that none shifts another."""
    return random.Random(f"{seed}/{part}")  # noqa: S311  (not for secrets)


@dataclass(slots=True)
class ClientRow:
    """An owner. `numbers` of telephone are E.164."""

    id: int
    number: str
    title: str
    first_name: str
    last_name: str
    address: str
    address_2: str
    town: str
    postal_code: str
    home_phone: str
    work_phone: str
    work_extension: str
    mobile_phone: str
    mobile_takes_sms: bool
    email: str
    language: str
    client_since: date
    created_at: datetime
    updated_at: datetime
    province: str = "QC"
    country: str = "CA"
    accepts_email: bool = True
    accepts_sms: bool = True
    accepts_post: bool = True
    accepts_phone: bool = True
    note: str = ""
    archived_at: datetime | None = None


@dataclass(slots=True)
class ContactRow:
    """Someone else who may be called."""

    id: int
    client_id: int
    name: str
    relation: str
    phone: str
    may_decide: bool
    position: int = 0
    extension: str = ""
    email: str = ""


@dataclass(slots=True)
class AnimalRow:
    """A patient. `species` and `breed` are names, which the writer turns into identities."""

    id: int
    number: str
    client_id: int
    name: str
    species: str
    breed: str | None
    crossbred: bool | None
    sex: str | None
    sterile: bool | None
    born_on: date | None
    created_at: datetime
    updated_at: datetime
    deceased: bool = False
    deceased_on: date | None = None
    given_away_on: date | None = None
    other_clinic: bool = False
    note: str = ""


@dataclass(slots=True)
class OwnershipRow:
    """Whose an animal was."""

    id: int
    animal_id: int
    client_id: int
    until_on: date


@dataclass(slots=True)
class CategoryRow:
    """A revenue category."""

    id: int
    kind: str
    name_fr: str
    name_en: str
    ledger_code: str


@dataclass(slots=True)
class ItemRow:
    """A product or a service, at its price of this year."""

    id: int
    kind: str
    code: str
    name_fr: str
    name_en: str
    category_id: int
    price_cents: int
    created_at: datetime
    updated_at: datetime
    classification: str = ""
    manufacturer: str = ""
    planogram: str = ""
    invalid: bool = False
    only_in_groups: bool = False


@dataclass(slots=True)
class VeterinarianRow:
    """Who sees animals."""

    id: int
    name: str
    active: bool = True


@dataclass(slots=True)
class AppointmentTypeRow:
    """What an appointment is for."""

    id: int
    name_fr: str
    name_en: str
    minutes: int
    active: bool = True


@dataclass(slots=True)
class VisitRow:
    """An animal was seen."""

    id: int
    number: str
    animal_id: int
    visited_on: date
    reason: str
    veterinarian_id: int
    note: str = ""


@dataclass(slots=True)
class SaleRow:
    """A line of an invoice."""

    id: int
    number: str
    invoice: str
    sold_on: date
    client_id: int
    animal_id: int | None
    item_id: int
    category_id: int
    quantity_milli: int
    amount_cents: int


@dataclass(slots=True)
class AppointmentRow:
    """An animal is, or was, expected."""

    id: int
    number: str
    animal_id: int
    starts_at: datetime
    minutes: int
    veterinarian_id: int
    type_id: int
    reason: str
    status: str
    cancelled_because: str = ""


@dataclass(slots=True)
class HistoryRow:
    """A line of a client's history. `by` is a sign-in name, or None for an import."""

    id: int
    client_id: int
    animal_id: int | None
    at: datetime
    by: str | None
    verb: str
    details: str = "{}"


@dataclass(slots=True)
class CorrectionRow:
    """A field that was doubtful in a file."""

    id: int
    client_id: int | None
    animal_id: int | None
    field: str
    value: str
    noted_at: datetime


@dataclass(slots=True)
class ImportRunRow:
    """Files read together."""

    id: int
    source: str
    by: str | None
    state: str
    created_at: datetime
    started_at: datetime
    ended_at: datetime
    dry_run: bool = False


@dataclass(slots=True)
class ImportFileRow:
    """One file of a run, and its counts."""

    id: int
    run_id: int
    name: str
    position: int
    kind: str
    state: str
    rows: int
    created: int
    updated: int
    unchanged: int
    refused: int
    warned: int
    rows_read: int
    bytes_read: int
    bytes_total: int
    encoding: str = "utf-8"
    separator: str = ";"
    day_order: str = "ymd"


@dataclass(slots=True)
class ImportLineRow:
    """A line that needs a person."""

    id: int
    file_id: int
    line: int
    outcome: str
    key: str
    field: str
    reason: str
    details: str = "{}"


@dataclass(slots=True)
class Rows:
    """A whole clinic, in the order in which it is written."""

    clients: list[ClientRow] = field(default_factory=list)
    contacts: list[ContactRow] = field(default_factory=list)
    animals: list[AnimalRow] = field(default_factory=list)
    ownerships: list[OwnershipRow] = field(default_factory=list)
    categories: list[CategoryRow] = field(default_factory=list)
    items: list[ItemRow] = field(default_factory=list)
    sales: list[SaleRow] = field(default_factory=list)
    veterinarians: list[VeterinarianRow] = field(default_factory=list)
    visits: list[VisitRow] = field(default_factory=list)
    appointment_types: list[AppointmentTypeRow] = field(default_factory=list)
    appointments: list[AppointmentRow] = field(default_factory=list)
    history: list[HistoryRow] = field(default_factory=list)
    import_runs: list[ImportRunRow] = field(default_factory=list)
    import_files: list[ImportFileRow] = field(default_factory=list)
    import_lines: list[ImportLineRow] = field(default_factory=list)
    corrections: list[CorrectionRow] = field(default_factory=list)
