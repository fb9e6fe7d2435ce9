"""How a finished message leaves: a folder a channel.

A transport is `offer`ed a message, for which it makes itself ready, up to the point where nothing of its content has
left, and then gives the `content`. Between the two the sender notes, on disk, that it is about to leave.
"""

from typing import Protocol

from webapp.transports.failures import ACCOUNT, ADDRESS, MESSAGE, NoAnswer, SendFailed
from webapp.transports.outgoing import Mailbox, Outgoing


class Transport(Protocol):
    """Something through which messages leave, one after the other."""

    def offer(self, outgoing: Outgoing) -> None:
        """Be ready, if it is not, and take everything but the content. Raises SendFailed: nothing can have been
        delivered."""

    def content(self) -> str:
        """The content of what was offered; what the other side answered. Raises SendFailed when it refuses, NoAnswer
        when nobody can know."""

    def close(self) -> None:
        """Say goodbye; it may be offered more afterwards."""
