"""The HTML of a template from elsewhere, made into blocks: what is read stays, all that mail must not carry goes.

nh3 takes away scripts, styles, forms, frames and addresses that lead nowhere good; pictures that would be loaded from a
host go too, and are put in again as blocks of their own.
"""

import re
from html.parser import HTMLParser
from itertools import zip_longest

import nh3

from webapp.message_templates.rules.blocks import document
from webapp.message_templates.rules.blocks.document import Block, Document

LONGEST = 400_000  # characters: looked at before anything else
_HEADINGS = {f"h{number}" for number in range(1, 7)}
_BREAKS = {"p", "div", "td", "th", "tr", "table", "section", "article", "header", "footer", "center", "blockquote"}
_KEPT = {*_HEADINGS, *_BREAKS, "ul", "ol", "li", "br", "hr", "a", "b", "strong"}
_SPACES = re.compile(r"[ \t\r\n\f]+")
_MARKS = re.compile(r"\*\*|[\[\]]")  # of our own: what stands there as letters is no mark
_LINK_ALONE = re.compile(r"\[([^\[\]]+)\]\(([^()\s]+)\)")

Piece = tuple[str, str, str]  # the type of a block, its words, where it leads


class _Reader(HTMLParser):
    """Paragraph after paragraph, in the marks of markup.py."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Piece] = []
        self._words: list[str] = []
        self._items: list[str] = []
        self._type = document.TEXT
        self._href = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """A heading, an item or a paragraph ends what stood before it."""
        if tag in _HEADINGS or tag in _BREAKS or tag in ("ul", "ol", "li"):
            self._end()
        if tag in _HEADINGS:
            self._type = document.HEADING
        elif tag == "li":
            self._type = document.LIST
        elif tag == "hr":
            self._end()
            self.found.append((document.DIVIDER, "", ""))
        elif tag == "br":
            self._words.append("\n")
        elif tag in ("b", "strong"):
            self._words.append("**")
        elif tag == "a":
            self._href = dict(attributes).get("href") or ""
            self._words.append("[" if self._href else "")

    def handle_endtag(self, tag: str) -> None:
        """The other half of a mark; the end of a list makes it a block."""
        if tag in ("b", "strong"):
            self._words.append("**")
        elif tag == "a" and self._href:
            self._words.append(f"]({self._href})")
            self._href = ""
        elif tag in _HEADINGS or tag in _BREAKS or tag == "li":
            self._end()
        elif tag in ("ul", "ol"):
            self._end()
            self._end_list()

    def handle_data(self, data: str) -> None:
        """Words; spaces and line ends of the source are one space."""
        self._words.append(_MARKS.sub("", _SPACES.sub(" ", data)))

    def close(self) -> None:
        """What stands last ends with the page."""
        super().close()
        self._end()
        self._end_list()

    def _end(self) -> None:
        words = re.sub(r"\*\*\s*\*\*|\[\s*\]\([^)]*\)", "", "".join(self._words))
        words = "\n".join(line.strip(" ") for line in words.split("\n")).strip()
        type, self._words, self._type = self._type, [], document.TEXT
        if not words:
            return
        if type == document.LIST:
            self._items.append(words.replace("\n", " "))
            return
        self._end_list()
        if type == document.HEADING:
            self.found.append((type, words.replace("**", "").replace("\n", " "), ""))
        elif alone := _LINK_ALONE.fullmatch(words):
            self.found.append((document.BUTTON, alone[1].replace("**", ""), alone[2]))
        else:
            self.found.append((type, words, ""))

    def _end_list(self) -> None:
        if self._items:
            self.found.append((document.LIST, "\n".join(f"- {item}" for item in self._items), ""))
            self._items = []


def pieces(html: str) -> list[Piece]:
    """What is read in a page, one after the other; nothing of one that is longer than LONGEST."""
    if len(html) > LONGEST:
        return []
    clean = nh3.clean(
        html, tags=_KEPT, attributes={"a": {"href"}}, url_schemes={"https", "mailto", "tel"}, link_rel=None,
        clean_content_tags={"script", "style", "title"},
    )  # fmt: skip
    reader = _Reader()
    reader.feed(clean)
    reader.close()
    return _together(reader.found)


def _together(found: list[Piece]) -> list[Piece]:
    """Paragraphs that follow each other are one text, so that a page of thirty lines is not thirty blocks."""
    out: list[Piece] = []
    for piece in found:
        if out and piece[0] == out[-1][0] == document.TEXT:
            out[-1] = document.TEXT, f"{out[-1][1]}\n\n{piece[1]}", ""
        else:
            out.append(piece)
    return out


def pasted(before: Document, fr: str, en: str) -> Document:
    """The document with what was pasted behind its blocks, as far as there is room.

    Level where both pages are made alike; else the French and then the English, in blocks of their own.
    """
    french, english = pieces(fr), pieces(en)
    level = [each[0] for each in french] == [each[0] for each in english] or not (french and english)
    nothing: Piece = ("", "", "")
    pairs = (
        list(zip_longest(french, english, fillvalue=nothing))
        if level
        else [*((each, nothing) for each in french), *((nothing, each) for each in english)]
    )
    made = before
    for one, other in pairs[: document.MOST_BLOCKS - len(before.blocks)]:
        block = Block(made.next_id(), one[0] or other[0], one[1], other[1], url=one[2] or other[2])
        made = Document((*made.blocks, block), same=made.same)
    return made
