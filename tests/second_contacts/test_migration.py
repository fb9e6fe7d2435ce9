"""An installation of before moves over: mailings are first contacts, the wordings are there, none of the clinic's is
touched."""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from tests import factories
from tests.migrations import before
from webapp import db
from webapp.composition.queries import wording
from webapp.composition.queries.writing import lacks
from webapp.models import Mailing, Template, TemplateVersion


def test_an_installation_moves_over(app: Flask, now: datetime) -> None:
    with before("0056_second_contacts"):
        pass
    factories.mailing()
    assert not Mailing.get().second
    for channel in ("email", "sms", "post"):
        version = wording.version_of(wording.second(channel))
        assert version and not lacks(version, "fr") and not lacks(version, "en") and not wording.unknown_tags(version)
    assert wording.second("phone") is None


def test_what_a_clinic_has_under_that_code_stays(app: Flask, now: datetime) -> None:
    with before("0056_second_contacts"):
        db.database.execute_sql(
            "INSERT INTO template (code, kind, name_fr, name_en, purpose, created_at) "
            "VALUES ('second_contact_email', 'email', 'La nôtre', 'Ours', 'care', ?)",
            (now.isoformat(" "),),
        )
    own = Template.get(Template.code == "second_contact_email")
    assert own.name_fr == "La nôtre"
    assert not TemplateVersion.select().where(TemplateVersion.template == own).exists()
