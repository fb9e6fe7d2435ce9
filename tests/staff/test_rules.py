from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from webapp.staff import rules
from webapp.staff.rules import Ending, Failures, Weakness

NOW = datetime(2026, 3, 5, 15, 26, tzinfo=UTC)


@pytest.mark.parametrize(
    ("by_password", "age", "idle", "ending"),
    [
        (True, timedelta(hours=1), timedelta(0), None),
        (True, timedelta(hours=3), timedelta(hours=1, minutes=59), None),
        (True, timedelta(hours=3), timedelta(hours=2), Ending.IDLE),
        (True, timedelta(hours=12), timedelta(0), Ending.EXPIRED),
        (False, timedelta(hours=3), timedelta(minutes=29), None),
        (False, timedelta(hours=3), timedelta(minutes=30), Ending.IDLE),
        (False, timedelta(hours=12), timedelta(0), Ending.EXPIRED),
    ],
)
def test_it_ends_sessions(by_password: bool, age: timedelta, idle: timedelta, ending: Ending | None) -> None:
    assert rules.Stay(by_password, NOW - age, NOW - idle).ending(NOW) == ending


def test_it_knows_a_closed_session() -> None:
    assert rules.Stay(True, NOW, NOW, NOW).ending(NOW) is Ending.CLOSED


@pytest.mark.parametrize(
    ("person", "address", "seconds"),
    [(4, 4, None), (5, 5, 5), (6, 6, 15), (7, 7, 60), (8, 8, 300), (9, 9, 900), (500, 9, 900), (0, 29, None),
     (0, 30, 30), (4, 45, 120), (6, 45, 120), (9, 45, 900), (0, 1000, 900)],
)  # fmt: skip
def test_it_makes_guessers_wait(person: int, address: int, seconds: int | None) -> None:
    until = rules.wait_until(Failures(person, NOW if person else None), Failures(address, NOW if address else None))
    assert until == (NOW + timedelta(seconds=seconds) if seconds else None)


@pytest.mark.parametrize(
    ("password", "weakness"),
    [
        ("trois petits chats", None),
        ("éléphant 8", None),
        ("aaaaaaaaab1c", None),
        ("court", Weakness.SHORT),
        ("neufsigne", Weakness.SHORT),
        ("x" * 201, Weakness.LONG),
        ("motdepasse", Weakness.COMMON),
        ("Mot de passe 2026", Weakness.COMMON),
        ("Bienvenue2026!", Weakness.COMMON),
        ("vétérinaire", Weakness.COMMON),
        ("1234567890", Weakness.COMMON),
        ("9876543210", Weakness.COMMON),
        ("abababababab", Weakness.COMMON),
        ("Julie Bélanger", Weakness.OWN_NAME),
        ("juliebelanger1", Weakness.OWN_NAME),
    ],
)
def test_it_weighs_passwords(password: str, weakness: Weakness | None) -> None:
    assert rules.password_weakness(password, ("Julie Bélanger", "julie.belanger")) == weakness


@pytest.mark.parametrize(
    ("pin", "weakness"),
    [("4821", None), ("0519", None), ("1234", Weakness.COMMON), ("0123", Weakness.COMMON), ("9876", Weakness.COMMON),
     ("8901", Weakness.COMMON), ("1212", Weakness.COMMON), ("2580", Weakness.COMMON), ("0000", Weakness.SAME_DIGIT),
     ("7777", Weakness.SAME_DIGIT), ("123", Weakness.NOT_DIGITS), ("12345", Weakness.NOT_DIGITS),
     ("12a4", Weakness.NOT_DIGITS), ("١٢٣٤", Weakness.NOT_DIGITS),
     ("482\n", Weakness.NOT_DIGITS), ("4821\n", Weakness.NOT_DIGITS)],
)  # fmt: skip
def test_it_weighs_pins(pin: str, weakness: Weakness | None) -> None:
    assert rules.pin_weakness(pin) == weakness


@pytest.mark.parametrize(
    ("field", "secret"),
    [("password", True), ("new_password", True), ("csrf_token", True), ("pin", True), ("new_pin", True), ("PIN", True),
     ("shipping", False), ("note", False), ("pinned", False), ("town", False)],
)  # fmt: skip
def test_it_knows_what_is_secret(field: str, secret: bool) -> None:
    assert rules.is_secret(field) is secret


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (iPad; CPU OS 18_1) AppleWebKit/605.1 Version/18.1 Mobile Safari/604.1", "iPad, Safari"),
        ("Mozilla/5.0 (Windows NT 10.0; x64) AppleWebKit/537 Chrome/141.0 Safari/537.36 Edg/141.0", "Windows, Edge"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Linux, Firefox"),
        ("curl/8", ""),
    ],
)  # fmt: skip
def test_it_names_devices(user_agent: str, name: str) -> None:
    assert rules.device_name(user_agent) == name
