"""Imports in the background: asked for in the browser, of the watched folder, and after a worker died."""

from webapp import clock, here, queue
from webapp.imports import actions
from webapp.imports.actions import preparing, uploads


@queue.long_task("imports.run")
def run(run_id: int) -> None:
    """Read and write the files of a run."""
    actions.run(run_id=run_id, now=clock.now())


@queue.long_task(preparing.LOOK_TASK)
def look(run_id: int) -> None:
    """Look what large uploads are."""
    preparing.look(run_id=run_id)


@queue.long_task("imports.watched")
def watched() -> None:
    """Import what is new in the watched folder."""
    actions.import_watched_folder(now=clock.now())


@queue.every_minute("imports.look_around")
def look_around() -> None:
    """Whether something lies in the watched folder, or the night's hour has come."""
    if actions.watched_folder_is_due(now=clock.now()):
        queue.wake("imports.watched")


@queue.every_minute("imports.tidy")
def tidy() -> None:
    """Uploads that are no longer needed go; one that waits though the queue forgot it is called again."""
    uploads.tidy(settings=here.settings(), now=clock.now())
    preparing.wake_forgotten()


def after_a_death() -> None:
    """What was under way when the last worker died is over; nothing half of it was written."""
    actions.mark_interrupted(now=clock.now())
