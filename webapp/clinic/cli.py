"""`relance init`, `backup`, `restore` and `check`."""

from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from flask_babel import gettext, ngettext
from peewee import IntegrityError
from werkzeug.datastructures import MultiDict

import config
from webapp import clock, commands, filters, here, languages, logs, secrets
from webapp.clinic import actions, forms, queries
from webapp.clinic.queries.words import Fault
from webapp.commands import House, Refused, at_a_terminal
from webapp.staff.forms import password_fault

IDENTITY = ("address", "town", "province", "postal_code", "phone", "email")


@click.command()
@click.option("--clinic", "name", help="Name of the clinic.")
@click.option("--address", help="Street address.")
@click.option("--town")
@click.option("--province", help="QC, or Québec.")
@click.option("--postal-code")
@click.option("--country", default="CA", show_default=True)
@click.option("--phone")
@click.option("--email")
@click.option("--website", default="")
@click.option("--language", default="fr", show_default=True, help="fr or en.")
@click.option("--manager", help="Name of the first manager.")
@click.option("--password", help="The manager’s password; asked for unless given.")
@click.pass_obj
def init(house: House, /, manager: str | None, password: str | None, **typed: str | None) -> None:
    """Begin a clinic: its identity, and the person who manages it."""
    with house.enter():
        if queries.clinic().initialised_at is not None:
            raise Refused(
                gettext("This clinic has begun already. Its identity is changed in Settings; nothing was done.")
            )
        if typed["language"] in languages.LOCALES:
            languages.speak(str(typed["language"]))
        form = _identity(typed)
        manager = manager or _ask("manager", gettext("Name of the manager"))
        if not " ".join(manager.split()):
            raise Refused("--manager: " + gettext("Give a name."), 2)
        password = password or _ask("password", gettext("Password"), secret=True)
        fault = password_fault(password, (manager, form.name.data or ""))
        if fault:
            raise Refused(f"--password: {fault}", 2)
        try:
            member = actions.begin_clinic(
                identity=form.identity(), manager=" ".join(manager.split()), password=password, now=clock.now()
            )
        except IntegrityError as error:
            raise Refused("--manager: " + gettext("Somebody has this name already."), 2) from error
        click.echo(gettext("%(clinic)s is ready.", clinic=form.name.data))
        click.echo(gettext("Start it with “relance serve”, then sign in as: %(login)s", login=member.login))


def _identity(typed: dict[str, str | None]) -> forms.IdentityForm:
    """What was given or asked for, valid. Raises Refused, naming the option."""
    labels = forms.IdentityForm()
    given = {name: value or "" for name, value in typed.items()}
    for name in ("name", *IDENTITY):
        if typed.get(name) is None:
            given[name] = _ask(_option(name), str(labels[name].label.text))
    form = forms.IdentityForm(MultiDict(given))
    if not form.validate():
        raise Refused("\n".join(f"--{_option(field.name)}: {field.errors[0]}" for field in form if field.errors), 2)
    return form


def _option(field: str) -> str:
    return "clinic" if field == "name" else field.replace("_", "-")


def _ask(option: str, label: str, *, secret: bool = False) -> str:
    if not at_a_terminal():
        raise Refused(gettext("--%(option)s is missing: %(label)s.", option=option, label=label), 2)
    return str(click.prompt(label, hide_input=secret, confirmation_prompt=secret))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of a sentence.")
@click.pass_obj
def backup(house: House, as_json: bool) -> None:
    """Back up now, while people work. Verified, kept by the clinic’s rule, copied to its second place."""
    with house.enter():
        settings = here.settings()
        logs.start(settings.data, aloud=False)
        run = actions.back_up(settings=settings, now=clock.now())
        path = str(queries.backups.folder(settings) / run.file) if run.file else ""
        if as_json:
            commands.answer(
                {
                    "ok": not run.error,
                    "file": path,
                    "bytes": run.bytes,
                    "verified": run.verified_at is not None,
                    "second_place": _copied(run),
                    "error": run.error or run.copy_error,
                }
            )
        if run.error:
            raise Refused(gettext("No backup was made: %(reason)s", reason=run.error))
        if not as_json:
            click.echo(gettext("%(file)s (%(size)s, verified)", file=path, size=filters.size(run.bytes)))
        if run.copy_error:
            words = gettext("It was not copied to the second place: %(reason)s", reason=run.copy_error)
            click.echo(words, err=True)


