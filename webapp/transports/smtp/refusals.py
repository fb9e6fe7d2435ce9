"""The grammar of refusals: what an SMTP reply that is no welcome means, and for whom.

Replies are read for whom they speak of, and only then for what they say. A reply that names our own address, a sender,
relaying or verification speaks of the account, at whatever command; so does "too fast" in whatever code, and a policy
(5.7.x). One recipient's quota, size and filter concern this message. An address is to blame only where the reply says
that nobody lives there and nothing in it says otherwise: in doubt it is the message, never the address.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from webapp.transports.failures import ACCOUNT, ADDRESS, MESSAGE, SendFailed

GREETING, SIGN_IN, MAIL, RCPT, DATA, CONTENT = "greeting", "sign_in", "mail", "rcpt", "data", "content"
LONGEST = 500  # characters kept of what they say

# At the head; with qmail at the end: "(#5.1.1)".
_STATUS = re.compile(r"\A([245]\.\d{1,3}\.\d{1,3})\b|\(#([245]\.\d{1,3}\.\d{1,3})\)", re.ASCII)
_ADDRESS = re.compile(r"[^\s<>\"(),;:]+@[^\s<>\"(),;:]+")
_LINK = re.compile(r"https?://\S+|\b[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)
# Postfix's name of a list of recipients (relay_recipient_maps), AT&T's of the line that asked: nobody relays anything.
_NO_RELAY = re.compile(r"in relay recipient table|\brelay=\S*", re.IGNORECASE)
_US = re.compile(
    r"\bsenders?\b|\bbadmailfrom\b|\brelay(ing|ed)?\b|verified\b|\bverification\b|\brcpthosts\b"
    r"|\b(mail ?from|from address|return-?path|reverse-?path|envelope from)\b|\bfrom (header|field|domain)\b"
    r"|\byour (account|mailbox|domain|server|host|ip|network|credentials|plan|subscription)\b|authenticat|\bspf\b"
    r"|dkim|dmarc|\bsending paused\b|not allowed to send\b|\btest purposes\b"
    r"|exp[ée]diteur|[ée]metteur|\brelais\b|v[ée]rifi[ée]e?\b|v[ée]rification",
    re.IGNORECASE,
)
# Whom a mailbox or a group of Microsoft's takes mail from is set by its owner, whatever the reply says of senders.
_CLOSED = ("5.7.12", "5.7.124", "5.7.129", "5.7.133", "5.7.134", "5.7.135", "5.7.136")
_FULL = re.compile(
    r"(mailbox|inbox|user|recipient|boite|bo\u00eete)[^.]{0,40}(full|quota|pleine|exceeded|storage)|over\s?quota"
    r"|disk quota|quota[^.]{0,30}(mailbox|recipient|exceeded|full)|storage allocation|_417\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(user|recipient|mailbox|address|account|alias|utilisateur|destinataire|adresse|bo\u00eete)[^.]{0,60}"
    r"(unknown|not found|does(n.t| not) (exist|have)|not exist|no longer|invalid|not valid|inconnu|inexistant|n.existe)"
    r"|(no such|unknown|invalid|bad) (user|recipient|mailbox|address|account|destination)"
    r"|not a valid (user|recipient|mailbox)|no mailbox (here|by that name)|not our customer|_416\b",
    re.IGNORECASE,
)
_NO_USER = re.compile(r"(user|mailbox) (is )?(unknown|not found)|(no such|unknown) (user|mailbox)", re.IGNORECASE)
_NO_DOMAIN = re.compile(
    r"(domain|host)[^.]{0,40}(not found|does(n.t| not) exist|unknown|no mx|cannot be found)|nxdomain|unrouteable|"
    r"no route to|null mx",
    re.IGNORECASE,
)
_TOO_FAST = re.compile(
    r"too (fast|quickly|many|frequent|much)|rate\b|throttl|slow down|limit (exceeded|reached)"
    r"|(exceeds?|exceeded|reached|over)[^.]{0,30}\blimit|sending limit|trop (de|rapide|vite)|limite",
    re.IGNORECASE,
)
_OUR_QUOTA = re.compile(
    r"\b(send|sending|daily|hourly|smtp|outgoing|outbound|relay)\b[^.]{0,30}\bquota"
    r"|\bquota\b[^.]{0,30}\b(sending|per (hour|day)|messages)\b",
    re.IGNORECASE,
)
# "The user you are trying to contact is receiving mail too quickly": theirs, not ours (Google, 4.2.1 and 5.2.1).
_THEIR_PACE = re.compile(
    r"\b(user|recipient|mailbox|account)\b[^.]{0,40}\bis receiving\b|recipient thread limit", re.IGNORECASE
)
_SIZE = re.compile(r"\bsize\b|too (big|large|long)", re.IGNORECASE)
_INSIDE = re.compile(r"\bcontent\b|attachment|virus|malware|pi[èe]ce jointe", re.IGNORECASE)
_GREY = re.compile(r"gr[ea]y-?list", re.IGNORECASE)
_THEIRS = re.compile(
    r"recipient address rejected|recipient (rejected|refused|not allowed|not authori[sz]ed)|badrcptto|:blocked\)"
    r"|by (the )?(recipient|user)\b|recipient.s (filter|policy|preferences)|one or more recipients"
    r"|sending to \(or from\)",
    re.IGNORECASE,
)
_POLICY = re.compile(
    r"spam|blocked|black-?list|block-?list|\brbl\b|dnsbl|reputation|policy|not permitted|denied|unauthenticated"
    r"|prohibit",
    re.IGNORECASE,
)
# What speaks against it that nobody lives there.
_DOUBT = re.compile(
    r"spam|junk|block|black|reputation|policy|denied|prohibit|explanation|temporar|content|\blater\b|inactive|disabled",
    re.IGNORECASE,
)
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "j": 86_400}
_DELAY = re.compile(
    r"(?:try again|retry|wait|again|after|in|within|dans|attendre|attendez)\D{0,20}?(\d{1,6})\s*"
    r"(s\b|secs?\b|seconds?|secondes?|m\b|mins?\b|minutes?|h\b|hrs?\b|hours?|heures?|days?|jours?)",
    re.IGNORECASE,
)
LONGEST_DELAY = timedelta(days=1)


@dataclass(frozen=True)
class _Reply:
    """A reply taken apart. `words`: what it says, without addresses and links, whose words mean nothing."""

    code: int
    status: str  # "5.1.1"; "" where none is given
    text: str
    words: str
    phase: str
    names_us: bool

    @property
    def detail(self) -> str:
        """ "1.1" of "5.1.1"."""
        return self.status[2:]

    @property
    def permanent(self) -> bool:
        return 500 <= self.code <= 599

    def says(self, pattern: re.Pattern[str]) -> bool:
        return pattern.search(self.words) is not None


def judge(code: int, said: bytes | str, *, phase: str, ours: Collection[str] = (), to: str = "") -> SendFailed:
    """What a reply of 4xx or 5xx means; `phase` is what it answers to.

    `ours`: the addresses that we send from and sign in with; `to`: the recipient.
    """
    text = one_line(said.decode("utf-8", "replace") if isinstance(said, bytes) else said)
    found = _STATUS.search(text)
    status = (found[1] or found[2]) if found else ""
    reply = _Reply(code, status, text, _words(text), phase, _names(text, ours, to))
    scope, reason = _meaning(reply)
    return SendFailed(
        reason,
        permanent=reply.permanent and scope != ACCOUNT,
        scope=scope,
        code=f"{code} {status}".strip(),
        text=text,
        delay=delay_in(text),
    )


def _words(text: str) -> str:
    for pattern in (_ADDRESS, _LINK, _NO_RELAY):
        text = pattern.sub(" ", text)
    return text


def _names(text: str, ours: Collection[str], to: str) -> bool:
    """Whether it names an address of ours that is not the recipient’s as well."""
    own = {each.lower() for each in ours if "@" in each} - {to.lower()}
    return any(found.strip(".'`[]").lower() in own for found in _ADDRESS.findall(text))


def _meaning(reply: _Reply) -> tuple[str, str]:
    if reply.phase == SIGN_IN or reply.code in (530, 534, 535, 538) or reply.status == "5.7.30":
        return ACCOUNT, "rate" if reply.phase == SIGN_IN and reply.code < 500 and reply.says(_TOO_FAST) else "login"
    if reply.phase == GREETING:
        return ACCOUNT, _of_account(reply)
    if reply.detail in ("3.4", "2.3") or (reply.code == 552 and reply.says(_SIZE)):
        return MESSAGE, "too_big"
    if reply.status in _CLOSED and not reply.names_us:
        return MESSAGE, "not_taken"
    if reply.phase == MAIL or _is_about_us(reply):
        return ACCOUNT, _of_account(reply)
    return _of_recipient(reply) or _of_rest(reply)


def _is_about_us(reply: _Reply) -> bool:
    if reply.names_us or reply.detail in ("1.7", "1.8"):
        return True
    # Postfix asks about a recipient first, and says so: "unverified address: Address verification in progress".
    asks = not reply.permanent and "recipient address rejected" in reply.words.lower()
    return reply.says(_US) and not (asks and "verif" in reply.words.lower())


def _of_recipient(reply: _Reply) -> tuple[str, str] | None:
    """What speaks of one recipient, or of this one message to them; None where it is not said."""
    if reply.says(_THEIR_PACE):
        return MESSAGE, "try_later"
    if reply.detail == "4.5" or reply.says(_OUR_QUOTA):  # Google says 550 5.4.5 for the day's quota
        return ACCOUNT, "rate"
    if reply.says(_TOO_FAST) and reply.code != 552 and not _is_full(reply):
        return ACCOUNT, "rate"
    if reply.code == 552 and (reply.detail.startswith("7.") or reply.says(_INSIDE)):
        return MESSAGE, "content"
    if reply.code == 552 or _is_full(reply):
        return MESSAGE, "mailbox_full"
    if _of_address(reply):
        no_domain = reply.detail in ("1.2", "4.4") or reply.says(_NO_DOMAIN)
        return ADDRESS, "bad_domain" if no_domain else "unknown_address"
    # "5.7.1 User unknown" is some filter's.
    if reply.says(_THEIRS) or (reply.phase == RCPT and reply.says(_NO_USER)):
        return MESSAGE, "not_taken" if reply.permanent else "try_later"
    return None


def _is_full(reply: _Reply) -> bool:
    return reply.detail == "2.2" or (not reply.detail.startswith(("4.", "7.")) and reply.says(_FULL))


def _of_rest(reply: _Reply) -> tuple[str, str]:
    """What says nothing of a recipient: the account where it is a policy or an overload, else this message."""
    code, detail = reply.code, reply.detail
    of_mailbox = reply.phase == RCPT and "mailbox" in reply.words.lower()
    if code < 500 and (reply.says(_GREY) or detail.startswith(("1.", "2.")) or of_mailbox):
        return MESSAGE, "try_later"
    if detail.startswith("7.") or (reply.phase in (DATA, CONTENT) and code >= 500 and reply.says(_POLICY)):
        return ACCOUNT, "policy"
    if code in (421, 450, 452):
        return ACCOUNT, _of_account(reply)
    if detail == "2.1":
        return MESSAGE, "mailbox_disabled"
    return MESSAGE, "try_later" if code < 500 else "content" if reply.phase == CONTENT else "not_taken"


def _of_account(reply: _Reply) -> str:
    if reply.says(_TOO_FAST) or "quota" in reply.words.lower():
        return "rate"
    return "policy" if reply.permanent or reply.status.startswith("4.7.") else "busy"


def _of_address(reply: _Reply) -> bool:
    """Whether it says that nobody lives there, and nothing else."""
    if not reply.permanent:
        return False
    if reply.status == "5.4.1":  # Microsoft 365: "Recipient address rejected: Access denied", of whom it does not know
        return reply.phase == RCPT and "recipient address rejected" in reply.words.lower()
    if reply.says(_DOUBT):
        return False
    if reply.detail.startswith("7."):
        return False
    if reply.status in ("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.4.4"):
        return True
    if reply.detail.startswith("1.") or reply.phase == RCPT:
        # "mailbox unavailable" is what RFC 5321 has servers say to RCPT for a user whom they do not know.
        unavailable = reply.code == 550 and reply.phase == RCPT and "mailbox unavailable" in reply.words.lower()
        return unavailable or reply.says(_NOBODY) or reply.says(_NO_DOMAIN)
    return False  # after the content, filters say "User unknown" too


def delay_in(text: str) -> timedelta | None:
    """ "Try again in 15 minutes": how long they ask us to wait; never more than a day."""
    found = _DELAY.search(text)
    if not found:
        return None
    seconds = int(found[1]) * _UNITS[found[2][0].lower()]
    return min(timedelta(seconds=seconds), LONGEST_DELAY) if seconds else None


def one_line(said: str) -> str:
    """What they say, on one line, without what could do harm on a screen or in a file, and not without end."""
    clean = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in said)
    return " ".join(clean.split())[:LONGEST]
