"""Texts of messages are written ahead of them: a body may stand alone for a moment, and by the number of its message."""

_COLUMNS = '"subject" TEXT NOT NULL, "text" TEXT NOT NULL, "html" TEXT NOT NULL'


def up(migrator, db):
    _rebuild(db, f'"message_id" INTEGER NOT NULL PRIMARY KEY, {_COLUMNS}')
    db.execute_sql(
        'CREATE TABLE "body_ahead" ("id" INTEGER NOT NULL PRIMARY KEY, "key" TEXT NOT NULL, '
        '"first" INTEGER NOT NULL, "last" INTEGER NOT NULL, "at" DATETIME NOT NULL)'
    )


def down(migrator, db):
    db.execute_sql("DELETE FROM message_body WHERE message_id NOT IN (SELECT id FROM message)")
    db.execute_sql('DROP TABLE "body_ahead"')
    own = '"id" INTEGER NOT NULL PRIMARY KEY, "message_id" INTEGER NOT NULL'
    to = 'FOREIGN KEY ("message_id") REFERENCES "message" ("id") ON DELETE CASCADE'
    _rebuild(db, f"{own}, {_COLUMNS}, {to}")
    db.execute_sql('CREATE UNIQUE INDEX "message_body_message_id" ON "message_body" ("message_id")')


def _rebuild(db, columns):
    db.execute_sql(f'CREATE TABLE "rebuilt_body" ({columns})')
    same = "message_id, subject, text, html"
    db.execute_sql(f"INSERT INTO rebuilt_body ({same}) SELECT {same} FROM message_body ORDER BY message_id")
    db.execute_sql('DROP TABLE "message_body"')
    db.execute_sql('ALTER TABLE "rebuilt_body" RENAME TO "message_body"')
