from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from flask import Flask

import config
from tests import factories
from tests.staff.conftest import PASSWORD, enter
from webapp import clock, db
from webapp.access import Role
from webapp.cli import main
from webapp.models import StaffMember
from webapp.staff import actions


def run(app: Flask, *arguments: str) -> Result:
    settings: config.Config = app.config["RELANCE"]
    result = CliRunner().invoke(main, ["password", *arguments], env={"RELANCE_DATA": str(settings.data)})
    db.bind(settings.database)
    return result


def test_it_lets_a_manager_back_in(app: Flask) -> None:
    anne = factories.staff_member(name="Dre Anne Gagnon", role=Role.MANAGER, password="forgotten long ago")
    actions.set_pin(member=anne, pin="4821", now=clock.now())
    done = run(app, "Dre Anne Gagnon", "--password", PASSWORD)
    assert (done.exit_code, "nouveau mot de passe" in done.output) == (0, True), done.output
    assert "plus de NIP" in done.output and StaffMember.get().pin_hash == ""
    assert enter(app.test_client(), "dre.anne.gagnon").status_code == 303


@pytest.mark.parametrize(
    ("login", "password", "sentence"),
    [
        ("nobody", PASSWORD, "Noms connus\u00a0: dre.anne.gagnon, sophie.nadeau."),
        ("dre.anne.gagnon", "court", "Prenez au moins 10"),
        ("sophie.nadeau", PASSWORD, "ne travaille plus ici"),
    ],
)
def test_it_refuses_in_a_sentence(app: Flask, anne: StaffMember, login: str, password: str, sentence: str) -> None:
    sophie = factories.staff_member(name="Sophie Nadeau")
    actions.deactivate(member=sophie, now=clock.now())
    refused = run(app, login, "--password", password)
    assert refused.exit_code == 1 and sentence in refused.output
    assert StaffMember.select().where(StaffMember.password_hash != "").count() == 0


def test_it_does_not_wait_for_an_answer_where_nobody_is(app: Flask, anne: StaffMember) -> None:
    refused = run(app, "dre.anne.gagnon")
    assert refused.exit_code == 1 and "--password" in refused.output
