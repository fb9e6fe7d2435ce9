"""Imports in the background: asked for in the browser, of the watched folder, and after a worker died."""

from flask_babel import lazy_gettext as _

from webapp import clock, here, queue
from webapp.imports import actions
from webapp.imports.actions import tidying, waiting
from webapp.later import Later

preparing = Later("webapp.imports.actions.preparing")

queue.entitle(waiting.OPENING, _("Opening of a workbook"))


@queue.long_task("imports.run", _("Import of files"))
def run(run_id: int) -> None:
    """Read and write the files of a run."""
    actions.run(run_id=run_id, now=clock.now())


@queue.long_task(waiting.LOOK_TASK, _("First look at files"))
def look(run_id: int) -> None:
    """Look what large uploads are."""
    preparing.look(run_id=run_id, now=clock.now())


@queue.long_task("imports.watched", _("Import from the watched folder"))
def watched(again: bool = False) -> None:
    """Import what is new in the watched folder; `again`: a person asked for it."""
    actions.import_watched_folder(now=clock.now(), again=again)


@queue.every_minute("imports.look_around")
def look_around() -> None:
    """Whether something lies in the watched folder, or the night's hour has come."""
    if actions.watched_folder_is_due(now=clock.now()):
        queue.wake("imports.watched")


@queue.every_minute("imports.tidy")
def tidy() -> None:
    """Uploads that nobody needs go; what a killed command left is ended; what the queue forgot is called again."""
    tidying.tidy(settings=here.settings(), now=clock.now())
    actions.mark_interrupted(now=clock.now())
    waiting.wake_forgotten()


def after_a_death(_task: str = "") -> None:
    """What was under way when the last worker, or its long task, died is over; nothing half of it was written."""
    actions.mark_interrupted(now=clock.now())
    waiting.set_aside_unseen()
