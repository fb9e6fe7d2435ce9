"""Writing a template through its form."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient

from webapp.models import Template, TemplateVersion

FIELDS = {
    "name_fr": "Rappel du printemps", "name_en": "Spring reminder", "purpose": "promotion", "subject_fr": "Bonjour",
    "subject_en": "Hello", "body_fr": "{{ appel }}\r\n\r\nVenez!", "body_en": "{{ appel }}\r\n\r\nCome!",
    "button_fr": "", "button_en": "", "button_url": "",
}  # fmt: skip


def make(client: FlaskClient, **fields: str) -> Template:
    answer = client.post("/templates/new?kind=email", data={**FIELDS, **fields})
    assert answer.status_code == 303
    return Template.get_by_id(int(answer.location.rsplit("/", 1)[1].split("?")[0]))


def versions(template: Template) -> list[TemplateVersion]:
    return list(TemplateVersion.select().where(TemplateVersion.template == template).order_by(TemplateVersion.number))


NAMED = {"form": "blocks", "name_fr": "Printemps", "name_en": "Spring", "purpose": "care", "subject_fr": "Bonjour",
         "subject_en": "Hello", "seen": "1"}  # fmt: skip
THREE = {
    **NAMED, "block": ["b1:heading", "b2:text", "b3:button"], "fr-b1": "{{ animal.nom }}", "en-b1": "{{ animal.nom }}",
    "fr-b2": "{{ appel }}\r\n\r\n- un\r\n- deux", "en-b2": "{{ appel }}", "fr-b3": "Venir", "en-b3": "Come",
    "url-b3": "https://erables.example",
}  # fmt: skip


def order(page: str) -> list[str]:
    return re.findall(r'name="block" value="([a-z0-9]+:[a-z]+)"', page)


def arrange(client: FlaskClient, do: str, *, htmx: bool = True, **more: Any) -> str:
    answer = client.post(
        "/templates/new/arrange?kind=email", data={**THREE, "do": do, **more},
        headers={"HX-Request": "true"} if htmx else {}, content_type="multipart/form-data",
    )  # fmt: skip
    assert answer.status_code == 200
    return answer.text


def saved(client: FlaskClient, **more: Any) -> Template:
    answer = client.post("/templates/new?kind=email", data={**THREE, **more})
    assert answer.status_code == 303, re.findall(r'class="error"[^>]*>.*?</p>', answer.text, re.S)
    return Template.get_by_id(int(answer.location.rsplit("/", 1)[1]))


def look(client: FlaskClient, **more: Any) -> tuple[str, str]:
    data = {**THREE, **more}
    fragment = client.post("/templates/new/preview?kind=email", data=data, headers={"HX-Request": "true"}).text
    found = re.search(r'src="(/templates/looks/[\w-]+)"', fragment)
    return fragment, found[1] if found else ""
