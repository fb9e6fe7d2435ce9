"""What was sold is asked about by its name alone, whichever column a file had it in; who is silent is found at once."""

INDEX = 'CREATE INDEX "{0}_wants_none" ON "{0}" ("id") WHERE "no_reminders" OR "no_reminders_until" IS NOT NULL'


def up(migrator, db):
    # The same doubt that waits twice, from two files, goes on waiting twice.
    db.execute_sql("""UPDATE OR IGNORE hold SET "column" = '' WHERE reason = 'sold'""")

    for table in ("client", "animal"):
        db.execute_sql(INDEX.format(table))


def down(migrator, db):
    for table in ("client", "animal"):
        db.execute_sql(f'DROP INDEX "{table}_wants_none"')
