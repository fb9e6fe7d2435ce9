"""Writing a template through its form."""

from __future__ import annotations

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
