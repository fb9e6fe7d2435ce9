"""What reminders of a type are written with after some act: the manager's."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests import factories
from tests.mailings.steps import page, text_of
from webapp.models import ActText, Item, ReminderType, Template


@pytest.fixture
def kind() -> ReminderType:
    return factories.reminder_type("vaccination")


@pytest.fixture
def rabies(kind: ReminderType) -> Item:
    return factories.item(code="RAGE", name="Rage 3 ans", category=factories.category("Vaccins"))


def template(now: object, kind: str = "email", **columns: str) -> Template:
    named = {"name_fr": f"Rage, {kind}", "name_en": f"Rabies, {kind}"}
    return Template.create(kind=kind, created_at=now, **{**named, **columns})


def undo(browser: FlaskClient, url: str) -> None:
    """The button of the toast."""
    form = re.search(r'action="([^"]*/acts[^"]*)"', browser.get(url).text.split('id="toasts"')[1])
    assert form
    assert browser.post(unescape(form[1])).status_code == 303


def test_it_is_for_the_manager(client: FlaskClient, kind: ReminderType) -> None:
    for way in ("get", "post"):
        assert getattr(client, way)(f"/reminder-types/{kind.id}/acts/new").status_code == 403


def test_it_is_added_changed_and_removed(manager: FlaskClient, kind: ReminderType, rabies: Item, now: object) -> None:
    first, second = template(now), template(now, name_fr="Rage, autre")
    url = f"/reminder-types/{kind.id}"
    answer = manager.post(f"{url}/acts/new", data={"act": "rage", "template": first.id})
    assert answer.status_code == 303 and answer.location == f"{url}#acts"
    made = ActText.get()
    assert (made.type_id, made.kind, made.item_id, made.category_id) == (kind.id, "email", rabies.id, None)
    assert "Rage 3 ans RAGE Courriel Rage, email" in page(manager, url)
    assert manager.post(f"{url}/acts/{made.id}", data={"template": second.id}).status_code == 303
    assert ActText.get().template_id == second.id
    undo(manager, url)
    assert ActText.get().template_id == first.id
    assert manager.post(f"{url}/acts/{made.id}?_method=DELETE").status_code == 303
    assert not ActText.select().exists()
    undo(manager, url)
    assert (ActText.get().item_id, ActText.get().template_id) == (rabies.id, first.id)


def test_adding_is_taken_back(manager: FlaskClient, kind: ReminderType, rabies: Item, now: object) -> None:
    manager.post(f"/reminder-types/{kind.id}/acts/new", data={"act": "Vaccins", "template": template(now).id})
    assert ActText.get().category_id == rabies.category_id
    undo(manager, f"/reminder-types/{kind.id}")
    assert not ActText.select().exists()


@pytest.mark.parametrize(
    ("act", "chosen", "said"),
    [
        ("", "email", "pour quel article"),
        ("licorne", "email", "ne s’appelle « licorne »"),
        ("Vermifuge", "email", "Plusieurs portent ce nom : donnez le code (V1, V2)"),
        ("RAGE", "", "Choisissez un gabarit"),
        ("RAGE", "promotion", "Son but n’est pas celui du gabarit du type"),
        ("RAGE", "sms", "Choisissez d’abord le gabarit du type"),
        ("DHPP", "email", "« DHPP » a déjà un texte par ce moyen"),
    ],
)
def test_it_refuses_beside_the_field(
    manager: FlaskClient, kind: ReminderType, rabies: Item, now: object, act: str, chosen: str, said: str
) -> None:
    ReminderType.update(sms_template=None).where(ReminderType.id == kind.id).execute()
    for code in ("V1", "V2"):
        factories.item(code=code, name="Vermifuge")
    factories.act_text(of=factories.item(code="DHPP", name="DHPP"), said="DHPP", type_=kind)
    made = {"email": template(now), "promotion": template(now, purpose="promotion"), "sms": template(now, "sms")}
    number = made[chosen].id if chosen else 0
    answer = manager.post(f"/reminder-types/{kind.id}/acts/new", data={"act": act, "template": number})
    assert answer.status_code == 422
    assert said in text_of(answer.text) and f'value="{act}"' in answer.text
    assert ActText.select().count() == 1


def test_it_offers_categories_then_items(manager: FlaskClient, kind: ReminderType, rabies: Item) -> None:
    assert 'value="Vaccins"' in manager.get(f"/reminder-types/{kind.id}/acts/new").text
    offered = manager.get("/reminder-types/acts?act=rag").text
    assert 'value="Rage 3 ans"' in offered and "Vaccins" not in offered


def test_it_says_what_is_never_sent(manager: FlaskClient, kind: ReminderType, rabies: Item) -> None:
    made = factories.act_text(of=rabies, said="Rage", type_=kind)
    Template.update(purpose="promotion").where(Template.id == made.id).execute()
    assert "Son but n’est pas celui" in page(manager, f"/reminder-types/{kind.id}")


def test_a_template_stays_while_it_is_the_text_of_an_act(client: FlaskClient, kind: ReminderType, rabies: Item) -> None:
    made = factories.act_text(of=rabies, said="Rage", type_=kind)
    answer = client.post(f"/templates/{made.id}/archive")
    assert "Vaccination (Rage 3 ans)" in client.get(answer.location).text
    client.delete(f"/templates/{made.id}")
    assert Template.get_by_id(made.id).archived_at is None
    ActText.delete().execute()
    client.post(f"/templates/{made.id}/archive")
    assert Template.get_by_id(made.id).archived_at is not None
