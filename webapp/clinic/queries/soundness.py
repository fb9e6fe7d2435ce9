"""`relance check`: every fault of an installation, in a sentence, and how to mend it. Looks; changes nothing.

Through connections of its own and plain SQL: it must speak when the application cannot start.
"""

import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from flask_babel import gettext, ngettext

from config import Config
from webapp import filters
from webapp.access import Role
from webapp.clinic import rules
from webapp.clinic.queries import files, jobs
from webapp.clinic.queries.installation import around
from webapp.clinic.queries.warnings import old_sentence
from webapp.clinic.queries.words import Fault, Found, why_unfit
from webapp.hooks import Hook

# A higher room's own checks, of a database that is sound: functions of the settings, the database and `now`.
more: Hook[Callable[[Config, sqlite3.Connection, datetime], Found]] = Hook("clinic.queries.soundness.more")


def faults(settings: Config, now: datetime) -> list[Fault]:
    """All that is wrong with this installation."""
    found = list(around(settings, now))
    if not settings.data.is_dir():
        return found
    in_database = list(_file(settings.database))
    if not in_database:
        try:
            with files.opened(settings.database) as database:
                in_database = list(_schema(database)) or list(_records(settings, database, now))
        except sqlite3.DatabaseError:
            in_database = [_torn(settings.database)]
    return found + in_database


def _torn(path: Path) -> Fault:
    return Fault(
        "database_corrupt",
        gettext("The database %(path)s is damaged.", path=path),
        gettext("Stop Relance and run: relance restore FILE, with the newest file of the folder “backups”."),
    )


def _file(path: Path) -> Found:
    try:
        files.check_header(path)
    except files.Unfit as unfit:
        if unfit.damage is files.Damage.MISSING:
            yield Fault(
                "database_missing",
                gettext("There is no database: %(path)s.", path=path),
                gettext("Run “relance init” for a new clinic, or “relance restore FILE” with a backup."),
            )
        elif unfit.damage is files.Damage.UNREADABLE:
            yield Fault(
                "database_unreadable",
                why_unfit(unfit.damage),
                gettext("Run: chmod %(mode)s %(path)s", mode=600, path=path),
            )
        else:
            yield _torn(path)


def _schema(database: sqlite3.Connection) -> Found:
    if database.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        yield _torn(Path(database.execute("PRAGMA database_list").fetchone()[2]))
        return
    try:
        taken = set(files.steps(database))
    except files.Unfit as unfit:
        yield Fault("database_foreign", why_unfit(unfit.damage), gettext("Set RELANCE_DATA to where the data is."))
        return
    if taken - files.known_steps():
        yield Fault(
            "schema_newer",
            gettext("A later version of Relance wrote this database."),
            gettext("Install that version again, or restore a backup made before the upgrade."),
        )
    elif files.known_steps() - taken:
        yield Fault(
            "schema_behind",
            gettext("The database is of an earlier version of Relance."),
            gettext("Run “relance backup”: every command but this one brings the database up to date."),
        )


def _records(settings: Config, database: sqlite3.Connection, now: datetime) -> Found:
    broken = {row[0] for row in database.execute("PRAGMA foreign_key_check")}
    if broken:
        yield Fault(
            "foreign_keys",
            gettext("Rows of %(tables)s refer to rows that are not there.", tables=", ".join(sorted(broken))),
            gettext("Restore the newest backup that “relance check” finds sound, or ask for help with this one."),
        )
    yield from _people(database)
    yield from _copies(settings, database, now)
    yield from _folder(database)
    yield from _clock(database, now)
    yield from _dead_jobs(database)
    for ask in more:
        yield from ask(settings, database, now)


