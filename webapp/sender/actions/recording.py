"""How an attempt ended, in one transaction: the attempt, the message, and whoever follows it.

Every UPDATE is conditional: what a person or a restored backup changed meanwhile stands.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from peewee import DatabaseError

from webapp import db
from webapp.accounts.actions import rest
from webapp.accounts.rules import backoff
from webapp.accounts.rules.backoff import NO_ANSWER
from webapp.consents.actions import suppress
from webapp.models import Attempt, Message
from webapp.models.outbox import IN_DOUBT, PERMANENT, RELEASED, SENT, TEMPORARY
from webapp.outbox.actions import braking, lives
from webapp.outbox.rules import transitions
from webapp.sender.actions import fault_points
from webapp.sender.actions.run_context import Claimed, Replaced, Run, Taken
from webapp.sender.rules import retry
from webapp.transports import ACCOUNT, ADDRESS, NoAnswer, SendFailed

log = logging.getLogger("relance.outbox")
_NOBODY_THERE = ("unknown_address", "bad_domain")
_SENT_ATTEMPT = (
    "UPDATE attempt SET data_at = ?, ended_at = ?, outcome = 'sent', code = ?, text = ? "
    "WHERE id = ? AND message_id = ? AND outcome = ''"
)


def sent(run: Run, claimed: Claimed, answer: str) -> None:
    """The server took it. The journal will say so before the database does: with the next claim, or by write_down."""
    run.taken = Taken(claimed, answer, run.now)


def write_down(run: Run) -> None:
    """What was taken, if anything was, in a transaction of its own. Raises Replaced."""
    if run.taken is None:
        return
    try:
        with db.write():
            within(run)
    except (DatabaseError, Replaced):
        raise
    except Exception:  # that it left is a fact, whatever those who follow make of it
        log.exception("follow", extra={"row": run.taken.claimed.message.id})
        with db.write():
            within(run, told=False)
    written(run)


def within(run: Run, *, told: bool = True) -> None:
    """The same in the caller's transaction, after whose end comes `written`. Raises Replaced."""
    if run.taken is None:
        return
    claimed, now, code = run.taken.claimed, run.taken.at, run.taken.answer[:3]
    message = claimed.message
    left_at = db.instant_text(claimed.left_at or now)
    given = (left_at, db.instant_text(now), code, run.taken.answer, claimed.attempt_id, message.id)
    if not db.database.execute_sql(_SENT_ATTEMPT, given).rowcount:
        raise Replaced
    lives.change(message, transitions.SEND, now=now, about=claimed.reminder_ids, told=told, code=code)
    rest.works(account=run.account, now=now)
    fault_points.point("within_record")


def written(run: Run) -> None:
    """The transaction in which it was written down is committed."""
    if run.taken is not None:
        run.taken = None
        run.report.sent += 1
        fault_points.point("after_record")


def in_doubt(run: Run, claimed: Claimed, lost: NoAnswer) -> None:
    """The line was cut before the answer: a person settles it."""
    now, detail = run.now, str(lost)
    with db.write():
        run.same_database()
        _end_attempt(claimed, IN_DOUBT, NO_ANSWER, detail, now)
        lives.change(
            claimed.message, transitions.DOUBT, now=now, about=claimed.reminder_ids, reason=NO_ANSWER, detail=detail
        )
        if _cut_off(run):
            failure = SendFailed(NO_ANSWER, permanent=False, scope=ACCOUNT, text=detail)
            rest.rest(account=run.account, failure=failure, now=now, hours=run.hours())
    run.report.in_doubt += 1
    fault_points.point("after_record")


