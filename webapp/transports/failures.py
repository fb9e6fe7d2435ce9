"""Why a message did not leave."""

from datetime import timedelta

ACCOUNT, ADDRESS, MESSAGE = "account", "address", "message"  # whom a refusal concerns


class SendFailed(Exception):
    """It was refused, or could not be offered: nothing was delivered.

    `scope` says whom that concerns: the account (everybody waits, nobody is to blame), the address, or this message.
    """

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool,
        scope: str,
        code: str = "",
        text: str = "",
        delay: timedelta | None = None,
    ) -> None:
        super().__init__(f"{reason}: {code} {text}".strip())
        self.reason = reason
        self.permanent = permanent
        self.scope = scope
        self.code = code  # "550 5.1.1"
        self.text = text  # in the other side's words
        self.delay = delay  # until it says to try again


class NoAnswer(Exception):
    """The line broke once the content was leaving: it may have been delivered, and nobody can know."""
