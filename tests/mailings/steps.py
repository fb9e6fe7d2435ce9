"""The pages of a mailing, read as a person reads them."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient


def page(client: FlaskClient, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, answer.text
    return text_of(answer.text)


def text_of(html: str) -> str:
    """Its words, with the spaces run together; no-break ones are spaces."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).replace("\u00a0", " ")


def fields_of(html: str) -> dict[str, Any]:
    """The hidden fields of the form that asks for the word."""
    form = html[html.index('action="/mailings"') :]
    form = form[: form.index("</form>")]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in found}


def ask(client: FlaskClient, **query: Any) -> dict[str, Any]:
    answer = client.get("/mailings/confirm", query_string={"batch": "253", **query})
    assert answer.status_code == 200, answer.text
    return fields_of(answer.text)
