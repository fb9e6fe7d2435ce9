"""What was said on the telephone and at the counter is a row of its own; a reminder can be put off; who calls whom."""

TABLES = (
    'CREATE TABLE "calling" ("id" INTEGER NOT NULL PRIMARY KEY, "client_id" INTEGER NOT NULL, "member_id" INTEGER NOT NULL, "since" DATETIME NOT NULL, "until" DATETIME NOT NULL, FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE CASCADE, FOREIGN KEY ("member_id") REFERENCES "staff_member" ("id") ON DELETE CASCADE)',
    'CREATE UNIQUE INDEX "calling_client_id" ON "calling" ("client_id")',
    'CREATE TABLE "contact" ("id" INTEGER NOT NULL PRIMARY KEY, "client_id" INTEGER NOT NULL, "at" DATETIME NOT NULL, "by_id" INTEGER, "channel" TEXT NOT NULL, "incoming" INTEGER NOT NULL DEFAULT 0, "result" TEXT NOT NULL, "number" TEXT NOT NULL DEFAULT \'\', "note" TEXT NOT NULL DEFAULT \'\', "until" DATETIME, "details" TEXT NOT NULL DEFAULT \'{}\', "undone_at" DATETIME, FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE CASCADE, FOREIGN KEY ("by_id") REFERENCES "staff_member" ("id") ON DELETE SET NULL)',
    'CREATE INDEX "contact_client_id_at" ON "contact" ("client_id", "at")',
    'CREATE TABLE "contact_reminder" ("id" INTEGER NOT NULL PRIMARY KEY, "contact_id" INTEGER NOT NULL, "reminder_id" INTEGER NOT NULL, FOREIGN KEY ("contact_id") REFERENCES "contact" ("id") ON DELETE CASCADE, FOREIGN KEY ("reminder_id") REFERENCES "reminder" ("id") ON DELETE CASCADE)',
    'CREATE INDEX "contact_reminder_reminder_id" ON "contact_reminder" ("reminder_id")',
    'CREATE UNIQUE INDEX "contact_reminder_contact_id_reminder_id" ON "contact_reminder" ("contact_id", "reminder_id")',
)
ADDED = (
    ("reminder", "snoozed_until", "DATETIME"),
    ("reminder", "promised", "INTEGER NOT NULL DEFAULT 0"),
    ("clinic", "left_is_reached", "INTEGER NOT NULL DEFAULT 0"),
)
# What a person did in one go about the reminders of one client was one contact; an appointment noted, its result.
# What they took back later is a contact that was taken back.
SPOKEN = """
SELECT done.id AS id, done.reminder_id AS reminder_id, reminder.client_id AS client_id, done.at AS at,
    done.by_id AS by_id, json_extract(done.details, '$.channel') AS channel,
    EXISTS (SELECT 1 FROM reminder_event AS other WHERE other.reminder_id = done.reminder_id AND other.at = done.at
        AND other.verb = 'answered') AS booked,
    (SELECT json_extract(other.details, '$.note') FROM reminder_event AS other
        WHERE other.reminder_id = done.reminder_id AND other.at = done.at AND other.verb = 'noted') AS note,
    (SELECT min(other.at) FROM reminder_event AS other WHERE other.reminder_id = done.reminder_id
        AND other.id > done.id AND other.verb = 'reopened' AND other.by_id IS NOT NULL) AS undone_at
FROM reminder_event AS done JOIN reminder ON reminder.id = done.reminder_id
WHERE done.verb = 'done' AND done.by_id IS NOT NULL
    AND json_extract(done.details, '$.channel') IN ('phone', 'counter')"""


def up(migrator, db):
    for statement in TABLES:
        db.execute_sql(statement)
    for table, column, kind in ADDED:
        db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{column}" {kind}')
    db.execute_sql('CREATE INDEX "reminder_snoozed" ON "reminder" ("snoozed_until") WHERE "snoozed_until" IS NOT NULL')
    db.execute_sql(
        "INSERT INTO contact (client_id, at, by_id, channel, result, note, undone_at) "
        "SELECT client_id, at, by_id, channel, iif(max(booked), 'booked', 'reached'), coalesce(max(note), ''), "
        f"max(undone_at) FROM ({SPOKEN}) GROUP BY client_id, at, by_id, channel ORDER BY min(id)"
    )
    db.execute_sql(
        "INSERT OR IGNORE INTO contact_reminder (contact_id, reminder_id) "
        f"SELECT contact.id, spoken.reminder_id FROM ({SPOKEN}) AS spoken JOIN contact ON contact.client_id = "
        "spoken.client_id AND contact.at = spoken.at AND contact.by_id = spoken.by_id "
        "AND contact.channel = spoken.channel"
    )


def down(migrator, db):
    db.execute_sql('DROP INDEX "reminder_snoozed"')
    for table, column, _ in ADDED:
        db.execute_sql(f'ALTER TABLE "{table}" DROP COLUMN "{column}"')
    for table in ("calling", "contact_reminder", "contact"):
        db.execute_sql(f'DROP TABLE "{table}"')
