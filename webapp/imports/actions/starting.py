"""Before a run: what its files are, by what a person said, what one said before, or what their headers tell."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from webapp import db, spreadsheets
from webapp.imports.rules import headers
from webapp.models import ImportFile, ImportRun, RememberedColumns, StaffMember
from webapp.models.imports import FAILED, WAITING


def start_run(
    *,
    source: str,
    paths: Sequence[tuple[Path, str]],
    by: StaffMember | None,
    now: datetime,
    dry_run: bool = False,
    columns: Mapping[str, Mapping[str, Any]] | None = None,
    digests: Mapping[str, str] | None = None,
) -> ImportRun:
    """Recognise the files (path, name) and note them for `run`. What cannot be used is noted as failed, with why.

    `columns` says by a file's name what a person decided: {"kind": "clients", "columns": {header: field}}.
    """
    found = [(path, name, *_recognise(path, name, (columns or {}).get(name))) for path, name in paths]
    with db.write():
        run: ImportRun = ImportRun.create(source=source, dry_run=dry_run, created_at=now, by=by)
        for position, (path, name, values, error) in enumerate(found):
            ImportFile.create(
                run=run,
                name=name,
                path=str(path),
                digest=(digests or {}).get(name, ""),
                position=position,
                state=FAILED if error else WAITING,
                error=error,
                **values,
            )
    return run


def _recognise(path: Path, name: str, said: Mapping[str, Any] | None) -> tuple[dict[str, Any], str]:
    """What a file is, as columns of its row; and why it cannot be used, if so."""
    values: dict[str, Any] = {}
    try:
        with spreadsheets.read(path) as sheet:
            values = {"encoding": sheet.encoding, "separator": sheet.separator, "bytes_total": sheet.bytes_total}
            recognised = recognise(sheet.header, name, said)
    except (spreadsheets.Unreadable, headers.NotRecognised) as error:
        return {**values, "kind": str(error.details.get("kind", ""))}, failure(error.code, error.details)
    return {**values, "kind": recognised.kind, "columns": _as_json(recognised.columns)}, ""


def recognise(header: Sequence[str], name: str, said: Mapping[str, Any] | None = None) -> headers.Recognised:
    """What a person said now, else what one said of such a header before, else what its words tell."""
    if said:
        return headers.apply_mapping(header, said["kind"], said["columns"])
    known = RememberedColumns.get_or_none(RememberedColumns.signature == headers.signature(header))
    if known:
        return headers.apply_mapping(header, known.kind, json.loads(known.columns))
    return headers.recognise(header, name)


def remember_columns(
    *, header: Sequence[str], kind: str, columns: Mapping[str, str], by: StaffMember | None, now: datetime
) -> None:
    """The next file with this header is read like this one. `columns`: header → field. Raises headers.NotRecognised."""
    headers.apply_mapping(header, kind, columns)
    row = {"kind": kind, "columns": _as_json(columns), "remembered_at": now, "by": by}
    with db.write():
        RememberedColumns.insert(signature=headers.signature(header), **row).on_conflict(
            conflict_target=[RememberedColumns.signature],
            update={getattr(RememberedColumns, name): value for name, value in row.items()},
        ).execute()


def failure(code: str, details: Mapping[str, Any]) -> str:
    """Why a file was left out, as its row keeps it."""
    return _as_json({"code": code, **details})


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
