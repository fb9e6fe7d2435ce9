"""The index of the states of reminders gives them in the order of the to-do list: by day, and of one day as they were
made. A lot due on one day was sorted anew for each page."""

STATES = '"deleted_at", "cancelled_at", "visited_at", "answered_at", "done_at", "due_on"'
NAME = "reminder_deleted_at_cancelled_at_visited_at_answered_at_"


def exchange(db, old, new, *last):
    db.execute_sql(f'DROP INDEX "{NAME}_{old}"')
    db.execute_sql(f'CREATE INDEX "{NAME}_{new}" ON "reminder" ({STATES}, {", ".join(last)})')
    if db.table_exists(
        "sqlite_stat1"
    ):  # what was known of the old one: without it the lists of lots read all reminders
        db.execute_sql(f'ANALYZE "{NAME}_{new}"')


def up(migrator, db):
    exchange(db, "904d40c", "e51f2da", '"id"', '"type_id"')


def down(migrator, db):
    exchange(db, "e51f2da", "904d40c", '"type_id"')
