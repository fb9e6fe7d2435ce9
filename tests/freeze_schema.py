"""Write migrations/0001_records.py from the models: `python -m tests.freeze_schema`.

Only until the first release; from then on a change of the schema is a migration of its own.
"""

from __future__ import annotations

from peewee import SqliteDatabase

import config
from webapp import models

HEAD = '''"""The records of a clinic: people, clients, animals, catalogue, sales, visits, appointments, imports.

Written out as SQL, so that it stays what it was when the models change. `python -m tests.freeze_schema` wrote it.
"""

STATEMENTS = (
'''
TAIL = '''    # Search: one folded document a client, in what order they are listed, and every word for typos.
    # A name is found by its words in any spelling: see webapp/search/rules.py.
    """CREATE VIRTUAL TABLE client_search USING fts5(
        surname, names, animals, people, number, phones, email, town, tokenize = "ascii", prefix = "2 3",
        columnsize = 0)""",
    """CREATE TABLE search_order (
        client_id INTEGER NOT NULL PRIMARY KEY, standing INTEGER NOT NULL, sort_name TEXT NOT NULL)""",
    "CREATE INDEX search_order_standing_sort_name ON search_order (standing, sort_name, client_id)",
    # Its highest id grows with every change: that is how a process knows that the words it holds are old.
    "CREATE TABLE search_word (id INTEGER NOT NULL PRIMARY KEY, word TEXT NOT NULL UNIQUE)",
    # What lists sort by, kept by the database itself: whoever writes a visit or an animal cannot forget it.
    """CREATE TRIGGER visit_added AFTER INSERT ON visit BEGIN
        UPDATE animal SET last_visit_on = new.visited_on
        WHERE id = new.animal_id AND (last_visit_on IS NULL OR last_visit_on < new.visited_on);
    END""",
    """CREATE TRIGGER visit_changed AFTER UPDATE OF animal_id, visited_on ON visit BEGIN
        UPDATE animal SET last_visit_on = (SELECT max(visited_on) FROM visit WHERE animal_id = animal.id)
        WHERE id IN (old.animal_id, new.animal_id);
    END""",
    """CREATE TRIGGER visit_removed AFTER DELETE ON visit BEGIN
        UPDATE animal SET last_visit_on = (SELECT max(visited_on) FROM visit WHERE animal_id = animal.id)
        WHERE id = old.animal_id;
    END""",
    """CREATE TRIGGER animal_seen AFTER UPDATE OF last_visit_on ON animal
    WHEN new.last_visit_on IS NOT old.last_visit_on BEGIN
        UPDATE client SET last_visit_on = (SELECT max(last_visit_on) FROM animal WHERE client_id = client.id)
        WHERE id = new.client_id;
    END""",
    """CREATE TRIGGER animal_added AFTER INSERT ON animal BEGIN
        UPDATE client SET animal_count = animal_count + 1
        WHERE id = new.client_id AND NOT new.deceased AND new.given_away_on IS NULL;
    END""",
    """CREATE TRIGGER animal_changed AFTER UPDATE OF client_id, deceased, given_away_on ON animal BEGIN
        UPDATE client SET
            animal_count = (SELECT count(*) FROM animal
                            WHERE client_id = client.id AND NOT deceased AND given_away_on IS NULL),
            last_visit_on = (SELECT max(last_visit_on) FROM animal WHERE client_id = client.id)
        WHERE id IN (old.client_id, new.client_id);
    END""",
    """CREATE TRIGGER animal_removed AFTER DELETE ON animal BEGIN
        UPDATE client SET
            animal_count = (SELECT count(*) FROM animal
                            WHERE client_id = client.id AND NOT deceased AND given_away_on IS NULL),
            last_visit_on = (SELECT max(last_visit_on) FROM animal WHERE client_id = client.id)
        WHERE id = old.client_id;
    END""",
    """CREATE TRIGGER client_added AFTER INSERT ON client BEGIN
        UPDATE client SET reach = (email <> '' AND accepts_email)
            + (mobile_phone <> '' AND mobile_takes_sms AND accepts_sms) * 2
            + (address <> '' AND town <> '' AND postal_code <> '' AND accepts_post) * 4
            + ((home_phone <> '' OR work_phone <> '' OR mobile_phone <> '') AND accepts_phone) * 8
            + (email <> '') * 16
        WHERE id = new.id;
    END""",
    """CREATE TRIGGER client_changed AFTER UPDATE OF email, accepts_email, mobile_phone, mobile_takes_sms, accepts_sms,
        address, town, postal_code, accepts_post, home_phone, work_phone, accepts_phone ON client BEGIN
        UPDATE client SET reach = (email <> '' AND accepts_email)
            + (mobile_phone <> '' AND mobile_takes_sms AND accepts_sms) * 2
            + (address <> '' AND town <> '' AND postal_code <> '' AND accepts_post) * 4
            + ((home_phone <> '' OR work_phone <> '' OR mobile_phone <> '') AND accepts_phone) * 8
            + (email <> '') * 16
        WHERE id = new.id;
    END""",
)


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)


def down(migrator, db):
    for (name,) in db.execute_sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND name <> 'schema_migration' AND name NOT LIKE 'client_search_%' "
        "ORDER BY rowid DESC"
    ).fetchall():
        db.execute_sql(f'DROP TABLE "{name}"')
'''


def statements() -> list[str]:
    """The SQL that makes the models' tables and indexes, in order."""
    database = SqliteDatabase(":memory:")
    with database.bind_ctx(models.ALL):
        database.create_tables(models.ALL)
        rows = database.execute_sql("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid").fetchall()
    return [sql for (sql,) in rows]


def main() -> None:
    """Write the file."""
    body = "".join(f"    {statement!r},\n" for statement in statements())
    (config.ROOT / "migrations" / "0001_records.py").write_text(HEAD + body + TAIL, encoding="utf-8")


if __name__ == "__main__":
    main()
