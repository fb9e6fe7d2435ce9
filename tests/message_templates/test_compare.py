"""Two versions side by side: which blocks differ, in which words."""

from __future__ import annotations

import json
import re

import pytest
from flask.testing import FlaskClient

from tests import factories
from tests.conftest import NOW
from tests.message_templates.steps import FIELDS, make, versions
from webapp.message_templates.rules import comparing
from webapp.message_templates.rules.comparing import ADDED, CHANGED, MOVED, REMOVED, SAME, Said
from webapp.message_templates.rules.draft import Draft
from webapp.models import Template, TemplateVersion


def marked(runs: list[comparing.Run]) -> str:
    """The text with [what is marked] in brackets."""
    return "".join(f"[{run.text}]" if run.marked else run.text for run in runs)


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        ("", "", "", ""),
        ("Le même", "Le même", "Le même", "Le même"),
        ("", "Tout neuf", "", "[Tout neuf]"),
        ("Le vaccin annuel.", "Le vaccin de la rage.", "Le vaccin [annuel].", "Le vaccin [de la rage]."),
        ("Apportez obligatoirement : le carnet", "Apportez, si vous l’avez : le carnet",
         "Apportez [obligatoirement] : le carnet", "Apportez[, si vous l’avez] : le carnet"),
        ("L’animal vient", "L’hôpital vient", "L’[animal] vient", "L’[hôpital] vient"),
        ("Un rendez-vous", "Un rendez vous", "Un [rendez-vous]", "Un [rendez vous]"),
        ("Bonjour {{ client.nom }},", "Bonjour {{ client.prenom }},", "Bonjour [{{ client.nom }}],",
         "Bonjour [{{ client.prenom }}],"),
        ("a\nb", "a b", "a[\n]b", "a b"),
        ("un de trois", "deux de quatre", "[un de trois]", "[deux de quatre]"),
    ],
)  # fmt: skip
def test_it_marks_the_words_that_differ(before: str, after: str, old: str, new: str) -> None:
    ours, theirs = comparing.changes(before, after)
    assert (marked(ours), marked(theirs)) == (old, new)
    assert "".join(run.text for run in ours) == before and "".join(run.text for run in theirs) == after


def test_it_names_the_tags_by_any_of_their_names() -> None:
    (found,) = comparing.changes("{{ animal.name }}", "")[0]
    assert found.tag == "animal.nom" and found.marked


@pytest.mark.parametrize("words", [9000, 4000])
def test_it_does_not_work_at_what_would_take_for_ever(words: int) -> None:
    """9,000 words, or fewer that repeat themselves in another rhythm: marked as wholly other between both ends."""
    before = " ".join(["début", *(f"w{n % 100}" for n in range(words)), "fin"])
    after = " ".join(["début", *(f"w{n * 7 % 101}" for n in range(words)), "fin"])
    ours, theirs = comparing.changes(before, after)
    assert [run.marked for run in theirs if run.text.strip()] == [False, True, False]
    assert marked(ours).startswith("début w0 [") and marked(ours).endswith("] fin")


def states(before: list[Said], after: list[Said]) -> list[tuple[str, str, str]]:
    pairs = comparing.compare(before, after).pairs
    return [
        (pair.state, pair.before.said.words if pair.before else "", pair.after.said.words if pair.after else "")
        for pair in pairs
    ]


def text(words: str, id: str = "b1", **more: str) -> Said:
    return Said("text", words, id=id, **more)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([], [text("a")], [(ADDED, "", "a")]),
        ([text("a")], [], [(REMOVED, "a", "")]),
        ([text("a")], [text("a", "b9")], [(SAME, "a", "a")]),
        ([text("le chat dort ici")], [text("le chat mange ici", "b2")],
         [(CHANGED, "le chat dort ici", "le chat mange ici")]),
        ([text("le chat dort")], [text("venez vite nous voir", "b2")],
         [(REMOVED, "le chat dort", ""), (ADDED, "", "venez vite nous voir")]),
        ([text("a"), text("tout autre chose", "b2")], [text("tout autre chose", "b2"), text("a")],
         [(MOVED, "", "tout autre chose"), (SAME, "a", "a"), (MOVED, "tout autre chose", "")]),
        ([Said("button", "Oui", "https://a.example")], [Said("button", "Oui", "https://b.example")],
         [(CHANGED, "Oui", "Oui")]),
        ([Said("subject", "Bonjour")], [Said("subject", "Rappel")], [(CHANGED, "Bonjour", "Rappel")]),
        ([Said("heading", "Bonjour")], [text("Bonjour")], [(REMOVED, "Bonjour", ""), (ADDED, "", "Bonjour")]),
    ],
)  # fmt: skip
def test_it_says_what_became_of_each_block(
    before: list[Said], after: list[Said], expected: list[tuple[str, str, str]]
) -> None:
    assert states(before, after) == expected


