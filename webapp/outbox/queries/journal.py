"""The journal of sending, read: what it noted of messages, and whether it is the one of this database.

One line each: `D id` before the content leaves, `A id` once it was taken, `R id` once it was refused (or settled as not
sent), `C identity counter` where a database agreed with all that stands above.
"""

from dataclasses import dataclass, field
from pathlib import Path

from config import Config
from webapp.outbox.rules.files import JOURNAL
from webapp.outbox.rules.places import line

LEAVING, TAKEN, REFUSED, AGREED = "D", "A", "R", "C"


@dataclass(frozen=True)
class Noted:
    """What stands after a byte: the last letter of each message, the last identity and counter."""

    letters: dict[str, str] = field(default_factory=dict)
    begun: dict[str, int] = field(default_factory=dict)  # how often each began to leave
    identity: str = ""
    counter: int = 0
    up_to: int = 0  # where the last whole line ends


def path(settings: Config) -> Path:
    """Beside the database, so outside its backups."""
    return settings.database.with_name(JOURNAL)


def goes_on(path: Path, *, identity: str, counter: int, offset: int) -> bool:
    """Whether this is the journal of a database that has read so many bytes of it, and agreed with this counter.

    Without a counter only the length is compared: a database of before there was one.
    """
    agreed = line(identity, counter).encode() if counter else b""
    try:
        with path.open("rb") as file:
            if file.seek(0, 2) < offset or offset < len(agreed):
                return False
            file.seek(offset - len(agreed))
            return file.read(len(agreed)) == agreed
    except OSError:
        return False


def read(path: Path, offset: int) -> Noted:
    """What was noted from this byte on. A line that a power cut tore counts for nothing."""
    with path.open("rb") as file:
        file.seek(offset)
        found = file.read()
    whole = found[: found.rfind(b"\n") + 1]
    letters: dict[str, str] = {}
    begun: dict[str, int] = {}
    identity, counter = "", 0
    for each in whole.decode("utf-8", "replace").splitlines():
        letter, _, rest = each.partition(" ")
        if letter in (LEAVING, TAKEN, REFUSED) and rest.endswith(">"):
            letters[rest] = letter
            if letter == LEAVING:
                begun[rest] = begun.get(rest, 0) + 1
        elif letter == AGREED and rest.partition(" ")[2].isdecimal():
            identity, _, number = rest.partition(" ")
            counter = int(number)
    return Noted(letters, begun, identity, counter, offset + len(whole))
