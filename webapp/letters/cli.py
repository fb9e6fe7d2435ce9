"""Commands of `relance batch` that this room adds: on paper, and for the printer's shop."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from flask_babel import gettext, ngettext

from webapp import clock, commands, filters, here, printing
from webapp.batches.cli import named
from webapp.batches.queries.acts import of_lot
from webapp.commands import House, Refused
from webapp.composition.queries import wording
from webapp.composition.queries.candidates import Scope
from webapp.composition.rules import grouping
from webapp.letters.actions import drawing, exporting, planning, runs
from webapp.letters.queries import choosing, composing, export, lying, titles
from webapp.letters.queries.choosing import unworded
from webapp.letters.queries.drawing import EVERYBODY, LETTERS, documents, households, left_on_hold
from webapp.letters.queries.drawing import paper as paper_of
from webapp.letters.queries.runs import printed_mailings, runs_of
from webapp.letters.rules import sheets, windows
from webapp.letters.rules.order import Choice
from webapp.letters.rules.shapes import GROUPINGS, Shape
from webapp.message_templates import queries as wordings
from webapp.models import Template, TemplateVersion

_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
_OUT = click.option(
    "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Where to write it."
)


def _scope(number: str) -> Scope:
    batch, part = named(number)
    return Scope(batch=batch, part=part)


def _writable(path: Path) -> Path:
    """Refused before anything is changed where the file could not be written."""
    path = path.absolute()
    try:
        with exporting.whole_file(path.with_name(f"{path.name}.try")) as trial:
            trial.touch()
        path.with_name(f"{path.name}.try").unlink()
        if path.exists():
            with path.open("r+b"):
                pass
    except OSError as error:
        raise _cannot_write(error, path) from error
    return path


def _cannot_write(error: OSError, path: Path) -> Refused:
    why = {"reason": error.strerror or str(error), "path": path}
    return Refused(gettext("The file cannot be written: %(reason)s (%(path)s).", **why))


def _done(path: Path, as_json: bool, **counts: int) -> None:
    if as_json:
        commands.answer({"file": str(path), **counts})
        return
    if "rows" in counts:
        said = ngettext("%(num)s row", "%(num)s rows", counts["rows"])
    else:
        said = ngettext("%(num)s page", "%(num)s pages", counts["pages"])
    click.echo(f"{path}: {said}")


@click.command()
@click.argument("number")
@click.option(
    "--template",
    "template",
    metavar="NAME",
    help="The template; unless told, the reminder type's own, and those of its acts.",
)
@_OUT
@click.option("--paper", type=click.Choice(list(printing.PAPERS)), help="The clinic's own unless told.")
@click.option("--order", type=click.Choice(windows.ORDERS), default="name", show_default=True)
@click.option("--from-name", default="", metavar="NAME", help="Begin at this family name.")
@click.option("--from-number", default=1, type=click.IntRange(1), metavar="N", help="Begin at this letter.")
@click.option("--group", type=click.Choice(grouping.GROUPINGS), default=grouping.BY_CLIENT, show_default=True)
@click.option("--language", type=click.Choice(["fr", "en"]), help="Only these; French, then English, unless told.")
@click.option("--cards", is_flag=True, help="Three cards on a sheet.")
@_JSON
@click.pass_obj
def letters(
    house: House, /, number: str, template: str | None, out: Path, paper: str | None, as_json: bool, **given: Any
) -> None:
    """Print the letters of batch NUMBER as one PDF."""
    with house.enter():
        scope, now = _scope(number), clock.now()
        version = _version(scope, template, cards=given["cards"])
        path = _writable(out)
        choice = Choice(
            paper=paper or paper_of().paper, order=given["order"], language=given["language"] or "",
            from_name=given["from_name"], from_number=given["from_number"],
            cards=given["cards"] or bool(version and version.template.kind == "card"),
        )  # fmt: skip
        try:
            ready = planning.prepare(
                scope=scope, version=version, today=here.day(now), now=now, by=None, grouping=given["group"],
                acts=None if template else of_lot(scope.batch, version, types_own=True),
            )  # fmt: skip
            run = runs.begin(mailing_ids=[ready.mailing.id], choice=choice, now=now, by=None, wake=False)
            with exporting.whole_file(path) as temporary:
                told = None if as_json else _show_progress
                drawn = drawing.draw(run_id=run.id, now=now, target=temporary, progress=told)
        except planning.NothingToPrint as error:
            raise Refused(error.sentence) from error
        except runs.NoLetters as error:
            raise Refused(gettext("No letter is left with these choices.")) from error
        except drawing.NotDrawn as error:
            raise Refused(error) from error
        except OSError as error:
            raise _cannot_write(error, path) from error
        _done(
            path, as_json, pages=drawn.pages or 0 if drawn else 0, letters=drawn.total if drawn else 0,
            held=left_on_hold(scope),
        )  # fmt: skip
        _say_holes(ready)
        _say_held(left_on_hold(scope))
        for reason, each in ready.plan.composition.left_out.items():
            if reason == "rest":
                click.echo(f"{len(each):>8}  {choosing.why(reason)}", err=True)


def _version(scope: Scope, name: str | None, *, cards: bool) -> TemplateVersion | None:
    if scope.batch is None:
        return None
    template: Template | None = None
    if name:
        template = wordings.find(name, composing.PAPER_KINDS)
        if template is None:
            raise Refused(gettext("No letter and no card is called “%(name)s”.", name=name))
        if why := wording.unfit(template):
            raise Refused(why)
    return wording.on_paper(scope.batch, template=template, cards=cards)


def _show_progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{filters.number(done)} / {filters.number(total)}   ", nl=done >= total, err=True)


def _say_holes(ready: planning.Prepared) -> None:
    for language, count in ready.plan.unworded.items():
        click.echo(unworded(language, count), err=True)
    if holes := len(ready.plan.holes):
        click.echo(
            ngettext(
                "%(num)s client has no letter: the template names something that is not known of them.",
                "%(num)s clients have no letter: the template names something that is not known of them.",
                holes,
            ),
            err=True,
        )


@click.command()
@click.argument("number")
@_JSON
@click.pass_obj
def posted(house: House, number: str, as_json: bool) -> None:
    """Say that the printed letters of batch NUMBER are in the post: their reminders are done."""
    with house.enter():
        scope, now = _scope(number), clock.now()
        mailings = printed_mailings(scope.batch, scope.part) if scope.batch else []
        if not mailings:
            raise Refused(gettext("No letter of batch %(number)s is printed and not posted.", number=number))
        taken_out = [one for one in lying.withdrawn(runs_of(mailings)) if one.lies_there]
        count = runs.posted_mailing(mailing_ids=mailings, now=now, by=None)
        _say_taken_out(taken_out)
        if as_json:
            commands.answer({"posted": count})
        else:
            click.echo(ngettext("%(num)s letter posted.", "%(num)s letters posted.", count))


def _say_taken_out(letters: Sequence[lying.Withdrawn]) -> None:
    if letters:
        words = "Take this letter out of the pile:", "Take these %(shown)s letters out of the pile:"
        click.echo(filters.counting(*words, len(letters)), err=True)
    for one in letters:
        why = choosing.why(one.reason)
        said = gettext("Letter %(n)s, %(name)s: %(why)s", n=one.number, name=one.name, why=why[:1].lower() + why[1:])
        click.echo(f"  {said}", err=True)


@click.command(name="labels")
@click.argument("number")
@click.option("--sheet", required=True, metavar="CODE", help=f"One of {', '.join(sheets.SHEETS)}.")
@_OUT
@click.option("--start", default=1, type=click.IntRange(1), metavar="N", help="The first label that is still there.")
@click.option("--all", "everybody", is_flag=True, help="For everybody with an open reminder, not only for letters.")
@_JSON
@click.pass_obj
def labels_(house: House, number: str, sheet: str, out: Path, start: int, everybody: bool, as_json: bool) -> None:
    """Print a label for each household of batch NUMBER that is written to by post."""
    with house.enter():
        known = sheets.find(sheet)
        if known is None:
            names = ", ".join(sheets.SHEETS)
            raise Refused(gettext("No sheet of labels is called “%(code)s”: %(names)s.", code=sheet, names=names))
        if start > known.labels:
            raise Refused(gettext("A sheet %(code)s has %(n)s labels.", code=known.code, n=known.labels))
        scope, now = _scope(number), clock.now()
        path = _writable(out)
        found = households(scope, who=EVERYBODY if everybody else LETTERS, now=now)
        if not found:
            raise Refused(gettext("Nobody of this batch is to be written to by post."))
        printer = paper_of()
        try:
            with exporting.whole_file(path) as temporary:
                parts = documents(
                    known, found, start=start, dx=printer.dx, dy=printer.dy, title=titles.of_labels(number, len(found))
                )
                pages = printing.draw_parts(parts, temporary)
        except printing.DrawingFailed as error:
            raise Refused(gettext("The PDF could not be prepared: %(reason)s", reason=error)) from error
        except OSError as error:
            raise _cannot_write(error, path) from error
        held = left_on_hold(scope)
        _done(path, as_json, pages=pages, labels=len(found), held=held)
        _say_held(held)


def _say_held(clients: int) -> None:
    if clients:
        said = ngettext(
            "%(n)s client is left out, or one of their animals: somebody must first say whether they may be contacted.",
            "%(n)s clients are left out, or animals of theirs: somebody must first say whether they may be contacted.",
            clients, n=filters.number(clients),
        )  # fmt: skip
        click.echo(said, err=True)


@click.command(name="export")
@click.argument("number")
@click.option("--format", "format", type=click.Choice(exporting.FORMATS), required=True)
@_OUT
@click.option("--mark-sent", is_flag=True, help="The reminders that are still to be done count as sent.")
@click.option("--remaining", is_flag=True, help="Only those whom nothing has reached, and nothing is about to.")
@click.option("--group", type=click.Choice(GROUPINGS), default=GROUPINGS[0], show_default=True, help="One row a ….")
@click.option("--by-species", is_flag=True, help="A sheet a language and species, not only a language.")
@_JSON
@click.pass_obj
def export_(
    house: House, /, number: str, format: str, out: Path, mark_sent: bool, remaining: bool, as_json: bool, **given: Any
) -> None:
    """Write the reminders of batch NUMBER to a file for the printer's shop."""
    with house.enter():
        scope, now = _scope(number), clock.now()
        path = _writable(out)
        shape = Shape(given["group"], given["by_species"])
        today = here.day(now)
        found = export.read(scope, remaining=remaining, shape=shape, today=today)
        missing = export.missing(scope, remaining=remaining, today=today)
        if not found.count:
            raise Refused(_missing(missing) or gettext("This batch has no reminder to export."))
        try:
            with exporting.whole_file(path) as temporary, temporary.open("wb") as file:
                exporting.write(target=file, found=found, format=format)
        except OSError as error:
            raise _cannot_write(error, path) from error
        marked = exporting.mark_sent(scope=scope, remaining=remaining, now=now, by=None) if mark_sent else 0
        _done(path, as_json, rows=found.count, marked=marked, left_out=missing.unwilling, held=missing.held)
        if said := _missing(missing):
            click.echo(said, err=True)


def _missing(missing: export.Missing) -> str:
    said = []
    if missing.unwilling:
        said.append(ngettext(
            "%(num)s reminder is not in it: its client wants no letters or no reminders.",
            "%(num)s reminders are not in it: their clients want no letters or no reminders.", missing.unwilling,
        ))  # fmt: skip
    if missing.held:
        said.append(ngettext(
            "%(num)s reminder is not in it: somebody must first say whether its client may be contacted.",
            "%(num)s reminders are not in it: somebody must first say whether their clients may be contacted.",
            missing.held,
        ))  # fmt: skip
    return "\n".join(said)


BATCH_COMMANDS: tuple[click.Command, ...] = (letters, posted, labels_, export_)
