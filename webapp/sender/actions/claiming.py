"""The claim: in one transaction the pause, the hours, the quota, the last look, and the row that says "now"."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any

from webapp import channels, db, here
from webapp.accounts.rules import quotas
from webapp.consents.queries import reach
from webapp.models import Mailing, Message
from webapp.models.outbox import APPROVED, CANCELLED, EXPIRED, PLANNED, RUNNING
from webapp.outbox.actions import lives, planning, registry, resting
from webapp.outbox.queries.reasons import HELD, WAITS
from webapp.outbox.queries.resting import OF_OTHERS, RESTS
from webapp.outbox.rules import pages, transitions
from webapp.outbox.rules.rest import RESTING, free_at
from webapp.sender.actions import recording
from webapp.sender.actions.run_context import MOST_BEHIND, Claimed, Run
from webapp.sender.queries import due

_COLUMNS = (
    "mailing_id", "wave_id", "client_id", "recipient", "channel", "purpose", "language", "address", "message_id",
    "state", "not_before", "expires_at", "attempts", "created_at",
)  # fmt: skip
_INSTANTS = ("not_before", "expires_at", "created_at")
# Of its attempts those that are open, of messages in hand, and those that ended within the window.
_USED = """
SELECT (SELECT COUNT(*) FROM attempt WHERE account_id = :account
        AND ended_at > :since AND ended_at < :until AND data_at IS NOT NULL)
    + (SELECT COUNT(*) FROM message CROSS JOIN attempt ON attempt.message_id = message.id
        WHERE message.state = 'claimed' AND +attempt.account_id = :account AND attempt.ended_at IS NULL)
"""
_LAST = "SELECT MAX(ended_at) FROM attempt WHERE account_id = ? AND ended_at < ?"
# With the room that its end will need: a full disk says so before anything leaves.
_ATTEMPT = (
    "INSERT INTO attempt (message_id, account_id, claimed_at, outcome, code, text) "
    f"VALUES (?, ?, ?, '', '', '{' ' * 96}')"
)


@cache
def _look_sql(channel: str) -> str:
    """All that the claim of one message must know, in one statement: :id, :account, :on."""
    its = channels.one(channel)
    address = ", ".join(f"NULLIF(client.{column}, '')" for column in its.address)
    why_not = reach.why_not(its, client="client", purpose="message.purpose", on=":on")
    return f"""
SELECT {", ".join(f"message.{column}" for column in _COLUMNS)},
    sending.paused_at, account.paused_until, account.braked_at,
    mailing.state, mailing.held_until, wave.opened_at,
    {why_not}, COALESCE({address}, ''), {_LAST_WRITTEN},
    body.subject, body.text, body.html, page.pieces,
    (SELECT group_concat(about.reminder_id) FROM message_reminder AS about
        WHERE about.message_id = message.id AND about.left_out = '')
FROM message JOIN sending ON sending.id = 1 JOIN mail_account AS account ON account.id = :account
LEFT JOIN mailing ON mailing.id = message.mailing_id LEFT JOIN wave ON wave.id = message.wave_id
LEFT JOIN client ON client.id = message.client_id LEFT JOIN message_body AS body ON body.message_id = message.id
LEFT JOIN body_page AS page ON page.id = body.page_id
WHERE message.id = :id
"""


# When the client of a message that waits for rest was last written to by another mailing, or is being: a letter counts
# from the post, what failed or came back does not.
_LAST_WRITTEN = f"""iif({RESTS} AND message.mailing_id IS NOT NULL,
    (SELECT MAX(COALESCE(other.sent_at, other.ended_at, ':')) {OF_OTHERS}
          AND +other.state IN ('claimed', 'sent', 'in_doubt')), NULL)"""


class ChannelWaits(Exception):
    """Nothing leaves over this channel for now; `until` when, where that can be known."""

    def __init__(self, reason: str, until: datetime | None = None) -> None:
        super().__init__(reason)
        self.reason, self.until = reason, until


class MailingWaits(Exception):
    """Nothing of this mailing leaves for now; with due.FREE, nothing that belongs to none."""

    def __init__(self, reason: str, mailing_id: int) -> None:
        super().__init__(reason)
        self.reason, self.mailing_id = reason, mailing_id


class MessageWaits(Exception):
    """This message does not leave for now, and keeps no other from leaving."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class _Look:
    """The row of _look_sql, by name."""

    message: Message
    paused_at: str | None
    account_until: str | None
    braked_at: str | None
    mailing_state: str | None
    held_until: str | None
    opened_at: str | None
    why_not: str  # the client may not be reached; "" = they may
    address: str
    last_written: str | None  # ":", which sorts after all digits: just now, by another channel
    subject: str | None
    text: str | None
    html: str | None
    pieces: str | None  # of its page
    about: str | None
    reminder_ids: list[int] = field(default_factory=list)

    @property
    def page(self) -> str:
        """The HTML as it leaves."""
        return pages.whole(self.html or "", self.pieces)


