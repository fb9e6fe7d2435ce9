"""Messages as they leave: text, HTML, frame. Read them aloud."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from tests.message_templates.people import (
    AZUR,
    CARAMEL,
    EN,
    FR,
    HEIDI,
    NAME,
    NAMELESS,
    TODAY,
    UNSUBSCRIBE,
    ZOE,
    draft,
    to,
)
from webapp.merge import MissingValue
from webapp.message_templates.rules.frame import Frame
from webapp.message_templates.rules.recipients import Patient, Recipient
from webapp.message_templates.rules.rendering import NoWording, Rendered, Renderer, speaks
from webapp.message_templates.rules.tags import values
from webapp.message_templates.rules.typography import set_type

BODY = """{{ appel }}

{{ animal.nom }} {{ doit_doivent }} recevoir **{{ son_leur }} vaccin** d'ici le {{ rappel.echeance }}. \
{{ animal.il_elle }} vient?

- Le carnet {{ animal.de_nom }}
- Une question & une seule

Plus: https://erables.example/vaccins?a=1&b=2.
{{ clinique.telephone }}"""


def email(recipient: Recipient, frame: Frame = FR, **columns: str) -> Rendered:
    columns = {"subject_fr": "Le vaccin {{ animal.de_nom }}", "body_fr": BODY, **columns}
    renderer = Renderer(draft(**columns), frame.language, frame)
    return renderer.email(values(recipient, frame=frame, today=TODAY, names=renderer.tags))


LITTER = [Patient(f"Boule {n}", "F", "chat", "chatte", "cat") for n in range(1, 29)]


@pytest.mark.parametrize(
    ("frame", "subject", "said"),
    [
        (FR, "Le vaccin {{ animal.de_nom }}", "Le vaccin de Bella, de Max et de 28 autres"),
        (FR, "{{ animal.nom }} {{ doit_doivent }} être revus", "Bella, Max et 28 autres doivent être revus"),
        (EN, "Vaccine: {{ animal.name }}", "Vaccine: Bella, Max and 28 others"),
        (EN, "{{ animal.of_name }} vaccine", "Bella, Max and 28 others’ vaccine"),
    ],
)
def test_a_subject_names_the_first_of_many(frame: Frame, subject: str, said: str) -> None:
    many = to(Patient("Bella", "F", "chat", "chatte", "cat"), Patient("Max", "M", "chat", "chatte", "cat"), *LITTER)
    found = email(many, frame, subject_fr=subject, subject_en=subject, body_en="{{ animal.name }}, {{ greeting }}")
    assert plain(found.subject) == said
    assert all(patient.name in found.text for patient in LITTER)  # the text names them all


def test_a_subject_of_few_names_them_all() -> None:
    assert plain(email(to(AZUR, HEIDI, ZOE)).subject) == "Le vaccin d’Azur, de Heidi et de Zoë"


def test_a_subject_is_cut_where_nothing_else_helps() -> None:
    found = email(to(AZUR), subject_fr="Un rappel très important " * 9 + "{{ animal.nom }}")
    assert len(found.subject) <= 100 and found.subject.endswith(" très…")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


class Balanced(HTMLParser):
    """Fails on what is opened and never closed."""

    ALONE = frozenset({"meta", "br", "img"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.ALONE:
            self.open.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def parsed(html: str) -> Balanced:
    page = Balanced()
    page.feed(html)
    assert not page.open
    return page


def test_it_writes_an_email_in_french() -> None:
    message = email(
        to(AZUR),
        button_fr="Prendre rendez-vous",
        button_url="mailto:{{ clinique.courriel }}?subject=Pour {{ animal.nom }}",
    )
    assert message.subject == "Le vaccin d’Azur"
    assert (
        plain(message.text)
        == f"""Bonjour, Madame.

Azur doit recevoir son vaccin d’ici le 1er avril 2026. Elle vient?

- Le carnet d’Azur
- Une question & une seule

Plus : https://erables.example/vaccins?a=1&b=2.
514 555-0100

Prendre rendez-vous : info@erables.example

--
{NAME}
1420, rue des Érables
Montréal (Québec)  H2K 3S4
514 555-0100
info@erables.example
https://erables.example

