"""Dates of a file that stand for no date: which values, of which column, how often."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE import_file ADD COLUMN \"no_days\" TEXT NOT NULL DEFAULT '[]'")


def down(migrator, db):
    db.execute_sql("ALTER TABLE import_file DROP COLUMN no_days")
