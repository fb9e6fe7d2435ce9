"""A file of an import is one sheet of it, with its titles where they stand; some of its lines are set aside."""

COLUMNS = {
    "sheet": "TEXT NOT NULL DEFAULT ''",
    "header_row": "INTEGER NOT NULL DEFAULT 0",
    "set_aside": "INTEGER",
}


def up(migrator, db):
    for column, kind in COLUMNS.items():
        db.execute_sql(f'ALTER TABLE import_file ADD COLUMN "{column}" {kind}')


def down(migrator, db):
    for column in reversed(COLUMNS):
        db.execute_sql(f"ALTER TABLE import_file DROP COLUMN {column}")
