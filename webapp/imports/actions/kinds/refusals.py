"""Columns that say who is no client any more, who wants no reminders, and what is declined: their yes means no."""

from collections.abc import Collection, Mapping

from webapp.imports.actions.batch import Batch
from webapp.imports.actions.context import Context

# What cannot be read in one of these never falls to the permissive side: its row is held.
ASKED = ("active", "inactive", "deleted", "deceased", "no_reminders", "stop_reminders", "no_reminders_until")
_GONE = ("inactive", "deleted", "deceased")
# Negated field → the agreements that its yes takes away.
DECLINED = {
    "declines_email": ("accepts_email",),
    "declines_sms": ("accepts_sms",),
    "declines_post": ("accepts_post",),
    "declines_phone": ("accepts_phone",),
}
MARKETING = ("accepts_email", "accepts_sms")  # what nobody may send to who wants no advertising, to be safe


def hold_unread(batch: Batch, fields: Collection[str], headers: Mapping[str, str], code: str) -> None:
    """Hold the rows whose value in one of these fields was doubted."""
    for place, doubts in list(batch.doubts.items()):
        for doubt in [each for each in doubts if each.field in fields]:
            value = str(doubt.reason.details["value"])
            batch.hold(place, doubt.field, code, value, column=headers.get(doubt.field, ""))
            doubts.remove(doubt)
        if not doubts:
            del batch.doubts[place]


def client(batch: Batch) -> None:
    """Who is gone is not active; what is declined is not accepted. A blank cell declines nothing."""
    values = batch.values
    gone = [values[name] for name in _GONE if name in values]
    if gone:
        active = values.setdefault("active", [None] * len(batch))
        for column in gone:
            active[:] = [0 if is_gone == 1 else yes for yes, is_gone in zip(active, column, strict=True)]
    for name, accepts in DECLINED.items():
        if name in values:
            _take_away(batch, accepts, [no == 1 for no in values[name]])
    if "marketing" in values:
        unread = {place for place, doubts in batch.doubts.items() if any(each.field == "marketing" for each in doubts)}
        no = [wants == 0 or place in unread for place, wants in enumerate(values["marketing"])]
        _take_away(batch, MARKETING, no)
    silence(batch)


def _take_away(batch: Batch, accepts: Collection[str], refused: list[bool]) -> None:
    for name in accepts:
        column = batch.values.get(name) or [None] * len(batch)
        batch.values[name] = [0 if no else yes for yes, no in zip(column, refused, strict=True)]


def silence(batch: Batch) -> None:
    """No reminders, whichever of the columns says so."""
    said = [batch.values[name] for name in ("no_reminders", "stop_reminders") if name in batch.values]
    if said:
        batch.values["no_reminders"] = [int(1 in row) for row in zip(*said, strict=True)]


_OWNER = {"client": ("t.id", "NULL"), "animal": ("t.client_id", "t.id")}
_SAID = "json_object('no', json(iif(t.no_reminders, 'true', 'false')), 'until', t.no_reminders_until)"


def staged(context: Context, table: str, stage: str, columns: Collection[str]) -> list[tuple[int, str]]:
    """The standing rows to which the file now refuses what it did not: id, and which column. Before they change."""
    found: list[tuple[int, str]] = []
    for column in columns:
        now_refused = "s.{0} > coalesce(t.{0}, '')" if column == "no_reminders_until" else "s.{0} AND NOT t.{0}"
        if column.startswith("accepts_"):
            now_refused = "NOT s.{0} AND t.{0}"
        rows = context.staging.execute(
            f"SELECT t.id FROM temp.{stage} s JOIN {table} t ON t.id = s.row WHERE {now_refused.format(column)}"
        )
        found += [(row, column) for (row,) in rows]
    return found


def note(context: Context, table: str, refused: Collection[tuple[int, str]]) -> None:
    """The history of those, as of who said so at the desk."""
    owner, animal = _OWNER[table]
    entry = "INSERT INTO history_entry (client_id, animal_id, at, verb, details) "
    silent = {row for row, column in refused if not column.startswith("accepts_")}
    context.staging.many(
        f"{entry}SELECT {owner}, {animal}, ?, 'no_reminders', {_SAID} FROM {table} t WHERE t.id = ?",
        ((context.now_text, row) for row in sorted(silent)),
    )
    context.staging.many(
        f"{entry}SELECT {owner}, {animal}, ?, 'accords', json_object('changed', json_object(?, json('[true, false]'))) "
        f"FROM {table} t WHERE t.id = ?",
        ((context.now_text, column, row) for row, column in refused if column.startswith("accepts_")),
    )


def note_new(context: Context, table: str, stage: str, columns: Collection[str]) -> None:
    """The history of new records that come with a refusal of reminders, if `columns`, which the file writes, have one.

    `stage` is the temporary table of the rows.
    """
    said = [f"s.{column}" for column in ("no_reminders", "no_reminders_until") if column in columns]
    if said:
        owner, animal = _OWNER[table]
        context.staging.execute(
            "INSERT INTO history_entry (client_id, animal_id, at, verb, details) "
            f"SELECT {owner}, {animal}, ?, 'no_reminders', {_SAID} FROM temp.{stage} s "
            f"JOIN {table} t ON t.number = s.number WHERE s.row IS NULL AND ({' OR '.join(said)})",
            (context.now_text,),
        )
