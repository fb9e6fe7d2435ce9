"""What a mail server's refusal of our connection means, in a sentence that says what to do. And usual limits."""

import socket
import ssl
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _

MINUTE, HOUR, DAY = 60, 3600, 86_400

ADVICE: dict[str, Any] = {
    "unknown_host": _("No server has this name. Look at how it is written; it often begins with smtp or mail."),
    "refused": _("The server is there, but nothing answers on this port. Usual are 587 (STARTTLS) and 465 (TLS)."),
    "silent": _("The server does not answer. A firewall may block this port; usual are 587 (STARTTLS) and 465 (TLS)."),
    "certificate": _(
        "The server’s certificate is not in order: another name, or past its end. Write the server’s name as your "
        "provider gives it."
    ),
    "no_starttls": _("The server offers no STARTTLS on this port. Try TLS on port 465."),
    "encryption": _("The encryption does not come about. TLS goes with port 465, STARTTLS with port 587."),
    "basic_retired": _(
        "Microsoft no longer lets passwords send mail from this mailbox (5.7.30). Choose OAuth 2 with a token, or "
        "another server, such as your Internet provider’s."
    ),
    "app_password": _(
        "The provider wants a password made for applications, not the mailbox’s own. It is made in the security "
        "settings of the mailbox."
    ),
    "wrong_password": _("The server refuses this user name or this password."),
    "no_sign_in": _("The server lets nobody sign in on this port. Try port 587 with STARTTLS, or choose no sign-in."),
    "too_fast": _("The server says: too many at once. Wait some minutes and try again."),
    "policy": _("The server does not want mail from this computer or this mailbox."),
    "other": _("The server could not be spoken with."),
}


def advice(reason: str, code: str, text: str, cause: BaseException | None) -> str:
    """The code of the sentence for a failed connection.

    `reason`, `code` and `text` are what the transport found, `cause` the error behind it.
    """
    said = f"{code} {text}".lower()
    if reason == "login":
        if "5.7.30" in said or "basic authentication" in said:
            return "basic_retired"
        if "5.7.9" in said or "application-specific" in said:
            return "app_password"
        return "wrong_password" if code else "no_sign_in"
    if reason == "tls":
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "certificate"
        return "encryption" if isinstance(cause, ssl.SSLError) else "no_starttls"
    if reason == "connection":
        if isinstance(cause, (socket.gaierror, UnicodeError)):
            return "unknown_host"
        if isinstance(cause, ConnectionRefusedError):
            return "refused"
        return "silent" if isinstance(cause, (TimeoutError, OSError)) else "other"
    return {"rate": "too_fast", "busy": "too_fast", "policy": "policy"}.get(reason, "other")


@dataclass(frozen=True)
class Preset:
    """The limits that one keeps well below at a provider, a tenth left for the clinic's own mail."""

    name: Any
    limits: dict[int, int]  # seconds → at most so many


PRESETS = {
    "prudent": Preset(_("Prudent, for any provider"), {HOUR: 60, DAY: 250}),
    "m365": Preset(_("Microsoft 365"), {MINUTE: 20, DAY: 5000}),
    "workspace": Preset(_("Google Workspace"), {MINUTE: 20, DAY: 1500}),
    "whc": Preset(_("Web Hosting Canada"), {HOUR: 150, DAY: 800}),
}


def other_domain(sender: str, username: str) -> bool:
    """Whether the sender's address is of another domain than the account that signs in: many would call it spam."""
    mine, theirs = sender.rpartition("@")[2].lower(), username.rpartition("@")[2].lower()
    return bool("@" in sender and "@" in username and mine != theirs)
