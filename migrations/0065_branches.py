"""A clinic may have several places; a template may say for which of them it writes."""

STATEMENTS = (
    'CREATE TABLE "branch" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "address" TEXT NOT NULL, '
    '"address_2" TEXT NOT NULL, "town" TEXT NOT NULL, "province" TEXT NOT NULL, "postal_code" TEXT NOT NULL, '
    '"country" TEXT NOT NULL, "phone" TEXT NOT NULL, "email" TEXT NOT NULL, "website" TEXT NOT NULL, '
    '"map_url" TEXT NOT NULL, "hours_fr" TEXT NOT NULL, "hours_en" TEXT NOT NULL, "archived_at" DATETIME)',
    'ALTER TABLE "clinic" ADD COLUMN "default_branch_id" INTEGER REFERENCES "branch" ("id") ON DELETE RESTRICT',
    'ALTER TABLE "template" ADD COLUMN "branch_id" INTEGER REFERENCES "branch" ("id") ON DELETE RESTRICT',
)


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)


def down(migrator, db):
    db.execute_sql('ALTER TABLE "template" DROP COLUMN "branch_id"')
    db.execute_sql('ALTER TABLE "clinic" DROP COLUMN "default_branch_id"')
    db.execute_sql('DROP TABLE "branch"')
