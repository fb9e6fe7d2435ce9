"""Whose reminders are, and what was said since a moment, found without going through all; the day's summary put away."""

INDEXES = {
    "reminder_of_member": 'ON "reminder" ("responsible_id") WHERE "responsible_id" IS NOT NULL',
    "contact_at": 'ON "contact" ("at")',
}


def up(migrator, db):
    db.execute_sql('ALTER TABLE "staff_member" ADD COLUMN "briefed_on" DATE')
    for name, what in INDEXES.items():
        db.execute_sql(f'CREATE INDEX "{name}" {what}')
    if (
        db.table_exists("sqlite_stat1")
        and db.execute_sql("SELECT 1 FROM sqlite_stat1 WHERE tbl = 'reminder'").fetchone()
    ):
        for name in INDEXES:  # unknown beside others that are known, they would be taken for the worse ones
            db.execute_sql(f'ANALYZE "{name}"')


def down(migrator, db):
    for name in INDEXES:
        db.execute_sql(f'DROP INDEX "{name}"')
    db.execute_sql('ALTER TABLE "staff_member" DROP COLUMN "briefed_on"')
