"""RELANCE_SMTP_URL: one e-mail account, written as an address.

    smtp://user:password@host:587?per_minute=20&per_hour=60&per_day=250&gap=2&from=rappels@clinique.ca&hours=1-6@8:00-20:00

`smtps://` is TLS from the first byte. `smtp://` is STARTTLS where the server offers it, and must be wherever a password
goes to another machine, unless `security=none` says otherwise. There are no limits but those given.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from webapp.transports.outgoing import can_write

STARTTLS, TLS, NONE, AUTO = "starttls", "tls", "none", "auto"
WINDOWS = {"per_minute": 60, "per_hour": 3600, "per_day": 86_400}
_TEXTS = {
    "from": "sender_email",
    "from_name": "sender_name",
    "reply_to": "reply_to",
    "unsubscribe_to": "unsubscribe_to",
}
_LOOPBACK = re.compile(r"localhost|127\.\d+\.\d+\.\d+|::1", re.ASCII)
_SPAN = re.compile(
    r"(?:(?P<first>[1-7])(?:-(?P<last>[1-7]))?@)?(?P<from>\d{1,2}:\d\d)-(?P<until>\d{1,2}:\d\d)", re.ASCII
)


class BadUrl(ValueError):
    """What is wrong with it, in a sentence that does not repeat the password."""


@dataclass(frozen=True)
class SmtpUrl:
    """The account that the environment gives."""

    host: str
    port: int
    security: str
    auth: str  # password, xoauth2, none
    username: str = ""
    password: str = field(default="", repr=False)
    sender_email: str = ""
    sender_name: str = ""
    reply_to: str = ""
    unsubscribe_to: str = ""
    gap: int = 0
    brake_after: int = 10
    limits: Mapping[int, int] = field(default_factory=dict)  # seconds → at most so many
    hours: Mapping[int, tuple[str, str]] = field(default_factory=dict)  # ISO weekday → span; empty = the usual


def parse(url: str) -> SmtpUrl:
    """Read smtp:// or smtps:// with its user, password, host and port. Raises BadUrl."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise BadUrl("must look like smtp://user:password@host:587.") from error
    if parts.scheme not in ("smtp", "smtps") or not host:
        raise BadUrl("must look like smtp://user:password@host:587 or smtps://user:password@host:465.")
    if parts.path not in ("", "/") or parts.fragment:
        raise BadUrl("nothing may stand between the host and “?”; write # / and ? of a password as %23 %2F and %3F.")
    given = _parameters(parts.query)
    username, password = unquote(parts.username or ""), unquote(parts.password or "")
    return SmtpUrl(
        host=host,
        port=port or (465 if parts.scheme == "smtps" else 587),
        security=_security(given.pop("security", ""), parts.scheme, host, bool(password)),
        auth=_auth(given.pop("auth", ""), username),
        username=username,
        password=password,
        gap=_number("gap", given.pop("gap", "0"), least=0),
        brake_after=_number("brake", given.pop("brake", "10"), least=3),
        limits={WINDOWS[name]: _number(name, given.pop(name)) for name in WINDOWS if name in given},
        hours=_hours(given.pop("hours", "")),
        **{column: _text(name, given.pop(name)) for name, column in _TEXTS.items() if name in given},
        **_nothing_else(given),
    )


def _parameters(query: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(query, keep_blank_values=True, strict_parsing=True)) if query else {}
    except ValueError as error:
        raise BadUrl("what follows “?” must look like per_hour=60&per_day=250.") from error


def _text(name: str, written: str) -> str:
    if name != "from_name" and not can_write(written):
        raise BadUrl(f"{name} must be an e-mail address.")
    return written


def _nothing_else(given: dict[str, str]) -> dict[str, str]:
    known = {"security", "auth", "gap", "brake", "hours", *WINDOWS, *_TEXTS}
    unknown = sorted(set(given) - known)
    if unknown:
        raise BadUrl(f"{unknown[0]!r} is no setting; there are {', '.join(sorted(known))}.")
    return {}


def _security(written: str, scheme: str, host: str, has_password: bool) -> str:
    if scheme == "smtps":
        if written not in ("", TLS):
            raise BadUrl(f"smtps:// is TLS: security={written} contradicts it.")
        return TLS
    if written:
        if written not in (STARTTLS, TLS, NONE):
            raise BadUrl("security must be starttls, tls or none.")
        return written
    return STARTTLS if has_password and not _LOOPBACK.fullmatch(host) else AUTO


def _auth(written: str, username: str) -> str:
    if written not in ("", "password", "xoauth2"):
        raise BadUrl("auth must be password or xoauth2.")
    return (written or "password") if username else "none"


def _number(name: str, written: str, *, least: int = 1) -> int:
    if not re.fullmatch(r"\d{1,7}", written, re.ASCII) or int(written) < least:
        raise BadUrl(f"{name} must be a whole number of at least {least}.")
    return int(written)


def _hours(written: str) -> dict[int, tuple[str, str]]:
    """ "1-6@8:00-20:00,7@10:00-16:00" (weekdays as ISO counts them), "8:00-20:00" for Monday to Saturday, "always"."""
    if not written:
        return {}
    if written == "always":
        return dict.fromkeys(range(1, 8), ("00:00", "24:00"))
    found: dict[int, tuple[str, str]] = {}
    for part in written.split(","):
        match = _SPAN.fullmatch(part)
        span = (match["from"].zfill(5), match["until"].zfill(5)) if match else ("", "")
        if not match or not span[0] < span[1] <= "24:00" or not all(at[3:] < "60" for at in span):
            raise BadUrl("hours must look like 1-6@8:00-20:00,7@10:00-16:00 or always (1 is Monday).")
        first = int(match["first"] or 1)
        last = int(match["last"] or match["first"] or 6)
        found |= dict.fromkeys(range(first, last + 1), span)
    return found
