from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from werkzeug.security import generate_password_hash

from tests.staff.conftest import enter
from webapp.models import StaffMember
from webapp.staff.actions import hashing


def test_it_takes_as_long_to_refuse_nobody(
    stranger: FlaskClient, sophie: StaffMember, julie: StaffMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = []
    check = hashing.check_password_hash

    def counted(kept: str, typed: str) -> bool:
        looked_at.append(kept.split("$")[0])
        return check(kept, typed)

    monkeypatch.setattr(hashing, "check_password_hash", counted)
    for login in ("sophie.nadeau", "julie.belanger", "nobody"):  # has a password, has none, does not exist
        assert enter(stranger, login, "no").status_code == 422
    assert looked_at == [generate_password_hash("x").split("$")[0]] * 3


def test_it_takes_the_same_accents_typed_in_two_ways() -> None:
    assert hashing.matches(hashing.hashed("un éléphant"), "un e\u0301le\u0301phant")
    assert not hashing.matches(hashing.hashed("un éléphant"), "un elephant")
    assert not hashing.matches("", "")
