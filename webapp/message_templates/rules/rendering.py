"""A version of a template and a frame, made ready once; then one message for each recipient."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from webapp import merge, sms_text
from webapp.merge import Change, Filling
from webapp.message_templates.rules import grammar, mail
from webapp.message_templates.rules.blocks.pieces import ADDRESS, BARE, LITERAL, WORDS, Piece, Section
from webapp.message_templates.rules.content import Wording, content, speaks, subject_of
from webapp.message_templates.rules.frame import Frame
from webapp.message_templates.rules.grammar import shortened
from webapp.message_templates.rules.tags import NAMES, TAGS, UNSUBSCRIBE
from webapp.message_templates.rules.typography import one_line, set_type
from webapp.message_templates.rules.variants import HOLDS, Variants

_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_SENTENCE_START = re.compile(r"(?:^|[.!?…]\s+|\n\s*)(?:[-•*]+\s+)?[\"«“(*\s]*$")
_OURS = ("votre ", "vos ", "your ")
LONGEST_SUBJECT = 100  # characters of a merged subject: what no mail program shows, and the header stays short
LISTS = ("animal.nom", "animal.de_nom", "rappel.type")  # tags that name one after the other
_ALIKE = ("client", "animal", "agreement", "reminder", "clinic")  # of whoever has the same of these, all is told alike
_IN_URL = "/:?&=#%@+,;~!$'()*-._[]"


class NoWording(ValueError):
    """The version has no text in the language that was asked for."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message as it leaves. `html` is a whole page for an e-mail, paragraphs for paper, empty for a text message."""

    subject: str
    text: str
    html: str


class Apart(NamedTuple):
    """An e-mail with its page in two: what is like in others, and what stands between those pieces."""

    subject: str
    text: str
    told: list[str]
    page: tuple[str, ...]


