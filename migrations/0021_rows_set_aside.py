"""An import counts the rows that it leaves out on purpose: payments, estimates, what was undone."""


def up(migrator, db):
    db.execute_sql('ALTER TABLE import_file ADD COLUMN "set_aside" INTEGER')


def down(migrator, db):
    db.execute_sql('ALTER TABLE import_file DROP COLUMN "set_aside"')