def _copied(run: Any) -> bool | None:
    return None if not queries.clinic().second_place else run.copied_at is not None


@click.command()
@click.argument("file", type=click.Path(path_type=Path, readable=False))
@click.option("--yes", is_flag=True, help="Do not ask at a terminal.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of a sentence.")
@click.pass_obj
def restore(house: House, file: Path, yes: bool, as_json: bool) -> None:
    """Go back to a backup. What is there now is kept under a name of its own; everybody signs in again."""
    with house.enter(prepare=False):
        settings = here.settings()
        if not file.exists() and file.name == str(file):
            file = queries.backups.folder(settings) / file.name
        if not yes and at_a_terminal():  # elsewhere nobody could answer, and what is there now is kept
            click.confirm(gettext("Replace every record by those of %(file)s?", file=file.name), abort=True)
        logs.start(settings.data, aloud=False)
        try:
            done = actions.restore(settings=settings, file=file, now=clock.now())
        except actions.NotRestored as refused:
            raise Refused(refused) from refused
        secrets.secret_key(settings)  # on a new machine there is none yet
        kept = str(queries.backups.folder(settings) / done.kept) if done.kept else ""
        if as_json:
            commands.answer({"ok": True, **asdict(done), "file": str(file), "kept": kept})
            return
        clients = done.counts.get("client", 0)
        click.echo(
            ngettext("Restored: %(num)s client.", "Restored: %(num)s clients.", clients).replace(
                str(clients), filters.number(clients)
            )
        )
        if kept:
            click.echo(gettext("What was there before is in %(path)s", path=kept))
        click.echo(gettext("Everybody has to sign in again."))
        if not done.in_place:
            click.echo(gettext("The database was too damaged to be written to and was replaced: restart Relance."))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of sentences.")
@click.option("--lang", type=click.Choice(["fr", "en"]), help="Language of the sentences; the clinic’s unless given.")
@click.pass_obj
def check(house: House, as_json: bool, lang: str | None) -> None:
    """Is this installation sound? Names every fault and how to mend it."""
    with ExitStack() as stack:
        found = _faults(house, stack, lang)
        if as_json:
            commands.answer({"ok": not found, "faults": [asdict(fault) for fault in found]})
        elif not found:
            click.echo(gettext("Nothing is wrong with this installation."))
        else:
            click.echo("\n".join(f"• {fault.fault}\n  → {fault.mend}" for fault in found))
    if found:
        raise SystemExit(1)


def _faults(house: House, stack: ExitStack, lang: str | None) -> list[Fault]:
    """With the application where it can be put together, for the rooms' own checks; without it otherwise.

    Enters into `stack` what gettext needs.
    """
    try:
        settings = config.load()
    except config.ConfigError as error:
        stack.enter_context(languages.speaking(lang or languages.of_the_machine()))
        return [_setting(error)]
    language = lang or queries.backups.language_of(settings) or languages.of_the_machine()
    try:
        stack.enter_context(house.enter(prepare=False))
        languages.speak(language)
    except Refused:
        stack.enter_context(languages.speaking(language, settings))
    return queries.soundness.faults(settings, clock.now())


def _setting(error: config.ConfigError) -> Fault:
    said = gettext("The variable %(name)s has a value that cannot be used.", name=error.variable)
    if error.variable == "RELANCE_TIMEZONE":
        return Fault("setting", said, gettext("Give a time zone that the system knows, such as America/Toronto."))
    if error.variable == "RELANCE_SMTP_URL":
        url = "smtp://user:password@host:587?per_hour=60"
        return Fault("setting", said, gettext("Give an address such as %(url)s, or leave it out.", url=url))
    return Fault("setting", said, gettext("Give sqlite:/// and a full path, or leave it out."))


COMMANDS = [init, backup, restore, check]
