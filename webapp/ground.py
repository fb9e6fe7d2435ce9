"""What every process stands on: the application of one data directory, without its pages.

`webapp.app` puts the pages on it, for who serves them; a command, the worker and its long tasks do without.
"""

import functools
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, g

import config
from config import Config
from webapp import db, hooks, languages, queue, secrets, wiring
from webapp.clinic.queries.record import clinic


def make(settings: Config, *, prepare: bool = True) -> Flask:
    """The application of this data directory, as `settle` says."""
    app = lay()
    settle(app, settings, prepare=prepare)
    return app


def lay() -> Flask:
    """All rooms known by name, in no data directory yet."""
    app = Flask("webapp", template_folder=str(config.ROOT / "templates"), static_folder=str(config.ROOT / "static"))
    languages.init_app(app)
    hooks.fill(wiring.HOOKS)
    queue.stand_in(wiring.TASKS)
    return app


def settle(app: Flask, settings: Config, *, prepare: bool = True) -> None:
    """Into this data directory, which is created and migrated.

    Raises OSError, sqlite3.Error, peewee.DatabaseError or db.NewerSchema when it cannot be used. With `prepare` False
    nothing is touched, and nothing can be served: for commands that look at a directory which may have any fault.
    """
    app.config.update(RELANCE=settings, SECRET_KEY=secrets.secret_key(settings) if prepare else None)
    if prepare:
        move_in(app, settings)
        db.prepare()
    else:
        db.bind(settings.database)


def move_in(app: Flask, settings: Config) -> None:
    """Have the application work in this data directory from now on."""
    app.config["RELANCE"] = settings
    db.bind(settings.database)
    queue.bind(settings, functools.partial(_at_work, app))


@contextmanager
def _at_work(app: Flask) -> Iterator[None]:
    """Around each task of the worker."""
    with app.app_context():
        db.connect()
        g.language = clinic().language
        yield
