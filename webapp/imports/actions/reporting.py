"""What a file's report keeps: its counts and its lines."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from webapp.imports.actions.reading import Reading
from webapp.models import ImportFile, ImportLine
from webapp.models.imports import DONE


def write(file: ImportFile, reading: Reading, names: Sequence[int]) -> None:
    """The file's counts and lines, in the transaction that writes its rows. `names`: how many it found known."""
    sheet, importer = reading.sheet, reading.importer
    made = reading.context.lookups.made_since(names)
    made |= {"unclear": importer.unclear} if importer.unclear else {}
    ImportLine.delete().where(ImportLine.file == file.id).execute()
    reading.context.staging.execute(
        "INSERT INTO import_line (file_id, line, outcome, key, field, reason, details) "
        "SELECT ?, line, outcome, key, field, reason, details FROM temp.staged_line ORDER BY line",
        (file.id,),
    )
    ImportFile.update(
        state=DONE,
        kind=importer.kind,
        columns=file.columns,
        unread=json.dumps(reading.leftovers.told, ensure_ascii=False),
        made=json.dumps(made, ensure_ascii=False),
        no_days=json.dumps(reading.no_days.told, ensure_ascii=False),
        not_understood=json.dumps(reading.unknown.told(sheet.header, reading.importer.places), ensure_ascii=False),
        encoding=sheet.encoding,
        separator=sheet.separator,
        filled_down=sheet.filled,
        day_order=reading.survey.order,
        day_order_from=reading.survey.source,
        day_example=reading.survey.example,
        zeros=reading.zeros + reading.keys.given_back,
        rows_read=reading.counts.rows,
        bytes_read=sheet.bytes_total,
        error="",
        **asdict(reading.counts),
    ).where(ImportFile.id == file.id).execute()
