"""`relance reindex` makes the index anew; `relance check` says when it must."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests import factories
from webapp import db
from webapp.cli import main
from webapp.search import queries


def test_it_makes_the_index_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELANCE_DATA", str(tmp_path))
    assert CliRunner().invoke(main, ["reindex"], catch_exceptions=False).exit_code == 0
    db.bind(tmp_path / "relance.db")
    factories.client(last_name="Tremblay")
    assert not queries.find("tremblay")
    db.database.close()
    answer = CliRunner().invoke(main, ["reindex"], catch_exceptions=False)
    assert (answer.exit_code, answer.output) == (0, "Clients inscrits à l’index\u00a0: 1.\n")
    db.bind(tmp_path / "relance.db")
    assert queries.find("tremblay")
    assert queries.is_complete()
    db.database.close()


def test_check_names_an_index_that_fell_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELANCE_DATA", str(tmp_path))
    CliRunner().invoke(main, ["reindex"], catch_exceptions=False)
    sound = CliRunner().invoke(main, ["check", "--json"], catch_exceptions=False)
    assert "search_incomplete" not in sound.output
    db.bind(tmp_path / "relance.db")
    factories.client(last_name="Tremblay")
    db.database.close()
    behind = CliRunner().invoke(main, ["check", "--json"], catch_exceptions=False)
    assert "search_incomplete" in behind.output
    assert "relance reindex" in behind.output
