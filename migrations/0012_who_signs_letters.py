"""Who signs the clinic's letters, in each language."""

COLUMNS = ("signed_by_fr", "signed_by_en")


def up(migrator, db):
    for column in COLUMNS:
        db.execute_sql(f"ALTER TABLE clinic ADD COLUMN \"{column}\" TEXT NOT NULL DEFAULT ''")


def down(migrator, db):
    for column in COLUMNS:
        db.execute_sql(f"ALTER TABLE clinic DROP COLUMN {column}")
