"""What a version says in one language, in sections ready for each medium, whichever form it is written in."""

from collections.abc import Callable, Sequence
from functools import cached_property, partial
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

Drawn = Callable[[Block, str, Frame, Typeset], list[Piece]]


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
    """The same text on each medium; a section stands in a message or not, as a whole."""

    @property
    def mail(self) -> list[Section]:
        """An e-mail's page, without its head and foot."""

    @property
    def paper(self) -> list[Section]:
        """A letter or a card, an element a block."""

    @property
    def plain(self) -> list[Section]:
        """An e-mail to be read without any layout."""

    @property
    def bare(self) -> list[Section]:
        """The same without what is there to be pressed."""

    @property
    def opening(self) -> str:
        """The first paragraph after the greeting, with its tags."""

    @property
    def texting(self) -> str:
        """As typed, for a text message."""

    @property
    def button(self) -> str:
        """What the only button says, if there is one."""


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

    button = ""

    def __init__(self, version: Wording, language: str, frame: Frame) -> None:
        self._said = document.read(version.blocks).spoken(language)
        self._language, self._frame = language, frame
        self._typeset = partial(set_type, language=language)

    def _drawn(self, pieces: Drawn, leaving: Sequence[str] = ()) -> list[Section]:
        found = [
            (each.only.key, pieces(each, self._language, self._frame, self._typeset))
            for each in self._said.blocks
            if each.type not in leaving
        ]
        return [Section(inside, key) for key, inside in found if inside]

    # Each is drawn when it is first asked for: a letter has no need of its e-mail.

    @cached_property
    def mail(self) -> list[Section]:
        return self._drawn(mail_blocks.pieces)

    @cached_property
    def paper(self) -> list[Section]:
        return self._drawn(paper_blocks.pieces)

    @cached_property
    def plain(self) -> list[Section]:
        return self._drawn(plain_blocks.pieces)

    @cached_property
    def bare(self) -> list[Section]:
        return self._drawn(plain_blocks.pieces, leaving=(document.BUTTON, document.BOOKING))

    @property
    def texting(self) -> str:
        return markup.to_plain(self._said.said(self._language), worded=True)

    @property
    def opening(self) -> str:
        read = (document.TEXT, document.HEADING)
        always = [each.said(self._language) for each in self._said.blocks if not each.only and each.type in read]
        return _opening(markup.to_plain("\n\n".join(map(self._typeset, always)), worded=True))


def _opening(words: str) -> str:
    said = [block for block in markup.blocks(words) if merge.tags_in(block, NAMES) != ["appel"]]
    return said[0] if said else ""
