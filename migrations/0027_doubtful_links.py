"""Rows of which nobody can say whose they are wait for a person, and what was said of them is kept."""

TABLES = (
    'CREATE TABLE "doubtful_link" ("id" INTEGER NOT NULL PRIMARY KEY, "file_id" INTEGER NOT NULL, "line" INTEGER NOT NULL, "kind" TEXT NOT NULL, "key" TEXT NOT NULL, "asked" TEXT NOT NULL, "value" TEXT NOT NULL, "plain" TEXT NOT NULL, "beside" TEXT NOT NULL, "client_id" INTEGER, "cells" TEXT NOT NULL, FOREIGN KEY ("file_id") REFERENCES "import_file" ("id") ON DELETE CASCADE, FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE CASCADE)',
    'CREATE INDEX "doubtful_link_file_id" ON "doubtful_link" ("file_id")',
    'CREATE INDEX "doubtful_link_client_id" ON "doubtful_link" ("client_id")',
    'CREATE INDEX "doubtful_link_kind_key" ON "doubtful_link" ("kind", "key")',
    'CREATE INDEX "doubtful_link_asked_plain_beside" ON "doubtful_link" ("asked", "plain", "beside")',
    'CREATE TABLE "link_answer" ("id" INTEGER NOT NULL PRIMARY KEY, "asked" TEXT NOT NULL, "plain" TEXT NOT NULL, "beside" TEXT NOT NULL, "answer" TEXT NOT NULL, "client_id" INTEGER, "animal_id" INTEGER, "value" TEXT NOT NULL, "at" DATETIME NOT NULL, "by_id" INTEGER, "run_id" INTEGER, FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE CASCADE, FOREIGN KEY ("animal_id") REFERENCES "animal" ("id") ON DELETE CASCADE, FOREIGN KEY ("by_id") REFERENCES "staff_member" ("id") ON DELETE SET NULL, FOREIGN KEY ("run_id") REFERENCES "import_run" ("id") ON DELETE SET NULL)',
    'CREATE INDEX "link_answer_client_id" ON "link_answer" ("client_id")',
    'CREATE INDEX "link_answer_animal_id" ON "link_answer" ("animal_id")',
    'CREATE UNIQUE INDEX "link_answer_asked_plain_beside" ON "link_answer" ("asked", "plain", "beside")',
)
COLUMNS = (
    """ALTER TABLE import_file ADD COLUMN "zeros" INTEGER NOT NULL DEFAULT 0""",
    """ALTER TABLE import_file ADD COLUMN "reading" TEXT NOT NULL DEFAULT ''""",
)


def up(migrator, db):
    for sql in (*TABLES, *COLUMNS):
        db.execute_sql(sql)


def down(migrator, db):
    db.execute_sql('DROP TABLE "link_answer"')
    db.execute_sql('DROP TABLE "doubtful_link"')
    for column in ("reading", "zeros"):
        db.execute_sql(f"ALTER TABLE import_file DROP COLUMN {column}")