def claim(run: Run, message_id: int) -> Claimed | None:
    """The message, claimed; None when it is not to be sent any more, which is then written down. In the same
    transaction the one before, which was taken.

    Raises ChannelWaits, MailingWaits and MessageWaits, with nothing written of this one; Replaced.
    """
    claimed, waits = None, None
    behind = run.lags and run.journal.behind < MOST_BEHIND
    with db.write_behind() if behind else db.write():
        run.same_database()
        recording.within(run)
        try:
            claimed = _claim(run, message_id)
        except (ChannelWaits, MailingWaits, MessageWaits) as found:
            waits = found
    if not behind:
        run.journal.behind = 0
    recording.written(run)
    if waits:
        raise waits
    return claimed


def _claim(run: Run, message_id: int) -> Claimed | None:
    now = run.now
    look = _look(run, message_id)
    if look is None or look.message.state != PLANNED or (look.message.not_before or now) > now:
        return None
    message = look.message
    _everything_goes(run, look, now)
    ended = _over(look, now)
    if ended is None:
        _may_go_now(run, look, now)
        if until := _rests(run, look, now):
            resting.put_off(message_id=message.id, until=until)
            run.report.because(RESTING)
            return None
        _within_quota(run, now)
        ended = (CANCELLED, "error") if look.subject is None else _last_look(look, now)
    if ended is not None:
        _end(run, look, *ended, now)
        return None
    # An address that is written is written into its index too, be it the same.
    moves = message.client_id is not None and look.address != message.address
    moved: dict[str, Any] = {"address": look.address} if moves else {}
    if not lives.change(message, transitions.CLAIM, now=now, **moved):
        return None
    stamp = db.instant_text(now)
    attempt_id = int(db.database.execute_sql(_ATTEMPT, (message_id, run.account.id, stamp)).lastrowid)
    return Claimed(message, attempt_id, look.reminder_ids, look.subject or "", look.text or "", look.page)


def _end(run: Run, look: _Look, state: str, reason: str, now: datetime) -> None:
    end = transitions.EXPIRE if state == EXPIRED else transitions.CANCEL
    lives.change(look.message, end, now=now, about=look.reminder_ids, reason=reason)
    run.report.expired += state == EXPIRED
    run.report.cancelled += state == CANCELLED


def _look(run: Run, message_id: int) -> _Look | None:
    given = {"account": run.account.id, "id": message_id, "on": here.day(run.now).isoformat()}
    row = db.database.execute_sql(_look_sql(run.channel), given).fetchone()
    if row is None:
        return None
    columns = dict(zip(_COLUMNS, row, strict=False))
    for name in _INSTANTS:
        columns[name] = columns[name] and datetime.fromisoformat(columns[name])
    message = Message(id=message_id, **columns)
    look = _Look(message, *row[len(_COLUMNS) :])
    look.reminder_ids = [int(each) for each in look.about.split(",")] if look.about else []
    if message.mailing_id is not None:
        if message.mailing_id not in run.mailings:
            run.mailings[message.mailing_id] = Mailing.get_by_id(message.mailing_id)
        message.mailing = run.mailings[message.mailing_id]
        message.mailing.state = str(look.mailing_state)
    return look


