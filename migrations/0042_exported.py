"""An index of the few reminders that an export marked as sent: the page of each lot tells of them, and read all of its
reminders for it."""


def up(migrator, db):
    db.execute_sql(
        'CREATE INDEX "reminder_exported" ON "reminder" ("batch_id", "done_at") WHERE "done_by" = \'export\''
    )


def down(migrator, db):
    db.execute_sql('DROP INDEX "reminder_exported"')
