"""The account of a channel, saved and opened: what leaves, leaves through it."""

from collections.abc import Callable, Mapping

from webapp import db, here, secrets
from webapp.accounts.queries import accounts
from webapp.clinic import queries as clinic_queries
from webapp.models import AccountLimit, MailAccount
from webapp.transports import ACCOUNT, SendFailed, Transport
from webapp.transports.capture import FOLDER, Capture
from webapp.transports.smtp import Server, Smtp


def sync(channel: str) -> MailAccount | None:
    """The account that sends now, saved: attempts refer to it."""
    account = accounts.current(channel)
    with db.write():
        if account is None or account.source != accounts.ENVIRONMENT:
            MailAccount.update(active=False).where(
                (MailAccount.channel == channel) & (MailAccount.source == accounts.ENVIRONMENT) & MailAccount.active
            ).execute()
        if account is None or account.source == accounts.SETTINGS:
            return account
        if not account.active:
            account.active = True
        if account.id is None or account.is_dirty():
            account.save()
        keep_limits(account, accounts.limits(account))
    return account


def keep_limits(account: MailAccount, wanted: Mapping[int, int]) -> None:
    """At most so many in so many seconds: seconds → n. Inside the caller's `db.write()`."""
    kept = {row.seconds: row.n for row in AccountLimit.select().where(AccountLimit.account == account)}
    if kept != wanted:
        AccountLimit.delete().where(AccountLimit.account == account).execute()
        for seconds, n in wanted.items():
            AccountLimit.create(account=account, seconds=seconds, n=n)


def transport(account: MailAccount) -> Transport:
    """The way out. Raises SendFailed."""
    return transports[account.channel](account)


def mailbox(account: MailAccount) -> Transport:
    """That of e-mail. A demonstration captures everything, whatever the environment says. Raises SendFailed."""
    return Capture(here.under(FOLDER)) if clinic_queries.clinic().is_demo else Smtp(_server(account))


# By channel: fn(account) -> what its messages leave through; raises SendFailed. That of a demonstration's account
# (source "demo") must reach nobody.
transports: dict[str, Callable[[MailAccount], Transport]] = {"email": mailbox}


def _server(account: MailAccount) -> Server:
    """How its server is reached. Raises SendFailed when the password cannot be read any more."""
    given = accounts.environment(account.channel)
    if account.source == accounts.ENVIRONMENT and given:
        password = given.password
    else:
        try:
            password = secrets.unseal(here.secret_key(), account.password)
        except secrets.Unreadable as error:
            raise SendFailed("secret", permanent=False, scope=ACCOUNT) from error
    return Server(account.host, account.port, account.security, account.auth, account.username, password)
