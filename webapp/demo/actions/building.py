"""Writing the rows of the demonstration clinic, and clearing it away."""

import shutil
from collections.abc import Callable, Mapping
from datetime import date, datetime
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from peewee import DateField, DateTimeField, Field

from config import Config
from webapp import clock, db, models, text
from webapp.access import Role
from webapp.clinic import queries as clinic_queries
from webapp.db import Table
from webapp.demo.rules import whole
from webapp.demo.rules.data import Row, document, table
from webapp.outbox.rules.files import JOURNAL, LOCK, MARKER
from webapp.search import actions as search_actions
from webapp.staff import actions as staff_actions

SEED = 20260305
PASSWORD, PIN = "demo", "4826"  # known to all, and only here
PEOPLE = table("staff", role=Role)
CLINIC = document("clinic")
# In the order of their foreign keys.
TABLES: dict[str, type[Table]] = {
    "clients": models.Client,
    "contacts": models.ContactPerson,
    "animals": models.Animal,
    "ownerships": models.Ownership,
    "categories": models.RevenueCategory,
    "items": models.Item,
    "sales": models.Sale,
    "veterinarians": models.Veterinarian,
    "visits": models.Visit,
    "appointment_types": models.AppointmentType,
    "appointments": models.Appointment,
    "history": models.HistoryEntry,
    "import_runs": models.ImportRun,
    "import_files": models.ImportFile,
    "import_lines": models.ImportLine,
    "corrections": models.Correction,
}


def build(*, clients: int, today: date, zone: ZoneInfo, seed: int = SEED) -> Row:
    """Fill an empty installation with so many `clients`, in one transaction: a demonstration whole, or not at all."""
    rows = whole.clinic(seed=seed, clients=clients, today=today, zone=zone)
    opened = clock.instant(today, datetime.min.time(), zone)
    with db.write():
        people = _people(opened)
        species, breeds = _kinds(rows)
        computed = {
            "species": lambda row: species[row.species],
            "breed": lambda row: row.breed and breeds[row.species, row.breed],
            "by": lambda row: row.by and people[row.by],
        }
        for name, model in TABLES.items():
            made = getattr(rows, name)
            # The newest visit first: a trigger keeps the last one, and has nothing to do for those before it.
            _insert(model, made[::-1] if model is models.Visit else made, computed)
        search_actions.index_clients(client_ids=None)
        clinic_queries.clinic()
        models.Clinic.update(**CLINIC, initialised_at=opened).where(models.Clinic.id == 1).execute()
    return rows


def clear(settings: Config) -> None:
    """Take a demonstration away: its database and all that an installation keeps beside it. Nothing else is touched."""
    for path in (settings.database, settings.queue):
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    for folder in ("uploads", "documents", "captured", "mail", "backups", "logs"):
        shutil.rmtree(settings.under(folder), ignore_errors=True)
    for path in (settings.under(JOURNAL), settings.under(LOCK), *settings.data.glob(f"{MARKER}*")):
        path.unlink(missing_ok=True)


def _people(now: datetime) -> dict[str, int]:
    """Who works here, by sign-in name. All know the same password, which takes a tenth of a second to hash: once."""
    first = staff_actions.add(**vars(PEOPLE[0]), password=PASSWORD, pin=PIN, now=now)
    hashes = {"password_hash": first.password_hash, "pin_hash": first.pin_hash}
    others = [models.StaffMember.create(**vars(person), created_at=now, **hashes) for person in PEOPLE[1:]]
    return {member.login: member.id for member in (first, *others)}


def _kinds(rows: Row) -> tuple[dict[str, int], dict[tuple[str, str], int]]:
    """The identities of species and breeds, by name; those that a fresh installation does not hold are added."""
    species = {text.fold(one.name_fr): one.id for one in models.Species.select()}
    ids: dict[str, int] = {}
    for name in dict.fromkeys(animal.species for animal in rows.animals):
        code = text.fold(name)[:3].upper()
        ids[name] = species.get(text.fold(name)) or models.Species.create(code=code, name_fr=name, name_en=name).id
    known = {(one.species_id, text.fold(one.name_fr)): one.id for one in models.Breed.select()}
    breeds: dict[tuple[str, str], int] = {}
    for kind, breed in dict.fromkeys((animal.species, animal.breed) for animal in rows.animals):
        if breed is None:
            continue
        there = known.get((ids[kind], text.fold(breed)))
        breeds[kind, breed] = there or models.Breed.create(species=ids[kind], name_fr=breed, name_en=breed).id
    return ids, breeds


def _insert(model: type[Table], rows: list[Row], computed: Mapping[str, Callable[[Row], Any]]) -> None:
    """Write them at once. Columns that the rules do not name take the model's default."""
    if not rows:
        return
    given = vars(rows[0])
    columns: dict[str, Callable[[Row], Any]] = {}
    for field in model._meta.sorted_fields:
        if field.name in computed and field.name in given:
            columns[field.column_name] = computed[field.name]
        elif field.column_name in given:
            columns[field.column_name] = _stored(field)
        elif field.default is not None:
            columns[field.column_name] = _always(
                field.db_value(field.default() if callable(field.default) else field.default)
            )
    names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
    statement = f'INSERT INTO "{model._meta.table_name}" ({names}) VALUES ({marks})'
    read = list(columns.values())
    db.database.connection().executemany(statement, ([value(row) for value in read] for row in rows))


def _always(value: Any) -> Callable[[Row], Any]:
    return lambda _row: value


def _stored(field: Field) -> Callable[[Row], Any]:
    """How a row's value of this column is written."""
    get = attrgetter(field.column_name)
    if not isinstance(field, (DateField, DateTimeField)):
        return get
    as_text: Callable[[Any], str] = db.instant_text if isinstance(field, DateTimeField) else date.isoformat
    return lambda row: as_text(value) if (value := get(row)) else None
