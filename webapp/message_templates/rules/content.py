"""What a version says in one language, in sections ready for each medium, whichever form it is written in."""

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import Protocol

from webapp import merge
from webapp.message_templates.rules import mail, markup
from webapp.message_templates.rules.blocks import document, places
from webapp.message_templates.rules.blocks import mail as mail_blocks
from webapp.message_templates.rules.blocks import paper as paper_blocks
from webapp.message_templates.rules.blocks import plain as plain_blocks
from webapp.message_templates.rules.blocks.document import BLOCKS, Block
from webapp.message_templates.rules.blocks.pieces import ADDRESS, BARE, WORDS, Piece, Section, Typeset
from webapp.message_templates.rules.frame import Frame
from webapp.message_templates.rules.tags import NAMES
from webapp.message_templates.rules.typography import one_line, set_type


class Wording(Protocol):
    """What is read of a TemplateVersion."""

    format: str
    subject_fr: str
    subject_en: str
    body_fr: str
    body_en: str
    button_fr: str
    button_en: str
    button_url: str
    blocks: str


class Content(Protocol):
    """The same text on three media; each section stands in a message or not, as a whole."""

    mail: list[Section]
    paper: list[Section]
    plain: list[Section]  # of an e-mail
    bare: list[Section]  # of what has nothing to press
    opening: str  # the first paragraph after the greeting, with its tags
    texting: str  # as typed, for a text message
    button: str  # what the only button says, if there is one


def subject_of(version: Wording, language: str) -> str:
    """The subject as typed; what reads English in French words has the French one."""
    if version.format == BLOCKS and document.read(version.blocks).same:
        language = "fr"
    return of_language(version, "subject", language)


def of_language(version: Wording, field: str, language: str) -> str:
    """A column of the version in one language."""
    return str(getattr(version, f"{field}_{'en' if language == 'en' else 'fr'}"))


def speaks(version: Wording, language: str) -> bool:
    """Whether the version has a text in this language."""
    if version.format == BLOCKS:
        return document.read(version.blocks).speaks(language)
    return bool(of_language(version, "body", language).strip())


def content(version: Wording, language: str, frame: Frame) -> Content:
    """What it says, ready to be cut at its tags."""
    return Blocks(version, language, frame) if version.format == BLOCKS else Text(version, language, frame)


class Text:
    """The first form: one text of marked words, and a button."""

    def __init__(self, version: Wording, language: str, frame: Frame) -> None:
        raw = of_language(version, "body", language).replace("\r\n", "\n")
        body = set_type(raw, language)
        words = markup.to_plain(body)
        self.button = one_line(set_type(of_language(version, "button", language), language))
        url = version.button_url.strip()
        if not url or places.unknown_of_clinic(url, frame):
            self.button = ""
        self.texting = markup.to_plain(raw)
        self.opening = _opening(words)
        self.mail = [Section([Piece(markup.to_html(body, mail.ATTRIBUTES), WORDS)])]
        self.paper = [Section([Piece(markup.to_html(body), WORDS)])]
        self.bare = [Section([Piece(words, WORDS)])]
        self.plain = list(self.bare)
        if self.button:
            before, after = mail.button(escape(self.button))
            self.mail += [Section([Piece(before), Piece(url, ADDRESS), Piece(after, BARE)])]
            self.plain += [Section([Piece(plain_blocks.link(self.button, url, language), WORDS)])]


class Blocks:
    """The second: blocks, each of which may be for some recipients only."""

    def __init__(self, version: Wording, language: str, frame: Frame) -> None:
        said = document.read(version.blocks).spoken(language)
        typeset = partial(set_type, language=language)

        def drawn(
            pieces: Callable[[Block, str, Frame, Typeset], list[Piece]], leaving: Sequence[str] = ()
        ) -> list[Section]:
            found = [(each, pieces(each, language, frame, typeset)) for each in said.blocks if each.type not in leaving]
            return [Section(inside, each.only.key) for each, inside in found if inside]

        self.button = ""
        self.texting = markup.to_plain(said.said(language), worded=True)
        self.mail = drawn(mail_blocks.pieces)
        self.paper = drawn(paper_blocks.pieces)
        self.plain = drawn(plain_blocks.pieces)
        self.bare = drawn(plain_blocks.pieces, leaving=(document.BUTTON, document.BOOKING))
        always = [each for each in said.blocks if not each.only and each.type in (document.TEXT, document.HEADING)]
        self.opening = _opening(
            markup.to_plain("\n\n".join(typeset(each.said(language)) for each in always), worded=True)
        )


def _opening(words: str) -> str:
    said = [block for block in markup.blocks(words) if merge.tags_in(block, NAMES) != ["appel"]]
    return said[0] if said else ""
