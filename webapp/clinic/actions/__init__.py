"""What a person, or the clock, does to the installation."""

from __future__ import annotations

from webapp.clinic.actions.backups import (
    TASK,
    ask_for_one,
    back_up,
    begin,
    clear_away,
    keep,
    mark_interrupted,
    nightly,
)
from webapp.clinic.actions.closing import add_closed_day, close_weekdays, remove_closed_day, write_by
from webapp.clinic.actions.identity import AlreadyBegun, Identity, begin_clinic, correct_identity
from webapp.clinic.actions.restoring import (
    RESTORE_TASK,
    NotRestored,
    Restored,
    ask_to_restore,
    note_interrupted_restore,
    restore,
    restore_and_note,
)

__all__ = [
    "RESTORE_TASK",
    "TASK",
    "AlreadyBegun",
    "Identity",
    "NotRestored",
    "Restored",
    "add_closed_day",
    "ask_for_one",
    "ask_to_restore",
    "back_up",
    "begin",
    "begin_clinic",
    "clear_away",
    "close_weekdays",
    "correct_identity",
    "keep",
    "mark_interrupted",
    "nightly",
    "note_interrupted_restore",
    "remove_closed_day",
    "restore",
    "restore_and_note",
    "write_by",
]
