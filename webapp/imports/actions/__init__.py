"""What is done about imports. Each name reads its own module: who only looks around does not read for importing."""

from typing import TYPE_CHECKING

from webapp.later import shown

if TYPE_CHECKING:
    from webapp.imports.actions.alive import ImportInProgress, mark_interrupted
    from webapp.imports.actions.linking import Changed, NotTaken, Said, Settled, reopen, settle
    from webapp.imports.actions.preparing import remember_columns, start_run
    from webapp.imports.actions.runs import import_files, run
    from webapp.imports.actions.undoing import CannotUndo, Undone, undo
    from webapp.imports.actions.watching import import_watched_folder, watched_folder_is_due
else:
    __getattr__ = shown(
        __name__,
        alive="ImportInProgress mark_interrupted",
        linking="Changed NotTaken Said Settled reopen settle",
        preparing="remember_columns start_run",
        runs="import_files run",
        undoing="CannotUndo Undone undo",
        watching="import_watched_folder watched_folder_is_due",
    )
