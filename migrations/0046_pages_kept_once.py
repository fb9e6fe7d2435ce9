"""What the pages of many e-mails have alike is kept once. Those that stand stay as they are."""

import json


def up(migrator, db):
    db.execute_sql(
        'CREATE TABLE "body_page" ("id" INTEGER NOT NULL PRIMARY KEY, "digest" TEXT NOT NULL, "pieces" TEXT NOT NULL)'
    )
    db.execute_sql('CREATE UNIQUE INDEX "body_page_digest" ON "body_page" ("digest")')
    db.execute_sql(
        'ALTER TABLE message_body ADD COLUMN "page_id" INTEGER REFERENCES "body_page" ("id") ON DELETE RESTRICT'
    )


def down(migrator, db):
    for page, pieces in db.execute_sql("SELECT id, pieces FROM body_page").fetchall():
        first, *rest = json.loads(pieces)
        kept = db.execute_sql("SELECT message_id, html FROM message_body WHERE page_id = ?", (page,)).fetchall()
        for message, html in kept:
            whole = first + "".join(told + piece for told, piece in zip(json.loads(html), rest, strict=True))
            db.execute_sql("UPDATE message_body SET html = ? WHERE message_id = ?", (whole, message))
    db.execute_sql('ALTER TABLE "message_body" DROP COLUMN "page_id"')
    db.execute_sql('DROP TABLE "body_page"')
