"""From the ticks to the sentence, and from the sentence on."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient

from tests.second_contacts.conftest import plain
from webapp.models import Reminder


def ticked(*dues: Reminder, **more: Any) -> dict[str, Any]:
    return {"client": [each.client_id for each in dues], **more}


def ask(browser: FlaskClient, *dues: Reminder, **more: Any) -> tuple[int, str]:
    answer = browser.post("/reminders/second/confirm", data={**ticked(*dues), **more})
    return answer.status_code, plain(answer.text)


def fields(html: str) -> dict[str, str]:
    form = html[html.index('id="confirm"') :]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[: form.index("</form>")])
    return {name: unescape(value) for name, value in found if name != "csrf_token"}


def confirmed(client: FlaskClient, *dues: Reminder, **more: Any) -> Any:
    status, html = ask(client, *dues, **more)
    assert status == 200
    return client.post("/reminders/second", data=fields(html))
