"""What is written with each message that leaves: one index knows mailings, states and waves."""

from __future__ import annotations

import pytest
from flask import Flask

from tests import factories
from tests.migrations import before, indexes, without
from tests.outbox.steps import NOW
from webapp import db
from webapp.models import Message, Wave
from webapp.sender.queries import due

OLD = {"message_wave_id_state_not_before", "message_mailing_id_state"}
NEW = {"message_mailing_id_state_wave_id_not_before", "message_without_wave"}


@pytest.mark.parametrize("counted", [True, False])
def test_an_installation_moves_over(app: Flask, counted: bool) -> None:
    """Where SQLite knows how many messages there are of each kind, it knows so of what comes instead too."""
    mailing = factories.mailing()
    wave = Wave.create(mailing=mailing, number=1, not_before=NOW, opened_at=NOW)
    waiting = [factories.message(of=mailing, state="planned", wave=wave).id for _ in range(3)]
    letter = factories.message(of=mailing, state="planned", channel="post")
    if counted:
        db.database.execute_sql("ANALYZE")
    with without("0047_waves_by_their_mailing"):
        assert set(indexes("message")) >= OLD and not NEW & set(indexes("message"))
        assert due.due("email", NOW, limit=9) == waiting
    assert set(indexes("message")) >= NEW and not OLD & set(indexes("message"))
    assert due.due("email", NOW, limit=9) == waiting
    assert list(Message.select().where(Message.wave.is_null())) == [letter]
    known = {name for (name,) in db.rows("SELECT idx FROM sqlite_stat1 WHERE tbl = 'message'")} if counted else set()
    assert not OLD & known
    assert not counted or known >= NEW


def test_it_is_told_nothing_of_messages_alone(app: Flask) -> None:
    """Where SQLite knows of other tables only, the new indexes would be taken for worse than those it knows nothing
    of."""
    factories.message(state="planned")
    db.database.execute_sql("ANALYZE client")
    with before("0047_waves_by_their_mailing"):
        pass
    assert not db.rows("SELECT idx FROM sqlite_stat1 WHERE tbl = 'message'")
