"""Whom nobody is to contact before a doubt is settled, and which items say that an animal has died."""

STATEMENTS = (
    'CREATE TABLE "hold" ("id" INTEGER NOT NULL PRIMARY KEY, "animal_id" INTEGER, "client_id" INTEGER, "reason" TEXT NOT NULL, "column" TEXT NOT NULL, "value" TEXT NOT NULL, "layout" TEXT NOT NULL, "since" DATETIME NOT NULL, "settled_at" DATETIME, "settled_by_id" INTEGER, "answer" TEXT NOT NULL, FOREIGN KEY ("animal_id") REFERENCES "animal" ("id") ON DELETE CASCADE, FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE CASCADE, FOREIGN KEY ("settled_by_id") REFERENCES "staff_member" ("id") ON DELETE SET NULL, CHECK ((animal_id IS NULL) <> (client_id IS NULL)))',
    'CREATE INDEX "hold_settled_at_since" ON "hold" ("settled_at", "since")',
    'CREATE INDEX "hold_animal_id_column_value" ON "hold" ("animal_id", "column", "value")',
    'CREATE INDEX "hold_client_id_column_value" ON "hold" ("client_id", "column", "value")',
    'CREATE UNIQUE INDEX "hold_open_of_animal" ON "hold" ("animal_id", "reason", "column") WHERE "settled_at" IS NULL',
    'CREATE UNIQUE INDEX "hold_open_of_client" ON "hold" ("client_id", "reason", "column") WHERE "settled_at" IS NULL',
    'ALTER TABLE item ADD COLUMN "means_death" INTEGER',
    'ALTER TABLE import_file ADD COLUMN "held" INTEGER',
)


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)


def down(migrator, db):
    db.execute_sql('ALTER TABLE import_file DROP COLUMN "held"')
    db.execute_sql('ALTER TABLE item DROP COLUMN "means_death"')
    db.execute_sql('DROP TABLE "hold"')
