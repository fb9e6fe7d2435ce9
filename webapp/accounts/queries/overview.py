"""The accounts' row on the settings page."""

from flask import url_for
from flask_babel import gettext

from webapp import here
from webapp.accounts.queries import accounts
from webapp.accounts.queries.reasons import words
from webapp.clinic.queries import SettingsRow


def settings_rows() -> list[SettingsRow]:
    """Through which account e-mail leaves, and whether it rests."""
    account = accounts.current(accounts.EMAIL)
    if here.settings().smtp_url and account:
        text = gettext("%(host)s, as RELANCE_SMTP_URL says", host=account.host)
    elif account is None:
        text = words("no_account")
    elif account.source == accounts.DEMO:
        text = gettext("Every message is captured here and nobody is written to")
    else:
        text = account.host
        if account.pause_reason:
            text += f" · {words(account.pause_reason)}"
    return [SettingsRow(url_for("accounts.settings"), "send", str(gettext("Sending of e-mail")), str(text))]
