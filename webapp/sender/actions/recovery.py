"""What a sender that died left behind, and what the journal knows that this database does not.

The lock is ours, so whatever is claimed is nobody's. A claim without `data_at` left nothing: it is let go. One with it
is in doubt, unless the journal has the answer. What the journal says of messages that were never claimed here left
after this database was saved: it was restored from a backup, and everything stops until a person has looked.
"""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from config import Config
from webapp import db
from webapp.models import Attempt, MailAccount, Message
from webapp.models.outbox import CLAIMED, RELEASED, TEMPORARY
from webapp.outbox.actions import lives, pausing, places
from webapp.outbox.queries import places as looking
from webapp.outbox.queries.journal import LEAVING, REFUSED, TAKEN
from webapp.outbox.rules import stops, transitions
from webapp.outbox.rules.transitions import Change
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

    One transaction. A place where all is in order is settled in.
    """
    with db.write():
        look = looking.look(settings, db.database.connection())
        noted = dict(look.noted.letters)
        doubts = _settle_claimed(noted, now)
        found = _compare(noted, now)
        if look.reason:
            places.stop(look, found=asdict(found), now=now)
        elif found:
            pausing.pause_everything(now=now, by=None, reason=stops.JOURNAL, detail=asdict(found))
        if not look.reason and (look.is_behind or not look.has_begun):
            places.agree(settings, identity=look.identity, counter=look.counter)
    if not look.reason and not look.has_marker:
        places.make_marker(settings)
    return doubts + found.in_doubt


def _settle_claimed(noted: dict[str, str], now: datetime) -> int:
    doubts = 0
    for message in list(Message.select().where(Message.state == CLAIMED)):
        attempt = (
            Attempt.select()
            .where((Attempt.message == message) & (Attempt.outcome == ""))
            .order_by(Attempt.id.desc())
            .first()
        )
        letter = noted.pop(message.message_id, "")
        left = bool(attempt and attempt.data_at)
        if letter == TAKEN:
            _end(message, attempt, transitions.SEND, now, sent_at=(attempt and attempt.data_at) or now)
        elif letter == LEAVING or (left and letter != REFUSED):
            _end(message, attempt, transitions.DOUBT, now, reason="interrupted", detail="")
            doubts += 1
        else:
            _let_go(message, attempt, now, refused=left)
    return doubts


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
        Attempt.update(ended_at=now, outcome=what.target).where(Attempt.id == attempt.id).execute()
    else:  # it left in another life of this database: the quota counts it all the same
        of_channel = MailAccount.select().where(MailAccount.active & (MailAccount.channel == message.channel))
        account = of_channel.order_by(MailAccount.id.desc()).first()
        if account is not None:
            Attempt.create(
                message=message, account=account, claimed_at=now, data_at=now, ended_at=now, outcome=what.target,
                text="journal",
            )  # fmt: skip
    lives.change(message, what, now=now, **columns)


def _let_go(message: Message, attempt: Attempt | None, now: datetime, *, refused: bool) -> None:
    """Nothing left: it is planned again; after a refusal that nobody wrote down, in a while."""
    if attempt is not None:
        outcome = TEMPORARY if refused else RELEASED
        Attempt.update(ended_at=now, outcome=outcome).where(Attempt.id == attempt.id).execute()
    if not refused:
        lives.change(message, transitions.RELEASE, now=now, reason="")
    elif again := retry.again_at(message.attempts + 1, now):
        lives.change(message, transitions.RETRY, now=now, not_before=again, reason="")
    else:
        lives.change(message, transitions.FAIL, now=now, reason="gave_up")
