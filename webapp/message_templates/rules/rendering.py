"""A version of a template and a frame, made ready once; then one message for each recipient."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html import escape
from typing import Protocol
from urllib.parse import quote

from webapp import merge
from webapp.merge import Change, Filling
from webapp.message_templates.rules import grammar, mail, markup
from webapp.message_templates.rules.frame import Frame
from webapp.message_templates.rules.grammar import shortened
from webapp.message_templates.rules.recipients import Case, Recipient
from webapp.message_templates.rules.tags import NAMES, TAGS, UNSUBSCRIBE
from webapp.message_templates.rules.typography import set_type

_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")
_SENTENCE_START = re.compile(r"(?:^|[.!?…]\s+|\n\s*)(?:[-•*]+\s+)?[\"«“(*\s]*$")
_OURS = ("votre ", "vos ", "your ")
LONGEST_SUBJECT = 120  # characters: what no mail program shows, and the header stays below 150
LISTS = ("animal.nom", "animal.de_nom", "rappel.type")  # tags that name one after the other
_IN_URL = "/:?&=#%@+,;~!$'()*-._[]"


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


class NoWording(ValueError):
    """The version has no text in the language that was asked for."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message as it leaves. `html` is a whole page for an e-mail, paragraphs for paper, empty for a text message."""

    subject: str
    text: str
    html: str


def speaks(version: Wording, language: str) -> bool:
    """Whether the version has a text in this language."""
    return bool(_in(version, "body", language).strip())


