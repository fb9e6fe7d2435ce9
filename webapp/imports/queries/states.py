"""How far an import has come, in words."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _

PREPARED, WAITING, TRYING, IMPORTING = "prepared", "waiting", "trying", "importing"
TRIED, IMPORTED, PARTLY, FAILED, INTERRUPTED = "tried", "imported", "partly", "failed", "interrupted"


@dataclass(frozen=True)
class State:
    """Shown as an icon and a word (components/status.html)."""

    code: str
    words: Any
    icon: str
    tone: str = ""

    @property
    def moving(self) -> bool:
        """Whether the page is to look again by itself."""
        return self.code in (WAITING, TRYING, IMPORTING)


_STATES = {
    state.code: state
    for state in (
        State(PREPARED, _("Ready for a trial"), "file-up"),
        State(WAITING, _("Waiting its turn"), "hourglass", "going"),
        State(TRYING, _("Trial under way"), "loader", "going"),
        State(IMPORTING, _("Import under way"), "loader", "going"),
        State(TRIED, _("Tried, not imported"), "clipboard-check", "info"),
        State(IMPORTED, _("Imported"), "check", "ok"),
        State(PARTLY, _("Imported in part"), "triangle-alert", "warn"),
        State(FAILED, _("Failed"), "circle-x", "danger"),
        State(INTERRUPTED, _("Interrupted"), "circle-alert", "danger"),
    )
}


def state(stored: str, *, dry_run: bool, left_out: int, files: int) -> State:
    """What a run is called: `stored` is its column, `left_out` how many of its files were not taken."""
    if stored == "running":
        return _STATES[TRYING if dry_run else IMPORTING]
    if stored == "done" and dry_run:
        return _STATES[TRIED]
    if stored == "done":
        return _STATES[FAILED if left_out and left_out == files else PARTLY if left_out else IMPORTED]
    if stored == "failed" and not dry_run and left_out < files:
        return _STATES[PARTLY]
    return _STATES.get(stored, _STATES[FAILED])
