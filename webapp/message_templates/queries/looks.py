"""E-mails as they are being written, for the frame beside the editor: kept for some minutes in this process alone.

A frame must have an address, and a draft has none: nothing of it is saved.
"""

from collections import OrderedDict
from secrets import token_urlsafe
from threading import Lock

MOST = 64  # pages: of each person the last few that were looked at
_DARK = "(prefers-color-scheme:dark)"


class Looks:
    """The newest pages, each with whom it is for."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[int, str]] = OrderedDict()
        self._lock = Lock()

    def keep(self, html: str, *, member_id: int) -> str:
        """The word by which this `html` is asked for; only by the member who wrote it."""
        word = token_urlsafe(12)
        with self._lock:
            self._kept[word] = member_id, html
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return word

    def page(self, word: str, *, member_id: int, dark: bool) -> str | None:
        """What was kept under this `word` for this `member_id`, as a program set to light or `dark` shows it."""
        owner, html = self._kept.get(word, (None, ""))
        return in_light(html, dark=dark) if owner == member_id else None


def in_light(html: str, *, dark: bool) -> str:
    """What asks for the reader's setting, answered: `dark` or not, whatever the screen in front of us is set to."""
    return html.replace(_DARK, "all" if dark else "not all")


looks = Looks()
