"""Which start of the machine the sender last worked in."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE sending ADD COLUMN \"boot\" TEXT NOT NULL DEFAULT ''")


def down(migrator, db):
    db.execute_sql("ALTER TABLE sending DROP COLUMN boot")
