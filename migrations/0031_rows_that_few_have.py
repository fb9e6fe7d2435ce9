"""Indexes for what few rows have: a row without it is in none, and one that is deleted is not looked for in all others."""

PARTIAL = (
    ("message_of_print_run", "message", '"print_run_id"', '"print_run_id" IS NOT NULL'),
    ("reminder_of_appointment", "reminder", '"appointment_id"', '"appointment_id" IS NOT NULL'),
    ("reminder_of_part", "reminder", '"part_id"', '"part_id" IS NOT NULL'),
    ("reminder_of_visit", "reminder", '"visit_id"', '"visit_id" IS NOT NULL'),
    ("reminder_event_of_person", "reminder_event", '"by_id", "at"', '"by_id" IS NOT NULL'),
)
WHOLE = (("message_print_run_id", "message", '"print_run_id"'), ("reminder_part_id", "reminder", '"part_id"'))


def up(migrator, db):
    for name, table, columns, where in PARTIAL:
        db.execute_sql(f'CREATE INDEX "{name}" ON "{table}" ({columns}) WHERE {where}')
    for name, _, _ in WHOLE:
        db.execute_sql(f'DROP INDEX "{name}"')


def down(migrator, db):
    for name, table, columns in WHOLE:
        db.execute_sql(f'CREATE INDEX "{name}" ON "{table}" ({columns})')
    for name, *_ in PARTIAL:
        db.execute_sql(f'DROP INDEX "{name}"')
