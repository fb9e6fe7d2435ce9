"""Over which channel the command may send."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from flask import Flask

from webapp.cli import main
from webapp.models import Batch, Message


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        ("post", "batch letters 253"),
        ("sms", "batch export 253"),
        ("phone", "liste à faire"),
        ("pigeon", "parmi ceux-ci\u00a0: email."),
    ],
)
def test_it_says_what_to_do_instead(app: Flask, batch: Batch, channel: str, said: str) -> None:
    data = str(app.config["RELANCE"].data)
    answer = CliRunner().invoke(main, ["batch", "send", "253", "--channel", channel], env={"RELANCE_DATA": data})
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert said in answer.stderr
    assert not Message.select().exists()
