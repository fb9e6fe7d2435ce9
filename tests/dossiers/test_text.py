"""What a message of the thread really said, when one asks for it."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests import factories
from webapp.models import MessageBody

HTMX = {"HX-Request": "true"}


def test_it_gives_the_text_that_left(client: FlaskClient) -> None:
    owner = factories.client()
    message = factories.message(
        to=owner, text="Bonjour,\nle vaccin de Rex <3", state="sent", sent_at=factories.LONG_AGO
    )
    where = f"/clients/{owner.id}/messages/{message.id}"
    assert where in client.get(f"/clients/{owner.id}").text
    said = client.get(where, headers=HTMX).text
    assert "le vaccin de Rex &lt;3" in said and "Rappel de D&#39;Artagnan" in said
    assert client.get(where).location == f"/messages/{message.id}", "without a script, its page"
    other = factories.client()
    assert "le vaccin" not in client.get(f"/clients/{other.id}/messages/{message.id}", headers=HTMX).text
    MessageBody.delete().execute()
    assert "Son texte" in client.get(where, headers=HTMX).text
    assert client.get(f"/clients/{owner.id}/messages/999").status_code == 404
