"""Drawing PDFs in the background, and clearing away the old ones."""

from contextlib import suppress

from flask_babel import lazy_gettext

from webapp import clock, queue
from webapp.letters.actions import drawing, runs


@queue.long_task(runs.TASK, lazy_gettext("Preparation of a PDF"))
def draw(run_id: int) -> None:
    """Draw the PDF of a run; why it could not be drawn stands in its row."""
    with suppress(drawing.NotDrawn):
        drawing.draw(run_id=run_id, now=clock.now())


@queue.every_minute("letters.tidy")
def tidy() -> None:
    """Runs that the queue forgot are called again; old files go."""
    drawing.tidy(now=clock.now())


def after_a_death(_task: str = "") -> None:
    """What was being drawn when the last worker died is not there."""
    drawing.mark_interrupted(now=clock.now())
