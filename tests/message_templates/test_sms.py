"""How many text messages a text is."""

from __future__ import annotations

import pytest

from webapp.message_templates.rules.sms import length


@pytest.mark.parametrize(
    ("text", "messages", "outside"),
    [
        ("", 1, ()),
        ("é" * 160, 1, ()),
        ("é" * 161, 2, ()),
        ("e" * 306, 2, ()),
        ("e" * 307, 3, ()),
        ("€" * 80, 1, ()),
        ("€" * 81, 2, ()),
        ("ç" + "e" * 69, 1, ("ç",)),
        ("ç" + "e" * 70, 2, ("ç",)),
        ("Zoë a faim", 1, ("ë",)),
        ("🐶" * 35, 1, ("🐶",)),
        ("🐶" * 36, 2, ("🐶",)),
    ],
)
def test_it_counts(text: str, messages: int, outside: tuple[str, ...]) -> None:
    found = length(text)
    assert (found.letters, found.messages, found.outside) == (len(text), messages, outside)
