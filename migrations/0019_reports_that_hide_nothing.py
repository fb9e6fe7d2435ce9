"""What the report of a file tells: how the order of its days was settled, columns not read, what was made."""

COLUMNS = {"day_order_from": "''", "day_example": "''", "unread": "'[]'", "made": "'{}'"}


def up(migrator, db):
    for column, default in COLUMNS.items():
        db.execute_sql(f'ALTER TABLE import_file ADD COLUMN "{column}" TEXT NOT NULL DEFAULT {default}')


def down(migrator, db):
    for column in reversed(COLUMNS):
        db.execute_sql(f"ALTER TABLE import_file DROP COLUMN {column}")
