"""What a person, or the clock, does to the installation."""

from webapp.clinic.actions.backups import (
    TASK,
    ask_for_one,
    back_up,
    begin,
    keep,
    mark_interrupted,
    nightly,
)
from webapp.clinic.actions.identity import (
    Identity,
    add_closed_day,
    after_begun,
    begin_clinic,
    close_weekdays,
    configure,
    correct_identity,
    remove_closed_day,
    text_by,
    write_by,
)
from webapp.clinic.actions.restoring import (
    RESTORE_TASK,
    NotRestored,
    ask_to_restore,
    before_taking_place,
    note_interrupted_restore,
    restore,
    restore_and_note,
    sweep,
)
