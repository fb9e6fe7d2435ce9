"""Why a message did not leave: codes of the database, in words."""

from typing import Any

from flask_babel import lazy_gettext as _

from webapp.accounts.queries import reasons

# What the last look finds that does not end a message: it waits until a person has settled it.
HELD = "held"
WAITS = ("asked", HELD)

# Message.reason, MessageReminder.left_out.
REASONS: dict[str, Any] = {
    # What the last look finds.
    "deceased": _("The animal has died"),
    "given_away": _("The animal was given away"),
    "new_owner": _("The animal has another owner now"),
    "archived": _("No longer a client of the clinic"),
    "no_reminders": _("Reminders were refused"),
    "refused": _("The client does not want to be written to this way"),
    "suppressed": _("This address is blocked"),
    "no_address": _("No address to write to"),
    "no_sms": _("The mobile does not take text messages"),
    "bad_address": _("The address cannot be right"),
    "reminder_closed": _("The reminder is closed"),
    "reminder_done": _("The client was reached already"),
    "has_appointment": _("An appointment is booked"),
    "asked": _("Somebody must first say whether an appointment or a visit was for this"),
    HELD: _("Somebody must first say whether they may be contacted"),
    "internal_only": _("This type of reminder is for colleagues only"),
    "nothing_left": _("None of its reminders is left"),
    # What people and the calendar decide.
    "mailing_cancelled": _("The mailing was cancelled"),
    "person": _("Somebody decided so"),
    "expired": _("Its last day has passed"),
    "rest": _("The client was written to a few days ago and is left in peace until then"),
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
    "older_database": _("It had been sent when this backup was made, or shortly after"),
    "may_have_left": _("It was due while nobody knows what was sent"),
    "error": _("It could not be put together"),
}


def words(code: str) -> str:
    """What a code says, for a person, of a message or of what it waits for; one of somebody else’s stands as it is."""
    return str(REASONS[code]) if code in REASONS else reasons.words(code)


def known(code: str) -> bool:
    """Whether it is a reason of a message, or of the account that a message waits for."""
    return code in REASONS or code in reasons.ACCOUNT_REASONS
