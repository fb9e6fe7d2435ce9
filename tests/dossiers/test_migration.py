"""An installation that was there before files had notes."""

from __future__ import annotations

from flask import Flask

from tests.migrations import migration
from webapp import db


def test_an_installation_moves_over(app: Flask) -> None:
    def schema() -> list[tuple[str]]:
        return db.rows("SELECT sql FROM sqlite_master WHERE tbl_name = 'client_note' ORDER BY name")

    whole, module = schema(), migration("0052_client_notes")
    module.down(None, db.database)
    assert not schema()
    module.up(None, db.database)
    assert schema() == whole
