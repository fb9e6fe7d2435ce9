"""By what a client can be reached: what each channel is called, where it goes, whether it was agreed to, how it leaves.

Whoever needs to know asks here, at the moment that it needs it: a channel more is one `add` more.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel import ngettext

Words = Any  # lazy: in the language of whoever reads it

Counted = Callable[[int, str], str]  # a number, and the same as it is shown


def str_of(_n: int, shown: str) -> str:
    return shown


# How what is written leaves: by itself, through an account; printed and posted by a person; or not: somebody calls.
ACCOUNT, HAND, PERSON = "account", "hand", "person"


@dataclass(frozen=True)
class Kind:
    """A kind of template, its medium: `code` as Template.kind keeps it."""

    code: str
    plural: Words
    new: Words
    icon: str
    name: Words = ""  # of one: "E-mail"; empty = as the channel is called


@dataclass(frozen=True)
class Way:
    """How a client was told, by a channel or otherwise: `code` as Reminder.done_by keeps it."""

    code: str
    name: Words
    icon: str
    done: Words  # "Reached by e-mail"


@dataclass(frozen=True)
class Channel(Way):
    """One channel.

    `address` are columns of the client: one, several of which the first filled one is tried first, or, where they are
    `together`, the lines of one. `takes` is a column that must be true as well, `accepts` the column of the client's
    agreement, `bit` what client.reach holds when all of it is there (kept by triggers of the database). Addresses that
    are not `compared`, since they are written in too many ways, are blocked through the client who has them.
    """

    address: tuple[str, ...]
    accepts: str
    bit: int
    leaves: str  # ACCOUNT, HAND or PERSON
    by: Words  # "By e-mail"
    reachable: Words  # of several clients
    lacking: Words  # no address, and what of it
    lacking_hint: Words
    stop: Words  # the button after which nobody is reached by it any more
    takes: str = ""
    unfit: Words = ""  # an address that does not take it, and what of it
    unfit_hint: Words = ""
    together: bool = False
    compared: bool = True
    numbers: bool = False  # its addresses are telephone numbers
    lower: bool = False  # its addresses are the same in lower case
    kinds: tuple[Kind, ...] = ()  # what it is written with; none: nothing is written
    spoken: Kind | None = None  # what is said over it, read aloud by a person
    default_template: str = ""  # the column of a reminder type that names its own
    states: Mapping[str, Words] = field(default_factory=dict)  # what became of a message, by Message.state
    labels: Mapping[str, Words] = field(default_factory=dict)  # its state in one word, where it is not the usual one
    later: bool = False  # nothing sends it yet
    not_yet: Counted = str_of  # where it is `later`: so many clients would have one, and what becomes of them
    write: Words = ""  # the button that prepares a mailing: "Write by e-mail"
    counted: Counted = str_of  # so many messages: "417 e-mails"
    send: Counted = str_of  # the button that sends so many: "Send 417 e-mails"

    @property
    def electronic(self) -> bool:
        """Whether it is what the law calls a commercial electronic message, agreed to first (CASL 6)."""
        return self.leaves == ACCOUNT

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns of which none may be missing or in doubt; where several will do, there is none."""
        return self.address if self.together or len(self.address) == 1 else ()

    def addresses(self, client: Any) -> list[str]:
        """Where it reaches the client, normalised, what is tried first at the head; `client` has the columns."""
        filled = [getattr(client, column) for column in self.address]
        if self.together:
            return [] if "" in filled else [", ".join(filled)]
        return list(dict.fromkeys(self.normalised(each) for each in filled if each))

    def normalised(self, address: str) -> str:
        """The address as suppressions keep it; numbers are E.164 already."""
        address = address.strip()
        return address.lower() if self.lower else address

    def said(self, state: str, *, day: str = "", why: str = "") -> str:
        """What became of a message. `day`: for when it is planned; `why`: the reason that it did not arrive."""
        if state == "planned" and self.electronic and not day:
            state = "claimed"
        if state not in self.states:
            return f"{self.code}: {state}"
        return (str(self.states[state]) % {"day": day, "why": why[:1].lower() + why[1:] if why else "?"}).strip()


_all: dict[str, Channel] = {}


def add(channel: Channel) -> None:
    """One more, after those there are."""
    _all[channel.code] = channel


def remove(code: str) -> None:
    del _all[code]


def all() -> tuple[Channel, ...]:
    """In the order in which they are tried where nobody says otherwise."""
    return tuple(_all.values())


def one(code: str) -> Channel:
    """The channel of this code. Raises KeyError."""
    return _all[code]


def codes() -> tuple[str, ...]:
    return tuple(_all)


def written() -> tuple[Channel, ...]:
    """Those by which something is written: they have templates and messages."""
    return tuple(each for each in all() if each.kinds)


def automatic() -> tuple[Channel, ...]:
    """Those whose messages leave by themselves, through an account."""
    return tuple(each for each in all() if each.leaves == ACCOUNT and not each.later)


def bits(channels: Iterable[Channel]) -> int:
    """What client.reach has of these."""
    found = 0
    for each in channels:
        found |= each.bit
    return found


def ordered(first: Iterable[str]) -> tuple[str, ...]:
    """The codes of all, those named first in their order: a clinic's order may be older than a channel."""
    known = [code for code in first if code in _all]
    return (*known, *(code for code in _all if code not in known))