def refused(run: Run, claimed: Claimed, failure: SendFailed) -> None:
    """It was refused, or could not be offered: nothing was delivered."""
    message = claimed.message
    if failure.scope == ACCOUNT and not _is_poison(message, failure):
        _release(run, claimed, failure)
        return
    now = run.now
    permanent = failure.permanent or failure.scope == ACCOUNT
    again = None if permanent else retry.again_at(message.attempts + 1, now)
    said: dict[str, Any] = {"code": failure.code, "reason": failure.reason, "detail": failure.text}
    with db.write():
        run.same_database()
        outcome = PERMANENT if permanent else TEMPORARY
        _end_attempt(claimed, outcome, failure.code, failure.text, now)
        if again:
            lives.change(message, transitions.RETRY, now=now, not_before=again, **said)
        else:
            said["reason"] = failure.reason if permanent else "gave_up"
            lives.change(message, transitions.FAIL, now=now, about=claimed.reminder_ids, **said)
            run.report.failed += 1
        if failure.scope == ADDRESS and failure.permanent and failure.reason in _NOBODY_THERE and message.client_id:
            suppress(
                channel=message.channel, address=message.address, reason="wrong", client_id=message.client_id,
                message_id=message.id, note=f"{failure.code} {failure.text}".strip(), now=now, by=None,
            )  # fmt: skip
        if again is None and (back := braking.pull(account=run.account, now=now)):
            run.report.failed = max(0, run.report.failed - back)
            log.warning("brake", extra={"messages": back})
    fault_points.point("after_refusal")


def _release(run: Run, claimed: Claimed, failure: SendFailed) -> None:
    """Everybody's trouble, and nobody's attempt. The message goes to the end of the queue: it may be the reason."""
    now, message = run.now, claimed.message
    with db.write():
        run.same_database()
        _end_attempt(claimed, RELEASED, failure.code, failure.text or failure.reason, now)
        until = rest.rest(account=run.account, failure=failure, now=now, hours=run.hours())
        lives.change(
            message, transitions.RELEASE, now=now, not_before=until if failure.code else message.not_before,
            code=failure.code, reason=failure.reason, detail=failure.text,
        )  # fmt: skip
    log.warning("account rests", extra={"reason": failure.reason, "code": failure.code})
    run.report.because("account_paused")
    fault_points.point("after_release")


def unlucky(run: Run, message: Message, error: Exception, *, claimed: Claimed | None = None) -> None:
    """Something of ours went wrong with this one message before anything left: it waits an hour, the others go on.

    Without `claimed`: it could not even be claimed.
    """
    log.error("message", exc_info=error, extra={"row": message.id})
    now, detail = run.now, type(error).__name__
    with db.write():
        run.same_database()
        if claimed is not None:
            _end_attempt(claimed, RELEASED, "", detail, now)
        if message.attempts + 1 < retry.ATTEMPTS:
            later = now + timedelta(hours=1)
            lives.change(message, transitions.RETRY, now=now, not_before=later, reason="error", detail=detail)
        else:
            lives.change(message, transitions.FAIL, now=now, reason="error", detail=detail)
            run.report.failed += 1


def held_back(run: Run, claimed: Claimed) -> None:
    """It was about to leave and nothing of it did: the disk would not take the line that says so."""
    with db.write():
        run.same_database()
        _end_attempt(claimed, RELEASED, "", "", run.now)
        lives.change(claimed.message, transitions.RELEASE, now=run.now)


def _end_attempt(claimed: Claimed, outcome: str, code: str, text: str, now: datetime) -> None:
    ended: dict[str, Any] = {"data_at": claimed.left_at, "ended_at": now, "outcome": outcome, "code": code}
    Attempt.update(**ended, text=text).where((Attempt.id == claimed.attempt_id) & (Attempt.outcome == "")).execute()


def _cut_off(run: Run) -> bool:
    """Whether the last lines were all cut before the answer."""
    last = (
        Attempt.select()
        .where((Attempt.account == run.account) & Attempt.data_at.is_null(False))
        .order_by(Attempt.id.desc())
        .limit(backoff.CUT_OFF)
    )
    codes = [attempt.code for attempt in last]
    return len(codes) == backoff.CUT_OFF and set(codes) == {NO_ANSWER}


def _is_poison(message: Message, failure: SendFailed) -> bool:
    """Whether a refusal of the whole account, come again and again over this message while others left, is about it."""
    if not failure.code.startswith("5") or failure.reason == "login":
        return False
    before = list(
        Attempt.select()
        .where((Attempt.message == message) & (Attempt.outcome == RELEASED) & Attempt.code.startswith("5"))
        .order_by(Attempt.id)
    )
    if len(before) < retry.POISON - 1:
        return False
    return bool(Attempt.select().where((Attempt.id > before[0].id) & (Attempt.outcome == SENT)).exists())
