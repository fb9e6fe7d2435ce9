"""How many cells of a file were filled from the row above, where a list is printed by group."""


def up(migrator, db):
    db.execute_sql('ALTER TABLE import_file ADD COLUMN "filled_down" INTEGER NOT NULL DEFAULT 0')


def down(migrator, db):
    db.execute_sql("ALTER TABLE import_file DROP COLUMN filled_down")
