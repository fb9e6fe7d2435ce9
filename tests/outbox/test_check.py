"""What `relance check` says of the ledger of sending."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests import factories
from tests.conftest import NOW
from webapp.clinic.queries import files
from webapp.models import Attempt, MailAccount, MessageBody, Wave
from webapp.outbox.queries import soundness


def found(app: Flask) -> dict[str, str]:
    settings = app.config["RELANCE"]
    with files.opened(settings.database) as database:
        return {fault.code: fault.fault for fault in soundness.faults(settings, database, NOW)}


def unknown_state() -> None:
    factories.message(state="lost")


def without_body() -> None:
    factories.message()
    MessageBody.delete().execute()


def claimed_by_nobody() -> None:
    factories.message(state="claimed")


def attempt_of_nothing() -> None:
    account = MailAccount.get()
    Attempt.create(message=factories.message(state="sent", sent_at=NOW), account=account, claimed_at=NOW)


def sent_at_no_time() -> None:
    factories.message(state="sent")


def left_behind() -> None:
    factories.message(of=factories.mailing(state="finished"))


def of_two_mailings() -> None:
    wave = Wave.create(mailing=factories.mailing(), number=1, not_before=NOW)
    factories.message(wave=wave)


@pytest.mark.parametrize(
    ("break_it", "name"),
    [
        (unknown_state, "states"),
        (without_body, "bodies"),
        (claimed_by_nobody, "claims"),
        (attempt_of_nothing, "attempts"),
        (sent_at_no_time, "sent"),
        (left_behind, "finished"),
        (of_two_mailings, "waves"),
    ],
)
def test_it_finds_what_contradicts_itself(app: Flask, break_it: Callable[[], None], name: str) -> None:
    factories.identify()
    factories.mail_account()
    break_it()
    faults = found(app)
    assert list(faults) == ["outbox_ledger"]
    assert faults["outbox_ledger"].endswith(f"{name}.")


def test_it_finds_nothing_in_order(app: Flask) -> None:
    factories.identify()
    factories.mail_account()
    made = factories.mailing()
    wave = Wave.create(mailing=made, number=1, not_before=NOW)
    claimed = factories.message(of=made, wave=wave, state="claimed")
    Attempt.create(message=claimed, account=MailAccount.get(), claimed_at=NOW)
    factories.message(of=made, to=factories.client(email="b@example.ca"), state="sent", sent_at=NOW)
    factories.message(of=made, to=factories.client(email="c@example.ca"), wave=wave)
    assert found(app) == {}


def test_it_reads_the_journal(app: Flask) -> None:
    journal = app.config["RELANCE"].database.with_name("outbox.journal")
    for content, faults in (("", []), ("D <a@b>\nA <a@b>\n", []), ("PK\x03\x04", ["outbox_journal"])):
        journal.write_text(content)
        assert list(found(app)) == faults


def test_it_looks_at_the_lock_without_opening_it(app: Flask) -> None:
    lock = app.config["RELANCE"].under("sender.lock")
    lock.touch()
    assert found(app) == {}
    lock.unlink()
    lock.mkdir()
    assert list(found(app)) == ["sender_lock"]
