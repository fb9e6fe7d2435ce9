"""Visits and appointments: what happened and what is planned."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from webapp import clock, db, here
from webapp.imports.actions.batch import Batch
from webapp.imports.actions.kinds.base import Importer, filled
from webapp.imports.rules import cells, dates
from webapp.imports.rules.cells import Column
from webapp.models import Appointment, Visit
from webapp.models.agenda import CANCELLED, COMING, PLANNED, UNCLEAR

_OFF = ("cancelled", "deleted")  # fields whose yes says that it does not take place
_EVERY_DAY = timedelta(hours=36)  # a file that comes each night, and one that is late
_MINUTES = 30  # of an appointment whose length nobody gave


class _OfAnimal(Importer):
    def check(self, batch: Batch) -> None:
        found = self.context.references.animals.ids(batch.values["animal"])
        self.refer(batch, "animal", "animal", found)
        batch.values["animal_id"] = found

    def compose(self, batch: Batch) -> dict[str, Column]:
        values = batch.values
        if "veterinarian" in values:
            values["veterinarian_id"] = cells.Memo(self.context.lookups.veterinarian_id).column(values["veterinarian"])
        return super().compose(batch)


class Visits(_OfAnimal):
    """An animal was seen on a day."""

    kind = "visits"
    model = Visit
    writes: ClassVar[dict[str, tuple[str, ...]]] = {"animal": ("animal_id",), "veterinarian": ("veterinarian_id",)}


class Appointments(_OfAnimal):
    """An animal is expected. What a death cancelled stays cancelled, whatever the file still says."""

    kind = "appointments"
    model = Appointment
    writes: ClassVar[dict[str, tuple[str, ...]]] = {
        "animal": ("animal_id",),
        "veterinarian": ("veterinarian_id",),
        "type": ("type_id",),
        "time": (),
        "ends_at": ("minutes",),
        "units": ("minutes",),
        "unit_length": ("minutes",),
        "cancelled": ("status",),
        "deleted": ("status",),
    }
    looked_at = ("cancelled_because",)

    def check(self, batch: Batch) -> None:
        self._times(batch)
        if self.context.watched:  # also those that are refused: the file speaks of them
            listed = zip(batch.values["number"], batch.values["starts_at"], strict=True)
            self.context.staging.many("INSERT INTO temp.staged_listed VALUES (?, ?)", listed)
        super().check(batch)

    def after_insert(self, table: str) -> None:
        """Of those that come, when they were made is known if the file before this one is of the day before."""
        since = db.instant_text(self.context.now - _EVERY_DAY)
        if self.context.staging.execute(_READ_SINCE, (since,)).fetchone():
            self.context.staging.execute(
                "UPDATE appointment SET made_at = ? "
                f"WHERE number IN (SELECT number FROM temp.{table} WHERE row IS NULL)",
                (self.context.now_text,),
            )

    def after_all(self, name: str, *, whole: bool) -> int:
        """What the watched folder's file of this `name` says by leaving it out: appointments that one of this name
        spoke of, to come on a day that it covers, are missing. How many appointments that changed, either way.

        Not `whole`: some of its lines were no rows, and nobody knows what they would have said.
        """
        if not self.context.watched or self.context.dry_run:
            return 0
        run = self.context.staging.execute
        again = run(_LISTED_AGAIN, {"name": name}).rowcount
        first, last = run("SELECT min(starts_at), max(starts_at) FROM temp.staged_listed").fetchone()
        run("UPDATE appointment SET listed_in = :name WHERE listed_in <> :name AND number IN (SELECT number FROM "
            "temp.staged_listed)", {"name": name})  # fmt: skip
        if not whole or not first:
            return int(again)
        now, zone = self.context.now, here.zone()
        low = max(clock.day(now, zone), clock.day(datetime.fromisoformat(first), zone))
        given = {
            "name": name, "now": self.context.now_text, "low": db.instant_text(clock.day_bounds(low, zone)[0]),
            "high": db.instant_text(clock.day_bounds(clock.day(datetime.fromisoformat(last), zone), zone)[1]),
        }  # fmt: skip
        return int(again + run(_MISSING, given).rowcount)

    def _times(self, batch: Batch) -> None:
        """Day and time may stand in two columns."""
        times = batch.values.get("time")
        if times is None:
            return
        zone = self.context.zone
        starts = batch.values["starts_at"]
        for place, (start, at) in enumerate(zip(starts, times, strict=True)):
            if start and at:
                on = datetime.fromisoformat(start).astimezone(zone).date()
                starts[place] = db.instant_text(dates.join(on.isoformat(), at, zone))

    def compose(self, batch: Batch) -> dict[str, Column]:
        values = batch.values
        if "minutes" in self.compared:
            nothing: list[Any] = [None] * len(batch)
            minutes, ends = values.get("minutes", nothing), values.get("ends_at", nothing)
            starts = values["starts_at"]
            if "units" in values and "unit_length" in values:
                lengths = zip(minutes, values["units"], values["unit_length"], strict=True)
                minutes = [whole or ((n or 0) * (each or 0)) for whole, n, each in lengths]
            values["minutes"] = [a or _between(b, c) for a, b, c in zip(minutes, starts, ends, strict=True)]
        if "type" in values:
            values["type_id"] = cells.Memo(self.context.lookups.type_id).column(values["type"])
        if "status" in values:
            batch.leave_empty("status")
            values["status"] = filled(values["status"], PLANNED)
        for name in _OFF:
            if name in values:
                said = values.get("status") or [PLANNED] * len(batch)
                values["status"] = [CANCELLED if no else status for no, status in zip(values[name], said, strict=True)]
                batch.silent["status"] = {
                    place for place in batch.silent.get("status", ()) if values["status"][place] != CANCELLED
                }
        for place, doubts in batch.doubts.items():  # nobody knows whether it stands
            if any(doubt.field in _OFF for doubt in doubts) and values["status"][place] != CANCELLED:
                values["status"][place] = UNCLEAR
        return super().compose(batch)

    @property
    def adjusts(self) -> bool:
        return "status" in self.compared

    def adjust(self, new: dict[str, Any], old: dict[str, Any]) -> None:
        if old["cancelled_because"].startswith("deceased") and old["status"] == CANCELLED and new["status"] in COMING:
            new["status"] = CANCELLED


_READ_SINCE = """SELECT 1 FROM import_run JOIN import_file ON import_file.run_id = import_run.id
    WHERE import_run.ended_at >= ? AND NOT import_run.dry_run AND import_run.undone_at IS NULL
    AND import_file.kind = 'appointments' AND import_file.rows > 0 LIMIT 1"""
_LISTED_AGAIN = """UPDATE appointment SET missing_at = NULL WHERE missing_at IS NOT NULL
    AND number IN (SELECT number FROM temp.staged_listed)"""
_MISSING = f"""UPDATE appointment SET missing_at = :now WHERE missing_at IS NULL AND listed_in = :name
    AND starts_at >= :low AND starts_at < :high AND status IN ({", ".join(f"'{each}'" for each in COMING)})
    AND number NOT IN (SELECT number FROM temp.staged_listed WHERE number IS NOT NULL)"""


def _between(start: str, end: str | None) -> int:
    """Minutes from one to the other; the usual length when that makes no sense."""
    if not end:
        return _MINUTES
    minutes = round((datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds() / 60)
    return minutes if 0 < minutes <= 1440 else _MINUTES
