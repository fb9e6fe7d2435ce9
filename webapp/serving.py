"""What every command stands on, and the two that serve: the application of a data directory, entered."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask import Flask, g
from flask_babel import gettext
from peewee import PeeweeException

import config
from webapp import db, ground, here, languages, logs, secrets
from webapp.clinic.queries import backups, record
from webapp.commands import Refused
from webapp.later import Later

pages, supervisor, worker = Later("webapp.app"), Later("webapp.supervisor"), Later("webapp.worker")


@contextmanager
def enter(*, data: Path | str | None = None, prepare: bool = True) -> Iterator[Flask]:
    """The application of this data directory, its context entered; what stands in the way ends the command."""
    app = load_app(data=data, prepare=prepare)
    try:
        with app.app_context():
            told = backups.language_of(here.settings())
            g.language = told or languages.of_the_machine()
            yield app
    finally:
        if not db.database.is_closed():
            db.database.close()


def load_app(*, data: Path | str | None = None, prepare: bool = True) -> Flask:
    """The application of this data directory, for a command. Raises Refused."""
    try:
        return ground.make(config.load(data), prepare=prepare)
    except config.ConfigError as error:
        raise Refused(error) from error
    except (OSError, sqlite3.Error, db.NewerSchema, PeeweeException) as error:
        with languages.speaking(languages.of_the_machine()):
            raise Refused(_why(error)) from error


def serve_pages(app: Flask, **given: Any) -> None:
    """Serve them until told to stop, as `supervisor.serve` says."""
    pages.furnish(app)
    db.hold_less()
    supervisor.serve(app, **given)


def _why(error: Exception) -> str:
    if isinstance(error, db.NewerSchema):
        return gettext("A later version of Relance wrote this database. Install that version again.")
    if isinstance(error, OSError):
        why, path = error.strerror, error.filename or "-"
        return gettext("Cannot use the data directory: %(reason)s (%(path)s).", reason=why, path=path)
    return gettext("The database cannot be read: %(reason)s. Run “relance check”.", reason=error)


@click.command()
@click.option("--host", default="0.0.0.0", show_default=True, help="Address to listen on.")  # noqa: S104
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--tls-cert", type=click.Path(path_type=Path), help="Certificate with its chain, PEM.")
@click.option("--tls-key", type=click.Path(path_type=Path), help="Its key, PEM, without a password.")
@click.option("--no-worker", is_flag=True, help="Only the web; run `relance worker` beside it.")
def serve(host: str, port: int, tls_cert: Path | None, tls_key: Path | None, no_worker: bool) -> None:
    """Serve the clinic: the web application and the worker, until told to stop."""
    with enter() as app:
        tls = supervisor.options_of_tls(tls_cert, tls_key)
        if record.clinic().initialised_at is None:
            click.echo(gettext("This clinic has no identity and no manager yet: run “relance init”."), err=True)
        serve_pages(
            app,
            host=host,
            port=port,
            tls=tls,
            with_worker=not no_worker,
            announce=lambda url: click.echo(gettext("Relance answers at %(url)s", url=url)),
        )


@click.command(name="worker")
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


COMMANDS = (serve, run_worker)