class Renderer:
    """One version in one language inside one frame. Make it once, and use it for each recipient.

    `marked` sets each filled-in value off with <mark>, for previews. Raises NoWording.
    """

    def __init__(self, version: Wording, language: str, frame: Frame, *, marked: bool = False) -> None:
        if not speaks(version, language):
            raise NoWording(language)
        self.language = "en" if language == "en" else "fr"
        self.frame = frame
        self.marked = marked
        self._content = content(version, self.language, frame)
        self._subject = set_type(one_line(subject_of(version, self.language)), self.language)

    @cached_property
    def _named(self) -> list[tuple[str, list[str]]]:
        """The tags of each section with the key that it stands under, the subject's first."""
        return [(key, merge.tags_in(text, NAMES)) for key, text in self._texts]

    @cached_property
    def _needed(self) -> list[tuple[str, list[str]]]:
        """Those of them that must have a value."""
        return [(key, merge.tags_in(text, NAMES, needed=True)) for key, text in self._texts]

    @cached_property
    def _texts(self) -> list[tuple[str, str]]:
        found = [("", self._subject)]
        for section in self._content.mail:
            text = "\n".join(piece.text for piece in section.pieces if piece.shown != LITERAL)
            found.append((section.key, text))
        return found

    @cached_property
    def tags(self) -> list[str]:
        """The tags that it needs values for (to be given to `values(names=…)`), in the order of the text; beside them
        the keys of the conditions that it asks.
        """
        names = [name for key, tags in self._named for name in ([key] if key else []) + tags]
        return list(dict.fromkeys(names))

    @cached_property
    def particular(self) -> bool:
        """Whether two recipients may lack different tags although they have the same parts of a name, and both animals
        or neither: each must be looked at.
        """
        named = [(key, TAGS[name].group) for key, tags in self._named for name in tags if name in TAGS]
        return any(group not in _ALIKE or (key and group == "client") for key, group in named)

    def missing(self, values: Mapping[str, str]) -> list[str]:
        """The tags without a value for this recipient, in the parts that the recipient gets."""
        names = [name for key, tags in self._needed if not key or values.get(key) == HOLDS for name in tags]
        return [name for name in dict.fromkeys(names) if values.get(name) is None]

    def email(self, values: Mapping[str, str]) -> Rendered:
        """With the clinic's head and foot. Raises MissingValue, for want of `unsubscribe_url` as well."""
        subject, text, told, page = self.email_apart(values)
        return Rendered(subject, text, merge.woven(page, told))

    def email_apart(self, values: Mapping[str, str]) -> Apart:
        """The same with its page in two."""
        page = self._mail_html.of(values)
        return Apart(
            self._short_subject(values), self._mail_plain.of(values).fill(values), page.told(values), page.pieces
        )

    def _short_subject(self, values: Mapping[str, str]) -> str:
        """The subject; with many animals, the first of them and how many more."""
        subject = one_line(self._subject_filling.fill(values))
        for keep in (2, 1):
            if len(subject) <= LONGEST_SUBJECT:
                break
            short = {name: shortened(values[name], keep, self.language) for name in LISTS if name in values}
            subject = one_line(self._subject_filling.fill({**values, **short}))
        if len(subject) > LONGEST_SUBJECT:
            subject = subject[: LONGEST_SUBJECT - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
        return subject

    def letter(self, values: Mapping[str, str]) -> Rendered:
        """For a letter or a card: paragraphs alone, whoever draws the page adds the rest. Raises MissingValue."""
        subject = one_line(self._subject_filling.fill(values))
        return Rendered(subject, self._plain.of(values).fill(values), self._paper_html.of(values).fill(values))

    def sms(self, values: Mapping[str, str]) -> Rendered:
        """For a text message: as typed, in plain spaces, and how to stop. Raises MissingValue."""
        return Rendered("", self._sms_filling.fill(values), "")

    def preview(self, values: Mapping[str, str]) -> Rendered:
        """For a page of ours: subject and paragraphs as HTML. A tag without a value stands there as it was typed."""
        shown = {**{name: f"{{{{ {name} }}}}" for name in self.missing(values)}, **values}
        subject = merge.compile(escape(self._subject), names=NAMES, shown=self._on_paper)
        paper = self._paper_html.of(shown).fill(shown)
        return Rendered(subject.fill(shown), self._sms_filling.fill(shown), paper)

    @property
    def button(self) -> str:
        """What the one button says; empty where there is none, or where there are blocks."""
        return self._content.button

    # Each is cut at its tags when it is first needed.

    @cached_property
    def _subject_filling(self) -> Filling:
        return merge.compile(self._subject, names=NAMES, shown=self._in_text)

    @cached_property
    def _plain(self) -> Variants:
        return self._variants(self._content.bare, self._in_text, "\n\n")

    @cached_property
    def _sms_filling(self) -> Filling:
        tidy = lru_cache(maxsize=1024)(self._tidy)  # a day, the clinic's number, "votre chienne": again and again

        def shown(name: str, before: str) -> Change:
            change = self._in_text(name, before)
            return lambda value: tidy(change(value))

        said = tidy(self._content.texting).rstrip()
        stop = sms_text.stop_line(said, self.language)
        return merge.compile(f"{said}\n{stop}" if stop else said, names=NAMES, shown=shown)

    def _tidy(self, text: str) -> str:
        """Typed so that a text message is not cut at 70 letters for a curled apostrophe, nor, in a clinic that says
        so, for an accent that its alphabet lacks."""
        text = sms_text.plain(text)
        return sms_text.bare(text) if self.frame.bare_texts else text

    @cached_property
    def _paper_html(self) -> Variants:
        return self._variants(self._content.paper, self._on_paper, "\n")

    @cached_property
    def _mail_html(self) -> Variants:
        head, top, card, end = mail.page(self.frame, marked=self.marked)
        foot, foot_end = mail.foot(self.frame)
        before = (
            merge.literal(head),
            merge.compile(escape(self._subject), names=NAMES, shown=self._bare),
            merge.literal(top),
            merge.compile(escape(_SPACES.sub(" ", self._content.opening)), names=NAMES, shown=self._bare),
            merge.literal(card),
        )
        after = (merge.literal(foot), _UNSUBSCRIBE_HTML, merge.literal(foot_end + end))
        return self._variants(
            self._content.mail, self._in_mail, "", around=lambda body: merge.joined(*before, body, *after)
        )

    @cached_property
    def _mail_plain(self) -> Variants:
        after = (merge.literal(mail.plain_foot(self.frame)), _UNSUBSCRIBE_PLAIN)
        return self._variants(
            self._content.plain, self._in_text, "\n\n", around=lambda body: merge.joined(body, *after)
        )

    def _variants(
        self,
        sections: Sequence[Section],
        words: merge.Shown,
        between: str,
        *,
        around: Callable[[Filling], Filling] = lambda body: body,
    ) -> Variants:
        shown = {WORDS: words, BARE: self._bare, ADDRESS: self._in_address}
        parts = [(each.key, merge.joined(*(_cut(piece, shown) for piece in each.pieces))) for each in sections]
        return Variants(parts or [("", merge.literal(""))], between=between, around=around)

    # What is done to a value, by where it stands.

    def _in_text(self, name: str, before: str) -> Change:
        """Our own words begin with a capital where a sentence begins; names stay as they are."""
        tag = TAGS.get(name)
        if tag is None or not tag.in_words or not _SENTENCE_START.search(before[-80:]):
            return _same
        return _capital_of_ours if tag.name in ("animal.nom", "animaux.liste") else grammar.capital

    def _bare(self, name: str, before: str) -> Change:
        inner = self._in_text(name, before)
        return lambda value: escape(inner(value))

    def _on_paper(self, name: str, before: str) -> Change:
        inner = self._in_text(name, _text_before(before))
        whole = ' class="nowrap"' if name == "clinique.telephone" else ""

        def change(value: str) -> str:
            written = escape(inner(value), quote=False).replace("\n", "<br>")
            return f"<mark{whole}>{written}</mark>" if self.marked and written else written

        return change

    def _in_mail(self, name: str, before: str) -> Change:
        """As on paper, and what a thumb would press can be pressed."""
        written = self._on_paper(name, before)
        if name not in _LINKED or before.rfind("<a ") > before.rfind("</a>"):  # no link inside a link
            return written
        href = escape(_LINKED[name](self.frame))
        return lambda value: mail.link(href, written(value))

    def _in_address(self, name: str, before: str) -> Change:
        if name == "clinique.site" and not before:
            return lambda value: escape(mail.web_address(value))
        if name == "clinique.telephone":
            return lambda value: quote(self.frame.phone_link or value)
        return lambda value: quote(value, safe="@")


def _cut(piece: Piece, shown: Mapping[str, merge.Shown]) -> Filling:
    if piece.shown == LITERAL:
        return merge.literal(piece.text)
    text = _quoted(piece.text) if piece.shown == ADDRESS else piece.text
    return merge.compile(text, names=NAMES, shown=shown[piece.shown])


_UNSUBSCRIBE_HTML = Filling(("", ""), ((UNSUBSCRIBE, escape),))
_UNSUBSCRIBE_PLAIN = Filling(("", "\n"), ((UNSUBSCRIBE, str),))
_LINKED: Mapping[str, Callable[[Frame], str]] = {
    "clinique.telephone": lambda frame: f"tel:{frame.phone_link}",
    "clinique.courriel": lambda frame: f"mailto:{frame.email}",
    "clinique.site": lambda frame: mail.web_address(frame.website),
}


def _same(value: str) -> str:
    return value


def _capital_of_ours(value: str) -> str:
    return grammar.capital(value) if value.startswith(_OURS) else value


def _text_before(before: str) -> str:
    """What is read before a tag: markup gone, a block or a break begins a line."""
    text = re.sub(r"<(?:/?(?:p|ul|li|div|td|tr|table)\b[^>]*|br)>", "\n", before[-400:])
    return re.sub(r"<[^>]*>", "", text)


def _quoted(url: str) -> str:
    """An address as an attribute takes it, its tags left whole."""
    parts = re.split(r"(\{\{[^{}]*\}\})", url)
    return "".join(part if part.startswith("{{") else escape(quote(part, safe=_IN_URL)) for part in parts)