def _everything_goes(run: Run, look: _Look, now: datetime) -> None:
    if look.paused_at is not None:
        raise ChannelWaits("paused")
    if look.account_until is not None and look.account_until > db.instant_text(now):
        raise ChannelWaits("account_paused", datetime.fromisoformat(look.account_until))
    if look.braked_at is not None and look.message.client_id is not None:  # a test may show that it works again
        raise ChannelWaits("braked")


def _over(look: _Look, now: datetime) -> tuple[str, str] | None:
    if look.mailing_state == CANCELLED:
        return CANCELLED, "mailing_cancelled"
    expires = look.message.expires_at
    return (EXPIRED, "expired") if expires is not None and expires <= now else None


def _may_go_now(run: Run, look: _Look, now: datetime) -> None:
    """Paused, held back, before its hour: a test to oneself asks nothing of this."""
    message = look.message
    if message.mailing_id is None:
        if message.client_id is not None and not run.hours().is_now(now):
            raise MailingWaits("hours", due.FREE)
        return
    if look.mailing_state not in (APPROVED, RUNNING) or (look.held_until or "") > db.instant_text(now):
        raise MailingWaits("hold", message.mailing_id)
    if message.wave_id is not None and look.opened_at is None:
        raise MailingWaits("hold", message.mailing_id)
    if not run.hours(message.mailing).is_now(now):
        raise MailingWaits("hours", message.mailing_id)


def _rests(run: Run, look: _Look, now: datetime) -> datetime | None:
    """Until when the client is left in peace; None when they may be written to."""
    if look.last_written is None:
        return None
    last = now if look.last_written == ":" else datetime.fromisoformat(look.last_written)
    return free_at(last, run.rest_days, run.hours(look.message.mailing), now)


def _within_quota(run: Run, now: datetime) -> None:
    """Attempts that seem to lie in the future count as far as a window reaches: the clock was put back."""
    account = run.account.id
    for seconds, n in run.limits.items():
        window = timedelta(seconds=seconds)
        since, until = db.instant_text(now - window), db.instant_text(now + window)
        given = {"account": account, "since": since, "until": until}
        if db.database.execute_sql(_USED, given).fetchone()[0] >= n:
            raise ChannelWaits("quota", quotas.free_at(partial(due.nth_end, account), {seconds: n}, now))
    gap = run.account.gap_seconds
    if gap and not run.ticking.frozen:
        last = db.database.execute_sql(_LAST, (account, db.instant_text(now + timedelta(seconds=gap)))).fetchone()[0]
        free = datetime.fromisoformat(last) + timedelta(seconds=gap) if last else now
        if free > now:
            raise ChannelWaits("gap", free)


def _last_look(look: _Look, now: datetime) -> tuple[str, str] | None:
    """Why it is not to be sent at all; else the message as it is to be sent, without what has fallen out.

    Raises MessageWaits.
    """
    message = look.message
    if message.client_id is None:
        return None
    if look.why_not in WAITS:
        raise MessageWaits(look.why_not)
    if look.why_not:
        return CANCELLED, look.why_not
    if not look.reminder_ids:
        return None
    fallen = registry.unwanted(message=message, reminder_ids=look.reminder_ids, now=now)
    if not fallen:
        return None
    left = [each for each in look.reminder_ids if each not in fallen]
    # Of whom is held, the others of the message need not wait.
    if waits := [why for why in fallen.values() if why in WAITS and not (why == HELD and left)]:
        raise MessageWaits(waits[0])
    if not left:
        return CANCELLED, fallen[look.reminder_ids[0]]
    (render,) = registry.render_again
    look.subject, look.text, look.html = render(message=message, reminder_ids=left)
    look.pieces = None
    planning.rewrite(message, left_out=fallen, subject=look.subject, text=look.text, html=look.html)
    look.reminder_ids = left
    return None
