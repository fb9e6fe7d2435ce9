"""Through which account a channel's messages leave, and what it may do."""

import json
from collections.abc import Callable

from flask import url_for
from flask_babel import gettext

from webapp import here, secrets
from webapp.accounts.queries.reasons import words
from webapp.accounts.rules import readiness
from webapp.accounts.rules.hours import Hours
from webapp.clinic import queries as clinic_queries
from webapp.clinic.queries import SettingsRow
from webapp.consents.rules import unsubscribing
from webapp.models import AccountLimit, MailAccount
from webapp.transports.smtp import url

EMAIL = "email"  # the channel whose accounts are mailboxes: they have a sender, and RELANCE_SMTP_URL may name one
ENVIRONMENT, SETTINGS, DEMO = "environment", "settings", "demo"  # MailAccount.source


def current(channel: str) -> MailAccount | None:
    """The account that sends now: a demonstration's own, else the environment's, else the active one of the settings.

    The first two may not be saved yet (without id): the sender saves them.
    """
    return here.once(("account", channel), lambda: _current(channel))


def _current(channel: str) -> MailAccount | None:
    if clinic_queries.clinic().is_demo:
        unsaved = MailAccount(channel=channel, source=DEMO, host="", port=0, security="none", auth="none")
        return of_source(DEMO, channel) or unsaved
    given = environment(channel)
    if given:
        account = of_source(ENVIRONMENT, channel) or MailAccount(channel=channel, source=ENVIRONMENT)
        for column, value in columns_of(given).items():
            if getattr(account, column) != value:
                setattr(account, column, value)
        return account
    active: MailAccount | None = (
        MailAccount.select()
        .where((MailAccount.channel == channel) & (MailAccount.source == SETTINGS) & MailAccount.active)
        .order_by(MailAccount.id.desc())
        .first()
    )
    return active


def of_source(source: str, channel: str) -> MailAccount | None:
    """The one row of the environment, of the demonstration or of the settings."""
    return MailAccount.get_or_none(source=source, channel=channel)


def environment(channel: str) -> url.SmtpUrl | None:
    """What RELANCE_SMTP_URL says of the account that sends e-mail, if it says anything."""
    written = here.settings().smtp_url if channel == EMAIL else None
    return url.parse(written) if written else None


# Called the same in RELANCE_SMTP_URL as in the row.
SAME = (
    "host", "port", "security", "auth", "username", "sender_name", "sender_email", "reply_to", "unsubscribe_to",
    "brake_after",
)  # fmt: skip


def columns_of(given: url.SmtpUrl) -> dict[str, object]:
    """The columns of the environment's row. The password is never kept: it is in the environment."""
    return {**{name: getattr(given, name) for name in SAME}, "hours": json.dumps(given.hours), "gap_seconds": given.gap}


def limits(account: MailAccount) -> dict[int, int]:
    """At most so many in so many seconds: seconds → n."""
    if account.source == ENVIRONMENT:
        given = environment(account.channel)
        return dict(given.limits) if given else {}
    return here.once(("limits", account.id), lambda: _limits(account.id))


def _limits(account_id: int | None) -> dict[int, int]:
    return {row.seconds: row.n for row in AccountLimit.select().where(AccountLimit.account == account_id)}


def sender_of(account: MailAccount) -> str:
    """The address that messages come from."""
    return readiness.sender_of(account.sender_email, account.username, clinic_queries.clinic().email)


def hours(account: MailAccount | None, *, from_time: str = "", until_time: str = "") -> Hours:
    """Its hours on the clinic's open days, narrowed by a mailing's own; the usual ones without an account."""
    return Hours.of(
        account.hours if account else "{}",
        open_days=clinic_queries.open_days(),
        timezone=here.zone(),
        from_time=from_time,
        until_time=until_time,
    )


def stops_to() -> str:
    """Where requests to stop go, over whichever channel: as the e-mail account says, else to its sender, else to the
    clinic; "" where there is no address at all."""
    account = current(EMAIL)
    if account is None:
        return clinic_queries.clinic().email
    return account.unsubscribe_to or account.reply_to or sender_of(account)


def unsubscribe_links(*, purpose: str) -> Callable[[int, str], str]:
    """(client, language) → mailto: with the token that says who wants no more of what. What the messages of one
    purpose have in common is worked out once.

    Raises ValueError where there is no address for them.
    """
    to = stops_to()
    if not to:
        raise ValueError("nothing is written without an address for requests to stop")
    key: str = here.secret_key()

    def sign(text: str) -> str:
        return secrets.sign(key, unsubscribing.PURPOSE, text)

    return lambda client_id, language: unsubscribing.mailto(to, language, unsubscribing.token(client_id, purpose, sign))


def settings_rows() -> list[SettingsRow]:
    """Through which account e-mail leaves, and whether it rests."""
    account = current(EMAIL)
    if here.settings().smtp_url and account:
        text = gettext("%(host)s, as RELANCE_SMTP_URL says", host=account.host)
    elif account is None:
        text = words("no_account")
    elif account.source == DEMO:
        text = gettext("Every message is captured here and nobody is written to")
    else:
        text = account.host
        if account.pause_reason:
            text += f" · {words(account.pause_reason)}"
    return [SettingsRow(url_for("accounts.settings"), "send", gettext("E-mail sending"), str(text))]
