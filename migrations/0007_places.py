"""What tells an installation from its copy; stops that stand one above another; waves that are long past their day.

Nothing is filled in: an installation of before gets its identity when it next sends.
"""

SENDING = (
    ("identity", "TEXT NOT NULL DEFAULT ''"),
    ("counter", "INTEGER NOT NULL DEFAULT 0"),
    ("attempts_read", "INTEGER NOT NULL DEFAULT 0"),
    ("marker", "TEXT NOT NULL DEFAULT ''"),
    ("beneath", "TEXT NOT NULL DEFAULT '[]'"),
    ("last_asked_at", "DATETIME"),
)


def up(migrator, db):
    for name, kind in SENDING:
        db.execute_sql(f'ALTER TABLE sending ADD COLUMN "{name}" {kind}')
    db.execute_sql('ALTER TABLE wave ADD COLUMN "planned_at" DATETIME')
    db.execute_sql('ALTER TABLE clinic ADD COLUMN "late_days" INTEGER NOT NULL DEFAULT 30')


def down(migrator, db):
    db.execute_sql("ALTER TABLE clinic DROP COLUMN late_days")
    db.execute_sql("ALTER TABLE wave DROP COLUMN planned_at")
    for name, _kind in SENDING:
        db.execute_sql(f'ALTER TABLE sending DROP COLUMN "{name}"')
