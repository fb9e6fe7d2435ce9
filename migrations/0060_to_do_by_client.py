"""What is to do, by its client, by its colleague and by when it is put off to: how many clients wait is read from an
index of what waits, not from the reminders themselves. However much is over, it is in none of them."""

TO_DO = (
    '"deleted_at" IS NULL AND "cancelled_at" IS NULL AND "visited_at" IS NULL AND "answered_at" IS NULL'
    ' AND "done_at" IS NULL'
)
NAMES = "reminder_to_do", "reminder_put_off", "reminder_of_colleague"


def up(migrator, db):
    db.execute_sql('DROP INDEX "reminder_snoozed"')
    db.execute_sql(
        'CREATE INDEX "reminder_to_do" ON "reminder" ("client_id", "due_on", "type_id", "animal_id", "responsible_id", '
        f'"batch_id", "part_id") WHERE {TO_DO}'
    )
    db.execute_sql(
        'CREATE INDEX "reminder_put_off" ON "reminder" ("promised", "snoozed_until", "due_on", "client_id") '
        f'WHERE "snoozed_until" IS NOT NULL AND {TO_DO}'
    )
    db.execute_sql(
        'CREATE INDEX "reminder_of_colleague" ON "reminder" ("responsible_id", "due_on", "client_id") '
        f'WHERE "responsible_id" IS NOT NULL AND {TO_DO}'
    )
    if db.table_exists("sqlite_stat1"):  # without what is known of the others, these would be taken for worse ones
        for name in NAMES:
            db.execute_sql(f'ANALYZE "{name}"')


def down(migrator, db):
    for name in NAMES:
        db.execute_sql(f'DROP INDEX "{name}"')
    db.execute_sql('CREATE INDEX "reminder_snoozed" ON "reminder" ("snoozed_until") WHERE "snoozed_until" IS NOT NULL')
