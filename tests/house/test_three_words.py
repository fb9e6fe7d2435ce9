"""Three words for three things: leave (Fermer, Pas maintenant), undo (Défaire), cancel a thing that is named."""

from __future__ import annotations

import re

import config
from tests.house.catalogues import FILES, messages

BARE = re.compile(r"(annuler|cancel)( (it|them|le|la|les))?[.…]?", re.I)


def test_it_never_says_cancel_without_saying_what() -> None:
    bare = [
        f"{path.stem}: {text}"
        for path in FILES
        for message in messages(path)
        for text in (message.id, message.string)
        for words in ([text] if isinstance(text, str) else text)
        if BARE.fullmatch(str(words).strip())
    ]
    assert not bare


def test_it_has_no_such_word_in_a_template_either() -> None:
    said = re.compile(r">\s*(Annuler|Cancel)\s*<")
    found = [str(path) for path in (config.ROOT / "templates").rglob("*.html") if said.search(path.read_text("utf-8"))]
    assert not found


def test_it_undoes_in_one_word() -> None:
    said = {m.string for path in FILES for m in messages(path) if m.id == "Undo"}
    assert said == {"Défaire"}
