"""Which reminders are ticked as a visit is opened, and why."""

from __future__ import annotations

import pytest

from webapp.reminders.rules.visiting import ANSWERS, AROUND, BOUGHT, HERE, SOLD, Known, because


@pytest.mark.parametrize(
    ("known", "why"),
    [
        (Known(), AROUND),
        (Known(answers=True), ANSWERS),
        (Known(answers=False), ""),
        (Known(answers=True, in_time=False), ""),
        (Known(answers=None, in_time=False), ""),
        (Known(answers=False, sold=True), SOLD),
        (Known(answers=True, sold=True), SOLD),
        (Known(sold=True, in_time=False), ""),
        # Of another animal nothing is presumed, but what is so already is shown.
        (Known(answers=True, own=False), ""),
        (Known(sold=True, own=False), ""),
        (Known(here=True, own=False), HERE),
        (Known(bought=True, own=False), BOUGHT),
        # Once a person has said what the visit was for, nothing is proposed any more.
        (Known(answers=True, settled=True), ""),
        (Known(sold=True, settled=True), ""),
        (Known(here=True, settled=True), HERE),
        (Known(bought=True, answers=False, settled=True), BOUGHT),
    ],
)
def test_it_is_ticked_for_a_reason(known: Known, why: str) -> None:
    assert because(known) == why
