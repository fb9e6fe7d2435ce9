"""What is done at the door, and with the people who may come in."""

from webapp.staff.actions.door import (
    Entry,
    Refused,
    Visitor,
    Why,
    begin_session,
    end_every_session,
    end_session,
    lock,
    name_device,
    note_presence,
    prove,
    sign_in,
    sign_in_by_pin,
)
from webapp.staff.actions.people import (
    LastManager,
    LoginTaken,
    add,
    correct,
    deactivate,
    reactivate,
    set_password,
    set_pin,
    set_preferences,
)
