"""A reminder type's text may differ by item or by revenue category; a message may be written with another version than
the rest of its mailing."""

STATEMENTS = (
    'CREATE TABLE "act_text" ("id" INTEGER NOT NULL PRIMARY KEY, "type_id" INTEGER NOT NULL, "kind" TEXT NOT NULL, '
    '"item_id" INTEGER, "category_id" INTEGER, "template_id" INTEGER NOT NULL, '
    'FOREIGN KEY ("type_id") REFERENCES "reminder_type" ("id") ON DELETE CASCADE, '
    'FOREIGN KEY ("item_id") REFERENCES "item" ("id") ON DELETE CASCADE, '
    'FOREIGN KEY ("category_id") REFERENCES "revenue_category" ("id") ON DELETE CASCADE, '
    'FOREIGN KEY ("template_id") REFERENCES "template" ("id") ON DELETE RESTRICT, '
    'CHECK (("item_id" IS NULL) <> ("category_id" IS NULL)))',
    'CREATE UNIQUE INDEX "act_text_item" ON "act_text" ("type_id", "kind", "item_id") WHERE "item_id" IS NOT NULL',
    'CREATE UNIQUE INDEX "act_text_category" ON "act_text" ("type_id", "kind", "category_id") '
    'WHERE "category_id" IS NOT NULL',
    'ALTER TABLE "message" ADD COLUMN "template_version_id" INTEGER REFERENCES "template_version" ("id") '
    "ON DELETE RESTRICT",
    'CREATE INDEX "message_of_own_wording" ON "message" ("template_version_id", "mailing_id") '
    'WHERE "template_version_id" IS NOT NULL',
)


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)


def down(migrator, db):
    db.execute_sql('DROP TABLE "act_text"')
    db.execute_sql('DROP INDEX "message_of_own_wording"')
    db.execute_sql('ALTER TABLE "message" DROP COLUMN "template_version_id"')
