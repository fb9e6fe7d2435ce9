"""Every message that is planned, going, gone, failed or in doubt, and through which account it leaves.
The ledger of sending: these rows are the only truth about what left (Huey only wakes us up)."""

import re

from peewee import SQL, BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from webapp.db import InstantField, Table
from webapp.models.clients import Client
from webapp.models.message_templates import TemplateVersion
from webapp.models.reminders import Batch, BatchPart, Reminder
from webapp.models.staff import StaffMember

PLANNED, CLAIMED, SENT, FAILED = "planned", "claimed", "sent", "failed"  # a message
CANCELLED, EXPIRED, IN_DOUBT, BOUNCED, PRINTED = "cancelled", "expired", "in_doubt", "bounced", "printed"
MESSAGE_STATES = (PLANNED, CLAIMED, PRINTED, SENT, BOUNCED, FAILED, CANCELLED, EXPIRED, IN_DOUBT)
MOVING = (PLANNED, CLAIMED, PRINTED)  # something may still become of it without a person
DRAFT, APPROVED, RUNNING, PAUSED, FINISHED = "draft", "approved", "running", "paused", "finished"  # a mailing
MAILING_STATES = (DRAFT, APPROVED, RUNNING, PAUSED, CANCELLED, FINISHED)
UNDER_WAY = (APPROVED, RUNNING, PAUSED)  # decided, and not over
RELEASED, TEMPORARY, PERMANENT = "released", "temporary", "permanent"  # an attempt


class MailAccount(Table):
    """Where the messages of a channel leave from: the environment’s when it names one, else the active one."""

    source = TextField(default="settings")  # settings, environment
    host = TextField()
    port = IntegerField(default=587)
    security = TextField(default="starttls")  # starttls, tls, none
    auth = TextField(default="password")  # password, xoauth2, none
    username = TextField(default="")
    password = TextField(default="")  # sealed (webapp/secrets.py), never shown again
    sender_name = TextField(default="")  # empty = the clinic's
    sender_email = TextField(default="")
    reply_to = TextField(default="")
    unsubscribe_to = TextField(default="")  # empty = reply_to, else the sender
    hours = TextField(default="{}")  # JSON: ISO weekday → ["08:00", "20:00"]; a day that is missing sends nothing
    gap_seconds = IntegerField(default=0)  # smallest time between two messages
    active = BooleanField(default=True)
    paused_until = InstantField(null=True)
    pause_reason = TextField(default="")  # a code of outbox.rules
    pause_detail = TextField(default="")  # what the provider said
    verified_at = InstantField(null=True)  # when a connection last succeeded
    channel = TextField(default="email", constraints=[SQL("DEFAULT 'email'")])
    # After so many refusals for good, with no success between them, nothing leaves until a person has looked.
    brake_after = IntegerField(default=10, constraints=[SQL("DEFAULT 10")])
    braked_at = InstantField(null=True)
    brake_detail = TextField(default="{}", constraints=[SQL("DEFAULT '{}'")])  # JSON: outbox.actions.braking
    judged_up_to = IntegerField(default=0, constraints=[SQL("DEFAULT 0")])  # the last Attempt that a person judged


class AccountLimit(Table):
    """At most `n` messages in any `seconds`, as counted from when each attempt ended."""

    account = ForeignKeyField(MailAccount, backref="limits", on_delete="CASCADE", index=False)
    account_id: int
    n = IntegerField()
    seconds = IntegerField()

    class Meta:
        indexes = ((("account", "seconds"), True),)


class Sending(Table):
    """Whether this installation sends at all. There is one row, number 1."""

    paused_at = InstantField(null=True)  # "Tout arrêter"
    paused_by = ForeignKeyField(StaffMember, null=True, on_delete="SET NULL", index=False)
    paused_by_id: int | None
    pause_reason = TextField(default="")  # a code of outbox.rules.stops
    pause_detail = TextField(default="{}")  # JSON
    place = TextField(default="")  # fingerprint of the machine and folder that may send
    last_tick_at = InstantField(null=True)
    last_lock_at = InstantField(null=True)  # the sender's last look at the clock: it must not go back
    # How many bytes of outbox.journal this database is known to agree with; they end in the line that says so.
    journal_read = IntegerField(default=0, constraints=[SQL("DEFAULT 0")])
    # What the database, the journal and the marker beside them have in common (outbox.rules.places).
    identity = TextField(default="", constraints=[SQL("DEFAULT ''")])  # at random; empty = not begun
    counter = IntegerField(default=0, constraints=[SQL("DEFAULT 0")])  # of that line; it only grows
    attempts_read = IntegerField(default=0, constraints=[SQL("DEFAULT 0")])  # the newest attempt of which it speaks
    marker = TextField(default="", constraints=[SQL("DEFAULT ''")])  # JSON: the marker file as it was made
    beneath = TextField(default="[]", constraints=[SQL("DEFAULT '[]'")])  # JSON: stops that stand again after this one
    last_asked_at = InstantField(null=True)  # the moment of the last `tick --at`
    # Which start of the machine the sender last worked in: a later one may have lost what was not on the disk.
    boot = TextField(default="", constraints=[SQL("DEFAULT ''")])


