"""`relance import`."""

import json
import sys
from pathlib import Path
from typing import Any

import click
from flask_babel import gettext, ngettext, pgettext

from webapp import clock, commands, filters
from webapp.commands import House, Refused
from webapp.imports import actions
from webapp.imports.queries import links, reasons, telling
from webapp.imports.queries.labels import field
from webapp.imports.queries.reports import FileReport, Report, ReportLine
from webapp.imports.rules import headers, said
from webapp.imports.rules.kinds import KINDS, ORDER
from webapp.imports.rules.said import Said
from webapp.later import Later

undoing = Later("webapp.imports.queries.undoing")
PATIENCE = 20.0  # seconds that a command waits for an import that is under way
_SHOWN = 20  # refused or doubtful lines shown of each file; --json has all


@click.command("import")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, readable=False), metavar="FILE...")
@click.option("--dry-run", is_flag=True, help="Only say what would be new, changed, the same or refused.")
@click.option("--kind", metavar="KIND", help=f"What the files hold: {', '.join(ORDER)}.")
@click.option("--columns", type=click.Path(path_type=Path), metavar="FILE", help="JSON: head of a column → field.")
@click.option("--values", type=click.Path(path_type=Path), metavar="FILE", help="JSON: head → {value: meaning}.")
@click.option("--day-first", "day_order", flag_value="dmy", help="05/12/2026 is 5 December.")
@click.option("--month-first", "day_order", flag_value="mdy", help="05/12/2026 is 12 May.")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook to read; all of them are otherwise.")
@click.option("--header-row", type=click.IntRange(1), metavar="N", help="The line that holds the titles.")
@click.option("--undo", "undone", type=int, metavar="RUN", help="Take a whole import back, by its number.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@click.pass_obj
def import_(
    house: House, /, files: tuple[Path, ...], dry_run: bool, undone: int | None, as_json: bool, **options: Any
) -> None:
    """Import files of the practice software: CSV or XLSX, in any order."""
    if (undone is None) is not bool(files) or (undone is not None and (dry_run or any(options.values()))):
        raise click.UsageError("Give files to import, or --undo RUN alone.")
    with house.enter():
        if undone is not None:
            _undo(undone, as_json)
            return
        told = _said(**options)
        try:
            report = actions.import_files(
                source="command",
                paths=[(path.absolute(), path.name or str(path)) for path in files],
                now=clock.now(),
                dry_run=dry_run,
                said=told,
                progress=None if as_json else _show_progress,
                patience=PATIENCE,
            )
        except actions.ImportInProgress as error:
            raise Refused(gettext("Another import is under way. Try again when it has ended.")) from error
        if as_json:
            commands.answer(_document(report))
        else:
            _show(report, dry_run)
        for file in report.files:
            if file.row.error:
                click.echo(file.error, err=True)
        nowhere = _in_no_file(report, told) if report.ok else None
        if nowhere:
            option, header = nowhere
            click.echo(
                gettext("%(option)s: no file has a column “%(header)s”.", option=option, header=header), err=True
            )
    if nowhere or not report.ok:
        sys.exit(1)


def _undo(run_id: int, as_json: bool) -> None:
    """Raises Refused."""
    try:
        back = actions.undo(run_id=run_id, now=clock.now(), by=None, patience=PATIENCE)
    except actions.ImportInProgress as error:
        raise Refused(gettext("Another import is under way. Try again when it has ended.")) from error
    except actions.CannotUndo as error:
        raise Refused(undoing.reason(error.code, error.details)) from error
    if as_json:
        commands.answer({"undone": run_id, "removed": back.removed, "restored": back.restored})
    else:
        click.echo(gettext("Import %(run)s is undone: %(what)s.", run=run_id, what=undoing.told(*back)))


def _said(
    kind: str | None,
    columns: Path | None,
    values: Path | None,
    day_order: str | None,
    sheet: str | None,
    header_row: int | None,
) -> Said:
    """What the options say. Raises Refused."""
    if kind and kind not in KINDS:
        raise Refused(gettext("--kind: “%(kind)s” is none of these: %(kinds)s.", kind=kind, kinds=", ".join(ORDER)))
    try:
        meant = said.columns(_written("--columns", columns), kind or "") if columns else {}
        tables = said.values(_written("--values", values)) if values else {}
    except said.Misspoken as error:
        raise Refused(reasons.said_reason(error.code, error.details)) from error
    return Said(
        kind=kind or "",
        columns=meant,
        values=tables,
        day_order=day_order or "",
        sheet=sheet or "",
        header_row=header_row or 0,
    )


def _written(option: str, path: Path) -> str:
    """The text of a file that an option names. Raises Refused."""
    place = {"option": option, "path": path}
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise Refused(gettext("%(option)s: %(path)s cannot be read: %(reason)s.", reason=why, **place)) from error
    except UnicodeDecodeError as error:
        raise Refused(gettext("%(option)s: %(path)s is not UTF-8 text.", **place)) from error


def _in_no_file(report: Report, of: Said) -> tuple[str, str] | None:
    """An option that speaks of a column that none of the files has, and that column."""
    names = [name for file in report.files for name in json.loads(file.row.columns)]
    spoken_of = [*(("--columns", name) for name in of.columns), *(("--values", name) for name in of.values)]
    return next((each for each in spoken_of if not headers.among(names, {each[1]: ""})), None)


def _document(report: Report) -> dict[str, Any]:
    return {
        "run": report.run.id,
        "dry_run": bool(report.run.dry_run),
        "files": [_file_document(file) for file in report.files],
        "left_out": [{"file": each.row.name, "sheet": each.row.sheet or None, "reason": each.error, "code": each.code}
                     for each in report.left_out],
    }  # fmt: skip


def _file_document(file: FileReport) -> dict[str, Any]:
    row = file.row
    document: dict[str, Any] = {
        "file": row.name,
        "sheet": row.sheet or None,
        "kind": row.kind or None,
        "layout": file.layout or None,
        "encoding": row.encoding or None,
        "day_order": file.day_order or None,
        "day_order_from": file.day_order_from,
        **{count: getattr(row, count) or 0 for count in ("rows", "created", "updated", "unchanged")},
        "refused": [_line_document(line) for line in file.refused],
        "held": [_line_document(line) for line in file.held],
        "set_aside": [_line_document(line) for line in file.set_aside],
        "warned": [{**_line_document(line), "field": line.field} for line in file.warned],
        "zeros": row.zeros,
        "links": links.of_files(row.run_id).get(row.id, 0),
        "unread": [{"column": each.column, "values": each.values} for each in telling.unread(row)],
        "no_dates": [{"column": each.column, "values": each.values} for each in telling.no_days(row)],
        "not_understood": [
            {"column": column, "values": values} for column, values in telling.not_understood(row).items()
        ],
        "made": telling.made(row),
        "filled_down": row.filled_down,
        "changed": [each for line in file.updated for each in _changed_document(line)],
    }
    if row.error:
        document |= {"error": file.error, "code": file.code}
    return document


def _line_document(line: ReportLine) -> dict[str, Any]:
    return {"line": line.line, "key": line.key, "reason": line.reason, "code": line.code}


def _changed_document(line: ReportLine) -> list[dict[str, Any]]:
    """What a dry run would change in a row, a field each."""
    return [
        {"line": line.line, "key": line.key, "field": name, "old": old, "new": new}
        for name, old, new in telling.differences(line.details)
    ]


def _show_progress(name: str, rows: int, done: int, total: int) -> None:
    if sys.stderr.isatty():
        share = f"{done * 100 // total} %" if total else ""
        click.echo(f"\r{name}: {rows} {share}   ", nl=done >= total > 0, err=True)


def _show(report: Report, dry_run: bool) -> None:
    click.echo(gettext("Dry run: nothing was written.") if dry_run else gettext("Import %(run)s", run=report.run.id))
    titles = [
        gettext("File"),
        gettext("Rows"),
        pgettext("rows", "New"),
        pgettext("rows", "Changed"),
        pgettext("rows", "Same"),
        pgettext("rows", "Set aside"),
        pgettext("rows", "Refused"),
        pgettext("rows", "Held"),
        pgettext("rows", "Doubts"),
    ]
    table = [titles] + [
        [file.name, *(str(n) if n is not None else "-" for n in (
            file.row.rows, file.row.created, file.row.updated, file.row.unchanged, file.row.set_aside, file.row.refused,
            file.row.held, file.row.warned))]
        for file in report.files
    ]  # fmt: skip
    widths = [max(len(row[place]) for row in table) for place in range(len(titles))]
    for row in table:
        first, *rest = (cell.ljust(width) if not place else cell.rjust(width)
                        for place, (cell, width) in enumerate(zip(row, widths, strict=True)))  # fmt: skip
        click.echo("  ".join([first, *rest]))
    for file in report.aside:
        click.echo(gettext("%(file)s is left out: %(why)s", file=file.name, why=file.error))
    for file in report.files:
        if file.row.error:
            continue  # said on standard error
        for fact in telling.facts(file.row):
            what = " ".join(part for part in (fact.about, fact.field) if part)
            click.echo(gettext("%(file)s, %(what)s: %(value)s", file=file.name, what=what, value=fact.value))
    _show_values(report)
    _show_lines(report)


def _show_lines(report: Report) -> None:
    """What needs a person, line by line."""
    for file in report.files:
        for line in (file.refused + file.held + file.warned)[:_SHOWN]:
            place = {"file": file.name, "line": line.line, "why": line.reason}
            if line.field:
                name = field(file.row.kind, line.field)
                click.echo(gettext("%(file)s, line %(line)s, %(field)s: %(why)s", field=name, **place))
            else:
                click.echo(gettext("%(file)s, line %(line)s: %(why)s", **place))
        if waiting := links.of_files(report.run.id).get(file.row.id):
            click.echo(_to_link(waiting))
        left = (file.row.refused or 0) + (file.row.held or 0) + (file.row.warned or 0) - _SHOWN
        if left > 0:
            click.echo(ngettext("%(num)s more line; --json shows all.", "%(num)s more lines; --json shows all.", left))


def _to_link(count: int) -> str:
    return filters.counting(
        "%(n)s row waits for somebody to say whose it is: “relance links”, or on the page “Rows to link”.",
        "%(n)s rows wait for somebody to say whose they are: “relance links”, or on the page “Rows to link”.",
        count,
    )


def _show_values(report: Report) -> None:
    """How to say what values mean that nobody understood."""
    asked = {
        column: dict.fromkeys(values, "…")
        for file in report.files
        for column, values in telling.not_understood(file.row).items()
    }
    if asked:
        example = json.dumps(asked, ensure_ascii=False)
        click.echo(gettext("To say what these values mean: --values FILE, with %(example)s", example=example))


COMMANDS = (import_,)
