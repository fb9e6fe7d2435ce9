"""Background work whose process ended by itself, until a person has seen it."""


def up(migrator, db):
    db.execute_sql(
        'CREATE TABLE "dead_job" ("id" INTEGER NOT NULL PRIMARY KEY, "task" TEXT NOT NULL, "subject" TEXT NOT NULL, "at" DATETIME NOT NULL, "times" INTEGER NOT NULL, "seen_at" DATETIME)'
    )


def down(migrator, db):
    db.execute_sql('DROP TABLE "dead_job"')
