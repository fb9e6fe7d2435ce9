"""What persons said that values mean is remembered with the columns; the report names values that nobody understood."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE remembered_columns ADD COLUMN \"values\" TEXT NOT NULL DEFAULT '{}'")
    db.execute_sql("ALTER TABLE import_file ADD COLUMN \"not_understood\" TEXT NOT NULL DEFAULT '{}'")


def down(migrator, db):
    db.execute_sql("ALTER TABLE import_file DROP COLUMN not_understood")
    db.execute_sql('ALTER TABLE remembered_columns DROP COLUMN "values"')
