"""Which files were read whole, so that one that comes again unchanged need not be; forgotten when rows change."""

TABLE = 'CREATE TABLE "known_file" ("id" INTEGER NOT NULL PRIMARY KEY, "kind" TEXT NOT NULL, "fingerprint" TEXT NOT NULL, "file_id" INTEGER NOT NULL, FOREIGN KEY ("file_id") REFERENCES "import_file" ("id") ON DELETE CASCADE)'
EVENTS = (("sale", "sales"), ("visit", "visits"))


def up(migrator, db):
    db.execute_sql(TABLE)
    db.execute_sql('CREATE UNIQUE INDEX "known_file_fingerprint" ON "known_file" ("fingerprint")')
    for table, kind in EVENTS:
        for name, event in (("rewritten", "UPDATE"), ("gone", "DELETE")):
            db.execute_sql(
                f"CREATE TRIGGER {table}_{name} AFTER {event} ON {table} BEGIN "
                f"DELETE FROM known_file WHERE kind = '{kind}'; END"
            )


def down(migrator, db):
    for table, _ in EVENTS:
        for name in ("rewritten", "gone"):
            db.execute_sql(f"DROP TRIGGER {table}_{name}")
    db.execute_sql('DROP TABLE "known_file"')
