"""What the pages of many e-mails have alike is kept once; each is read whole, as it was approved."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.migrations import migration
from webapp import db
from webapp.models import BodyPage, Mailing, Message, MessageBody
from webapp.outbox.actions import ahead, planning
from webapp.outbox.queries import message
from webapp.outbox.rules import pages, recipient_key

NOW = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)
PAGE = ("<p>", " de ", "</p>")
TOLD = [("Azur", "l’été"), ('"Zoë" & \n', "\x00{{ appel }}")]


@pytest.mark.parametrize(
    ("html", "pieces", "whole"),
    [
        ("<p>Bonjour</p>", None, "<p>Bonjour</p>"),
        ("", None, ""),
        (["a", "b"], ["<", "|", ">"], "<a|b>"),
        ([], ["<p>"], "<p>"),
        (['"', "é\u2028"], ["", "", ""], '"é\u2028'),
    ],
)
def test_a_page_is_read_as_it_was(html: str | list[str], pieces: list[str] | None, whole: str) -> None:
    assert pages.whole(pages.kept(html), pieces and pages.kept(pieces)) == whole


@pytest.fixture
def mailing(app: Flask) -> Mailing:
    made = factories.mailing()
    drafts = []
    for told in TOLD:
        owner = factories.client(email="c@exemple.ca")
        drafts.append(ahead.Draft(owner.id, recipient_key(owner.id), "fr", owner.email, [], "s", "t", told, 1, PAGE))
    with db.write():
        planning.plan(
            mailing_id=made.id, ready=ahead.write(drafts, token="a", domain="x.ca", now=NOW), waves=[], now=NOW
        )
    return made


WHOLE = [f"<p>{one} de {other}</p>" for one, other in TOLD]


def test_what_they_have_alike_is_kept_once(mailing: Mailing) -> None:
    assert BodyPage.select().count() == 1
    ids = [each.id for each in Message.select().order_by(Message.id)]
    assert [getattr(message.body(each), "html", "") for each in ids] == WHOLE


def test_it_is_shown_whole(mailing: Mailing, client: FlaskClient) -> None:
    first = Message.select().order_by(Message.id).get()
    assert client.get(f"/messages/{first.id}/html").text == WHOLE[0]


def test_what_is_written_anew_is_whole(mailing: Mailing) -> None:
    first = Message.select().order_by(Message.id).get()
    planning.rewrite(first, left_out={}, subject="s", text="t", html="<p>Heidi</p>")
    assert getattr(message.body(first.id), "html", "") == "<p>Heidi</p>"
    assert MessageBody.select().where(MessageBody.page.is_null(False)).count() == 1


def test_an_installation_moves_over(mailing: Mailing) -> None:
    """What stood before stays as it is; going back, each has its own page."""
    module = migration("0046_pages_kept_once")
    module.down(None, db.database)
    kept = "SELECT html FROM message_body ORDER BY message_id"
    assert [html for (html,) in db.rows(kept)] == WHOLE
    module.up(None, db.database)
    assert [html for (html,) in db.rows(kept)] == WHOLE
    assert not db.rows("PRAGMA foreign_key_check")
    ids = [each.id for each in Message.select().order_by(Message.id)]
    assert [getattr(message.body(each), "html", "") for each in ids] == WHOLE
