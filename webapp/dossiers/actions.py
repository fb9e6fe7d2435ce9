"""What colleagues write into a client's file."""

from datetime import datetime

from webapp import db
from webapp.models import ClientNote, StaffMember


def note(*, client_id: int, text: str, now: datetime, by: StaffMember) -> ClientNote:
    """Keep `text` in the file of the client `client_id`, as what `by` wrote `now`."""
    with db.write():
        made: ClientNote = ClientNote.create(client=client_id, at=now, by=by, text=text)
    return made


def take_back(*, note_id: int, now: datetime, by: StaffMember) -> bool:
    """The note was a mistake. False if it is gone already, or somebody else's."""
    mine = ClientNote.id == note_id, ClientNote.by == by.id, ClientNote.undone_at.is_null()
    with db.write():
        return bool(ClientNote.update(undone_at=now).where(*mine).execute())


def put_back(*, note_id: int, by: StaffMember) -> bool:
    """It was none. False if it stands already, or is somebody else's."""
    mine = ClientNote.id == note_id, ClientNote.by == by.id, ClientNote.undone_at.is_null(False)
    with db.write():
        return bool(ClientNote.update(undone_at=None).where(*mine).execute())