class Mailing(Table):
    """One communication over one channel: what is said, to whom, in which waves."""

    batch = ForeignKeyField(Batch, null=True, backref="mailings", on_delete="RESTRICT")
    batch_id: int | None
    part = ForeignKeyField(BatchPart, null=True, on_delete="SET NULL", index=False)
    part_id: int | None
    channel = TextField()  # email, sms, post
    purpose = TextField(default="care")
    template_version = ForeignKeyField(TemplateVersion, null=True, on_delete="RESTRICT", index=False)
    template_version_id: int | None
    grouping = TextField(default="client")  # client, species, animal: what one message is about
    wave_size = IntegerField(default=250)
    every_days = IntegerField(default=3)
    first_on = DateField()
    from_time = TextField(default="")  # "09:00": narrower than the account's hours; empty = the account's
    until_time = TextField(default="")
    expires_on = DateField(null=True)  # the last day on which it makes sense
    state = TextField(default=DRAFT)
    token = TextField(unique=True)  # part of each Message-ID: never the same twice, even in a restored database
    correction_of = ForeignKeyField("self", null=True, on_delete="SET NULL", index=False)
    correction_of_id: int | None
    created_at = InstantField()
    created_by = ForeignKeyField(StaffMember, null=True, on_delete="SET NULL", index=False)
    created_by_id: int | None
    approved_at = InstantField(null=True)
    held_until = InstantField(null=True)  # the short hold after "Envoyer": nothing leaves before
    paused_at = InstantField(null=True)
    cancelled_at = InstantField(null=True)
    finished_at = InstantField(null=True)
    second = BooleanField(default=False, constraints=[SQL("DEFAULT 0")])  # its reminders may be done already

    class Meta:
        indexes = ((("state",), False),)


class Wave(Table):
    """One spaced portion of a mailing."""

    mailing = ForeignKeyField(Mailing, backref="waves", on_delete="CASCADE", index=False)
    mailing_id: int
    number = IntegerField()
    not_before = InstantField()  # as planned; moves when an earlier wave opened late
    opened_at = InstantField(null=True)
    closed_at = InstantField(null=True)  # nothing of it is planned or claimed any more
    planned_at = InstantField(null=True)  # the day that was first meant, or last decided; null = not_before

    class Meta:
        indexes = ((("mailing", "number"), True), (("closed_at", "not_before"), False))


class PrintRun(Table):
    """A PDF of letters, cards or labels, drawn in the background."""

    mailing = ForeignKeyField(Mailing, null=True, backref="print_runs", on_delete="CASCADE")
    mailing_id: int | None
    kind = TextField()  # letters, cards
    paper = TextField(default="letter")  # letter, a4
    order = TextField(default="name")  # name, postal_code
    from_name = TextField(default="")  # begin at this family name
    from_number = IntegerField(default=1)  # begin at this letter: a failed printer is redone from there
    language = TextField(default="")  # fr, en; empty = French, then English
    state = TextField(default="waiting")  # waiting, running, done, failed
    total = IntegerField(default=0)
    done = IntegerField(default=0)
    pages = IntegerField(null=True)
    file = TextField(default="")  # the name, inside the data directory's `documents`
    error = TextField(default="")
    created_at = InstantField()
    created_by = ForeignKeyField(StaffMember, null=True, on_delete="SET NULL", index=False)
    created_by_id: int | None
    ended_at = InstantField(null=True)
    posted_at = InstantField(null=True)  # a person said so


