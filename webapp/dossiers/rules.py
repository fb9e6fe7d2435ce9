"""What stands in the way of reaching a client: said first on their card."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from webapp import channels

CELLS = 4


@dataclass(frozen=True)
class Cell:
    """One cell of the strip. `what`: a channel, or "unreachable", "reached", "coming", "seen", "animals".

    `why`, of a channel: "doubtful" or what consents.rules says.
    """

    what: str
    why: str = ""
    tone: str = ""


def strip(obstacles: Mapping[str, str], doubtful: Collection[str]) -> list[Cell]:
    """The four cells: what blocks contact, what is missing, then the coming appointment and what else is known.

    `obstacles` are the channels with why they do not reach this client ("" = they do); `doubtful` the columns that a
    file left in doubt.
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
        cells = [Cell("unreachable", "", "danger"), *[cell for cell in cells if cell.why == "doubtful"]]
    cells = cells[: CELLS - 1]
    if len(cells) < CELLS - 1 and reached:
        cells.append(Cell("reached"))
    cells.append(Cell("coming"))
    for what in ("seen", "animals"):
        if len(cells) < CELLS:
            cells.append(Cell(what))
    return cells
