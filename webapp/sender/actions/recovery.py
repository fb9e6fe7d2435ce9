"""What a sender that died left behind, and what the journal knows that this database does not.

The lock is ours, so whatever is claimed is nobody's. The table of `webapp.outbox` says what is concluded. What the
journal says of messages that were never claimed here left after this database was saved: either a power cut took the
last commits, or it was restored from a backup, and then everything stops until a person has looked.
"""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from config import Config
from webapp import db
from webapp.models import Attempt, MailAccount, Message, Sending
from webapp.models.outbox import CLAIMED, RELEASED, TEMPORARY
from webapp.outbox.actions import lives, pausing, places
from webapp.outbox.queries import places as looking
from webapp.outbox.queries.journal import LEAVING, REFUSED, TAKEN
from webapp.outbox.queries.places import Look
from webapp.outbox.rules import stops, transitions
from webapp.outbox.rules.transitions import Change
from webapp.sender.actions.run_context import MOST_BEHIND
from webapp.sender.rules import retry


@dataclass(frozen=True)
class Found:
    """Messages that were sent although this database says otherwise; that may have; that it does not know at all."""

    sent: int = 0
    in_doubt: int = 0
    unknown: int = 0

    def __bool__(self) -> bool:
        return bool(self.sent or self.in_doubt or self.unknown)


def recover(*, settings: Config, now: datetime) -> int:
    """Settle what can be settled, and stop where what left is not known; how many messages are now in doubt.

    One transaction, and when it is on the disk another one by which a place where all is in order is settled in.
    """
    with db.write():
        look = looking.look(settings, db.database.connection())
        letters = dict(look.noted.letters)
        doubts = _settle_claimed(look, letters, now)
        found = _compare(letters, now)
        if look.reason:
            places.stop(look, found=asdict(found), now=now)
        elif found and not _went_with_the_power(look, found):
            pausing.pause_everything(now=now, by=None, reason=stops.JOURNAL, detail=asdict(found))
        if _boot() != (boot := looking.boot()):
            pausing.note(boot=boot)
    with db.write():  # a person may have decided meanwhile where sending goes on
        look = looking.look(settings, db.database.connection())
        if not look.reason and (look.is_behind or not look.has_begun):
            places.agree(settings, identity=look.identity, counter=look.counter)
    if not look.reason and not look.has_marker:
        places.make_marker(settings)
    return doubts + found.in_doubt


def _boot() -> str:
    return str(Sending.select(Sending.boot).where(Sending.id == 1).scalar() or "")


def _went_with_the_power(look: Look, found: Found) -> bool:
    """Whether a power cut alone explains what this database lacks: the machine was started anew since its last sender,
    with which the journal ends, and no more is lacking than may not have been on the disk."""
    same_run = not look.noted.counter and not found.unknown
    return same_run and _boot() not in ("", looking.boot()) and found.sent + found.in_doubt <= MOST_BEHIND


def _settle_claimed(look: Look, noted: dict[str, str], now: datetime) -> int:
    doubts, believed = 0, look.reads_on and not look.lost
    for message in list(Message.select().where(Message.state == CLAIMED)):
        attempt = (
            Attempt.select()
            .where((Attempt.message == message) & (Attempt.outcome == ""))
            .order_by(Attempt.id.desc())
            .first()
        )
        letter = noted.pop(message.message_id, "")
        left = bool(attempt and attempt.data_at)  # of a version that wrote it before it left
        if letter == TAKEN:
            left_at = attempt and (attempt.data_at or attempt.claimed_at)
            _end(message, attempt, transitions.SEND, now, sent_at=left_at or now)
        elif letter == LEAVING or not believed or (left and letter != REFUSED):
            _end(message, attempt, transitions.DOUBT, now, reason="interrupted", detail="")
            doubts += 1
        else:
            refused = letter == REFUSED and (left or _began_again(look, message))
            _let_go(message, attempt, now, refused=refused)
    return doubts


def _began_again(look: Look, message: Message) -> bool:
    """Whether a refusal is of the attempt that has no end, not of one before it."""
    earlier = Attempt.select().where(
        Attempt.message == message, Attempt.id > look.attempts_read, Attempt.ended_at.is_null(False),
        Attempt.data_at.is_null(False),
    )  # fmt: skip
    return look.noted.begun.get(message.message_id, 0) > earlier.count()


def _compare(noted: dict[str, str], now: datetime) -> Found:
    """What the journal says of messages that nobody had claimed here."""
    found, known = Found(), set()
    for row, message_id, state in _states(list(noted)):
        known.add(message_id)
        letter = noted[message_id]
        if letter == TAKEN and state in transitions.FIND_SENT.sources:
            _end(Message.get_by_id(row), None, transitions.FIND_SENT, now)
            found = replace(found, sent=found.sent + 1)
        elif letter == LEAVING and state in transitions.FIND_BEGUN.sources:
            _end(Message.get_by_id(row), None, transitions.FIND_BEGUN, now, reason="older_database")
            found = replace(found, in_doubt=found.in_doubt + 1)
    return replace(found, unknown=len(noted.keys() - known))


def _states(message_ids: list[str]) -> list[tuple[int, str, str]]:
    """Row, Message-ID and state of those that this database knows."""
    sql = "SELECT id, message_id, state FROM message WHERE message_id IN (SELECT value FROM json_each(?))"
    return db.rows(sql, (db.ids(message_ids),)) if message_ids else []


def _end(message: Message, attempt: Attempt | None, what: Change, now: datetime, **columns: Any) -> None:
    if attempt is not None:
        _end_attempt(attempt, what.target, now, left=True)
    else:  # it left in another life of this database: the quota counts it all the same
        of_channel = MailAccount.select().where(MailAccount.active & (MailAccount.channel == message.channel))
        account = of_channel.order_by(MailAccount.id.desc()).first()
        if account is not None:
            Attempt.create(
                message=message, account=account, claimed_at=now, data_at=now, ended_at=now, outcome=what.target,
                text="journal",
            )  # fmt: skip
    lives.change(message, what, now=now, **columns)


def _end_attempt(attempt: Attempt, outcome: str, now: datetime, *, left: bool) -> None:
    data_at = attempt.data_at or (attempt.claimed_at if left else None)
    Attempt.update(data_at=data_at, ended_at=now, outcome=outcome, text=attempt.text.strip()).where(
        Attempt.id == attempt.id
    ).execute()


def _let_go(message: Message, attempt: Attempt | None, now: datetime, *, refused: bool) -> None:
    """Nothing left: it is planned again; after a refusal that nobody wrote down, in a while."""
    if attempt is not None:
        _end_attempt(attempt, TEMPORARY if refused else RELEASED, now, left=refused)
    if not refused:
        lives.change(message, transitions.RELEASE, now=now, reason="")
    elif again := retry.again_at(message.attempts + 1, now):
        lives.change(message, transitions.RETRY, now=now, not_before=again, reason="")
    else:
        lives.change(message, transitions.FAIL, now=now, reason="gave_up")
