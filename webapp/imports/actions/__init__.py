"""What one can do with the practice software's files."""

from webapp.imports.actions.alive import ImportInProgress, mark_interrupted
from webapp.imports.actions.linking import Changed, NotTaken, Said, Settled, reopen, settle
from webapp.imports.actions.preparing import remember_columns, start_run
from webapp.imports.actions.runs import import_files, run
from webapp.imports.actions.undoing import CannotUndo, Undone, undo
from webapp.imports.actions.watching import import_watched_folder, watched_folder_is_due
