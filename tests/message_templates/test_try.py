"""A template sent to oneself from its editor: the very message that an example would get."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.message_templates.steps import saved
from webapp.models import Message, MessageBody


def test_it_sends_the_newest_version_to_oneself(client: FlaskClient) -> None:
    found = saved(client)
    page = client.get(f"/templates/{found.id}").text
    assert f'action="/templates/{found.id}/test"' in page and "Un essai de la version\u00a01 à" in page
    answer = client.post(f"/templates/{found.id}/test", data={"address": "moi@clinique.example", "example": "2"})
    assert answer.status_code == 303 and "moi@clinique.example" in client.get(answer.location).text
    message = Message.get()
    body = MessageBody.get(MessageBody.message == message)
    assert (message.address, message.client_id, message.mailing_id) == ("moi@clinique.example", None, None)
    assert body.subject == "Bonjour" and "Venir" in body.html and "{{" not in body.html


@pytest.mark.parametrize("address", ["", "pas une adresse"])
def test_it_wants_an_address(client: FlaskClient, address: str) -> None:
    found = saved(client)
    answer = client.post(f"/templates/{found.id}/test", data={"address": address})
    assert answer.status_code == 303 and not Message.select().exists()


def test_only_an_email_is_tried_so(client: FlaskClient) -> None:
    assert client.post("/templates/2/test", data={"address": "moi@clinique.example"}).status_code == 404
