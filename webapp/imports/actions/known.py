"""Files that were read before: while they, all that was said of them, and all that their rows were compared with and
refer to are as they were then, reading one again would say the same and change nothing.

Only of kinds whose files are long, and only for good: a trial is always read. Rows of the kind's own table that change
or go forget its files by themselves, see the triggers of migrations/0030; new ones cannot be of numbers that stood.
"""

import hashlib
import json
import marshal
from dataclasses import fields
from functools import cache
from typing import Any

import config
from webapp import db
from webapp.imports.actions.reading import Reading
from webapp.imports.actions.staging import Staging
from webapp.imports.rules.cells import Customs
from webapp.imports.rules.kinds import SALES, VISITS
from webapp.models import ImportFile, KnownFile
from webapp.models.imports import DONE

_NAMES = (
    "SELECT id, number, client_id, name, deceased, given_away_on FROM animal ORDER BY id",
    "SELECT id, name FROM veterinarian ORDER BY id",
    "SELECT id, kind, row, field, file_value FROM hand_edit ORDER BY id",
    "SELECT kind, number FROM temp.staged_refused ORDER BY kind, number",
    "SELECT kind, key FROM doubtful_link ORDER BY id",
    "SELECT asked, plain, beside, answer, client_id, animal_id FROM link_answer ORDER BY id",
)
# What a reading asks the database, beside the rows of its own table; a test watches that nothing is left out.
ASKED = {
    VISITS: _NAMES,
    SALES: (
        *_NAMES,
        "SELECT id, number, archived_at, first_name, last_name, email, home_phone, mobile_phone, work_phone "
        "FROM client ORDER BY id",
        "SELECT gone_id, kept_id, undone_at FROM client_merge ORDER BY id",
        "SELECT id, code, kind, category_id, name_fr, name_en, means_death FROM item ORDER BY id",
        "SELECT * FROM hold ORDER BY id",
    ),
}
_OF_EACH = {"id", "run", "name", "path", "digest", "position"}  # what the list of files says of each for itself
_HOLDING = (SALES,)  # whose rows may be in doubt: what was answered is among what they ask


def fingerprint(file: ImportFile, reading: Reading, content: str) -> str:
    """Of the file, whose `content` is given by its digest, and of all that decides what reading it says."""
    importer, sheet = reading.importer, reading.sheet
    said: tuple[Any, ...] = (
        content, _code(), importer.kind, importer.either, file.sheet, file.header_row, sheet.header, sheet.header_line,
        sorted(importer.places.items()), sorted(importer.headers.items()), sorted(reading.meanings.items()),
        sorted((name, sorted(words)) for name, words in importer.alphabets.items()), reading.spoken.by_head,
        reading.keys.shared, (reading.survey.order, reading.survey.source, reading.survey.example),
        sorted((name, _habits(each)) for name, each in reading.survey.customs.items()),
    )  # fmt: skip
    found = hashlib.blake2b(repr(said).encode(), digest_size=20)
    for sql in ASKED[importer.kind]:
        found.update(marshal.dumps(db.rows(sql), 2))
    return found.hexdigest()


def _habits(customs: Customs) -> list[tuple[str, str]]:
    """But for the day: of these kinds, it decides nothing."""
    told = (field.name for field in fields(customs) if field.name not in ("today", "instant_text", "alphabet"))
    return [(name, str(getattr(customs, name))) for name in told]


@cache
def _code() -> str:
    """Another version may read otherwise."""
    found = hashlib.blake2b(digest_size=20)
    for path in sorted((config.ROOT / "webapp").rglob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()


def may_be(kind: str) -> bool:
    """Whether any file of this kind is known."""
    return bool(KnownFile.select().where(KnownFile.kind == kind).exists())


def repeat(file: ImportFile, mark: str) -> bool:
    """Say of the file what the one of this fingerprint said, all of its rows being the same now. False: unknown."""
    earlier = ImportFile.select().join(KnownFile).where(KnownFile.fingerprint == mark).get_or_none()
    if earlier is None:
        return False
    for name in ImportFile._meta.fields.keys() - _OF_EACH:
        setattr(file, name, getattr(earlier, name))
    file.unchanged = sum(getattr(earlier, name) for name in ("created", "updated", "unchanged"))
    file.created = file.updated = 0
    names = json.loads(earlier.made)  # those that were made then are known now
    file.made = json.dumps({"unclear": names["unclear"]} if "unclear" in names else {}, ensure_ascii=False)
    file.state, file.error = DONE, ""
    file.save()
    columns = "line, outcome, key, field, reason, details"
    db.database.execute_sql(
        f"INSERT INTO import_line (file_id, {columns}) SELECT ?, {columns} FROM import_line "
        "WHERE file_id = ? ORDER BY id",
        (file.id, earlier.id),
    )
    return True


def remember(file: ImportFile, kind: str, mark: str) -> None:
    """In the transaction that wrote what it says."""
    same = ImportFile.select(ImportFile.id).where(ImportFile.name == file.name, ImportFile.sheet == file.sheet)
    KnownFile.delete().where(KnownFile.kind == kind, KnownFile.file << same).execute()
    KnownFile.delete().where(KnownFile.fingerprint == mark).execute()
    KnownFile.create(kind=kind, fingerprint=mark, file=file)


def is_settled(kind: str, staging: Staging) -> bool:
    """Whether a second reading would find nothing to do: no number was taken back, no row waits or is in doubt."""
    asked = ["staged_withdrawn", "staged_link"] + ([] if kind in _HOLDING else ["staged_hold"])
    return not any(staging.execute(f"SELECT 1 FROM temp.{name} LIMIT 1").fetchone() for name in asked)


def forget(files: Any) -> None:
    """Of these files (a SELECT of ids) the lines go, and could not be said again."""
    KnownFile.delete().where(KnownFile.file << files).execute()


def forget_all() -> None:
    """Rows that had gone have come back."""
    KnownFile.delete().execute()
