"""The grammar of refusals: what an SMTP reply that is no welcome means, and for whom.

A provider that says "too fast" in whatever code speaks of the account; so does a policy (5.7.x), which is never the
address's fault. An address is to blame only where the reply says that nobody lives there. The rest concerns this one
message.
"""

import re
import unicodedata
from datetime import timedelta

from webapp.transports.failures import ACCOUNT, ADDRESS, MESSAGE, SendFailed

GREETING, SIGN_IN, MAIL, RCPT, DATA, CONTENT = "greeting", "sign_in", "mail", "rcpt", "data", "content"
LONGEST = 500  # characters kept of what they say

_STATUS = re.compile(r"\A[245]\.\d{1,3}\.\d{1,3}\b", re.ASCII)
_FULL = re.compile(
    r"(mailbox|inbox|user|recipient|boite|bo\u00eete)[^.]{0,40}(full|quota|pleine|exceeded)|over\s?quota|disk quota"
    r"|quota[^.]{0,30}(mailbox|recipient)|_417\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"(user|recipient|mailbox|address|account|alias|utilisateur|destinataire|adresse|bo\u00eete)[^.]{0,60}"
    r"(unknown|not found|does(n.t| not) exist|not exist|no longer|invalid|not valid|inconnu|inexistant|n.existe)"
    r"|(no such|unknown|invalid|bad) (user|recipient|mailbox|address|account|destination)"
    r"|no mailbox here|not a valid mailbox|not our customer|_416\b",
    re.IGNORECASE,
)
_NO_DOMAIN = re.compile(
    r"(domain|host)[^.]{0,40}(not found|does(n.t| not) exist|unknown|no mx|cannot be found)|nxdomain|unrouteable|"
    r"no route to|null mx",
    re.IGNORECASE,
)
_TOO_FAST = re.compile(
    r"too (fast|quickly|many|frequent|much)|rate\b|quota|throttl|slow down|limit (exceeded|reached)"
    r"|(exceeds?|exceeded|reached|over)[^.]{0,30}\blimit|sending limit|trop (de|rapide|vite)|limite",
    re.IGNORECASE,
)
_SIZE = re.compile(r"\bsize\b|too (big|large|long)", re.IGNORECASE)
_GREY = re.compile(r"gr[ea]y-?list", re.IGNORECASE)
_POLICY = re.compile(
    r"spam|blocked|black-?list|block-?list|\brbl\b|dnsbl|reputation|policy|not permitted|denied|unauthenticated|spf\b|"
    r"dkim|dmarc|relay",
    re.IGNORECASE,
)
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "j": 86_400}
_DELAY = re.compile(
    r"(?:try again|retry|wait|again|after|in|within|dans|attendre|attendez)\D{0,20}?(\d{1,6})\s*"
    r"(s\b|secs?\b|seconds?|secondes?|m\b|mins?\b|minutes?|h\b|hrs?\b|hours?|heures?|days?|jours?)",
    re.IGNORECASE,
)
LONGEST_DELAY = timedelta(days=1)


def judge(code: int, said: bytes | str, *, phase: str) -> SendFailed:
    """What a reply of 4xx or 5xx means; `phase` is what it answers to."""
    text = one_line(said.decode("utf-8", "replace") if isinstance(said, bytes) else said)
    found = _STATUS.match(text)
    status = found.group() if found else ""
    permanent = 500 <= code <= 599
    scope, reason = _meaning(code, status, text, phase)
    return SendFailed(
        reason,
        permanent=permanent and scope != ACCOUNT,
        scope=scope,
        code=f"{code} {status}".strip(),
        text=text,
        delay=delay_in(text),
    )


def _meaning(code: int, status: str, text: str, phase: str) -> tuple[str, str]:
    if phase == SIGN_IN or code in (530, 534, 535, 538) or status == "5.7.30":
        return ACCOUNT, "rate" if phase == SIGN_IN and code < 500 and _TOO_FAST.search(text) else "login"
    if phase in (GREETING, MAIL):
        return ACCOUNT, _of_account(code, status, text)
    detail = status[2:]
    if detail in ("3.4", "2.3") or (code == 552 and _SIZE.search(text)):
        return MESSAGE, "too_big"
    if detail == "2.2" or (not detail.startswith(("4.", "7.")) and _FULL.search(text)):
        return MESSAGE, "mailbox_full"
    if detail == "4.5" or _TOO_FAST.search(text):  # Google says 550 5.4.5 for the day's quota
        return ACCOUNT, "rate"
    if _of_address(code, status, text, phase):
        no_domain = detail in ("1.2", "4.4") or _NO_DOMAIN.search(text)
        return ADDRESS, "bad_domain" if no_domain else "unknown_address"
    if code < 500 and (_GREY.search(text) or detail.startswith(("1.", "2."))):
        return MESSAGE, "try_later"
    if detail.startswith("7.") or (phase in (DATA, CONTENT) and code >= 500 and _POLICY.search(text)):
        return ACCOUNT, "policy"
    if code in (421, 450, 452):
        return ACCOUNT, _of_account(code, status, text)
    if detail == "2.1":
        return MESSAGE, "mailbox_disabled"
    return MESSAGE, "try_later" if code < 500 else "content" if phase == CONTENT else "not_taken"


def _of_account(code: int, status: str, text: str) -> str:
    if _TOO_FAST.search(text):
        return "rate"
    return "policy" if code >= 500 or status.startswith("4.7.") else "busy"


def _of_address(code: int, status: str, text: str, phase: str) -> bool:
    if code < 500:
        return False
    if status.startswith("5.7."):
        return False
    if status in ("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.4.4"):
        return True
    if status.startswith("5.1.") or phase == RCPT:
        # "mailbox unavailable" is what RFC 5321 has servers say to RCPT for a user whom they do not know.
        unavailable = code == 550 and phase == RCPT and "mailbox unavailable" in text.lower()
        return unavailable or bool(_NOBODY.search(text) or _NO_DOMAIN.search(text))
    return bool(_NOBODY.search(text))


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
