"""What `relance check` says of accounts."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask

from tests import factories
from tests.conftest import NOW
from webapp.accounts.queries import soundness
from webapp.clinic.queries import files
from webapp.models import Message


def found(app: Flask) -> dict[str, str]:
    settings = app.config["RELANCE"]
    with files.opened(settings.database) as database:
        return {fault.code: fault.fault for fault in soundness.faults(settings, database, NOW)}


def test_it_wants_an_account_for_what_is_planned(app: Flask) -> None:
    factories.message()
    assert list(found(app)) == ["no_mail_account"]
    app.config["RELANCE"] = replace(app.config["RELANCE"], smtp_url="smtp://127.0.0.1:2525")
    assert found(app) == {}
    app.config["RELANCE"] = replace(app.config["RELANCE"], smtp_url=None)
    Message.delete().execute()
    assert found(app) == {}
