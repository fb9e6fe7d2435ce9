"""How an attempt ended, in one transaction: the attempt, the message, and whoever follows it.

Every UPDATE is conditional: what a person or a restored backup changed meanwhile stands.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from peewee import DatabaseError

from webapp import db
from webapp.models import Attempt, Message
from webapp.models.outbox import CLAIMED, FAILED, IN_DOUBT, PERMANENT, PLANNED, RELEASED, SENT, TEMPORARY
from webapp.outbox.actions import accounts, endings, faults, registry
from webapp.outbox.actions.accounts import NO_ANSWER
from webapp.outbox.actions.run import Replaced, Run
from webapp.outbox.actions.suppressing import suppress
from webapp.outbox.rules import patience
from webapp.transports import ACCOUNT, ADDRESS, NoAnswer, SendFailed

log = logging.getLogger("relance.outbox")
_NOBODY_THERE = ("unknown_address", "bad_domain")
_SENT_ATTEMPT = (
    "UPDATE attempt SET ended_at = ?, outcome = 'sent', code = ?, text = ? "
    "WHERE id = ? AND message_id = ? AND outcome = '' AND data_at IS NOT NULL"
)
_SENT_MESSAGE = (
    "UPDATE message SET state = 'sent', sent_at = ?, ended_at = ?, attempts = attempts + 1, code = ?, reason = '', "
    "detail = '' WHERE id = ? AND state = 'claimed'"
)


def sent(run: Run, message: Message, reminder_ids: Sequence[int], attempt_id: int, answer: str) -> None:
    """The server took it."""
    now = run.now
    stamp, code = db.instant_text(now), answer[:3]

    def write(follow: bool) -> None:
        with db.write():
            if not db.database.execute_sql(_SENT_ATTEMPT, (stamp, code, answer, attempt_id, message.id)).rowcount:
                raise Replaced
            if db.database.execute_sql(_SENT_MESSAGE, (stamp, stamp, code, message.id)).rowcount:
                message.state, message.sent_at, message.ended_at = SENT, now, now
                if follow:
                    registry.tell(message=message, reminder_ids=reminder_ids, outcome=SENT, now=now)
            accounts.works(account=run.account, now=now)

    try:
        write(True)
    except (DatabaseError, Replaced):
        raise
    except Exception:  # that it left is a fact, whatever those who follow make of it
        log.exception("follow", extra={"row": message.id})
        write(False)
    run.report.sent += 1
    faults.point("after_record")


def in_doubt(run: Run, message: Message, reminder_ids: Sequence[int], attempt_id: int, lost: NoAnswer) -> None:
    """The line was cut before the answer: a person settles it."""
    now = run.now
    with db.write():
        run.same_database()
        _end_attempt(attempt_id, IN_DOUBT, NO_ANSWER, str(lost), now)
        _end_message(
            message,
            reminder_ids,
            now,
            state=IN_DOUBT,
            reason=NO_ANSWER,
            detail=str(lost),
            attempts=message.attempts + 1,
        )
        if _cut_off(run):
            failure = SendFailed(NO_ANSWER, permanent=False, scope=ACCOUNT, text=str(lost))
            accounts.rest(account=run.account, failure=failure, now=now, hours=run.hours())
    run.report.in_doubt += 1
    faults.point("after_record")


def refused(run: Run, message: Message, reminder_ids: Sequence[int], attempt_id: int, failure: SendFailed) -> None:
    """It was refused, or could not be offered: nothing was delivered."""
    if failure.scope == ACCOUNT and not _is_poison(run, message, failure):
        _release(run, message, attempt_id, failure)
        return
    now = run.now
    attempts = message.attempts + 1
    permanent = failure.permanent or failure.scope == ACCOUNT
    again = None if permanent else patience.again_at(attempts, now)
    with db.write():
        run.same_database()
        _end_attempt(attempt_id, PERMANENT if permanent else TEMPORARY, failure.code, failure.text, now)
        if again:
            Message.update(
                state=PLANNED, not_before=again, attempts=attempts, code=failure.code, reason=failure.reason,
                detail=failure.text,
            ).where((Message.id == message.id) & (Message.state == CLAIMED)).execute()  # fmt: skip
        else:
            _end_message(
                message, reminder_ids, now, state=FAILED, reason=failure.reason if permanent else "gave_up",
                detail=failure.text, code=failure.code, attempts=attempts,
            )  # fmt: skip
            run.report.failed += 1
        if failure.scope == ADDRESS and failure.permanent and failure.reason in _NOBODY_THERE and message.client_id:
            suppress(
                channel=message.channel, address=message.address, reason="wrong", client_id=message.client_id,
                message_id=message.id, note=f"{failure.code} {failure.text}".strip(), now=now, by=None,
            )  # fmt: skip
    faults.point("after_refusal")


def _release(run: Run, message: Message, attempt_id: int, failure: SendFailed) -> None:
    """Everybody's trouble, and nobody's attempt. The message goes to the end of the queue: it may be the reason."""
    now = run.now
    with db.write():
        run.same_database()
        _end_attempt(attempt_id, RELEASED, failure.code, failure.text or failure.reason, now)
        until = accounts.rest(account=run.account, failure=failure, now=now, hours=run.hours())
        Message.update(
            state=PLANNED, not_before=until if failure.code else message.not_before, code=failure.code,
            reason=failure.reason, detail=failure.text,
        ).where((Message.id == message.id) & (Message.state == CLAIMED)).execute()  # fmt: skip
    log.warning("account rests", extra={"reason": failure.reason, "code": failure.code})
    run.report.because("account_paused")
    faults.point("after_release")


def unlucky(run: Run, message: Message, attempt_id: int | None, error: Exception) -> None:
    """Something of ours went wrong with this one message before anything left: it waits an hour, the others go on.

    Without an attempt: it could not even be claimed.
    """
    log.error("message", exc_info=error, extra={"row": message.id})
    now = run.now
    attempts = message.attempts + 1
    over = attempts >= patience.ATTEMPTS
    with db.write():
        run.same_database()
        if attempt_id is not None:
            _end_attempt(attempt_id, RELEASED, "", type(error).__name__, now)
        if over:
            about = endings.reminders_of([message.id]).get(message.id, [])
            _end_message(
                message, about, now, state=FAILED, reason="error", detail=type(error).__name__, attempts=attempts
            )
            run.report.failed += 1
        else:
            Message.update(
                state=PLANNED, not_before=now + timedelta(hours=1), attempts=attempts, reason="error",
                detail=type(error).__name__,
            ).where((Message.id == message.id) & Message.state.in_((PLANNED, CLAIMED))).execute()  # fmt: skip


def held_back(run: Run, message: Message, attempt_id: int) -> None:
    """It was about to leave and nothing of it did: the disk would not take the line that says so."""
    with db.write():
        run.same_database()
        _end_attempt(attempt_id, RELEASED, "", "", run.now)
        Message.update(state=PLANNED).where((Message.id == message.id) & (Message.state == CLAIMED)).execute()


def _end_attempt(attempt_id: int, outcome: str, code: str, text: str, now: datetime) -> None:
    Attempt.update(ended_at=now, outcome=outcome, code=code, text=text).where(
        (Attempt.id == attempt_id) & (Attempt.outcome == "")
    ).execute()


def _end_message(
    message: Message, reminder_ids: Sequence[int], now: datetime, *, state: str, **columns: object
) -> None:
    changed = (
        Message.update(state=state, ended_at=now, **columns)
        .where((Message.id == message.id) & Message.state.in_((CLAIMED, PLANNED)))
        .execute()
    )
    if changed:
        message.state, message.ended_at = state, now
        for column, value in columns.items():
            setattr(message, column, value)
        registry.tell(message=message, reminder_ids=reminder_ids, outcome=state, now=now)


def _cut_off(run: Run) -> bool:
    """Whether the last lines were all cut before the answer."""
    last = (
        Attempt.select()
        .where((Attempt.account == run.account) & Attempt.data_at.is_null(False))
        .order_by(Attempt.id.desc())
        .limit(patience.CUT_OFF)
    )
    codes = [attempt.code for attempt in last]
    return len(codes) == patience.CUT_OFF and set(codes) == {NO_ANSWER}


def _is_poison(run: Run, message: Message, failure: SendFailed) -> bool:
    """Whether a refusal of the whole account, come again and again over this message while others left, is about it."""
    if not failure.code.startswith("5") or failure.reason == "login":
        return False
    before = list(
        Attempt.select()
        .where((Attempt.message == message) & (Attempt.outcome == RELEASED) & Attempt.code.startswith("5"))
        .order_by(Attempt.id)
    )
    if len(before) < patience.POISON - 1:
        return False
    return bool(Attempt.select().where((Attempt.id > before[0].id) & (Attempt.outcome == SENT)).exists())
