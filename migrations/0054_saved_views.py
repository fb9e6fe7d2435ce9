"""What somebody asks a list of reminders for again and again has a name."""

TABLE = (
    'CREATE TABLE "saved_view" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "folded" TEXT NOT NULL, "member_id" INTEGER NOT NULL, "everybody" INTEGER NOT NULL DEFAULT 0, "asked" TEXT NOT NULL, "created_at" DATETIME NOT NULL, "deleted_at" DATETIME, FOREIGN KEY ("member_id") REFERENCES "staff_member" ("id") ON DELETE CASCADE)',
    'CREATE INDEX "saved_view_member_id" ON "saved_view" ("member_id")',
    'CREATE UNIQUE INDEX "saved_view_of_everybody" ON "saved_view" ("folded") WHERE "everybody" AND "deleted_at" IS NULL',
    'CREATE UNIQUE INDEX "saved_view_of_one" ON "saved_view" ("member_id", "folded") WHERE NOT "everybody" AND "deleted_at" IS NULL',
)


def up(migrator, db):
    for statement in TABLE:
        db.execute_sql(statement)


def down(migrator, db):
    db.execute_sql('DROP TABLE "saved_view"')
