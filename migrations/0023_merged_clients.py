"""Two records of one client may be made one, and parted again."""

TABLES = (
    'CREATE TABLE "client_merge" ("id" INTEGER NOT NULL PRIMARY KEY, "kept_id" INTEGER NOT NULL, "gone_id" INTEGER NOT NULL, "moved" TEXT NOT NULL, "changed" TEXT NOT NULL, "at" DATETIME NOT NULL, "by_id" INTEGER, "undone_at" DATETIME, "undone_by_id" INTEGER, FOREIGN KEY ("kept_id") REFERENCES "client" ("id") ON DELETE CASCADE, FOREIGN KEY ("gone_id") REFERENCES "client" ("id") ON DELETE CASCADE, FOREIGN KEY ("by_id") REFERENCES "staff_member" ("id") ON DELETE SET NULL, FOREIGN KEY ("undone_by_id") REFERENCES "staff_member" ("id") ON DELETE SET NULL)',
    'CREATE INDEX "client_merge_kept_id" ON "client_merge" ("kept_id")',
    'CREATE INDEX "client_merge_gone_id" ON "client_merge" ("gone_id")',
    'CREATE TABLE "clients_apart" ("id" INTEGER NOT NULL PRIMARY KEY, "first_id" INTEGER NOT NULL, "second_id" INTEGER NOT NULL, "at" DATETIME NOT NULL, "by_id" INTEGER, FOREIGN KEY ("first_id") REFERENCES "client" ("id") ON DELETE CASCADE, FOREIGN KEY ("second_id") REFERENCES "client" ("id") ON DELETE CASCADE, FOREIGN KEY ("by_id") REFERENCES "staff_member" ("id") ON DELETE SET NULL)',
    'CREATE INDEX "clients_apart_second_id" ON "clients_apart" ("second_id")',
    'CREATE UNIQUE INDEX "clients_apart_first_id_second_id" ON "clients_apart" ("first_id", "second_id")',
)


def up(migrator, db):
    for sql in TABLES:
        db.execute_sql(sql)


def down(migrator, db):
    db.execute_sql('DROP TABLE "clients_apart"')
    db.execute_sql('DROP TABLE "client_merge"')
