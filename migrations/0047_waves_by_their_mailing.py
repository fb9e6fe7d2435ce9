"""The messages of a wave are found by its mailing and by it: one index instead of two that each change of a message's
state was written into. Those without a wave have an index of their own, which no message of a wave is in."""

STATES = "message_mailing_id_state_wave_id_not_before"


def up(migrator, db):
    db.execute_sql('DROP INDEX "message_wave_id_state_not_before"')
    db.execute_sql('DROP INDEX "message_mailing_id_state"')
    db.execute_sql(f'CREATE INDEX "{STATES}" ON "message" ("mailing_id", "state", "wave_id", "not_before")')
    db.execute_sql('CREATE INDEX "message_without_wave" ON "message" ("state", "channel") WHERE ("wave_id" IS NULL)')
    analyze(db, STATES, "message_without_wave")


def down(migrator, db):
    db.execute_sql(f'DROP INDEX "{STATES}"')
    db.execute_sql('DROP INDEX "message_without_wave"')
    db.execute_sql('CREATE INDEX "message_wave_id_state_not_before" ON "message" ("wave_id", "state", "not_before")')
    db.execute_sql('CREATE INDEX "message_mailing_id_state" ON "message" ("mailing_id", "state")')
    analyze(db, "message_wave_id_state_not_before", "message_mailing_id_state")


def analyze(db, *indexes):
    """What was known of the old ones, where the others are known: alone, these would be taken for the worse ones."""
    known = "SELECT 1 FROM sqlite_stat1 WHERE tbl = 'message'"
    if db.table_exists("sqlite_stat1") and db.execute_sql(known).fetchone():
        for name in indexes:
            db.execute_sql(f'ANALYZE "{name}"')
