"""The sheet with which a clinic finds out how far its printer is off."""

from flask_babel import gettext

from webapp import filters, printing
from webapp.letters.queries.drawing import style
from webapp.letters.rules import sheets, windows
from webapp.letters.rules.sheets import LabelSheet
from webapp.letters.rules.windows import Paper
from webapp.printing import Box, Document, Fixed, Line, Sheet, paragraph

_CROSS = 10.0


def page(paper: Paper, labels: LabelSheet | None = None) -> Document:
    """Rulers from two edges, the window or the labels, and what to do with it."""
    width, height = paper.size
    lines = [*_ruler(width, height)]
    if labels:
        lines += sheets.outlines(labels)
        x, y = labels.corner(labels.across * 2)  # in the first label of the third row
        text = Box(x + 12, y + 2, labels.width - 14, labels.height - 4)
    else:
        lines += _window(paper)
        text = Box(45, 120, width - 70, 110)
    said = [
        paragraph(gettext("Trial sheet"), kind="clinic-name"),
        paragraph(gettext("Print it at 100 %, without “fit to page”."), kind="trial"),
        paragraph(
            gettext(
                "Measure from the edge of the paper to the cross: it stands 30 mm from the left and 30 mm from the top."
            ),
            kind="trial",
        ),
        paragraph(
            gettext("If it is too far to the left or too high, give what is lacking as a positive number under Paper."),
            kind="trial",
        ),
        paragraph(
            gettext(
                "Now set: %(x)s mm to the right, %(y)s mm down.", x=filters.number(paper.dx), y=filters.number(paper.dy)
            ),
            kind="trial",
        ),
        paragraph(
            gettext("Hold it against a sheet of labels %(code)s.", code=labels.code)
            if labels
            else gettext("Folded in three, the frame above must show in the window of the envelope."),
            kind="trial",
        ),
    ]
    if labels:
        said = [said[0], said[1], said[-1]]
    sheet = Sheet(width, height, ((text,),), tuple(_figures(width, height)), tuple(lines), dx=paper.dx, dy=paper.dy)
    return Document(sheet, style(), [[said]], title=gettext("Trial sheet"))


def _ruler(width: float, height: float) -> list[Line]:
    cross = [Line(30 - _CROSS, 30, 30 + _CROSS, 30, 0.2), Line(30, 30 - _CROSS, 30, 30 + _CROSS, 0.2)]
    across = [Line(at, 8, at, 8 + (4 if at % 10 == 0 else 2), 0.15) for at in range(10, int(width) - 8)]
    down = [Line(8, at, 8 + (4 if at % 10 == 0 else 2), at, 0.15) for at in range(10, int(height) - 8)]
    return [*cross, *across, *down]


def _figures(width: float, height: float) -> list[Fixed]:
    found = [
        Fixed(Box(at - 5, 12.5, 10, 4), (paragraph(str(at), kind="trial-small"),))
        for at in range(20, int(width) - 10, 20)
    ]
    found += [
        Fixed(Box(13, at - 1.6, 10, 4), (paragraph(str(at), kind="trial-small"),))
        for at in range(20, int(height) - 10, 20)
    ]
    return found


def _window(paper: Paper) -> list[Line]:
    sheet = windows.letter_sheet(paper, windows.Letterhead())
    return [*sheet.cells[0][1].edges(0.2), *sheet.lines]


def labels_of(paper: str) -> list[str]:
    """The sheets of labels on this paper."""
    return [code for code, known in sheets.SHEETS.items() if printing.PAPERS[known.paper] == printing.PAPERS[paper]]
