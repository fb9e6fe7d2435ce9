"""`relance links`: rows of files that may be of several records."""

from typing import Any

import click
from flask_babel import gettext

from webapp import clock, commands, filters
from webapp.commands import House, Refused
from webapp.imports import actions
from webapp.imports.queries import links
from webapp.imports.rules.kinds import ANIMALS, CLIENTS
from webapp.imports.rules.links import ANOTHER, ASIDE, THIS

PATIENCE = 20.0  # seconds that a command waits for an import that is under way


@click.group("links", invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_context
def links_(context: click.Context, as_json: bool) -> None:
    """Rows of files that may be of several records, and these."""
    if context.invoked_subcommand:
        return
    with context.obj.enter():
        found = links.everything()
        if as_json:
            commands.answer({"links": [each for section in found for each in _questions(section)]})
            return
        for section in found:
            click.echo(f"{section.value}: {', '.join(_names(section))}")
            for row in section.rows:
                said = ", ".join(f"{name} {cell}" for name, cell in row.cells.items())
                click.echo(f"  {row.id:<6}{row.file}, {row.line} (×{row.count}): {said}")
        if not found:
            click.echo(gettext("Nothing is to be linked."))


def _names(section: links.Section) -> list[str]:
    return [f"{each.name} ({each.record.number or '-'})" for each in section.candidates]


def _questions(section: links.Section) -> list[dict[str, Any]]:
    candidates = [{"kind": each.of, "number": each.record.number, "name": each.name} for each in section.candidates]
    return [
        {"id": row.id, "asked": section.asked, "value": section.value, "rows": row.count, "file": row.file,
         "line": row.line, "cells": row.cells, "candidates": candidates}
        for row in section.rows
    ]  # fmt: skip


@links_.command()
@click.argument("row", type=int, metavar="ID")
@click.option("--client", metavar="NUMBER", help="The rows are this client's.")
@click.option("--animal", metavar="NUMBER", help="The rows are of this patient.")
@click.option("--another", is_flag=True, help="Of none of them: a record is made.")
@click.option("--aside", is_flag=True, help="Leave them out, now and in later imports.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_obj
def settle(
    house: House, /, row: int, client: str | None, animal: str | None, another: bool, aside: bool, as_json: bool
) -> None:
    """Say whose the rows are that ask what row ID asks (`relance links` lists them)."""
    if sum(map(bool, (client, animal, another, aside))) != 1:
        raise click.UsageError("Give one of --client, --animal, --another, --aside.")
    with house.enter():
        answer = ANOTHER if another else ASIDE if aside else THIS
        record = {"client_id": links.id_of(CLIENTS, client), "animal_id": links.id_of(ANIMALS, animal)}
        said = actions.Said(answer, **record)
        try:
            count = len(links.of_rows([row]))
            made = actions.settle(ids=[row], count=count, said=said, now=clock.now(), by=None, patience=PATIENCE)
        except actions.ImportInProgress as error:
            raise Refused(gettext("Another import is under way. Try again when it has ended.")) from error
        except actions.Changed as error:
            raise Refused(gettext("No such row waits, or no such record may be meant. Nothing was settled.")) from error
        except actions.NotTaken as error:
            raise Refused(gettext("The rows could not be read again. Nothing was settled.")) from error
        if as_json:
            commands.answer({"rows": made.rows, "refused": made.refused, "run": made.report and made.report.run.id})
        else:
            click.echo(filters.counting("%(n)s row is settled.", "%(n)s rows are settled.", made.rows))


COMMANDS = (links_,)