def _people(database: sqlite3.Connection) -> Found:
    identity = f"SELECT {', '.join(rules.Identity._fields)} FROM clinic WHERE initialised_at IS NOT NULL"
    row = database.execute(identity).fetchone()
    missing = rules.missing_identity(rules.Identity(*row)) if row else ["no_identity"]
    if "no_identity" in missing:
        yield Fault(
            "no_identity",
            gettext("The clinic has no name and address yet; the law wants them in every message."),
            gettext("Run “relance init”."),
        )
    if "no_contact" in missing:
        yield Fault(
            "no_contact",
            gettext("The clinic has no telephone, e-mail address or website; the law wants one in every message."),
            gettext("Fill one in (Settings, Identity of the clinic)."),
        )
    manager = "SELECT 1 FROM staff_member WHERE active AND password_hash <> '' AND role = ?"
    if not database.execute(manager, (Role.MANAGER.value,)).fetchone():
        yield Fault(
            "no_manager",
            gettext("Nobody can manage this clinic: there is no active manager with a password."),
            gettext("Run “relance init” on a new installation, or “relance password LOGIN” for a manager."),
        )


def _copies(settings: Config, database: sqlite3.Connection, now: datetime) -> Found:
    since, place = database.execute("SELECT initialised_at, second_place FROM clinic").fetchone() or (None, "")
    (good,) = database.execute(
        "SELECT max(started_at) FROM backup_run WHERE verified_at IS NOT NULL AND error = '' AND file LIKE ?",
        (f"{rules.Kind.NIGHTLY}-%",),
    ).fetchone()
    last = database.execute(
        "SELECT started_at, ended_at, copy_error FROM backup_run ORDER BY started_at DESC"
    ).fetchone()
    tried = rules.Tried(
        good_at=_instant(good), last_at=_instant(last and last[0]), running=bool(last and last[1] is None)
    )
    if rules.is_too_old(now, since=_instant(since), tried=tried):
        yield Fault(
            "backup_old",
            old_sentence(tried.good_at),
            gettext("Run “relance backup”, and see that “relance serve” runs at night."),
        )
    if not place:
        return
    reason = (last[2] if last else "") if Path(place).is_dir() else gettext("it is not there")
    if reason:
        yield Fault(
            "second_place",
            gettext("Backups cannot be copied to %(path)s: %(reason)s.", path=place, reason=str(reason).rstrip(".")),
            gettext("Mount it and let the account that runs Relance write there, or change it (Settings, Backups)."),
        )


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _folder(database: sqlite3.Connection) -> Found:
    (watched,) = database.execute("SELECT watched_folder FROM clinic").fetchone() or ("",)
    if not watched:
        return
    try:
        next(Path(watched).iterdir(), None)
    except OSError as error:
        yield Fault(
            "watched_folder",
            gettext("The watched folder %(path)s cannot be read: %(reason)s.", path=watched, reason=error.strerror),
            gettext("Mount it, let the account that runs Relance read it, or change it (Imports)."),
        )


def _dead_jobs(database: sqlite3.Connection) -> Found:
    for task, subject, at, times in database.execute(
        "SELECT task, subject, at, times FROM dead_job WHERE seen_at IS NULL ORDER BY at DESC"
    ):
        what, when = jobs.words(task, subject), filters.moment(datetime.fromisoformat(at))
        yield Fault(
            "job_died",
            ngettext(
                "Background work ended by itself on %(when)s: %(what)s.",
                "Background work ended by itself %(num)s times, the last on %(when)s: %(what)s.",
                times,
                when=when,
                what=what,
            ),
            gettext("See what it was and note it (Settings, Work that ended by itself); the log says more."),
        )


def _clock(database: sqlite3.Connection, now: datetime) -> Found:
    newest = [
        datetime.fromisoformat(text)
        for column, table in (("started_at", "backup_run"), ("started_at", "staff_session"), ("created_at", "client"))
        for (text,) in database.execute(f"SELECT max({column}) FROM {table}")
        if text
    ]
    if rules.clock_is_absurd(now, max(newest, default=None)):
        yield Fault(
            "clock",
            gettext("The machine’s clock says %(when)s, which cannot be.", when=filters.moment(now)),
            gettext("Set the clock, and let the system keep it by NTP."),
        )