Ne plus recevoir ces rappels (se désabonner) : {UNSUBSCRIBE}
"""
    )
    page = parsed(message.html)
    assert page.links == [
        "https://erables.example/vaccins?a=1&b=2",
        "tel:+15145550100",
        "mailto:info@erables.example?subject=Pour%20Azur",
        "tel:+15145550100",
        "mailto:info@erables.example",
        "https://erables.example",
        UNSUBSCRIBE,
    ]
    assert '<html lang="fr-CA"' in message.html and "<title>Le vaccin d’Azur</title>" in message.html
    assert "<strong>son vaccin</strong>" in message.html and "<li" in message.html and "<mark>" not in message.html
    assert message.html.count("<table") == message.html.count('<table role="presentation"')


def test_it_writes_to_somebody_with_several_animals() -> None:
    message = email(to(ZOE, AZUR, HEIDI, title="M.", first="Luc", last="Roy"))
    assert message.subject == "Le vaccin de Zoë, d’Azur et de Heidi"
    assert "Zoë, Azur et Heidi doivent recevoir leur vaccin d’ici le 1er avril 2026. Elles vient?" in plain(
        message.text
    )


def test_it_writes_in_english_in_an_english_frame() -> None:
    message = email(
        to(CARAMEL, title="", first="Jane", last="Smith"),
        EN,
        subject_en="{{ animal.name }} {{ is_are }} due",
        body_en="{{ greeting }}\n\n{{ animal.your_animal }} is due {{ reminder.due_date }}: call {{ clinic.phone }}.",
    )
    assert message.subject == "Caramel is due"
    assert "Hello Jane Smith,\n\nYour cat is due April 1, 2026: call 514 555-0100." in plain(message.text)
    assert "Stop receiving these reminders (unsubscribe): mailto:" in message.text and 'lang="en-CA"' in message.html
    assert "Montréal (Quebec)" in message.html


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ animal.nom }} vient.", "Votre chat vient."),
        ("Oui. {{ animal.nom }} vient.", "Oui. Votre chat vient."),
        ("Oui!\n{{ animal.nom }} vient.", "Oui!\nVotre chat vient."),
        ("- {{ animal.nom }}", "- Votre chat"),
        ("**{{ animal.nom }}** vient", "Votre chat vient"),
        ("Amenez {{ animal.nom }}.", "Amenez votre chat."),
        ("{{ client.prenom }} {{ animal.nom }}", "Marie-Ève votre chat"),
        ("à 9 h {{ animal.nom }}", "à 9 h votre chat"),
    ],
)
def test_it_begins_a_sentence_with_a_capital(text: str, said: str) -> None:
    recipient = to(NAMELESS)
    assert plain(email(recipient, body_fr=text).text).startswith(said + "\n\n--")
    shown = Renderer(draft("letter", body_fr=text), "fr", FR)
    html = re.sub("<[^>]+>", "", shown.letter(values(recipient, frame=FR, today=TODAY)).html.replace("<br>", "\n"))
    assert plain(html) == said.removeprefix("- ")


def test_it_leaves_a_name_as_it_is_written() -> None:
    assert email(to(Patient("d'Artagnan", "M")), body_fr="{{ animal.nom }} vient.").text.startswith("d'Artagnan vient.")


NASTY = [
    "<script>alert(1)</script>",
    "B&W",
    '"Chewie"',
    "{{ appel }}",
    "**gras**",
    "- liste",
    "https://evil.example",
    "=1+1",
    "a\nb",
]


@pytest.mark.parametrize("name", NASTY)
def test_it_escapes_every_value(name: str) -> None:
    message = email(to(Patient(name, "M")), button_fr="OK", button_url="mailto:a@b.example?subject={{ animal.nom }}")
    page = parsed(message.html)
    assert "<script" not in message.html and not [link for link in page.links if "evil.example" in link.split("?")[0]]
    assert "\n" not in message.subject and "<strong>gras" not in message.html
    assert name.split("\n")[0] in message.text


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '<img src=x onerror="x">', "a < b & c", "</td></table>"])
def test_it_escapes_the_text_of_the_template(text: str) -> None:
    message = email(to(AZUR), subject_fr=text, body_fr=text, button_fr=text, button_url='https://a.example/"><b>')
    parsed(message.html)
    assert "<script" not in message.html and "<img" not in message.html and text in message.text


def test_it_asks_for_a_value_rather_than_leaving_a_hole() -> None:
    renderer = Renderer(draft(body_fr="{{ client.nom }} {{ client.titre }}"), "fr", FR)
    found = values(to(AZUR, title="", last=""), frame=FR, today=TODAY)
    assert renderer.missing(found) == ["client.nom", "client.titre"]
    with pytest.raises(MissingValue) as refused:
        renderer.email(found)
    assert refused.value.names == ["client.nom", "client.titre"]
    with pytest.raises(MissingValue):
        renderer.letter(found)


def test_it_writes_no_email_without_the_way_out() -> None:
    renderer = Renderer(draft(), "fr", FR)
    found = values(replace(to(AZUR), unsubscribe_url=""), frame=FR, today=TODAY)
    assert not renderer.missing(found)
    with pytest.raises(MissingValue) as refused:
        renderer.email(found)
    assert refused.value.names == ["unsubscribe_url"]
    assert renderer.letter(found).text == "Bonjour, Madame."


def test_it_needs_a_text_in_the_language() -> None:
    wording = draft(body_en="  ")
    assert speaks(wording, "fr") and not speaks(wording, "en")
    with pytest.raises(NoWording):
        Renderer(wording, "en", EN)


def test_it_leaves_out_a_button_that_leads_nowhere() -> None:
    columns = {"button_fr": "Écrire", "button_url": "mailto:{{ clinique.courriel }}"}
    assert "Écrire" in email(to(AZUR), FR, **columns).html
    without = email(to(AZUR), replace(FR, email=""), **columns)
    assert "Écrire" not in without.html + without.text


def test_it_opens_a_website_that_was_typed_without_https() -> None:
    message = email(
        to(AZUR), replace(FR, website="erables.example"), body_fr="{{ clinique.site }}", button_fr="Site",
        button_url="{{ clinique.site }}/rdv",
    )  # fmt: skip
    assert parsed(message.html).links[:2] == ["https://erables.example", "https://erables.example/rdv"]


def test_it_shows_a_picture_in_place_of_the_name() -> None:
    message = email(to(AZUR), replace(FR, logo_src="cid:logo"))
    assert f'<img src="cid:logo" alt="{NAME}"' in message.html


def test_it_shows_the_first_sentence_beside_the_subject() -> None:
    hidden = re.search(r'<div style="display:none[^>]*>(.*?)&#847;', email(to(AZUR)).html)
    assert hidden and plain(hidden[1]).startswith("Azur doit recevoir son vaccin d’ici")


def test_it_marks_what_was_filled_in() -> None:
    renderer = Renderer(draft(body_fr="{{ animal.nom }} {{ nobody.knows }}{{ animal.e }}"), "fr", FR, marked=True)
    shown = renderer.preview(values(to(Patient("<b>", "M")), frame=FR, today=TODAY))
    assert shown.html == "<p><mark>&lt;b&gt;</mark> <mark>{{ nobody.knows }}</mark></p>"


def test_it_writes_a_letter_in_paragraphs() -> None:
    renderer = Renderer(draft("letter", body_fr=BODY), "fr", FR)
    letter = renderer.letter(values(to(AZUR), frame=FR, today=TODAY))
    assert plain(letter.html).startswith(
        "<p>Bonjour, Madame.</p>\n<p>Azur doit recevoir <strong>son vaccin</strong> d’ici"
    )
    assert (
        "style=" not in letter.html and "class=" not in letter.html and "<ul><li>Le carnet d’Azur</li>" in letter.html
    )
    assert parsed(letter.html).links == ["https://erables.example/vaccins?a=1&b=2"]


def test_it_types_text_messages_in_letters_that_they_have() -> None:
    renderer = Renderer(
        draft("sms", body_fr="{{\u00a0clinique.nom\u00a0}}\u00a0: le vaccin {{ animal.de_nom }} – «\u00a0cœur\u00a0»"),
        "fr",
        FR,
    )
    text = renderer.sms(values(to(AZUR), frame=FR, today=TODAY)).text
    assert text == f'{NAME} : le vaccin d\'Azur - "coeur"\nARRET pour ne plus en recevoir.'


@pytest.mark.parametrize(
    ("typed", "french"),
    [
        ("Rappel : oui", "Rappel~: oui"), ("Rappel: oui", "Rappel~: oui"), ("{{ x }} : oui", "{{ x }}~: oui"),
        ("« Azur »", "«~Azur~»"), ("«Azur»", "«~Azur~»"), ("20 %", "20~%"), ("50$", "50~$"),
        ("à 14 h 30, puis 9 h.", "à 14~h~30, puis 9~h."), ("14h30", "14~h~30"), ("24 h sur 24", "24~h sur 24"),
        ("Bravo !", "Bravo!"), ("Quand ?", "Quand?"), ("oui ; non", "oui; non"), ("3 912 rappels", "3~912 rappels"),
        ("20 minutes", "20~minutes"), ("514 555-0100", "514~555-0100"), ("d'ici l'{{ x }}", "d’ici l’{{ x }}"),
        ("12:30", "12:30"), ("https://a.example/b?c=d'e:f", "https://a.example/b?c=d'e:f"), ("M. Roy", "M.~Roy"),
        ("il habite", "il habite"), ("2 hommes", "2 hommes"), ("", ""),
    ],
)  # fmt: skip
def test_it_sets_french_type(typed: str, french: str) -> None:
    assert set_type(typed, "fr") == french.replace("~", "\u00a0")
    assert set_type(french.replace("~", "\u00a0"), "fr") == french.replace("~", "\u00a0")


def test_it_sets_english_type() -> None:
    assert set_type("Don't: 20 % at 2:30!", "en") == "Don’t: 20 % at 2:30!"


def test_it_is_quick() -> None:
    """Three thousand messages are a matter of a second: nothing is worked out twice."""
    renderer, recipient = Renderer(draft(body_fr=BODY), "fr", FR), to(AZUR, ZOE)
    tags = renderer.tags
    started = time.perf_counter()
    for _ in range(3000):
        renderer.email(values(recipient, frame=FR, today=TODAY, names=tags))
    assert time.perf_counter() - started < 6