class Message(Table):
    """One communication to one client, with its final text in MessageBody."""

    mailing = ForeignKeyField(Mailing, null=True, backref="messages", on_delete="RESTRICT", index=False)
    mailing_id: int | None
    wave = ForeignKeyField(Wave, null=True, backref="messages", on_delete="SET NULL", index=False)
    wave_id: int | None
    client = ForeignKeyField(Client, null=True, backref="messages", on_delete="RESTRICT")  # null = a test to oneself
    client_id: int | None
    recipient = TextField()  # whom or what one message is about within its mailing: outbox.rules.recipient_key
    channel = TextField()
    purpose = TextField(default="care")
    language = TextField(default="fr")
    address = TextField(default="")  # as it was when approved; looked at again when claimed
    message_id = TextField(unique=True)  # RFC 5322, deterministic, stored before any attempt
    state = TextField(default=PLANNED)
    not_before = InstantField(null=True)  # null = as soon as its wave is open
    expires_at = InstantField(null=True)
    attempts = IntegerField(default=0)
    sent_at = InstantField(null=True)
    ended_at = InstantField(null=True)
    code = TextField(default="")  # last SMTP reply: "550 5.1.1"
    reason = TextField(default="")  # why it did not leave: a code of outbox.queries.reasons
    detail = TextField(default="")  # in the provider's words
    settled_by = ForeignKeyField(StaffMember, null=True, on_delete="SET NULL", index=False)  # who settled a doubt
    settled_by_id: int | None
    print_run = ForeignKeyField(PrintRun, null=True, on_delete="SET NULL", index=False)
    print_run_id: int | None
    print_number = IntegerField(null=True)  # which letter of the run it is
    created_at = InstantField()
    template_version = ForeignKeyField(TemplateVersion, null=True, on_delete="RESTRICT", index=False)
    template_version_id: int | None  # where it is not its mailing's: the text of its act

    @property
    def reference(self) -> str:
        """What is printed on a letter and on a card, for whoever has it in hand."""
        return reference(self.id)

    class Meta:
        indexes = (
            (("mailing", "channel", "recipient"), True),
            (("mailing", "state", "wave", "not_before"), False),  # whoever asks for a wave's names its mailing
            (("state", "channel", "not_before"), False),
            (("address", "channel"), False),
        )


_OWN_WORDING = SQL('"template_version_id" IS NOT NULL')
for _index in (
    # The outbox, newest first. What moves stands in another: each message that leaves is written into this one once.
    Message.index(Message.state, Message.ended_at, where=Message.ended_at.is_null(False), name="message_ended"),
    # Letters, tests to oneself, what a client is written without a mailing: e-mails of a mailing are in neither.
    Message.index(Message.state, Message.channel, where=Message.wave.is_null(), name="message_without_wave"),
    Message.index(Message.print_run, where=SQL('"print_run_id" IS NOT NULL'), name="message_of_print_run"),
    Message.index(Message.template_version, Message.mailing, where=_OWN_WORDING, name="message_of_own_wording"),
):  # fmt: skip
    Message.add_index(_index)

_REFERENCE = re.compile(r"\s*[Ll][\s-]?(\d{1,9})\s*")


def reference(message_id: int) -> str:
    """What is printed on a letter and on a card, for whoever has it in hand: "L4127"."""
    return f"L{message_id}"


def referred(typed: str) -> int | None:
    """The message that somebody means by it."""
    found = _REFERENCE.fullmatch(typed)
    return int(found[1]) if found else None


class MessageReminder(Table):
    """Which reminders a message is about; `left_out` where the last look took one out."""

    message = ForeignKeyField(Message, backref="about", on_delete="CASCADE", index=False)
    message_id: int
    reminder = ForeignKeyField(Reminder, backref="messages", on_delete="RESTRICT")
    reminder_id: int
    left_out = TextField(default="", constraints=[SQL("DEFAULT ''")])  # a code of outbox.queries.reasons

    class Meta:
        indexes = ((("message", "reminder"), True),)


class BodyPage(Table):
    """What the HTML of many messages has alike, once: the clinic's head and foot, the wording between its tags.

    A row never changes and is never deleted, so that what was approved stays what it was.
    """

    digest = TextField(unique=True)
    pieces = TextField()  # JSON: outbox.rules.pages


class MessageBody(Table):
    """The final text: written ahead of its message (BodyAhead); may be pruned after a time, and the message stays."""

    message = ForeignKeyField(Message, backref="body", primary_key=True, _deferred=True)  # type: ignore[call-overload]
    message_id: int
    subject = TextField(default="")
    text = TextField(default="")
    html = TextField(default="")  # with a page: what stands between its pieces (outbox.rules.pages)
    page = ForeignKeyField(BodyPage, null=True, on_delete="RESTRICT", index=False)
    page_id: int | None


class BodyAhead(Table):
    """Texts of messages that do not stand yet: from which number to which, and since when (outbox.actions.ahead)."""

    key = TextField()
    first = IntegerField()
    last = IntegerField()
    at = InstantField()


class Attempt(Table):
    """One try at sending: the audit trail and the ledger of quotas. Append-only but for its end."""

    message = ForeignKeyField(Message, backref="tries", on_delete="CASCADE")
    message_id: int
    account = ForeignKeyField(MailAccount, on_delete="RESTRICT", index=False)
    account_id: int
    claimed_at = InstantField()
    # The instant before the content left. Written with the end: until then the journal alone says that it has begun.
    data_at = InstantField(null=True)
    ended_at = InstantField(null=True)
    outcome = TextField(default="")  # released, sent, temporary, permanent, in_doubt; empty = under way
    code = TextField(default="")
    text = TextField(default="")


Attempt.add_index(
    Attempt.index(
        Attempt.account, Attempt.ended_at, Attempt.data_at, where=Attempt.ended_at.is_null(False), name="attempt_ended"
    )
)
