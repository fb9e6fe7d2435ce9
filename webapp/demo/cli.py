"""`relance demo`: a whole clinic to walk around in, one command after the installation."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import click
from filelock import FileLock, Timeout
from flask_babel import force_locale, gettext, lazy_gettext, ngettext

import config
from webapp import clock, languages
from webapp.commands import House, Refused
from webapp.demo import actions, queries
from webapp.demo.queries import Place
from webapp.filters import day_long

OWN_PLACE = Path("instance") / "demo"
PASSWORD, PIN = actions.PASSWORD, actions.PIN
REFUSALS = {
    Place.CLINIC: lazy_gettext(
        "%(path)s holds a real clinic: no demonstration is put there. Set RELANCE_DATA to another directory."
    ),
    Place.OTHER: lazy_gettext(
        "%(path)s holds files that are no demonstration’s. Set RELANCE_DATA to an empty directory."
    ),
}
SERVED = lazy_gettext("The demonstration in %(path)s is being served. Stop it first (Ctrl+C), then renew it.")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--clients", default=2000, show_default=True, type=click.IntRange(1, 100_000), help="How large a clinic.")
@click.option("--reset", is_flag=True, help="Build it anew, around today.")
@click.pass_obj
def demo(house: House, host: str, port: int, clients: int, reset: bool) -> None:
    """Serve a demonstration clinic, made up around today. Nothing is ever sent from it."""
    try:
        settings = config.load(os.environ.get("RELANCE_DATA") or OWN_PLACE)
    except config.ConfigError as error:
        raise Refused(error) from error
    place = clear_place(settings, reset=reset)
    with house.enter(data=settings.data) as app:
        if place is Place.EMPTY:
            say(lambda: gettext("Building the demonstration clinic…"))
            now = clock.now()
            actions.build(clients=clients, today=clock.day(now, settings.timezone), zone=settings.timezone)
            actions.campaign(now=now, zone=settings.timezone)
        else:
            say(lambda: age(queries.look(settings).built_at, settings))
        house.serve(app, host=host, port=port, announce=welcome)


def clear_place(settings: config.Config, *, reset: bool) -> Place:
    """Make sure that nothing but a demonstration is touched: EMPTY to build, DEMONSTRATION to serve. Raises Refused."""
    place = queries.look(settings).place
    if place in REFUSALS:
        refuse(REFUSALS[place], path=settings.data)
    if not (reset and place is Place.DEMONSTRATION):
        return place
    try:
        with FileLock(settings.under("serve.lock"), timeout=0):
            actions.clear(settings)
    except Timeout:
        refuse(SERVED, path=settings.data)
    return Place.EMPTY


def age(built_at: datetime | None, settings: config.Config) -> str:
    """How old the demonstration that is kept is, and how to renew it."""
    today = clock.day(clock.now(), settings.timezone)
    days = (today - clock.day(built_at, settings.timezone)).days if built_at else 0
    if built_at is None or days <= 0:
        return gettext("The demonstration built today is kept. To build it anew: relance demo --reset")
    how_old = ngettext("%(num)s day ago", "%(num)s days ago", days)
    return gettext(
        "This demonstration was built on %(day)s, %(how_old)s, around that day. To renew it: relance demo --reset",
        day=day_long(built_at),
        how_old=how_old,
    )


def welcome(url: str) -> None:
    """The address, and how to come in, in both languages."""

    def words() -> str:
        lines = [
            gettext("Demonstration clinic: open %(url)s", url=url),
            gettext("Sign in as one of these people, password “%(word)s”, PIN %(pin)s:", word=PASSWORD, pin=PIN),
            *(f"    {one.login:<16} {one.name} ({role_name(one.role)})" for one in actions.PEOPLE),
            gettext("To stop: Ctrl+C"),
        ]
        return "\n".join(map(str, lines))

    say(words)


def role_name(role: str) -> str:
    return str(
        {"reception": gettext("reception"), "veterinarian": gettext("veterinarian")}.get(role, gettext("manager"))
    )


def say(words: Callable[[], str]) -> None:
    """The same, in French and in English: nobody has said yet which they read."""
    for locale in languages.LOCALES.values():
        with force_locale(locale):
            click.echo(words())
    click.echo()


def refuse(sentence: Any, **values: Any) -> NoReturn:
    """End here, with a sentence in both languages."""
    said = []
    for language in languages.LOCALES:
        with languages.speaking(language):
            said.append(str(sentence) % values)
    raise Refused("\n".join(said))


COMMANDS = [demo]
