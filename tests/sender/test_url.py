from __future__ import annotations

import pytest

import config
from webapp.transports.smtp.url import BadUrl, parse


def test_it_reads_an_account() -> None:
    read = parse(
        "smtp://rappels%40clinique.ca:p%23ss@mail.clinique.ca:2525?per_minute=20&per_hour=60&per_day=250&gap=2"
        "&from=rappels@clinique.ca&hours=1-5@8:00-18:30,6@9:00-12:00"
    )
    assert (read.host, read.port, read.security, read.auth) == ("mail.clinique.ca", 2525, "starttls", "password")
    assert (read.username, read.password) == ("rappels@clinique.ca", "p#ss")
    assert read.limits == {60: 20, 3600: 60, 86_400: 250}
    assert (read.gap, read.sender_email) == (2, "rappels@clinique.ca")
    assert read.hours[1] == ("08:00", "18:30")
    assert read.hours[6] == ("09:00", "12:00")
    assert 7 not in read.hours
    assert "p#ss" not in repr(read)


@pytest.mark.parametrize(
    ("url", "port", "security"),
    [
        ("smtp://localhost:1025", 1025, "auto"),
        ("smtp://user:secret@127.0.0.1:1025", 1025, "auto"),
        ("smtp://relay.clinique.ca", 587, "auto"),
        ("smtp://user:secret@mail.clinique.ca", 587, "starttls"),
        ("smtp://user:secret@mail.clinique.ca?security=none", 587, "none"),
        ("smtps://user:secret@mail.clinique.ca", 465, "tls"),
    ],
)
def test_it_never_tells_a_password_in_the_clear_to_another_machine(url: str, port: int, security: str) -> None:
    assert (parse(url).port, parse(url).security) == (port, security)
    assert parse(url).limits == {}


@pytest.mark.parametrize(
    "url",
    [
        "http://mail.clinique.ca", "smtp://", "smtp://host:70000", "smtp://host/path", "smtp://host?per_hour=many",
        "smtp://host?per_hour=0", "smtp://host?speed=9", "smtp://host?security=ssl", "smtps://host?security=none",
        "smtp://host?hours=8-20", "smtp://host?hours=1@20:00-8:00", "smtp://host?hours=1@8:00-25:00", "smtp://a#b@c",
        "smtp://host?from=rappels", "smtp://host?reply_to=a@b.ca,c@d.ca",
    ],
)  # fmt: skip
def test_it_refuses_nonsense(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadUrl) as refused:
        parse(url)
    assert str(refused.value).endswith(".")
    monkeypatch.setenv("RELANCE_SMTP_URL", url)
    with pytest.raises(config.ConfigError, match=r"^RELANCE_SMTP_URL: "):
        config.load()
