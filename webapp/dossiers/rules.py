"""What stands in the way of reaching a client: said first on their card."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from webapp import channels
from webapp.consents.rules import NO_REMINDERS

CELLS = 4


@dataclass(frozen=True)
class Cell:
    """One cell of the strip. `what`: a channel, or "unreachable", "no_reminders", "reached", "held", "coming", "seen"
    or "animals".

    `why`, of a channel: "doubtful" or what consents.rules says.
    """

    what: str
    why: str = ""
    tone: str = ""


def strip(obstacles: Mapping[str, str], doubtful: Collection[str], *, held: bool = False) -> list[Cell]:
    """The four cells: what blocks contact, what is missing, then the coming appointment and what else is known.

    `obstacles` are the channels with why they do not reach this client ("" = they do); `doubtful` the columns that a
    file left in doubt; `held`: nobody contacts them before somebody has said something.
    """
    cells = []
    for channel, why in obstacles.items():
        if set(channels.one(channel).needed) & set(doubtful):
            cells.append(Cell(channel, "doubtful", "danger"))
        elif why:
            cells.append(Cell(channel, why, "warn"))
    reached = [channel for channel, why in obstacles.items() if not why]
    cells.sort(key=lambda cell: cell.tone != "danger")
    if not reached:
        # One sentence says it; four refusals beside it would only repeat it.
        silent = set(obstacles.values()) == {NO_REMINDERS}
        cells = [
            Cell("no_reminders" if silent else "unreachable", "", "danger"),
            *[cell for cell in cells if cell.why == "doubtful"],
        ]
    cells = [*([Cell("held", "", "danger")] if held else []), *cells][: CELLS - 1]
    if len(cells) < CELLS - 1 and reached and not held:
        cells.append(Cell("reached"))
    cells.append(Cell("coming"))
    for what in ("seen", "animals"):
        if len(cells) < CELLS:
            cells.append(Cell(what))
    return cells