def kinds() -> tuple[Kind, ...]:
    """The kinds of templates of every channel: what is written, and what is said."""
    return tuple(kind for each in all() for kind in (*each.kinds, each.spoken) if kind)


def medium(kind: Kind) -> Words:
    """What one of this kind is called: "E-mail", "Card"."""
    return kind.name or next(each.name for each in all() if kind in (*each.kinds, each.spoken))


def kind(code: str) -> Kind:
    """The kind of template of this code. Raises KeyError."""
    return {each.code: each for each in kinds()}[code]


_ELSEWHERE = Way("elsewhere", _("Otherwise"), "check", _("Done in the practice software"))
_WAYS = {
    each.code: each
    for each in (
        Way("counter", _("At the counter"), "store", _("Told at the counter")),
        Way("export", _("File for the printer"), "file-spreadsheet", _("In an exported file")),
    )
}


def way(code: str) -> Way:
    """How a client was reached; what nobody knows more of was done "otherwise"."""
    return _all.get(code) or _WAYS.get(code) or _ELSEWHERE


add(
    Channel(
        "email", _("E-mail"), "mail", _("Reached by e-mail"),
        address=("email",), accepts="accepts_email", bit=1, leaves=ACCOUNT, lower=True,
        counted=lambda n, shown: ngettext("%(n)s e-mail", "%(n)s e-mails", n, n=shown),
        send=lambda n, shown: ngettext("Send %(n)s e-mail", "Send %(n)s e-mails", n, n=shown),
        write=_("Write by e-mail"), by=_("By e-mail"), reachable=_("Reachable by e-mail"),
        lacking=_("No e-mail"), lacking_hint=_("To ask for at the visit"), stop=_("Stop writing"),
        kinds=(Kind("email", _("E-mails"), _("New e-mail"), "mail"),),
        default_template="email_template_id",
        states={
            "planned": _("E-mail planned for %(day)s"),
            "claimed": _("E-mail on its way"),
            "sent": _("E-mail sent"),
            "failed": _("E-mail refused: %(why)s"),
            "bounced": _("E-mail came back: %(why)s"),
            "cancelled": _("E-mail cancelled: %(why)s"),
            "expired": _("E-mail not sent in time"),
            "in_doubt": _("E-mail in doubt: it may have been sent"),
        },
    )
)  # fmt: skip
add(
    Channel(
        "sms", _("Text message"), "message-square", _("Reached by text message"),
        address=("mobile_phone",), takes="mobile_takes_sms", accepts="accepts_sms", bit=2, leaves=ACCOUNT, later=True,
        counted=lambda n, shown: ngettext("%(n)s text message", "%(n)s text messages", n, n=shown),
        not_yet=lambda n, shown: ngettext(
            "Text messages are not sent from here yet: %(n)s client who would get one counts among letters and calls.",
            "Text messages are not sent from here yet: %(n)s clients who would get one count among letters and calls.",
            n, n=shown,
        ),
        numbers=True, by=_("By text message"), reachable=_("Reachable by text message"),
        lacking=_("No mobile number"), lacking_hint=_("To ask for at the visit"), stop=_("Stop writing"),
        unfit=_("No text message"), unfit_hint=_("This mobile does not take them"),
        kinds=(
            Kind("sms", _("Text messages"), _("New text message"), "message-square-text"),
        ),
        default_template="sms_template_id",
        states={
            "planned": _("Text message planned for %(day)s"),
            "claimed": _("Text message on its way"),
            "sent": _("Text message sent"),
            "failed": _("Text message refused: %(why)s"),
            "bounced": _("Text message came back: %(why)s"),
            "cancelled": _("Text message cancelled: %(why)s"),
            "expired": _("Text message not sent in time"),
            "in_doubt": _("Text message in doubt: it may have been sent"),
        },
    )
)  # fmt: skip
add(
    Channel(
        "post", _("Letter"), "mailbox", _("Letter posted"),
        address=("address", "town", "postal_code"), together=True, compared=False, accepts="accepts_post", bit=4,
        counted=lambda n, shown: ngettext("%(n)s letter", "%(n)s letters", n, n=shown),
        leaves=HAND, by=_("By letter"), reachable=_("Reachable by letter"),
        lacking=_("Address incomplete"), lacking_hint=_("No letter can be sent"), stop=_("Stop writing"),
        kinds=(
            Kind("letter", _("Letters"), _("New letter"), "file-text"),
            Kind("card", _("Cards"), _("New card"), "sticky-note", _("Card")),
        ),
        default_template="document_template_id",
        states={
            "planned": _("Letter to print"),
            "printed": _("Letter printed, not yet posted"),
            "sent": _("Letter posted"),
            "failed": _("Letter failed: %(why)s"),
            "bounced": _("Letter came back: %(why)s"),
            "cancelled": _("Letter cancelled: %(why)s"),
            "expired": _("Letter not printed in time"),
        },
        labels={"planned": _("To print"), "sent": _("Posted")},
    )
)  # fmt: skip
add(
    Channel(
        "phone", _("Telephone"), "phone", _("Reached by telephone"),
        address=("mobile_phone", "home_phone", "work_phone"), numbers=True, accepts="accepts_phone", bit=8,
        leaves=PERSON, by=_("By telephone"), reachable=_("Reachable by telephone"),
        lacking=_("No telephone"), lacking_hint=_("Nobody can call"), stop=_("Stop calling"),
        spoken=Kind("script", _("Call scripts"), _("New call script"), "phone"),
    )
)  # fmt: skip
