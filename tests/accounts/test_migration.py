"""An older data directory comes to the brake of its accounts and to the rest of its clients by itself."""

from __future__ import annotations

from pathlib import Path

from peewee import SqliteDatabase
from playhouse.migrations import Runner

from webapp import db

NAME = "0009_brake_and_rest"


def test_what_there_is_gets_the_usual_numbers(migrated: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(migrated.read_bytes())
    database = SqliteDatabase(str(copy))
    runner = Runner(database, str(db.MIGRATIONS))
    runner.down(NAME)
    columns = [row[1] for row in database.execute_sql("PRAGMA table_info(mail_account)").fetchall()]
    assert not {"brake_after", "braked_at"} & set(columns)
    database.execute_sql(
        "INSERT INTO mail_account (source, host, port, security, auth, username, password, sender_name, sender_email, "
        "reply_to, unsubscribe_to, hours, gap_seconds, active, pause_reason, pause_detail) "
        "VALUES ('settings', 'mail.example', 587, 'starttls', 'none', '', '', '', '', '', '', '{}', 0, 1, '', '')"
    )
    assert NAME in runner.up()
    found = database.execute_sql("SELECT brake_after, braked_at, brake_detail, judged_up_to FROM mail_account")
    assert found.fetchall() == [(10, None, "{}", 0)]
    usual = {row[1]: row[4] for row in database.execute_sql("PRAGMA table_info(clinic)").fetchall()}
    assert usual["rest_days"] == "3"
    database.close()
