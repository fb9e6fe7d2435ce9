"""The page on which a mailing is prepared: a sum that closes, choices that last, ways out of every dead end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import NOW
from tests.mailings.steps import ask, page, text_of
from webapp.mailings.queries import composing
from webapp.mailings.queries.figures import Figures, figures
from webapp.mailings.queries.preflight import Refusal, refusals
from webapp.models import Animal, Batch, Client, Mailing, Message, Reminder, StaffMember, TemplateVersion


@pytest.fixture
def counted_up(planned: Callable[..., dict[str, Any]], app: Any) -> Callable[..., Figures]:
    """The figures of the batch's page, with these wishes."""
    return lambda **wishes: figures(
        composing.outlook(**planned(**wishes), now=NOW, timezone=app.config["RELANCE"].timezone)
    )


PHONE = {"home_phone": "+15145550199"}
POST = {"address": "1, rue A", "town": "Montréal", "postal_code": "H2K 3S4"}
MOBILE = {"mobile_phone": "+15145550198", "mobile_takes_sms": True}


@pytest.mark.parametrize(
    ("adam", "written", "otherwise", "aside", "words"),
    [
        ({"note": ""}, 3, {}, 0, []),
        ({"email": "", **PHONE}, 1, {"phone": 2}, 0, ["Aucun courriel"]),
        ({"email": "", **POST, **PHONE}, 1, {"post": 2}, 0, ["Aucun courriel"]),
        ({"email": ""}, 1, {}, 2, ["Aucun courriel"]),
        ({"prefers": "phone", **PHONE}, 1, {"phone": 2}, 0, ["Préfèrent\u00a0: téléphone"]),
        # A text message does not leave yet: they are counted as what reaches them in its place.
        ({"prefers": "sms", **MOBILE, **POST}, 1, {"post": 2}, 0, ["Préfèrent\u00a0: texto"]),
        ({"email": "", **MOBILE}, 1, {"phone": 2}, 0, ["Aucun courriel"]),
        ({"archived_at": NOW}, 1, {}, 2, ["N’est plus client"]),
    ],
)
def test_it_closes_its_sum(
    counted_up: Callable[..., Figures], batch: Batch, adam: dict[str, Any], written: int, otherwise: dict[str, int],
    aside: int, words: list[str],
) -> None:  # fmt: skip
    Client.update(**adam).where(Client.last_name == "Adam").execute()
    found = counted_up()
    assert (found.written, {each.channel.code: each.reminders for each in found.otherwise}, found.aside) == (
        written, otherwise, aside,
    )  # fmt: skip
    assert found.reminders == 3 == found.written + sum(each.reminders for each in found.otherwise) + found.aside
    lines = [*found.lines, *(line for each in found.otherwise for line in each.lines)]
    assert [line.words.startswith(said) for line, said in zip(lines, words, strict=True)] == [True] * len(words)
    assert all(line.reminders == 2 and [name for _, name, _ in line.clients] == ["Luce Adam"] for line in lines)


def test_it_counts_a_hole_among_those_left_aside(counted_up: Callable[..., Figures], batch: Batch) -> None:
    TemplateVersion.update(body_fr="{{ client.titre }}, bonjour.", body_en="Hello.").execute()
    found = counted_up()
    assert (found.written, found.aside, found.reminders) == (1, 2, 3)
    assert found.lines[0].clients[0][2] == "Titre"


def test_it_says_once_that_text_messages_do_not_leave(client: FlaskClient, batch: Batch) -> None:
    Client.update(email="", **MOBILE).where(Client.last_name == "Adam").execute()
    shown = page(client, "/mailings/new?batch=253")
    assert shown.count("Les textos ne partent pas encore d’ici") == 1
    assert "1 client qui en recevrait un" in shown
    assert "2 par téléphone" in shown and "par texto" not in shown


def test_it_puts_what_was_chosen_into_the_address(client: FlaskClient, batch: Batch) -> None:
    typed = "batch=253&grouping=animal&wave_size=2&every_days=5&first_on=2026-03-10&from_time=09:00&until_time="
    answer = client.get(f"/mailings/new?{typed}", headers={"HX-Request": "true", "HX-Target": "plan"})
    address = urlsplit(answer.headers["HX-Replace-Url"])
    assert (address.path, parse_qs(address.query)) == (
        "/mailings/new",
        {"batch": ["253"], "grouping": ["animal"], "wave_size": ["2"], "every_days": ["5"],
         "first_on": ["2026-03-10"], "from_time": ["09:00"]},
    )  # fmt: skip
    again = client.get(f"{address.path}?{address.query}").text
    assert all(f'value="{value}"' in again for value in ("2", "5", "2026-03-10"))
    assert '<option selected value="animal"' in again and '<option selected value="09:00"' in again
    assert "En 2 vagues" in text_of(again)


def test_it_keeps_what_was_typed_wrong(client: FlaskClient, batch: Batch) -> None:
    answer = client.get("/mailings/confirm?batch=253&wave_size=beaucoup&every_days=5")
    assert answer.status_code == 422
    assert 'value="beaucoup"' in answer.text and 'value="5"' in answer.text


