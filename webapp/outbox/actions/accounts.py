"""The account through which e-mail leaves: known to the database, opened, and let rest when the provider says so."""

from __future__ import annotations

from datetime import datetime, timedelta

from webapp import db, here, secrets
from webapp.clinic import queries as clinic_queries
from webapp.models import AccountLimit, Attempt, MailAccount, Message
from webapp.models.outbox import PLANNED, RELEASED, SENT
from webapp.outbox.queries import accounts
from webapp.outbox.rules import patience
from webapp.outbox.rules.hours import Hours
from webapp.outbox.rules.reasons import ACCOUNT_REASONS
from webapp.transports import ACCOUNT, SendFailed, Transport
from webapp.transports.capture import FOLDER, Capture
from webapp.transports.smtp import Server, Smtp

NO_ANSWER = "no_answer"  # Attempt.code, where there is no code because there was no answer
SEEN_EVERY = timedelta(hours=1)  # how often a success is noted


def sync() -> MailAccount | None:
    """The account that sends now, saved: attempts refer to it."""
    account = accounts.current()
    with db.write():
        if account is None or account.source != accounts.ENVIRONMENT:
            MailAccount.update(active=False).where(
                (MailAccount.source == accounts.ENVIRONMENT) & MailAccount.active
            ).execute()
        if account is None or account.source == accounts.SETTINGS:
            return account
        if not account.active:
            account.active = True
        if account.id is None or account.is_dirty():
            account.save()
        _keep_limits(account)
    return account


def _keep_limits(account: MailAccount) -> None:
    wanted = accounts.limits(account)
    kept = {row.seconds: row.n for row in AccountLimit.select().where(AccountLimit.account == account)}
    if kept != wanted:
        AccountLimit.delete().where(AccountLimit.account == account).execute()
        for seconds, n in wanted.items():
            AccountLimit.create(account=account, seconds=seconds, n=n)


def transport(account: MailAccount) -> Transport:
    """The way out. A demonstration captures everything, whatever the environment says. Raises SendFailed."""
    settings = here.settings()
    if clinic_queries.clinic().is_demo:
        return Capture(settings.under(FOLDER))
    return Smtp(server(account))


def server(account: MailAccount) -> Server:
    """How its server is reached. Raises SendFailed when the password cannot be read any more."""
    given = accounts.environment()
    if account.source == accounts.ENVIRONMENT and given:
        password = given.password
    else:
        try:
            password = secrets.unseal(here.secret_key(), account.password)
        except secrets.Unreadable as error:
            raise SendFailed("secret", permanent=False, scope=ACCOUNT) from error
    return Server(account.host, account.port, account.security, account.auth, account.username, password)


def try_out(*, account: MailAccount, now: datetime) -> None:
    """Connect and sign in, and send nothing. Raises SendFailed."""
    way = transport(account)
    try:
        way.open()
    finally:
        way.close()
    MailAccount.update(verified_at=now).where(MailAccount.id == account.id).execute()


def rest(*, account: MailAccount, failure: SendFailed, now: datetime, hours: Hours) -> datetime:
    """Nothing leaves through it for a while; until when. Inside the caller's `db.write()`."""
    last_good = (
        Attempt.select(Attempt.id)
        .where((Attempt.account == account) & (Attempt.outcome == SENT))
        .order_by(Attempt.id.desc())
        .limit(1)
        .scalar()
    )
    since = Attempt.select().where((Attempt.id > (last_good or 0)) & (Attempt.account == account))
    if failure.reason == NO_ANSWER:
        troubles = since.where(Attempt.code == NO_ANSWER).count() - patience.CUT_OFF
    else:
        troubles = since.where((Attempt.outcome == RELEASED) & (Attempt.text != "")).count() - 1
    until = patience.account_again_at(max(0, troubles), now, reason=failure.reason, delay=failure.delay, hours=hours)
    _note(account, failure, until)
    return until


def put_to_rest(*, account: MailAccount, failure: SendFailed, now: datetime) -> None:
    """Nothing could even be tried: look again in an hour, or when somebody has put it right."""
    with db.write():
        _note(account, failure, now + patience.ACCOUNT_RESTS[-1])


def _note(account: MailAccount, failure: SendFailed, until: datetime) -> None:
    said = f"{failure.code} {failure.text}".strip()
    account.paused_until, account.pause_reason, account.pause_detail = until, failure.reason, said
    MailAccount.update(paused_until=until, pause_reason=failure.reason, pause_detail=said).where(
        MailAccount.id == account.id
    ).execute()


def wake_up(*, account_id: int, now: datetime) -> None:
    """It rests no longer: a person says so, or has put right what was wrong. What waited for it waits no more."""
    with db.write():
        MailAccount.update(paused_until=None, pause_reason="", pause_detail="").where(
            MailAccount.id == account_id
        ).execute()
        Message.update(not_before=None, reason="").where(
            (Message.state == PLANNED)
            & (Message.channel == "email")
            & Message.reason.in_(list(ACCOUNT_REASONS))
            & (Message.not_before > now)
        ).execute()


def works(*, account: MailAccount, now: datetime) -> None:
    """A message left: what stood against it is over. Inside the caller's `db.write()`, and seldom a statement."""
    if not account.pause_reason and account.verified_at and abs(now - account.verified_at) < SEEN_EVERY:
        return
    account.paused_until, account.pause_reason, account.pause_detail, account.verified_at = None, "", "", now
    MailAccount.update(paused_until=None, pause_reason="", pause_detail="", verified_at=now).where(
        MailAccount.id == account.id
    ).execute()
