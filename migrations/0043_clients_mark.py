"""Whether any client has changed since duplicates were looked for among all."""

COMPARED = (
    "sort_name, last_name, first_name, email, home_phone, mobile_phone, work_phone, address, postal_code, archived_at"
)
EVENTS = {"marked_new": "INSERT", "marked_changed": f"UPDATE OF {COMPARED}", "marked_gone": "DELETE"}


def up(migrator, db):
    db.execute_sql('CREATE TABLE "clients_mark" ("id" INTEGER NOT NULL PRIMARY KEY, "mark" INTEGER NOT NULL)')
    db.execute_sql("INSERT INTO clients_mark (mark) VALUES (random())")
    for name, event in EVENTS.items():
        db.execute_sql(
            f"CREATE TRIGGER client_{name} AFTER {event} ON client BEGIN UPDATE clients_mark SET mark = random(); END"
        )


def down(migrator, db):
    for name in EVENTS:
        db.execute_sql(f"DROP TRIGGER client_{name}")
    db.execute_sql('DROP TABLE "clients_mark"')
