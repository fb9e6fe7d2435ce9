"""The demonstration's way out: every message lands in a folder, and nobody is written to."""

import re
from pathlib import Path

from webapp.transports.outgoing import Outgoing

FOLDER = "captured"  # in the data directory


class Capture:
    """Writes each message as a file that any mail program opens."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._offered: tuple[str, bytes] | None = None

    def open(self) -> None:
        """The folder is there from now on."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def offer(self, outgoing: Outgoing) -> None:
        self.open()
        self._offered = file_name(outgoing.message_id), outgoing.as_bytes()

    def content(self) -> str:
        """Write what was offered as a file. Raises RuntimeError if nothing was."""
        if self._offered is None:
            raise RuntimeError("nothing was offered")
        name, content = self._offered
        (self.folder / name).write_bytes(content)
        return "250 captured"

    def close(self) -> None:
        self._offered = None


def file_name(message_id: str) -> str:
    """What the file of a captured message is called."""
    return re.sub(r"[^A-Za-z0-9.@-]+", "_", message_id.strip("<>")) + ".eml"
