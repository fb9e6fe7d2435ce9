"""Rows of a file that wait until a person says whose they are: noted while it is read, kept when it is written."""

import json
from collections.abc import Iterable, Sequence

from webapp import db
from webapp.imports.actions.batch import Batch
from webapp.imports.actions.context import Context
from webapp.imports.actions.kinds import Importer
from webapp.imports.rules.links import Asked, plain
from webapp.models import ImportFile
from webapp.spreadsheets import Chunk

MOST = 10_000  # rows of one file


class Doubting:
    """Of one file. `again`: its rows waited already, and come from where they are kept."""

    def __init__(self, context: Context, importer: Importer, header: Sequence[str], *, again: bool) -> None:
        self.context = context
        self.importer = importer
        self.header = header
        self.again = again
        self.waiting = set(context.references.links.waiting[importer.kind])
        self.seen: set[str] = set()  # of those that wait, the ones of which the file speaks
        self.kept = 0

    def note(self, batch: Batch, chunk: Chunk) -> None:
        """What of a chunk is to wait."""
        keys = batch.values[self.importer.key]
        if self.waiting:
            self.seen |= self.waiting.intersection(keys)
        if batch.asked:
            cells = dict(zip(chunk.lines, chunk.rows, strict=True))
            self.keep(
                (batch.lines[place], keys[place], asked, cells[batch.lines[place]])
                for place, asked in sorted(batch.asked.items())
            )

    def keep(self, rows: Iterable[tuple[int, str, Asked, Sequence[str]]]) -> None:
        """Rows (line, key, what is asked, cells) that are to wait; a dry run keeps none."""
        found = list(rows)[: MOST - self.kept] if not self.context.dry_run else []
        self.kept += len(found)
        self.context.staging.many(
            "INSERT INTO temp.staged_link VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    line, self.importer.kind, key, asked.asked, asked.value, plain(asked.value), asked.beside,
                    asked.client_id, self._row(cells),
                )
                for line, key, asked, cells in found
            ],
        )  # fmt: skip

    def _row(self, cells: Sequence[str]) -> str:
        named = {name: cell for name, cell in zip(self.header, cells, strict=True) if name}
        return json.dumps(named, ensure_ascii=False)

    def write(self, file: ImportFile, reading: str) -> None:
        """In the transaction that writes the file: of its rows, only those that still wait. `reading`: how it was read.

        Those that were kept stay as they were, so that an answer can be taken back.
        """
        run = self.context.staging.execute
        if not self.again:  # which of two owners: only the list that asked can answer by itself
            run(
                "DELETE FROM doubtful_link WHERE kind = :kind AND (asked <> 'owner' OR file_id IN "
                "(SELECT id FROM import_file WHERE name = :name AND sheet = :sheet)) AND (key IN "
                "(SELECT value FROM json_each(:seen)) OR key IN (SELECT key FROM temp.staged_link))",
                {"kind": self.importer.kind, "name": file.name, "sheet": file.sheet, "seen": db.ids(self.seen)},
            )
            run(
                "DELETE FROM doubtful_link WHERE kind = ? AND asked = 'owner' AND (plain, beside) IN "
                "(SELECT plain, beside FROM temp.staged_link WHERE asked = 'owner')",
                (self.importer.kind,),
            )
        if self.kept:
            columns = "line, kind, key, asked, value, plain, beside, client_id, cells"
            run(f"INSERT INTO doubtful_link (file_id, {columns}) SELECT ?, {columns} FROM temp.staged_link", (file.id,))
            ImportFile.update(reading=reading).where(ImportFile.id == file.id).execute()
