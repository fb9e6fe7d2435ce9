"""Notes in a client's file."""

STATEMENTS = (
    'CREATE TABLE "client_note" ("id" INTEGER NOT NULL PRIMARY KEY, "client_id" INTEGER NOT NULL, "at" DATETIME NOT NULL, "by_id" INTEGER, "text" TEXT NOT NULL, "undone_at" DATETIME, FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE CASCADE, FOREIGN KEY ("by_id") REFERENCES "staff_member" ("id") ON DELETE SET NULL)',
    'CREATE INDEX "client_note_client_id_at" ON "client_note" ("client_id", "at")',
)


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)


def down(migrator, db):
    db.execute_sql('DROP TABLE "client_note"')