def _in(version: Wording, field: str, language: str) -> str:
    return str(getattr(version, f"{field}_{'en' if language == 'en' else 'fr'}"))


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
        self._raw_body = _in(version, "body", language).replace("\r\n", "\n")
        self._raw_subject = one_line(_in(version, "subject", language))
        self._body = set_type(self._raw_body, self.language)
        self._subject = set_type(self._raw_subject, self.language)
        self._button = one_line(set_type(_in(version, "button", language), self.language))
        self._button_url = "" if not self._button or self._unknown_of_clinic(version) else version.button_url.strip()

    def _unknown_of_clinic(self, version: Wording) -> bool:
        """Whether the button leads to something that this clinic has not got: it is left out, for everybody."""
        case = Case(Recipient(), self.frame, date.min)
        tags = [TAGS[name] for name in merge.tags_in(version.button_url, NAMES) if name in TAGS]
        return any(tag.group == "clinic" and tag.value(case) is None for tag in tags)

    @property
    def tags(self) -> list[str]:
        """The tags that it needs values for (to be given to `values(names=…)`), in the order of the text."""
        whole = "\n".join((self._subject, self._body, self._button, self._button_url))
        return merge.tags_in(whole, NAMES)

    def missing(self, values: Mapping[str, str]) -> list[str]:
        """The tags without a value for this recipient."""
        return [name for name in self.tags if values.get(name) is None]

    def email(self, values: Mapping[str, str]) -> Rendered:
        """With the clinic's head and foot. Raises MissingValue, for want of `unsubscribe_url` as well."""
        subject, text, told = self.email_apart(values)
        return Rendered(subject, text, merge.woven(self.page, told))

    def email_apart(self, values: Mapping[str, str]) -> tuple[str, str, list[str]]:
        """The same with its page in two: the subject, the text, and what stands between the pieces of `page`."""
        return self._short_subject(values), self._mail_plain.fill(values), self._mail_html.told(values)

    @property
    def page(self) -> tuple[str, ...]:
        """What the pages of all e-mails have alike."""
        return self._mail_html.pieces

    def _short_subject(self, values: Mapping[str, str]) -> str:
        """The subject; with many animals, the first of them and how many more."""
        subject = one_line(self._subject_filling.fill(values))
        for keep in (2, 1):
            if len(subject) <= LONGEST_SUBJECT:
                break
            short = {name: shortened(values[name], keep, self.language) for name in LISTS if name in values}
            subject = one_line(self._subject_filling.fill({**values, **short}))
        if len(subject) > LONGEST_SUBJECT:
            subject = subject[:LONGEST_SUBJECT].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
        return subject

    def letter(self, values: Mapping[str, str]) -> Rendered:
        """For a letter or a card: paragraphs alone, whoever draws the page adds the rest. Raises MissingValue."""
        return Rendered(
            one_line(self._subject_filling.fill(values)), self._plain.fill(values), self._paper_html.fill(values)
        )

    def sms(self, values: Mapping[str, str]) -> Rendered:
        """For a text message: as typed, in plain spaces. Raises MissingValue."""
        return Rendered("", self._sms_filling.fill(values), "")

    def preview(self, values: Mapping[str, str]) -> Rendered:
        """For a page of ours: subject and paragraphs as HTML. A tag without a value stands there as it was typed."""
        shown = {**{name: f"{{{{ {name} }}}}" for name in self.missing(values)}, **values}
        subject = merge.compile(escape(self._subject), names=NAMES, shown=self._on_paper)
        return Rendered(subject.fill(shown), self._sms_filling.fill(shown), self._paper_html.fill(shown))

    @property
    def button(self) -> str:
        """What the button says; empty where there is none."""
        return self._button if self._button_url else ""

    # Each is cut at its tags when it is first needed.

    @cached_property
    def _subject_filling(self) -> Filling:
        return merge.compile(self._subject, names=NAMES, shown=self._in_text)

    @cached_property
    def _plain(self) -> Filling:
        return merge.compile(markup.to_plain(self._body), names=NAMES, shown=self._in_text)

    @cached_property
    def _sms_filling(self) -> Filling:
        def shown(name: str, before: str) -> Change:
            change = self._in_text(name, before)
            return lambda value: for_telephone(change(value))

        return merge.compile(markup.to_plain(for_telephone(self._raw_body)), names=NAMES, shown=shown)

    @cached_property
    def _paper_html(self) -> Filling:
        return merge.compile(markup.to_html(self._body), names=NAMES, shown=self._on_paper)

    @cached_property
    def _mail_html(self) -> Filling:
        head, top, card, end = mail.page(self.frame, marked=self.marked)
        foot, foot_end = mail.foot(self.frame)
        parts = [
            merge.literal(head),
            merge.compile(escape(self._subject), names=NAMES, shown=self._unmarked),
            merge.literal(top),
            merge.compile(escape(self._preheader), names=NAMES, shown=self._unmarked),
            merge.literal(card),
            merge.compile(markup.to_html(self._body, mail.ATTRIBUTES), names=NAMES, shown=self._in_mail),
        ]
        if self._button_url:
            before, after = mail.button(escape(self._button))
            address = merge.compile(_quoted(self._button_url), names=NAMES, shown=self._in_address)
            parts += [merge.literal(before), address, merge.compile(after, names=NAMES, shown=self._unmarked)]
        return merge.joined(*parts, merge.literal(foot), _UNSUBSCRIBE_HTML, merge.literal(foot_end + end))

    @cached_property
    def _mail_plain(self) -> Filling:
        parts = [self._plain]
        if self._button_url:
            colon = ":" if self.language == "en" else "\u00a0:"
            line = f"\n\n{self._button}{colon} {_without_scheme(self._button_url)}"
            parts.append(merge.compile(line, names=NAMES, shown=self._in_text))
        return merge.joined(*parts, merge.literal(mail.plain_foot(self.frame)), _UNSUBSCRIBE_PLAIN)

    @property
    def _preheader(self) -> str:
        """The line that a mail program shows beside the subject: the first paragraph after the greeting."""
        said = [
            block for block in markup.blocks(markup.to_plain(self._body)) if merge.tags_in(block, NAMES) != ["appel"]
        ]
        return _SPACES.sub(" ", said[0]) if said else ""

    # What is done to a value, by where it stands.

    def _in_text(self, name: str, before: str) -> Change:
        """Our own words begin with a capital where a sentence begins; names stay as they are."""
        tag = TAGS.get(name)
        if tag is None or not tag.in_words or not _SENTENCE_START.search(before[-80:]):
            return _same
        return _capital_of_ours if tag.name in ("animal.nom", "animaux.liste") else grammar.capital

    def _unmarked(self, name: str, before: str) -> Change:
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
        if name not in _LINKED:
            return written
        href = escape(_LINKED[name](self.frame))
        return lambda value: mail.link(href, written(value))

    def _in_address(self, name: str, before: str) -> Change:
        if name == "clinique.site" and not before:
            return lambda value: escape(mail.web_address(value))
        if name == "clinique.telephone":
            return lambda value: quote(self.frame.phone_link or value)
        return lambda value: quote(value, safe="@")


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


def _without_scheme(url: str) -> str:
    """As one reads it: "info@clinique.ca" for "mailto:info@clinique.ca?subject=…"."""
    return url.split(":", 1)[1].split("?")[0] if url.startswith(("mailto:", "tel:")) else url


def one_line(text: str) -> str:
    """No break, no control character: what may stand in a header."""
    return _SPACES.sub(" ", _CONTROL.sub(" ", text)).strip()


# What the alphabet of text messages lacks although something it has looks the same (GSM 03.38).
_FOR_TELEPHONE = str.maketrans(
    {
        "\u00a0": " ", "\u202f": " ", "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-",
        "…": "...", "œ": "oe", "Œ": "OE",
    }
)  # fmt: skip


def for_telephone(text: str) -> str:
    """Typed so that a text message is not cut at 70 letters for a curled apostrophe."""
    return text.translate(_FOR_TELEPHONE)
