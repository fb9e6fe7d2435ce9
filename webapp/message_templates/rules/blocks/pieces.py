"""What a message is put together from, before its tags are filled."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from webapp.message_templates.rules.blocks.conditions import ALWAYS

LITERAL, WORDS, BARE, ADDRESS = "literal", "words", "bare", "address"
_SIZED = re.compile(r"-(\d{1,5})x(\d{1,5})\.jpg$")


class Piece(NamedTuple):
    """A stretch of a message. `shown` says what is done to the values of its tags: LITERAL has none, WORDS are read,
    BARE are read where no mark-up may stand (a title, what a picture shows), an ADDRESS is followed.
    """

    text: str
    shown: str = LITERAL


class Section(NamedTuple):
    """What stands in a message or not, as a whole. `key`: of the condition (conditions.Only), ALWAYS for none."""

    pieces: Sequence[Piece]
    key: str = ALWAYS


Typeset = Callable[[str], str]  # French or English spaces and quotes, set for one language


def picture_size(file: str) -> tuple[int, int]:
    """Width and height in pixels, which a picture has in its name; no file is opened for each message."""
    found = _SIZED.search(file)
    return (int(found[1]), int(found[2])) if found else (0, 0)