def test_the_button_submits_the_fields_themselves(client: FlaskClient, batch: Batch) -> None:
    html = client.get("/mailings/new?batch=253").text
    form = html[html.index('<form id="wishes"') : html.index("</form>", html.index('<form id="wishes"'))]
    assert 'action="/mailings/confirm"' in form and 'name="wave_size"' in form and 'type="submit"' in form
    shown = page(client, "/mailings/confirm?batch=253&wave_size=1")
    assert "En 2 vagues, les 5 et 9 mars" in shown
    assert "3 rappels sur 3 y sont." in shown


def test_a_sentence_has_one_full_stop(client: FlaskClient, batch: Batch, julie: StaffMember) -> None:
    StaffMember.update(language="en").where(StaffMember.id == julie.id).execute()
    for path in ("/mailings/new?batch=253", "/mailings/confirm?batch=253"):
        shown = page(client, path)
        assert "between 8:00" in shown and ".." not in shown


def test_it_leads_to_the_mailing_that_is_under_way(client: FlaskClient, batch: Batch) -> None:
    client.post("/mailings", data=ask(client))
    for path in ("/mailings/new?batch=253", "/batches/253/mailings/new", "/mailings/confirm?batch=253"):
        answer = client.get(path)
        assert "Ces rappels partent déjà" in text_of(answer.text)
        assert f'href="/mailings/{Mailing.get().id}"' in answer.text
        assert "Envoyer" not in text_of(answer.text).split("Ces rappels", 1)[1]


@pytest.fixture
def only_french(batch: Batch) -> int:
    """The template has lost its English text; its number."""
    version = batch.type.email_template.versions.get()
    TemplateVersion.update(body_en="").where(TemplateVersion.id == version.id).execute()
    return int(version.template_id)


def test_it_shows_the_ways_out_of_a_missing_text(client: FlaskClient, batch: Batch, only_french: int) -> None:
    answer = client.get("/mailings/new?batch=253")
    shown = text_of(answer.text)
    assert "Le gabarit n’a pas de texte en anglais, et 1 client le lit." in shown
    assert "Envoyer le texte français à ce client" in shown
    assert "Envoyer seulement à l’autre client" in shown
    assert f'href="/templates/{only_french}"' in answer.text
    assert "Envoyer 2 courriels" not in shown


@pytest.mark.parametrize(
    ("decision", "sums", "messages"),
    [
        ("other", "3 rappels = 3 dans 2 courriels", [("client1@exemple.ca", "fr"), ("client2@exemple.ca", "fr")]),
        ("out", "3 rappels = 2 dans 1 courriel + 1 laissé de côté", [("client1@exemple.ca", "fr")]),
    ],
)
def test_it_sends_as_was_decided_about_them(
    client: FlaskClient, batch: Batch, only_french: int, decision: str, sums: str, messages: list[tuple[str, str]]
) -> None:
    assert sums in page(client, f"/mailings/new?batch=253&unwritten={decision}")
    assert client.post("/mailings", data=ask(client, unwritten=decision)).status_code == 303
    found = [(each.address, each.language) for each in Message.select().order_by(Message.id)]
    assert found == messages
    assert Reminder.select().where(Reminder.done_at.is_null()).count() == 3


def test_it_tells_nobody_in_english_only(planned: Callable[..., dict[str, Any]], batch: Batch, app: Any) -> None:
    TemplateVersion.update(body_fr="").execute()
    plan = composing.plan(**planned(unwritten="other"), now=NOW, timezone=app.config["RELANCE"].timezone)
    found: list[Refusal] = refusals(plan)
    assert [(each.unwritten, each.clients, each.others) for each in found] == [("fr", 1, 1)]
    plan = composing.plan(**planned(unwritten="out"), now=NOW, timezone=app.config["RELANCE"].timezone)
    assert (refusals(plan), plan.languages) == ([], {"en": 1})


def test_a_change_in_between_is_shown_with_its_number(client: FlaskClient, batch: Batch) -> None:
    fields = ask(client, unwritten="")
    factories.reminder(of=factories.animal(owner=Client.get(Client.last_name == "Brown"), name="Puce"), batch=batch,
                       type=batch.type)  # fmt: skip
    Animal.update(deceased=True).where(Animal.name << ["Azur", "Heidi"]).execute()
    answer = client.post("/mailings", data=fields)
    assert answer.status_code == 422
    assert "2 rappels sur 4 y sont. 2 sont laissés de côté." in text_of(answer.text)


def test_what_was_counted_stays_while_a_wish_is_wrong(client: FlaskClient, batch: Batch) -> None:
    answer = client.get("/mailings/new?batch=253&wave_size=0", headers={"HX-Request": "true", "HX-Target": "plan"})
    assert answer.status_code == 422
    assert "Taille d’une vague : un nombre entier de 1 à" in text_of(answer.text)
    assert "hx-swap-oob" not in answer.text  # neither the sum nor the message is taken away
    assert "wave_size=0" in answer.headers["HX-Replace-Url"]
