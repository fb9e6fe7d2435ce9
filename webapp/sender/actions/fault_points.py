"""Where tests kill the sender: between every two steps of a message, and around what crosses the network.

RELANCE_FAULT_POINT="after_sync" kills the process (SIGKILL: nothing is tidied up) when it passes that point the first
time, "after_sync:3" the third time. Without the variable, nothing happens.
"""

import os
import signal

_asked, _, _count = os.environ.get("RELANCE_FAULT_POINT", "").partition(":")
_left = [int(_count or 1)]
# In the order in which one message passes them.
POINTS = (
    "after_lock", "after_recovery", "after_waves",
    "after_claim", "after_offer", "after_journal_d", "after_sync", "after_content", "after_journal_a",
    "within_record", "after_record", "after_release", "after_refusal",
)  # fmt: skip


def point(name: str) -> None:
    """Die here, if asked to."""
    if name == _asked:
        _left[0] -= 1
        if _left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
