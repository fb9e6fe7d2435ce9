"""The mailings under way: their waves, how far each has come, what is next."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext
from peewee import JOIN, fn

from webapp import db, filters
from webapp.mailings.rules import progress
from webapp.mailings.rules.progress import Cell, OfWaves, WaveRow
from webapp.models import Message, Wave
from webapp.outbox.queries import status as outbox
from webapp.outbox.queries.status import Moving
from webapp.today import rules


@dataclass(frozen=True)
class UnderWay(OfWaves):
    """A mailing, and its waves; a letter has none."""

    moving: Moving
    cells: Sequence[Cell]
    ends_at: datetime | None  # when the wave that is leaving will be over, at its pace so far

    @property
    def said(self) -> str:
        """What the picture of the waves shows, for those who cannot see it."""
        done = sum(cell.state == "done" for cell in self.cells)
        planned = sum(cell.state == "planned" for cell in self.cells)
        said = [filters.counting("%(n)s wave sent", "%(n)s waves sent", done)]
        if self.going:
            left, total = filters.number(self.going.left), filters.number(self.going.total)
            said.append(gettext("one under way, %(left)s of %(total)s", left=left, total=total))
        said.append(filters.counting("%(n)s to come", "%(n)s to come", planned))
        return ", ".join(said)

    @property
    def bars(self) -> list[rules.Bar]:
        """The waves as a picture."""
        return rules.bars(self.cells)


def under_way() -> list[UnderWay]:
    """Those that move by themselves first, the newest at the head; two statements."""
    moving = outbox.moving()
    waves = _waves([each.mailing.id for each in moving]) if moving else {}
    found = [UnderWay(each, *waves.get(each.mailing.id, ([], None))) for each in moving]
    return sorted(found, key=lambda each: not each.cells)


def _waves(mailing_ids: Iterable[int]) -> dict[int, tuple[list[Cell], datetime | None]]:
    """Of each mailing its waves, and when the one that is leaving will be over."""
    ids = list(mailing_ids)
    counted: Any = Message.select(
        Message.wave, Message.state, fn.COUNT(Message.id).alias("n"), fn.MAX(Message.sent_at).alias("last")
    ).where(Message.mailing << ids).group_by(Message.wave, Message.state).alias("counted")  # fmt: skip
    rows: Any = (
        Wave.select(
            Wave.mailing, Wave.id, Wave.number, Wave.not_before, Wave.opened_at, Wave.closed_at,
            counted.c.state, fn.COALESCE(counted.c.n, 0), counted.c.last,
        )
        .join(counted, JOIN.LEFT_OUTER, on=counted.c.wave_id == Wave.id)
        .where(Wave.mailing << ids)
        .order_by(Wave.mailing, Wave.number)
        .tuples()
    )  # fmt: skip
    counts: dict[tuple[int, WaveRow], dict[str, int]] = defaultdict(dict)
    last: dict[tuple[int, int], datetime | None] = {}
    for mailing_id, *wave, state, count, sent_at in rows:
        counts[mailing_id, WaveRow(*wave)][state] = count
        if state == "sent":
            last[mailing_id, wave[1]] = db.instant(sent_at) if isinstance(sent_at, str) else sent_at
    cells: dict[int, list[Cell]] = defaultdict(list)
    for (mailing_id, row), of_wave in counts.items():
        cells[mailing_id].append(progress.cell(row, of_wave))
    return {each: (found, _ends(each, found, last)) for each, found in cells.items()}


def _ends(mailing_id: int, cells: Sequence[Cell], last: dict[tuple[int, int], datetime | None]) -> datetime | None:
    going = progress.leaving(cells)
    return progress.ends(going, last.get((mailing_id, going.number))) if going else None
