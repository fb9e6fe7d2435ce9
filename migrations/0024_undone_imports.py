"""What an import wrote is kept for some days, so that the whole of it can be taken back."""

TABLE = 'CREATE TABLE "import_undo" ("id" INTEGER NOT NULL PRIMARY KEY, "run_id" INTEGER NOT NULL, "what" TEXT NOT NULL, "place" TEXT NOT NULL, "row" INTEGER NOT NULL, "last" INTEGER, "details" TEXT NOT NULL, FOREIGN KEY ("run_id") REFERENCES "import_run" ("id") ON DELETE CASCADE)'


def up(migrator, db):
    db.execute_sql('ALTER TABLE import_run ADD COLUMN "undone_at" DATETIME')
    db.execute_sql(
        'ALTER TABLE import_run ADD COLUMN "undone_by_id" INTEGER REFERENCES "staff_member" ("id") ON DELETE SET NULL'
    )
    db.execute_sql(TABLE)
    db.execute_sql(
        'CREATE INDEX "import_undo_run_id_what_place_row" ON "import_undo" ("run_id", "what", "place", "row")'
    )


def down(migrator, db):
    db.execute_sql('DROP TABLE "import_undo"')
    db.execute_sql("ALTER TABLE import_run DROP COLUMN undone_by_id")
    db.execute_sql("ALTER TABLE import_run DROP COLUMN undone_at")
