"""The brake: refusals for good, one after the other without a success between them, ask a person.

Whatever the provider's words, so many in a row are seldom the fault of the clients. What was refused is planned again
as if it had never been tried, what was blocked for it is written to again, and the account sends nothing until a person
has said what the refusals mean.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from webapp import db
from webapp.accounts.actions import rest
from webapp.accounts.queries import accounts
from webapp.consents import actions as consents
from webapp.models import MailAccount, Mailing, Message, StaffMember
from webapp.models.outbox import CANCELLED
from webapp.outbox.actions import lives, mailing_lives
from webapp.outbox.rules import transitions

BRAKE = "brake"  # Message.reason of what waits for that person
SHOWN = 3  # different replies that are shown

# Messages to clients that this account was refused for good since the last that left, or since a person judged.
_IN_A_ROW = """
SELECT DISTINCT attempt.message_id FROM attempt JOIN message ON message.id = attempt.message_id
WHERE attempt.id > max(:judged, COALESCE(
        (SELECT id FROM attempt WHERE +account_id = :account AND outcome = 'sent' ORDER BY id DESC LIMIT 1), 0))
  AND +attempt.account_id = :account AND attempt.outcome IN ('permanent', 'temporary') AND attempt.code <> ''
  AND message.state = 'failed' AND message.client_id IS NOT NULL
"""
_OWN_WORDS = re.compile(r"<[^>]*>|\S+@\S+")


def pull(*, account: MailAccount, now: datetime) -> int:
    """After a refusal for good: how many messages were put back because it was one too many. Inside `db.write()`."""
    row = MailAccount.get_by_id(account.id)
    refused = [each for (each,) in db.rows(_IN_A_ROW, {"account": row.id, "judged": row.judged_up_to})]
    if len(refused) < row.brake_after:
        return 0
    messages = list(Message.select().where(Message.id << refused))
    detail = {"fates": {message.id: message.reason for message in messages}, "said": _said(messages)}
    cancelled = db.column(Mailing.select(Mailing.id).where(Mailing.state == CANCELLED))
    back = [message for message in messages if message.mailing_id not in cancelled]
    lives.change_all(back, transitions.UNFAIL, now=now, reason=BRAKE)
    for mailing_id, wave_id in {(message.mailing_id, message.wave_id) for message in back}:
        mailing_lives.reopen(mailing_id=mailing_id, wave_id=wave_id, now=now)
    consents.withdraw(message_ids=refused, now=now)
    rest.brake(account=account, detail=detail, now=now)
    return len(back)


def _said(messages: Sequence[Message]) -> list[tuple[str, int]]:
    """What they were told, without names, and how often; the most frequent first."""
    told = Counter(_OWN_WORDS.sub("…", f"{each.code[:3]} {each.detail}".strip()) for each in messages)
    return told.most_common(SHOWN)


def try_again(*, channel: str, now: datetime) -> bool:
    """It was the account: what was put back leaves now. False if somebody was quicker."""
    account = _braked(channel)
    if account is None:
        return False
    rest.end(account=account, now=now)
    return True


def believe(*, channel: str, now: datetime, by: StaffMember | None) -> int | None:
    """The refusals are right: what was put back has failed, and its addresses are blocked as before; how many.

    None if somebody was quicker.
    """
    with db.write():
        account = _braked(channel)
        if account is None or not rest.release(account=account):
            return None
        fates = {int(message_id): reason for message_id, reason in json.loads(account.brake_detail)["fates"].items()}
        waiting = Message.select().where(Message.id << list(fates), Message.reason == BRAKE)
        failed = [
            message for message in list(waiting)
            if lives.change(message, transitions.FAIL, now=now, by=by, reason=fates[message.id])
        ]  # fmt: skip
        consents.reinstate(message_ids=list(fates), now=now, by=by)
        mailing_lives.finish(now=now)
    for follow in rest.after_rest:
        follow(channel=channel, now=now)
    return len(failed)


def _braked(channel: str) -> MailAccount | None:
    account = accounts.current(channel)
    return account if account and account.id and account.braked_at else None
