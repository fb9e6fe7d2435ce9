"""A second contact in the type's own text says what its act has a text for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask.testing import FlaskClient

from tests import factories
from tests.second_contacts.steps import ask, confirmed
from webapp.models import Mailing, Message, MessageBody, Reminder


def test_it_takes_the_text_of_the_act(client: FlaskClient, reached: Callable[..., Reminder]) -> None:
    first, other = reached("Bernier", "post"), reached("Caron", "post")
    pill = factories.item(code="PILL")
    factories.sale(of=pill, to=first.animal, on=date(2025, 12, 1))
    made = factories.act_text(of=pill, said="le comprimé", type_=first.type)
    chosen = {"template-email": first.type.email_template_id}
    status, html = ask(client, first, other, **chosen)
    assert status == 200 and "Bonjour, le comprimé." in html
    assert confirmed(client, first, other, **chosen).status_code == 303
    mailing = Mailing.get(Mailing.second)
    found = {each.client_id: each for each in Message.select().where(Message.mailing == mailing)}
    assert found[first.client_id].template_version.template_id == made.id
    assert MessageBody.get_by_id(found[first.client_id].id).subject == "le comprimé"
    assert found[other.client_id].template_version_id is None


def test_the_ready_made_one_stays_the_same_for_all(client: FlaskClient, reached: Callable[..., Reminder]) -> None:
    first = reached("Bernier", "post")
    pill = factories.item(code="PILL")
    factories.sale(of=pill, to=first.animal, on=date(2025, 12, 1))
    factories.act_text(of=pill, said="le comprimé", type_=first.type)
    assert "Nous vous avons fait signe" in ask(client, first)[1]
    assert confirmed(client, first).status_code == 303
    assert not Message.select().where(Message.template_version.is_null(False)).exists()
