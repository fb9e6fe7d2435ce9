"""Who may come in, for how long, with what secret, and how long a guesser waits."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from webapp import text

# ---------- Sessions that end.

LONGEST = timedelta(hours=12)
IDLE = timedelta(hours=2)
IDLE_BY_PIN = timedelta(minutes=30)
SEEN_EVERY = timedelta(minutes=1)  # how often a session's last moment is written down, at most


class Ending(StrEnum):
    """Why a session is over."""

    CLOSED = "closed"  # signed out, password changed, deactivated, ended by a manager
    EXPIRED = "expired"  # it lasted as long as one may
    IDLE = "idle"  # nobody was there


@dataclass(frozen=True)
class Stay:
    """The times of a session, which tell whether it still holds."""

    by_password: bool
    started_at: datetime
    last_seen_at: datetime
    ended_at: datetime | None = None

    @property
    def idle_limit(self) -> timedelta:
        """How long nobody may touch it."""
        return IDLE if self.by_password else IDLE_BY_PIN

    def ending(self, now: datetime) -> Ending | None:
        """Why it is over; None while it is in force."""
        if self.ended_at is not None:
            return Ending.CLOSED
        if now - self.started_at >= LONGEST:
            return Ending.EXPIRED
        return Ending.IDLE if now - self.last_seen_at >= self.idle_limit else None


# ---------- Guessing, slowed down. Nobody is ever locked out for good: that would let a stranger lock out the clinic.

REMEMBERED = timedelta(hours=12)  # failures before that are forgotten
PERSON_WAITS = {5: 5, 6: 15, 7: 60, 8: 300, 9: 900}  # failures in a row → seconds to wait after the last one
ADDRESS_WINDOW = timedelta(minutes=15)
ADDRESS_WAITS = {30: 30, 40: 120, 60: 900}  # the clinic may share one address: wider
PIN_TRIES = 5  # wrong PINs on a device, then it asks for a password again
ATTEMPTS_KEPT = timedelta(days=30)
SESSIONS_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Failures:
    """How many tries failed since the last that succeeded, and when the last one was."""

    count: int = 0
    last_at: datetime | None = None


def wait_until(person: Failures, address: Failures) -> datetime | None:
    """Until when no try is even looked at; None when one may try. It may lie in the past."""
    ends = [
        failures.last_at + timedelta(seconds=seconds)
        for failures, waits in ((person, PERSON_WAITS), (address, ADDRESS_WAITS))
        if failures.last_at and (seconds := _seconds(failures.count, waits))
    ]
    return max(ends, default=None)


def _seconds(count: int, waits: dict[int, int]) -> int:
    return max((seconds for least, seconds in waits.items() if count >= least), default=0)


# ---------- Passwords and PINs that are not chosen. Length counts (NIST SP 800-63B 3.1.1); no rules of composition.

SHORTEST, LONGEST_PASSWORD = 10, 200
PIN_DIGITS = 4
# What people add figures to: "Bienvenue2026" is as easy to guess as "bienvenue".
_COMMON = frozenset(
    text.words(
        """abcdefghij abcdef abcd admin administrateur administration administrator azerty azertyuiop bienvenue bonjour
        canadiens changeme changemoi changezmoi chien chat clinique cliniquevet cliniqueveterinaire doudou football
        hockey iloveyou jetaime lemotdepasse letmein minou minouche monmotdepasse montreal motdepasse passwd password
        princess princesse qazwsxedc quebec qwerty qwertyuiop reception relance soleil sunshine superman tabarnak
        test testtest trustno vet veterinaire veterinarian veterinary welcome"""
    )
)
# The twenty most common four-digit PINs, a quarter of all in use (Data Genetics, 2012), and their neighbours.
_COMMON_PINS = frozenset(
    text.words("1234 1212 1004 2000 6969 1122 1313 4321 2001 1010 0007 2580 0852 1342 1515 1201 2020 1414 1123")
)


class Weakness(StrEnum):
    """Why a password or a PIN is not taken."""

    SHORT = "short"
    LONG = "long"
    COMMON = "common"
    OWN_NAME = "own_name"
    NOT_DIGITS = "not_digits"
    SAME_DIGIT = "same_digit"


def normal(password: str) -> str:
    """The same letters typed on a tablet and on a computer become the same password (é may be one sign or two)."""
    return unicodedata.normalize("NFKC", password)


def password_weakness(password: str, names: tuple[str, ...] = ()) -> Weakness | None:
    """Why nobody should choose it; None when it will do. `names`: what anyone knows of its owner."""
    wanted = normal(password)
    if len(wanted) < SHORTEST:
        return Weakness.SHORT
    if len(wanted) > LONGEST_PASSWORD:
        return Weakness.LONG
    plain = "".join(text.words(wanted))
    stem = plain.strip("0123456789")
    if stem in _COMMON or len(set(wanted)) < 3 or (plain.isdigit() and _steps(plain) in ({1}, {9})):
        return Weakness.COMMON
    own = {"".join(text.words(name)) for name in names} - {""}
    return Weakness.OWN_NAME if stem in own else None


def _steps(digits: str) -> set[int]:
    return {(int(after) - int(before)) % 10 for before, after in pairwise(digits)}


def pin_weakness(pin: str) -> Weakness | None:
    """Why nobody should choose these digits; None when they will do."""
    if not re.fullmatch(rf"[0-9]{{{PIN_DIGITS}}}", pin, re.ASCII):
        return Weakness.NOT_DIGITS
    if len(set(pin)) == 1:
        return Weakness.SAME_DIGIT
    return Weakness.COMMON if pin in _COMMON_PINS or _steps(pin) in ({1}, {9}) else None


# ---------- What to take along.


def is_secret(field: str) -> bool:
    """Whether what was typed in this field is never sent back to the page."""
    name = field.lower()
    return "password" in name or "csrf" in name or "pin" in re.split("[^a-z]+", name)


# ---------- What a device is called until someone names it.

_SYSTEMS = (("ipad", "iPad"), ("iphone", "iPhone"), ("android", "Android"), ("windows", "Windows"),
            ("cros", "Chromebook"), ("macintosh", "Mac"), ("linux", "Linux"))  # fmt: skip
_BROWSERS = (("edg", "Edge"), ("firefox", "Firefox"), ("fxios", "Firefox"), ("crios", "Chrome"), ("chrome", "Chrome"),
             ("safari", "Safari"))  # fmt: skip


def device_name(user_agent: str) -> str:
    """ "iPad, Safari", from what the browser says of itself; empty when it says nothing that is known."""
    said = user_agent.lower()
    found = [next((name for sign, name in signs if sign in said), "") for signs in (_SYSTEMS, _BROWSERS)]
    return ", ".join(name for name in found if name)
