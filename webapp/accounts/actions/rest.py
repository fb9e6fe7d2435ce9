"""An account that its provider refuses rests for a while; what is known of it stands in its row."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from peewee import fn

from webapp import db
from webapp.accounts.rules import backoff
from webapp.accounts.rules.backoff import NO_ANSWER
from webapp.accounts.rules.hours import Hours
from webapp.hooks import Hook
from webapp.models import Attempt, MailAccount
from webapp.models.outbox import RELEASED, SENT
from webapp.transports import SendFailed

# fn(*, channel, now): its account need not rest any longer. Called after the commit; `webapp.app` fills it.
after_rest: Hook[Callable[..., None]] = Hook("accounts.actions.rest.after_rest")
SEEN_EVERY = timedelta(hours=1)  # how often a success is noted


def rest(*, account: MailAccount, failure: SendFailed, now: datetime, hours: Hours) -> datetime:
    """Nothing leaves through it for a while, longer after each `failure` since the last that left. Returns the instant
    until when. Inside the caller's `db.write()`."""
    last_good = (
        Attempt.select(Attempt.id)
        .where((Attempt.account == account) & (Attempt.outcome == SENT))
        .order_by(Attempt.id.desc())
        .limit(1)
        .scalar()
    )
    since = Attempt.select().where((Attempt.id > (last_good or 0)) & (Attempt.account == account))
    if failure.reason == NO_ANSWER:
        troubles = since.where(Attempt.code == NO_ANSWER).count() - backoff.CUT_OFF
    else:
        troubles = since.where((Attempt.outcome == RELEASED) & (Attempt.text != "")).count() - 1
    until = backoff.again_at(max(0, troubles), now, reason=failure.reason, delay=failure.delay, hours=hours)
    _note(account, failure, until)
    return until


def put_to_rest(*, account: MailAccount, failure: SendFailed, now: datetime) -> None:
    """Nothing could even be tried: look again in an hour, or when somebody has put it right."""
    with db.write():
        _note(account, failure, now + backoff.ACCOUNT_RESTS[-1])


def _note(account: MailAccount, failure: SendFailed, until: datetime) -> None:
    said = f"{failure.code} {failure.text}".strip()
    _set(account, paused_until=until, pause_reason=failure.reason, pause_detail=said)


def _set(account: MailAccount, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(account, name, value)
    MailAccount.update(**columns).where(MailAccount.id == account.id).execute()


def end(*, account: MailAccount, now: datetime) -> None:
    """It rests no longer: a person says so, or has put right what was wrong. What waited for it waits no more."""
    with db.write():
        _set(account, paused_until=None, pause_reason="", pause_detail="", **_judged(account))
    for follow in after_rest:
        follow(channel=account.channel, now=now)


def brake(*, account: MailAccount, detail: dict[str, Any], now: datetime) -> None:
    """Nothing leaves through it until a person has looked at `detail`. Inside the caller's `db.write()`."""
    _set(account, braked_at=now, brake_detail=json.dumps(detail))


def release(*, account: MailAccount) -> bool:
    """A person has looked; False if somebody was quicker. Inside the caller's `db.write()`."""
    held = MailAccount.update(**_judged(account)).where(
        MailAccount.id == account.id, MailAccount.braked_at.is_null(False)
    )
    return bool(held.execute())


def _judged(account: MailAccount) -> dict[str, Any]:
    """The refusals up to here count no more."""
    newest = Attempt.select(fn.MAX(Attempt.id)).where(Attempt.account == account).scalar() or 0
    return {"braked_at": None, "brake_detail": "{}", "judged_up_to": newest}


def works(*, account: MailAccount, now: datetime) -> None:
    """A message left: what stood against it is over. Inside the caller's `db.write()`, and seldom a statement."""
    if not account.pause_reason and account.verified_at and abs(now - account.verified_at) < SEEN_EVERY:
        return
    _set(account, paused_until=None, pause_reason="", pause_detail="", verified_at=now)
