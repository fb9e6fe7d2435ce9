"""The `relance` command. Every command creates or migrates the data directory that it needs."""

import io
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask, g
from flask_babel import gettext
from peewee import PeeweeException

import config
from webapp import db, here, languages, logs, secrets, supervisor, worker
from webapp.app import create_app
from webapp.batches import cli as batches_cli
from webapp.clinic import cli as clinic_cli
from webapp.clinic import queries as clinic_queries
from webapp.commands import House, Refused
from webapp.demo import cli as demo_cli
from webapp.holds import cli as holds_cli
from webapp.imports import cli as imports_cli
from webapp.letters import cli as letters_cli
from webapp.mailings import cli as mailings_cli
from webapp.outbox import cli as outbox_cli
from webapp.reminders import cli as reminders_cli
from webapp.search import cli as search_cli
from webapp.sender import cli as sender_cli
from webapp.staff import cli as staff_cli


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="relance")
@click.pass_context
def main(context: click.Context) -> None:
    """Reminders for a veterinary clinic."""
    secrets.keep_to_ourselves()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    context.obj = House(enter=enter, serve=supervisor.serve)


@contextmanager
def enter(*, data: Path | str | None = None, prepare: bool = True) -> Iterator[Flask]:
    """The application of this data directory, its context entered; what stands in the way ends the command."""
    app = load_app(data=data, prepare=prepare)
    try:
        with app.app_context():
            told = clinic_queries.backups.language_of(here.settings())
            g.language = told or languages.of_the_machine()
            yield app
    finally:
        if not db.database.is_closed():
            db.database.close()


def load_app(*, data: Path | str | None = None, prepare: bool = True) -> Flask:
    """The application of this data directory, for a command. Raises Refused."""
    try:
        return create_app(config.load(data), prepare=prepare)
    except config.ConfigError as error:
        raise Refused(error) from error
    except (OSError, sqlite3.Error, db.NewerSchema, PeeweeException) as error:
        with languages.speaking(languages.of_the_machine()):
            raise Refused(_why(error)) from error


def _why(error: Exception) -> str:
    if isinstance(error, db.NewerSchema):
        return gettext("A later version of Relance wrote this database. Install that version again.")
    if isinstance(error, OSError):
        why, path = error.strerror, error.filename or "-"
        return gettext("Cannot use the data directory: %(reason)s (%(path)s).", reason=why, path=path)
    return gettext("The database cannot be read: %(reason)s. Run “relance check”.", reason=error)


@main.command()
@click.option("--host", default="0.0.0.0", show_default=True, help="Address to listen on.")  # noqa: S104
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--tls-cert", type=click.Path(path_type=Path), help="Certificate with its chain, PEM.")
@click.option("--tls-key", type=click.Path(path_type=Path), help="Its key, PEM, without a password.")
@click.option("--no-worker", is_flag=True, help="Only the web; run `relance worker` beside it.")
def serve(host: str, port: int, tls_cert: Path | None, tls_key: Path | None, no_worker: bool) -> None:
    """Serve the clinic: the web application and the worker, until told to stop."""
    with enter() as app:
        tls = supervisor.options_of_tls(tls_cert, tls_key)
        if clinic_queries.clinic().initialised_at is None:
            click.echo(gettext("This clinic has no identity and no manager yet: run “relance init”."), err=True)
        supervisor.serve(
            app,
            host=host,
            port=port,
            tls=tls,
            with_worker=not no_worker,
            announce=lambda url: click.echo(gettext("Relance answers at %(url)s", url=url)),
        )


@main.command(name="worker")
def run_worker() -> None:
    """Run the worker alone, beside `relance serve --no-worker`."""
    with enter():
        settings = here.settings()
        secrets.keep_temporary_files(settings.data)
        logs.start(settings.data)
        try:
            worker.consume(settings, patience=2)
        except worker.AnotherWorker as error:
            raise Refused(
                gettext("A worker is already running for this data directory (%(path)s).", path=settings.data)
            ) from error


for _room in (
    demo_cli,
    imports_cli,
    holds_cli,
    batches_cli,
    mailings_cli,
    reminders_cli,
    sender_cli,
    outbox_cli,
    search_cli,
    clinic_cli,
    staff_cli,
):
    for _command in _room.COMMANDS:
        main.add_command(_command)
for _command in (*mailings_cli.BATCH_COMMANDS, *letters_cli.BATCH_COMMANDS):
    batches_cli.batch.add_command(_command)


if __name__ == "__main__":
    sys.exit(main())
