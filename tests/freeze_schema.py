"""Write migrations/0003_campaign.py from the models that 0001 does not know: `python -m tests.freeze_schema`.

Only until the campaign is released; from then on a change of the schema is a migration of its own.
"""

from __future__ import annotations

import re

from peewee import SqliteDatabase

import config
from webapp import models

FIRST = config.ROOT / "migrations" / "0001_records.py"
CAMPAIGN = config.ROOT / "migrations" / "0003_campaign.py"

HEAD = '''"""Reminders, batches, templates and the outbox; how the clinic writes to its clients.

Written out as SQL, so that it stays what it was when the models change. `python -m tests.freeze_schema` wrote it.
"""

STATEMENTS = (
'''
COLUMNS = """    "ALTER TABLE clinic ADD COLUMN \\"channel_order\\" TEXT NOT NULL DEFAULT 'email,sms,post,phone'",
    "ALTER TABLE clinic ADD COLUMN \\"closed_weekdays\\" TEXT NOT NULL DEFAULT '7'",
    'ALTER TABLE clinic ADD COLUMN "fresh_hours" INTEGER NOT NULL DEFAULT 24',
    "ALTER TABLE clinic ADD COLUMN \\"greeting\\" TEXT NOT NULL DEFAULT 'polite'",
    "ALTER TABLE clinic ADD COLUMN \\"logo\\" TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE clinic ADD COLUMN \\"paper\\" TEXT NOT NULL DEFAULT 'letter'",
    "ALTER TABLE clinic ADD COLUMN \\"envelope\\" TEXT NOT NULL DEFAULT 'left'",
    'ALTER TABLE clinic ADD COLUMN "print_offset_x" INTEGER NOT NULL DEFAULT 0',
    'ALTER TABLE clinic ADD COLUMN "print_offset_y" INTEGER NOT NULL DEFAULT 0',
    "ALTER TABLE client ADD COLUMN \\"prefers\\" TEXT NOT NULL DEFAULT ''",
    'CREATE INDEX "animal_client_id_deceased_given_away_on_species_id_breed_ea7aa4a" ON "animal" ("client_id", "deceased", "given_away_on", "species_id", "breed_id", "sex", "sterile", "other_clinic", "crossbred", "born_on", "last_visit_on")',
    'CREATE INDEX "sale_category_id_sold_on_animal_id_amount_cents" ON "sale" ("category_id", "sold_on", "animal_id", "amount_cents")',
"""  # noqa: E501
TAIL = """)

ADDED = (
    ("clinic", ("channel_order", "closed_weekdays", "fresh_hours", "greeting", "logo", "paper", "envelope",
                "print_offset_x", "print_offset_y")),
    ("client", ("prefers",)),
)  # fmt: skip
INDEXES = (
    "animal_client_id_deceased_given_away_on_species_id_breed_ea7aa4a",
    "sale_category_id_sold_on_animal_id_amount_cents",
)


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)


def down(migrator, db):
    made = [re.match(r'CREATE TABLE "(\\w+)"', statement) for statement in STATEMENTS]
    for table in reversed([found[1] for found in made if found]):
        db.execute_sql(f'DROP TABLE "{table}"')
    for index in INDEXES:
        db.execute_sql(f'DROP INDEX "{index}"')
    for table, columns in ADDED:
        for column in columns:
            db.execute_sql(f'ALTER TABLE {table} DROP COLUMN "{column}"')
"""


def statements() -> list[str]:
    """The SQL that makes the models' tables and indexes, in order."""
    database = SqliteDatabase(":memory:")
    with database.bind_ctx(models.ALL):
        database.create_tables(models.ALL)
        rows = database.execute_sql("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid").fetchall()
    database.close()
    return [sql for (sql,) in rows]


def new_ones() -> list[str]:
    """Those of tables that the first migration does not make."""
    known = set(re.findall(r'CREATE TABLE "(\w+)"', FIRST.read_text(encoding="utf-8")))
    tables = re.compile(r'(?:CREATE TABLE|CREATE (?:UNIQUE )?INDEX "\w+" ON) "(\w+)"')
    return [sql for sql in statements() if (found := tables.match(sql)) and found[1] not in known]


def main() -> None:
    """Write the file."""
    body = "".join(f"    {statement!r},\n" for statement in new_ones())
    head = HEAD.replace("STATEMENTS = (", "import re\n\nSTATEMENTS = (")
    CAMPAIGN.write_text(head + body + COLUMNS + TAIL, encoding="utf-8")


if __name__ == "__main__":
    main()
