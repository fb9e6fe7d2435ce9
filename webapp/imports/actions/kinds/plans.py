"""Visits and appointments: what happened and what is planned."""

from datetime import datetime
from typing import Any, ClassVar

from webapp import db
from webapp.imports.actions.batch import Batch
from webapp.imports.actions.kinds.base import Importer, filled
from webapp.imports.rules import cells, dates
from webapp.imports.rules.cells import Column
from webapp.models import Appointment, Visit
from webapp.models.agenda import CANCELLED, COMING, PLANNED

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
    }
    looked_at = ("cancelled_because",)

    def check(self, batch: Batch) -> None:
        self._times(batch)
        super().check(batch)

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
            values["minutes"] = [a or _between(b, c) for a, b, c in zip(minutes, starts, ends, strict=True)]
        if "type" in values:
            values["type_id"] = cells.Memo(self.context.lookups.type_id).column(values["type"])
        if "status" in values:
            values["status"] = filled(values["status"], PLANNED)
        return super().compose(batch)

    @property
    def adjusts(self) -> bool:
        return "status" in self.compared

    def adjust(self, new: dict[str, Any], old: dict[str, Any]) -> None:
        if old["cancelled_because"].startswith("deceased") and old["status"] == CANCELLED and new["status"] in COMING:
            new["status"] = CANCELLED


def _between(start: str, end: str | None) -> int:
    """Minutes from one to the other; the usual length when that makes no sense."""
    if not end:
        return _MINUTES
    minutes = round((datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds() / 60)
    return minutes if 0 < minutes <= 1440 else _MINUTES
