"""What the worker does for the clinic: the night's backup, and the long work that a person asked for."""

from flask_babel import lazy_gettext

from webapp import clock, here, queue
from webapp.clinic import actions, queries
from webapp.clinic.actions import jobs


@queue.every_minute("clinic.nightly")
def nightly() -> None:
    """Is the night's backup due?"""
    actions.nightly(settings=here.settings(), now=clock.now())


@queue.long_task(actions.TASK, lazy_gettext("Making of a backup"))
def back_up(run_id: int) -> None:
    """Make the backup that this row announced."""
    actions.sweep(settings=here.settings())
    run = queries.backups.run(run_id)
    if run and run.ended_at is None:
        actions.back_up(settings=here.settings(), now=clock.now(), run=run)


@queue.long_task(actions.RESTORE_TASK, lazy_gettext("Return to a backup"))
def restore(name: str) -> None:
    """Go back to a file of the folder of backups."""
    actions.restore_and_note(settings=here.settings(), name=name, now=clock.now())


def mark_interrupted() -> None:
    """No backup and no restore survives the worker that made it."""
    actions.mark_interrupted(now=clock.now())
    actions.note_interrupted_restore(settings=here.settings())


def after_a_death(task: str) -> None:
    """The process of a long task ended by itself: a person is told."""
    jobs.note_death(task=task, now=clock.now())
    if task in (actions.TASK, actions.RESTORE_TASK):
        mark_interrupted()
