"""Whether the database, the journal and the folder in which they lie belong together.

The database and the journal share a random identity and a counter: whenever the database has taken in what the journal
says, a line "C identity counter" ends the journal, and the database remembers it and where it ends. So

- a journal that has that line there and goes on after it is newer: the database was restored, and reads on from there;
- a journal that is gone, shorter, or has something else there is older than the database, or another one's.

Where both are old together, only the folder can tell. A marker lies beside them, made once; its birth stands in the
database, and the counter stands in its name, so that

- a folder put back into an empty place has a marker that was born later;
- a folder put back over the present one (which leaves each file its birth) has two of them, or one whose counter is
  ahead of the journal's.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


def line(identity: str, counter: int) -> str:
    """What ends the journal when the database agrees with it."""
    return f"C {identity} {counter}\n"


@dataclass(frozen=True)
class Marker:
    """What the file system says of the marker file."""

    inode: int
    born: int | None  # nanoseconds; None where the file system does not say
    changed: int  # nanoseconds: st_ctime
    mode: int
    owner: int
    links: int


def written(marker: Marker) -> str:
    """As the database keeps it."""
    return json.dumps(asdict(marker))


def remembered(text: str) -> Marker:
    """As it was when the database kept it."""
    return Marker(**json.loads(text))


def is_same(known: Marker, found: Marker, *, windows: bool = False) -> bool:
    """Whether this is the file that was made then, and not a copy of it.

    | birth   | number  | changed | besides          | what happened                                               |
    |---------|---------|---------|------------------|-------------------------------------------------------------|
    | same    | any     | any     | any              | nothing, or chmod, chown, a hard link, a rename; or a       |
    |         |         |         |                  | network share that numbers its files anew at each mount.    |
    |         |         |         |                  | No tool sets a birth time, so it is the same file           |
    | other   | any     | any     | any              | made anew; ext4 gives a freed number to the next file       |
    | unknown | other   | any     | any              | made anew                                                   |
    | unknown | same    | same    | any              | nothing                                                     |
    | unknown | same    | other   | mode, owner or   | chmod, chown or a hard link, as software for backups makes  |
    |         |         |         | links differ     |                                                             |
    | unknown | same    | other   | all the same     | a freed number given again; a chmod that changes nothing    |
    |         |         |         |                  | looks the same, and asks once                               |

    Windows: tools copy the birth along, and a number is never given again: the number decides. The device is not
    compared: it may have another number after a restart.
    """
    if windows:
        return known.inode == found.inode
    if known.born is not None and found.born is not None:
        return known.born == found.born
    if known.inode != found.inode:
        return False
    was, now = (known.mode, known.owner, known.links), (found.mode, found.owner, found.links)
    return known.changed == found.changed or was != now


def fits(known: Marker, found: Sequence[tuple[int, Marker]], *, counter: int, windows: bool = False) -> bool:
    """Whether the markers that lie in the folder, with the counter in their name, are the one that was made there.

    `counter`: the journal's. The marker may be behind it (the power went between the two), never ahead.
    """
    return len(found) == 1 and found[0][0] <= counter and is_same(known, found[0][1], windows=windows)
