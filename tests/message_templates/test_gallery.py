"""The gallery: every kind of communication, what serves, what can be copied, put away and deleted."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests import factories
from tests.message_templates.steps import FIELDS, make, versions
from webapp import clock
from webapp.communications import COMMUNICATIONS, IN_MAILINGS, by_type
from webapp.message_templates import queries
from webapp.models import Batch, Mailing, Template, TemplateVersion

HTMX = {"HX-Request": "true"}
KINDS = (
    "Rappel", "Deuxième contact", "Confirmation de rendez-vous", "Rappel de rendez-vous", "Message libre", "Facture",
    "État de compte", "Estimation", "Remerciement", "Condoléances", "Anniversaire", "Chirurgie",
)  # fmt: skip


def tiles(page: str) -> dict[str, str]:
    """The text of each tile by its name."""
    found = re.findall(r'<li class="tile">(.*?)</li>', page, re.S)
    said = [re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", each))).strip() for each in found]
    names = [unescape(re.findall(r"<h3>\s*<a[^>]*>(.*?)</a>", each, re.S)[0]) for each in found]
    return dict(zip(names, said, strict=True))


def heads(page: str) -> list[str]:
    return [unescape(each).strip() for each in re.findall(r'<h2 id="h-\w+">(.*?) <span', page)]


def test_it_names_every_kind_and_every_ready_made_one(client: FlaskClient) -> None:
    page = client.get("/templates").text
    assert heads(page) == list(KINDS)
    ready = {each.name_fr for each in Template.select().where(Template.code.is_null(False))}
    assert len(ready) > 50 and ready == set(tiles(page))


@pytest.mark.parametrize(
    ("query", "names", "not_there"),
    [
        ("kind=sms", ["Vaccination, texto", "Remerciement, texto"], ["Vaccination, courriel"]),
        ("communication=condolence", ["Condoléances, lettre", "Condoléances, carte"], ["Vaccination, courriel"]),
        ("communication=thanks&kind=card", ["Remerciement, carte"], ["Remerciement, courriel"]),
        ("kind=script", ["Rappel, téléphone", "Deuxième contact, téléphone"], ["Rappel, courriel"]),
        ("kind=fax&communication=../", ["Vaccination, courriel", "Condoléances, lettre"], []),
    ],
)
def test_it_is_cut_by_medium_and_by_kind(
    client: FlaskClient, query: str, names: list[str], not_there: list[str]
) -> None:
    page = client.get(f"/templates?{query}", headers=HTMX).text
    assert page.lstrip().startswith('<div id="gallery"') and "<html" not in page
    found = tiles(page)
    assert set(names) <= set(found) and not set(not_there) & set(found)


def test_it_says_what_a_template_serves(client: FlaskClient) -> None:
    mailing = factories.mailing()
    version = queries.newest(Template.get(code="free_email").id)
    Mailing.update(template_version=version, state="ended", approved_at=clock.now()).where(
        Mailing.id == mailing.id
    ).execute()
    found = tiles(client.get("/templates").text)
    assert "A servi à 1 envoi" in found["Message libre, courriel"]
    assert "Par défaut pour les messages libres" in found["Message libre, courriel"]
    assert "Pas utilisé pour l’instant" in found["Animal âgé, lettre"]
    assert "Courriel Français et anglais Par défaut pour Vaccination" in found["Vaccination, courriel"]
    assert "Se lit au poste d’appel" in found["Rappel, téléphone"]


def test_it_says_first_what_would_go_wrong(client: FlaskClient) -> None:
    for _ in range(2):
        factories.client(language="en")
    assert "banner warn" not in client.get("/templates").text
    own = Template.get(code="birthday_email")
    TemplateVersion.update(body_en="", subject_en="").where(TemplateVersion.template == own).execute()
    page = unescape(client.get("/templates").text).replace("\u00a0", " ")
    assert "L’anglais manque à « Anniversaire, courriel »." in page
    assert "2 clients lisent cette langue" in page and f'href="/templates/{own.id}#body_en"' in page
    assert "L’anglais manque" in tiles(page)["Anniversaire, courriel"]


def test_it_says_of_an_empty_kind_where_to_begin(client: FlaskClient) -> None:
    Template.update(archived_at=clock.now()).where(Template.communication == "birthday").execute()
    page = client.get("/templates").text
    assert "Anniversaire" in heads(page) and "Partez d’un modèle prêt" in page
    assert "Anniversaire, carte" in tiles(client.get("/templates?archived=1").text)
    assert "Aucun de ce type par ce moyen" in client.get("/templates?kind=sms&communication=birthday").text


def test_a_new_one_begins_as_the_kind_that_one_looked_at(client: FlaskClient) -> None:
    page = client.get("/templates?communication=invoice").text
    assert "/templates/new?kind=letter&amp;communication=invoice" in page
    form = client.get("/templates/new?kind=letter&communication=invoice").text
    assert '<option selected value="invoice">' in form and '<option selected value="appointment">' in form
    answer = client.post("/templates/new?kind=letter", data={**FIELDS, "communication": "invoice"})
    made = Template.get_by_id(int(answer.location.rsplit("/", 1)[1].split("?")[0]))
    assert (made.communication, made.kind, made.is_default) == ("invoice", "letter", False)
    assert client.post("/templates/new", data={**FIELDS, "communication": "x", "name_fr": "Autre"}).status_code == 422


def test_a_copy_is_of_the_same_kind(client: FlaskClient) -> None:
    found = Template.get(code="condolence_letter")
    answer = client.post("/templates/copies", data={"template": found.id})
    copy = Template.get_by_id(int(answer.location.rsplit("/", 1)[1].split("?")[0]))
    assert (copy.name_fr, copy.communication, copy.is_default) == ("Condoléances, lettre (copie)", "condolence", False)
    assert versions(copy)[0].body_fr == versions(found)[0].body_fr
    assert client.post("/templates/copies", data={"template": "x"}).status_code == 404


def test_another_becomes_the_default_of_its_kind(client: FlaskClient) -> None:
    old = Template.get(code="invoice_email")
    new = make(client, communication="invoice")
    assert "En faire le gabarit par défaut" in client.get(f"/templates/{new.id}").text
    refused = client.get(client.post(f"/templates/{old.id}/archive").location).text
    assert "le gabarit par défaut de «\u00a0Facture\u00a0»" in unescape(refused)
    client.post(f"/templates/{new.id}/default")
    assert queries.default_of("invoice", ["email"]) == new
    client.post(f"/templates/{old.id}/archive")
    assert Template.get_by_id(old.id).archived_at and not Template.get_by_id(old.id).is_default
    reminder = Template.get(code="vaccination_email")
    assert client.post(f"/templates/{reminder.id}/default").status_code == 404  # its type says which


def test_what_is_in_use_keeps_its_kind(client: FlaskClient) -> None:
    for code, wanted in (("thanks_email", "invoice"), ("vaccination_email", "condolence")):
        own = Template.get(code=code)
        version = versions(own)[0]
        kept = {name: getattr(version, name) for name in ("subject_fr", "subject_en", "body_fr", "body_en")}
        names = {"name_fr": own.name_fr, "name_en": own.name_en, "purpose": own.purpose, "seen": "1"}
        answer = client.post(f"/templates/{own.id}", data={**kept, **names, "communication": wanted})
        assert answer.status_code == 422, code
        assert Template.get_by_id(own.id).communication == own.communication
    own = make(client)
    client.post(f"/templates/{own.id}", data={**FIELDS, "communication": "free", "seen": "1"})
    assert Template.get_by_id(own.id).communication == "free"


def test_it_deletes_only_what_nothing_was_written_with(client: FlaskClient) -> None:
    def gone(which: Template) -> bool:
        page = client.get(client.post(f"/templates/{which.id}?_method=DELETE").location).text
        there = Template.get_or_none(Template.id == which.id) is not None
        assert ("Pas supprimé" in page) is there
        return not there

    assert not gone(Template.get(code="senior_card"))  # it came with the program
    default, sent, unused = (make(client, name_fr=f"Merci {number}", communication="thanks") for number in range(3))
    client.post(f"/templates/{default.id}/default")
    mailing = factories.mailing()
    Mailing.update(template_version=versions(sent)[0]).where(Mailing.id == mailing.id).execute()  # a draft counts too
    assert not gone(default) and not gone(sent)
    assert gone(unused) and not versions(unused)
    assert client.post("/templates/999?_method=DELETE").status_code == 404


def test_a_mailing_is_offered_only_what_fits(client: FlaskClient) -> None:
    batch = factories.batch_of((factories.client(), "Rex", "M"))
    make(client, name_fr="Facture du mois", communication="invoice")
    make(client, name_fr="Fermeture des Fêtes", communication="free")
    page = client.get(f"/batches/{batch.number}/mailings/new").text
    offered = re.search(r'<select[^>]*name="template".*?</select>', page, re.S)
    assert offered and "Fermeture des Fêtes" in offered[0] and "Vaccination, courriel" in offered[0]
    assert not [name for name in ("Facture", "Estimation", "Condoléances") if name in offered[0]]
    letters = client.get(f"/batches/{batch.number}/letters/new").text
    assert "Deuxième contact, lettre" in letters and "Condoléances" not in letters


def test_the_kinds_say_what_they_are() -> None:
    assert tuple(each.fr for each in COMMUNICATIONS.values()) == KINDS
    assert set(IN_MAILINGS) == {"reminder", "second_contact", "free", "thanks", "birthday"}
    assert by_type("reminder", "email") and not by_type("reminder", "script") and not by_type("free", "email")


def test_an_old_mailing_is_no_use_of_another(client: FlaskClient) -> None:
    """What was sent long ago still keeps a template from being deleted, and is said with its day."""
    own, mailing = make(client), factories.mailing()
    Mailing.update(
        template_version=versions(own)[0], state="ended", approved_at=clock.now() - timedelta(days=30)
    ).where(Mailing.id == mailing.id).execute()
    assert "A servi à 1 envoi, le 3 févr." in tiles(client.get("/templates").text)["Rappel du printemps"].replace(
        "\u00a0", " "
    )


def test_a_type_of_its_own_begins_with_what_goes_for_any(client: FlaskClient) -> None:
    batch = factories.batch_of((factories.client(), "Rex", "M"))
    Batch.update(type=factories.reminder_type("ferrets")).where(Batch.id == batch.id).execute()
    page = client.get(f"/batches/{batch.number}/mailings/new").text
    chosen = re.search(r"<option selected[^>]*>([^<]*)", page[page.index('name="template"') :])
    assert chosen and chosen[1] == "Rappel, courriel"


def test_nobody_is_told_how_to_stop_reminders_in_a_word_of_sympathy(client: FlaskClient) -> None:
    for code, there in (("condolence_card", False), ("birthday_card", True)):
        page = client.get(f"/templates/{Template.get(code=code).id}").text
        assert ("Pour ne plus recevoir de rappels" in page) is there
