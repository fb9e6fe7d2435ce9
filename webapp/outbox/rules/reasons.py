"""Why a message did not leave, why an account rests, why everything waits: codes of the database, in words."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

# Message.reason, MessageReminder.left_out.
REASONS: dict[str, Any] = {
    # What the last look finds.
    "deceased": _("The animal has died"),
    "given_away": _("The animal was given away"),
    "new_owner": _("The animal has another owner now"),
    "archived": _("No longer a client of the clinic"),
    "refused": _("The client does not want to be written to this way"),
    "suppressed": _("This address is blocked"),
    "no_address": _("No address to write to"),
    "bad_address": _("The address cannot be right"),
    "reminder_closed": _("The reminder is closed"),
    "reminder_done": _("The client was reached already"),
    "has_appointment": _("An appointment is booked"),
    "internal_only": _("This type of reminder is for colleagues only"),
    "nothing_left": _("None of its reminders is left"),
    # What people and the calendar decide.
    "mailing_cancelled": _("The mailing was cancelled"),
    "person": _("Somebody decided so"),
    "expired": _("Its last day has passed"),
    # What the provider answers.
    "unknown_address": _("The address does not exist"),
    "bad_domain": _("What stands behind the @ does not exist"),
    "mailbox_full": _("The mailbox is full"),
    "mailbox_disabled": _("The mailbox is closed"),
    "too_big": _("The message is too big"),
    "content": _("The provider refused what it says"),
    "not_taken": _("The provider did not take it"),
    "try_later": _("The provider asks to try again later"),
    "gave_up": _("Tried six times in vain"),
    "no_smtputf8": _("The provider cannot write to an address with such letters"),
    "bounced": _("It came back"),
    # What cannot be known, until somebody settles it.
    "no_answer": _("The line was cut before the provider answered"),
    "interrupted": _("Sending was interrupted at this message"),
    "older_database": _("It had left when this backup was made, or shortly after"),
    "error": _("It could not be put together"),
}

# MailAccount.pause_reason.
ACCOUNT_REASONS: dict[str, Any] = {
    "login": _("The provider refuses the user name or the password"),
    "rate": _("The provider says: too fast, or too many"),
    "busy": _("The provider asks to wait"),
    "policy": _("The provider refuses mail from this account"),
    "connection": _("The mail server cannot be reached"),
    "tls": _("The mail server’s certificate or encryption is not in order"),
    "no_answer": _("The line was cut three times before the provider answered"),
    "secret": _("The password cannot be read any more: enter it again"),
}

# Sending.pause_reason.
PAUSE_REASONS: dict[str, Any] = {
    "person": _("Somebody stopped all sending"),
    "journal": _("This database is older than what was sent"),
    "copied": _("This folder was copied: only the original sends"),
    "clock": _("The computer’s clock went back"),
}

# Why what is due does not leave now (Report.reasons, sending.ready).
WAITS: dict[str, Any] = {
    "no_account": _("No e-mail account is set up."),
    "no_sender": _("The e-mail account has no sender’s address, and the clinic has none either."),
    "no_identity": _("The law wants the clinic’s name and postal address in each message: fill them in first."),
    "no_contact": _("The law wants a telephone number, an e-mail address or a website in each message: add one."),
    "paused": _("All sending is stopped."),
    "account_paused": _("The e-mail account rests."),
    "hold": _("The mailing is held back."),
    "hours": _("Outside the hours of sending."),
    "quota": _("As many messages have left as the provider allows for now."),
    "gap": _("The next message follows in a moment."),
    "stale_data": _("The clinic’s data are too old: import them first."),
}
# Of these, what ends without anybody doing anything.
WAITS_BY_ITSELF = ("hours", "hold", "quota", "gap", "stale_data")


def words(code: str) -> str:
    """What a code says, for a person; a code of somebody else’s stands as it is."""
    for labels in (REASONS, ACCOUNT_REASONS, PAUSE_REASONS, WAITS):
        if code in labels:
            return str(labels[code])
    return code
