"""Each table has one room that writes it; the others call that room's actions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import config
from webapp import models
from webapp.db import Table

OWNERS = {
    "accounts": ("AccountLimit", "MailAccount"),
    "agenda": ("Appointment", "AppointmentType", "Veterinarian"),
    "animals": ("Animal", "Ownership"),
    "batches": ("Batch", "BatchPart"),
    "calls": ("Calling", "Contact", "ContactReminder"),
    "catalogue": ("Item", "RevenueCategory"),
    "clients": ("Client", "ContactPerson", "Correction"),
    "clinic": ("BackupRun", "Branch", "Clinic", "ClosedDay", "DeadJob"),
    "consents": ("Suppression",),
    "dossiers": ("ClientNote",),
    "hand_edits": ("HandEdit",),
    "history": ("HistoryEntry",),
    "holds": ("Hold",),
    "imports": (
        "DoubtfulLink",
        "ImportFile",
        "ImportLine",
        "ImportRun",
        "ImportUndo",
        "KnownFile",
        "LinkAnswer",
        "RememberedColumns",
    ),
    "letters": ("PrintRun",),
    "merges": ("ClientMerge", "ClientsApart", "ClientsMark"),
    "message_templates": ("Template", "TemplateVersion"),
    "outbox": ("BodyAhead", "BodyPage", "Mailing", "Message", "MessageBody", "MessageReminder", "Sending", "Wave"),
    "reminders": ("ActText", "Answering", "Question", "Reminder", "ReminderEvent", "ReminderType", "SavedView"),
    "sales": ("Sale",),
    "sender": ("Attempt",),
    "species": ("Breed", "BreedAlias", "Species"),
    "staff": ("Device", "SignInAttempt", "StaffMember", "StaffSession"),
    "visits": ("Visit",),
}
# room: (the tables of others that it writes all the same, why).
EXCEPTIONS = {
    "imports": (
        (
            "Animal",
            "Appointment",
            "Client",
            "ContactPerson",
            "Correction",
            "HandEdit",
            "HistoryEntry",
            "Ownership",
            "ReminderEvent",
            "RevenueCategory",
        ),
        "a file of a hundred thousand rows is written by statements over all of them",
    ),
    "batches": (("Reminder",), "one statement makes, or divides, the reminders of thousands of animals"),
    "species": (("Animal", "HandEdit", "HistoryEntry"), "merging two breeds touches rows of rooms that stand above"),
    "merges": (("Client",), "all that hangs on a client goes over to another, whatever room wrote it"),
    "demo": (
        ("Attempt", "Contact", "ContactReminder", "Reminder", "StaffSession"),
        "it plays what nobody does: a machine that dies, a past of years",
    ),
}
# The only statements whose table is named by a variable.
OF_ANY_TABLE = {
    "outbox/actions/lives.py",
    "imports/actions/writing.py",
    "imports/actions/undoing.py",  # takes back what was written, whatever room an import called
    "merges/actions.py",
}

WRITES = {
    "bulk_create", "bulk_update", "create", "delete", "get_or_create", "insert", "insert_from", "insert_many",
    "replace", "replace_many", "update",
}  # fmt: skip
STATEMENT = re.compile(r"\b(?:UPDATE(?: OR \w+)?|(?:INSERT(?: OR \w+)?|REPLACE) INTO|DELETE FROM)\s+(\w+|$)")
TABLES = {
    name: each._meta.table_name
    for name, each in vars(models).items()
    if isinstance(each, type) and issubclass(each, Table) and each is not Table
}
MODELS = {table: name for name, table in TABLES.items()}


def writes(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line, and the model that is written there; "" where SQL names its table by a variable."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            if isinstance(node.func.value, ast.Name) and node.func.value.id in TABLES:
                yield node.lineno, node.func.value.id
        elif isinstance(node, ast.JoinedStr):
            for part, after in zip(node.values, node.values[1:], strict=False):
                before = str(part.value) if isinstance(part, ast.Constant) else ""
                if isinstance(after, ast.FormattedValue) and "" in STATEMENT.findall(before):
                    yield node.lineno, ""
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            for table in STATEMENT.findall(node.value):
                if table in MODELS:
                    yield node.lineno, MODELS[table]


def rooms() -> Iterator[tuple[Path, str]]:
    for path in sorted((config.ROOT / "webapp").rglob("*.py")):
        inside = path.relative_to(config.ROOT / "webapp")
        yield inside, inside.parts[0].removesuffix(".py")


def test_every_table_has_one_owner() -> None:
    owned = [model for each in OWNERS.values() for model in each]
    assert sorted(owned) == sorted(TABLES)


def test_only_its_owner_writes_a_table() -> None:
    found, used, of_any_table = [], set(), set()
    for path, room in rooms():
        for line, model in writes(ast.parse((config.ROOT / "webapp" / path).read_text(encoding="utf-8"))):
            if not model:
                of_any_table.add(str(path))
            elif model in EXCEPTIONS.get(room, ((), ""))[0]:
                used.add((room, model))
            elif model not in OWNERS.get(room, ()):
                found.append(f"{path}:{line} writes {model}")
    assert not found, "\n".join(["Call an action of the room that owns the table:", *found])
    assert used == {(room, model) for room, (tables, _why) in EXCEPTIONS.items() for model in tables}
    assert of_any_table == OF_ANY_TABLE


def test_only_their_lives_change_the_state_of_messages_and_mailings() -> None:
    found = []
    for path, _room in rooms():
        for node in ast.walk(ast.parse((config.ROOT / "webapp" / path).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("Message.update", "Mailing.update"):
                found += [f"{path}:{node.lineno}" for keyword in node.keywords if keyword.arg in ("state", None)]
            elif isinstance(node, ast.Constant) and re.search(
                r"UPDATE (message|mailing) SET.*\bstate = ", str(node.value)
            ):
                found.append(f"{path}:{node.lineno}")
    assert not found, found


def test_it_sees_every_way_to_write() -> None:
    seen = {model for _, model in writes(ast.parse(
        "Animal.update(name='x').execute()\nClient.create()\ndb.execute('DELETE FROM sale WHERE id = 1')\n"
        "sql = '''INSERT OR IGNORE INTO visit (id) VALUES (1)'''\nsql = f'UPDATE {table} SET a = 1'\n"
        "sql = f'UPDATE reminder SET {columns}'\nsql = 'SELECT updated_at FROM wave'\n"
    ))}  # fmt: skip
    assert seen == {"Animal", "Client", "Sale", "Visit", "", "Reminder"}
