"""What answers what: a table of the clinic, and the questions that only a person can settle.

Every type that there is gets its row, with the usual days and no words of its own. What stands answered, or closed by a
visit of the last weeks, was so before there was a table, and stays so: a question that is settled says it. Sales that
were taken back get an index.
"""

from datetime import UTC, datetime, timedelta

STATEMENTS = (
    'CREATE TABLE "answering" ("id" INTEGER NOT NULL PRIMARY KEY, "type_id" INTEGER NOT NULL, "group_name" TEXT NOT NULL, "appointments" TEXT NOT NULL, "reasons" TEXT NOT NULL, "items" TEXT NOT NULL, "never" TEXT NOT NULL, "days_before" INTEGER NOT NULL, "days_after" INTEGER NOT NULL, FOREIGN KEY ("type_id") REFERENCES "reminder_type" ("id") ON DELETE CASCADE)',
    'CREATE UNIQUE INDEX "answering_type_id" ON "answering" ("type_id")',
    'CREATE TABLE "question" ("id" INTEGER NOT NULL PRIMARY KEY, "reminder_id" INTEGER NOT NULL, "appointment_id" INTEGER, "visit_id" INTEGER, "because" TEXT NOT NULL, "asked_at" DATETIME NOT NULL, "settled_at" DATETIME, FOREIGN KEY ("reminder_id") REFERENCES "reminder" ("id") ON DELETE CASCADE, FOREIGN KEY ("appointment_id") REFERENCES "appointment" ("id") ON DELETE CASCADE, FOREIGN KEY ("visit_id") REFERENCES "visit" ("id") ON DELETE CASCADE)',
    'CREATE INDEX "question_reminder_id" ON "question" ("reminder_id")',
    'CREATE INDEX "question_settled_at_asked_at" ON "question" ("settled_at", "asked_at")',
    "ALTER TABLE appointment ADD COLUMN \"listed_in\" TEXT NOT NULL DEFAULT ''",
    'ALTER TABLE appointment ADD COLUMN "missing_at" DATETIME',
    'CREATE INDEX "sale_taken_back" ON "sale" ("animal_id", "item_id", "sold_on") WHERE "quantity_milli" <= 0',
    "INSERT INTO answering (type_id, group_name, appointments, reasons, items, never, days_before, days_after) "
    "SELECT id, '', '[]', '[]', '[]', '[]', 60, 30 FROM reminder_type ORDER BY position, id",
)
RECENT = timedelta(days=60)
KEPT = (
    "INSERT INTO question (reminder_id, appointment_id, visit_id, because, asked_at, settled_at) "
    "SELECT id, iif(visited_at IS NULL, appointment_id, NULL), iif(visited_at IS NULL, NULL, visit_id), 'kept', :now, :now "
    "FROM reminder WHERE deleted_at IS NULL AND cancelled_at IS NULL AND (visited_at >= :recent AND visit_id IS NOT NULL "
    "OR visited_at IS NULL AND answered_at IS NOT NULL AND appointment_id IS NOT NULL)"
)


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)
    now = datetime.now(UTC)
    given = {name: at.isoformat(" ", "microseconds") for name, at in (("now", now), ("recent", now - RECENT))}
    db.execute_sql(KEPT, given)


def down(migrator, db):
    db.execute_sql('DROP INDEX "sale_taken_back"')
    for column in ("listed_in", "missing_at"):
        db.execute_sql(f'ALTER TABLE appointment DROP COLUMN "{column}"')
    for table in ("question", "answering"):
        db.execute_sql(f'DROP TABLE "{table}"')
