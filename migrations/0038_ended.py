"""Indexes of what has ended hold nothing else: a message that leaves is written into each of them once."""

THICK = (
    'CREATE INDEX "message_state_ended_at" ON "message" ("state", "ended_at")',
    'CREATE INDEX "attempt_account_id_ended_at_data_at" ON "attempt" ("account_id", "ended_at", "data_at")',
)
THIN = (
    'CREATE INDEX "message_ended" ON "message" ("state", "ended_at") WHERE ("ended_at" IS NOT NULL)',
    'CREATE INDEX "attempt_ended" ON "attempt" ("account_id", "ended_at", "data_at") WHERE ("ended_at" IS NOT NULL)',
)


def up(migrator, db):
    db.execute_sql("DROP INDEX message_state_ended_at")
    db.execute_sql("DROP INDEX attempt_account_id_ended_at_data_at")
    for sql in THIN:
        db.execute_sql(sql)


def down(migrator, db):
    db.execute_sql("DROP INDEX message_ended")
    db.execute_sql("DROP INDEX attempt_ended")
    for sql in THICK:
        db.execute_sql(sql)