def test_it_reads_both_forms_alike() -> None:
    """A wording of the first form and the blocks that say the same differ in nothing."""
    written = Draft("email", subject_fr="Bonjour", body_fr="Un.\n\nDeux.", button_fr="Oui", button_url="tel:1")
    kept = Draft("email", "blocks", subject_fr="Bonjour", blocks=written.document.kept())
    before, after = (comparing.said("email", each, "fr") for each in (written, kept))
    assert not comparing.compare(before, after).differing and len(before) == 4
    assert comparing.said("email", kept, "en") == []


def two(client: FlaskClient, **changed: str) -> Template:
    made = make(client, button_fr="Écrire", button_en="Write", button_url="mailto:a@clinique.example")
    fields = {**FIELDS, "button_fr": "Écrire", "button_en": "Write", "button_url": "mailto:a@clinique.example"}
    assert client.post(f"/templates/{made.id}", data={**fields, "seen": "1", **changed}).status_code == 303
    return made


def page(client: FlaskClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.text)


def test_it_shows_two_versions_level(client: FlaskClient) -> None:
    made = two(client, body_fr="{{ appel }}\n\nVenez vite!", button_url="mailto:b@clinique.example")
    assert f'href="/templates/{made.id}/compare?to=2&amp;from=1"' in client.get(f"/templates/{made.id}").text
    shown = page(client, f"/templates/{made.id}/compare?from=1&to=2")
    assert "De la version 1 à la version 2" in shown and "2 passages changés, 2 identiques" in shown
    assert "Venez <ins>vite</ins>!" in shown and "<del>a</del>@clinique" in shown and "<ins>b</ins>@clinique" in shown
    assert '<span class="as-tag">Appel</span>' in shown and "Rétablir la version 1" in shown


def test_it_opens_with_the_newest_in_the_language_that_differs(client: FlaskClient) -> None:
    made = two(client, subject_en="Good day")
    shown = page(client, f"/templates/{made.id}/compare")
    assert "De la version 1 à la version 2" in shown
    assert "<del>Hello</del>" in shown and "<ins>Good day</ins>" in shown
    assert "Les deux disent la même chose." in page(client, f"/templates/{made.id}/compare?language=fr")
    assert "Both say the same." not in shown


def test_it_shows_whom_a_block_is_for(client: FlaskClient) -> None:
    made = make(client)
    block = {"id": "b1", "type": "text", "fr": "Même un chat.", "only": {"species": ["FEL"], "sex": "F"}}
    TemplateVersion.create(template=made, number=2, format="blocks", subject_fr="Bonjour", saved_at=NOW,
                           blocks=json.dumps({"blocks": [block]}))  # fmt: skip
    shown = page(client, f"/templates/{made.id}/compare?language=fr")
    assert "Seulement pour : chats" in shown and "Seulement pour les femelles" in shown
    assert "<ins>Même un chat.</ins>" in shown and "N’existait pas" in shown


@pytest.mark.parametrize("query", ["?from=9&to=1", "?from=1&to=0", "?to=99"])
def test_it_compares_nothing_that_is_not_there(client: FlaskClient, query: str) -> None:
    made = make(client)
    assert client.get(f"/templates/{made.id}/compare{query}").status_code == 404
    assert client.get("/templates/999/compare").status_code == 404
    assert client.get(f"/templates/{made.id}/compare?from=x&to=y&language=de").status_code == 200


def test_it_shows_theirs_beside_what_one_typed_and_saves_it_then(client: FlaskClient, manager: FlaskClient) -> None:
    made = make(client)
    manager.post(f"/templates/{made.id}", data={**FIELDS, "body_fr": "Bonjour d’Anne", "seen": "1"})
    typed = {**FIELDS, "body_fr": "Bonjour de Julie"}
    refused = client.post(f"/templates/{made.id}", data={**typed, "seen": "1"})
    assert refused.status_code == 422 and "<del>d’Anne</del>" in refused.text
    assert "<ins>de Julie</ins>" in refused.text and "Version\u00a02" in refused.text
    seen = re.search(r'name="seen"[^>]*value="(\d+)"', refused.text)
    assert seen and seen[1] == "2"
    assert client.post(f"/templates/{made.id}", data={**typed, "seen": seen[1]}).status_code == 303
    assert [version.body_fr for version in versions(made)][1:] == ["Bonjour d’Anne", "Bonjour de Julie"]


def test_a_sent_message_shows_the_version_it_was_written_with(client: FlaskClient) -> None:
    made = make(client)
    sent = factories.message(of=factories.mailing(template_version=versions(made)[0]), state="sent", sent_at=NOW)
    shown = page(client, f"/messages/{sent.id}")
    assert "Rappel du printemps" in shown and "Version 1, du 5 mars à 10 h 26" in shown
    assert f'href="/templates/{made.id}/versions/1"' in shown and "dit la même chose aujourd’hui" in shown
    client.post(f"/templates/{made.id}", data={**FIELDS, "body_fr": "Autre", "seen": "1"})
    shown = page(client, f"/messages/{sent.id}")
    assert "Changé depuis : version 2" in shown
    assert f'href="/templates/{made.id}/compare?to=2&amp;language=fr&amp;from=1"' in shown
    client.post(f"/templates/{made.id}/versions/1/restore")
    assert "dit la même chose aujourd’hui" in page(client, f"/messages/{sent.id}")
