"""Who wants no reminders, or none before a day; columns are remembered for the same headers in any order.

What an installation has imported before counts as remembered: its columns go on meaning what they meant.
"""

import hashlib
import json
import re
import unicodedata

COLUMNS = ('"no_reminders" INTEGER NOT NULL DEFAULT 0', '"no_reminders_until" DATE')


def up(migrator, db):
    for table in ("client", "animal"):
        for column in COLUMNS:
            db.execute_sql(f"ALTER TABLE {table} ADD COLUMN {column}")
    said = db.execute_sql("SELECT kind, columns, remembered_at, by_id FROM remembered_columns").fetchall()
    # A file that was read as it was told says more than nothing; what it left unread, nobody decided.
    read = db.execute_sql(
        "SELECT f.kind, f.columns, coalesce(r.ended_at, r.created_at), r.by_id FROM import_file f "
        "JOIN import_run r ON r.id = f.run_id "
        "WHERE f.state = 'done' AND NOT r.dry_run AND f.kind > '' ORDER BY f.id"
    ).fetchall()
    found = {}
    for kind, columns, at, by in read:
        meant = {header: field for header, field in json.loads(columns).items() if field}
        if meant:
            found[signature(json.loads(columns))] = (kind, json.dumps(meant, ensure_ascii=False), at, by)
    for kind, columns, at, by in sorted(said, key=lambda row: row[2]):
        found[signature(json.loads(columns))] = (kind, columns, at, by)
    db.execute_sql("DELETE FROM remembered_columns")
    for key, row in found.items():
        db.execute_sql(
            "INSERT INTO remembered_columns (signature, kind, columns, remembered_at, by_id) VALUES (?, ?, ?, ?, ?)",
            (key, *row),
        )


def down(migrator, db):
    for table in ("client", "animal"):
        for column in reversed(COLUMNS):
            db.execute_sql(f"ALTER TABLE {table} DROP COLUMN {column.split()[0]}")


# As imports.rules.headers and text had it.
NUMBER_SIGN = re.compile(r"^\s*#\s*|\bn[°º]\.?|\bno\b\.?|№", re.I)
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})


def signature(header):
    names = sorted({folded(name) for name in header} - {""})
    return hashlib.sha256("\x1f".join(names).encode()).hexdigest()


def folded(header):
    if header.rstrip().endswith("#"):
        header = header.rstrip()[:-1] + " no"
    flat = unicodedata.normalize("NFKD", NUMBER_SIGN.sub(" no ", header).lower().translate(LIGATURES))
    flat = "".join(each for each in flat if not unicodedata.combining(each))
    return "".join(word for word in re.split(r"[^a-z0-9]+", flat) if word)
