"""An account stops after refusals in a row and asks a person; a client rests between two care messages."""

COLUMNS = (
    ("mail_account", '"brake_after" INTEGER NOT NULL DEFAULT 10'),
    ("mail_account", '"braked_at" DATETIME'),
    ("mail_account", "\"brake_detail\" TEXT NOT NULL DEFAULT '{}'"),
    ("mail_account", '"judged_up_to" INTEGER NOT NULL DEFAULT 0'),
    ("clinic", '"rest_days" INTEGER NOT NULL DEFAULT 3'),
)


def up(migrator, db):
    for table, column in COLUMNS:
        db.execute_sql(f"ALTER TABLE {table} ADD COLUMN {column}")


def down(migrator, db):
    for table, column in reversed(COLUMNS):
        db.execute_sql(f"ALTER TABLE {table} DROP COLUMN {column.split()[0]}")
