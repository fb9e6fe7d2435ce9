"""A lot in sums, filled with a wording, held against looking at every recipient."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import given

from tests import factories
from tests.composition.lots import item, lots, settle, tried
from tests.conftest import NOW
from webapp import db
from webapp.composition.queries import sums, wording, writing
from webapp.composition.queries.acts import Acts, in_place_of
from webapp.composition.queries.candidates import Scope
from webapp.composition.queries.composing import composed
from webapp.composition.queries.outline import at_name, outline, titled
from webapp.composition.rules.grouping import GROUPINGS, Group
from webapp.models import ActText, Batch, Template, TemplateVersion

TODAY = date(2026, 3, 5)


def said(group: Group) -> tuple[Any, ...]:
    return group.recipient, group.address, group.wording, set(group.reminder_ids), group.candidates[0].client_id


@tried
@given(lots)
@pytest.mark.parametrize(
    ("body", "with_acts"),
    [
        ("{{ client.prenom }}", False), ("{{ client.titre }} {{ animal.nom }}", False), ("Bonjour", False),
        ("{{ client.prenom }}", True), ("{{ client.titre }} {{ animal.nom }}", True),
    ],
)  # fmt: skip
def test_it_says_what_filling_says(app: Flask, body: str, with_acts: bool, lot: dict[str, Any]) -> None:
    factories.identify()
    with db.database.atomic() as kept:
        scope = Scope(batch=settle(lot))
        version = wording.version_of(wording.default(scope.batch, "email"))
        assert version
        TemplateVersion.update(body_fr=body, body_en=body).where(TemplateVersion.id == version.id).execute()
        version = wording.version_of(version.template_id)
        assert version
        acts = by_act(scope.batch, version, body) if with_acts else None
        for channel in ("email", "post"):
            for grouping in GROUPINGS:
                given: dict[str, Any] = {
                    "channel": channel,
                    "version": version,
                    "now": NOW,
                    "grouping": grouping,
                    "acts": acts,
                }
                people = composed(scope, **given)
                filled = writing.fill(people, version, acts=acts, today=TODAY)
                able = filled.writers
                worded = [each for each in people.groups if each.wording in able]
                assert writing.writable(worded, able, today=TODAY) == [
                    each for each in filled.groups if each.wording in able
                ]
                of = sums.asked(scope, **given, titled=titled(version, acts))
                found = outline(of, sums.sums(of), version, today=TODAY)
                places = [found.messages(1, after=at)[0] for at in range(found.filled.messages)]
                assert [*map(said, places)] == [*map(said, filled.groups)], given
                assert [*map(said, found.messages(9))] == [*map(said, filled.groups[:9])], given
                assert found.hollow == len(filled.holes), given
                holes = [(said(hole.group), set(hole.tags)) for hole in found.first_holes(9)]
                assert holes == [(said(hole.group), set(hole.tags)) for hole in filled.holes[:9]], given
                for language in ("fr", "en"):
                    letters = found.filled.only({language})
                    laid = [each for each in filled.groups if each.language == language]
                    laid.sort(key=lambda each: str(each.candidates[0].sort_name))
                    places = [at_name(of, letters, at + 1) for at in range(letters.messages)]
                    assert [*map(said, places)] == [*map(said, laid)], given
                assert {key: n for key, n in found.filled.languages.items() if n} == _languages(filled.groups)
        kept.rollback()


def by_act(batch: Batch | None, version: TemplateVersion, body: str) -> Acts:
    """Those of "rage" are written something else in both languages; those of the category of "parvo" in French."""
    assert batch
    for act, said_fr, said_en in (({"item": item("rage")}, "{{ animal.nom }}", "Hello"),
                                  ({"category": item("parvo").category}, body, "")):  # fmt: skip
        made = Template.create(kind="email", name_fr=said_fr, name_en=said_fr, created_at=NOW)
        texts = {"subject_fr": "Rappel", "subject_en": "Reminder", "body_fr": said_fr, "body_en": said_en}
        TemplateVersion.create(template=made, number=1, saved_at=NOW, **texts)
        ActText.create(type=batch.type, kind="email", template=made, **act)
    found = in_place_of(version)
    assert found
    return found


def _languages(groups: tuple[Group, ...]) -> dict[str, int]:
    return {each: n for each in ("fr", "en") if (n := sum(group.language == each for group in groups))}
