"""Why an account rests, why everything is stopped, why what is due waits: codes of the database, in words."""

from typing import Any

from flask_babel import lazy_gettext as _

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
    "brake": _("Refused like many others in a row: it waits until somebody has looked"),
}

# Sending.pause_reason.
PAUSE_REASONS: dict[str, Any] = {
    "person": _("Somebody stopped all sending"),
    "journal": _("This database is older than what was sent"),
    "lost": _("The journal of sending is gone or cut short"),
    "restored": _("A backup was restored without the journal of sending"),
    "put_back": _("The folder of the data was put back from a copy"),
    "copied": _("This folder was copied: only the original sends"),
    "gap": _("Nothing was sent for more than ten days, or the clock is wrong"),
    "clock": _("The computer’s clock went back"),
}

# Why what is due does not leave now (Report.reasons, Halt.code).
WAITS: dict[str, Any] = {
    "no_account": _("No e-mail account is set up."),
    "no_sender": _("The e-mail account has no sender’s address, and the clinic has none either."),
    "no_identity": _("The law wants the clinic’s name and postal address in each message: fill them in first."),
    "no_contact": _("The law wants a telephone number, an e-mail address or a website in each message: add one."),
    "paused": _("All sending is stopped."),
    "account_paused": _("The e-mail account rests."),
    "braked": _("Refusal followed refusal: nothing is sent until somebody has looked (Outbox)."),
    "rest": _("Some of these clients were written to a few days ago: they are left in peace first."),
    "hold": _("The mailing is held back."),
    "hours": _("Outside the hours of sending."),
    "quota": _("As many messages have been sent as the provider allows for now."),
    "gap": _("The next message follows in a moment."),
    "late": _("Some messages are long past their planned day: somebody decides about them."),
    "stale_data": _("The clinic’s data are too old: import them first."),
    "asked": _("Somebody must first say what an appointment or a visit was for."),
    "held": _("Somebody must first say whether these clients may be contacted."),
}
# Of these, what ends without anybody doing anything, or holds up some messages only.
WAITS_BY_ITSELF = ("hours", "hold", "quota", "gap", "stale_data", "asked", "held", "rest")


def words(code: str) -> str:
    """What a code says, for a person; one of somebody else’s stands as it is."""
    for labels in (ACCOUNT_REASONS, PAUSE_REASONS, WAITS):
        if code in labels:
            return str(labels[code])
    return code
