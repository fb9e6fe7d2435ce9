"""Letters and cards set on their paper: which words stand in which box, as blocks for `webapp.printing`."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from pathlib import Path

from webapp import printing
from webapp.clinic import queries as clinic_queries
from webapp.letters.queries.drawing import Written, style
from webapp.letters.rules import windows, wording
from webapp.letters.rules.windows import DARK, INK, SOFT, Letterhead, Paper
from webapp.message_templates import queries as wordings
from webapp.message_templates.rules import grammar
from webapp.message_templates.rules.frame import Frame
from webapp.printing import Area, Code, Content, Document, Flow, Lines, paragraph

_ORDINAL = re.compile(r"(?<=le 1)er(?=\u00a0)")


class Press:
    """Sets letters or cards on one paper, dated one day."""

    def __init__(
        self, *, paper: Paper, cards: bool, uploads: Path, today: date, title: str = "", branch: int | None = None
    ) -> None:
        self.paper, self.cards, self.uploads, self.today, self.title = paper, cards, uploads, today, title
        self.branch = branch
        self.frames: dict[str, Frame] = {}
        clinic = clinic_queries.clinic()
        self.signatories = {"fr": clinic.signed_by_fr, "en": clinic.signed_by_en}

    def documents(self, letters: Sequence[Written]) -> Iterator[Document]:
        """One document for each language that follows another."""
        start = 0
        for place in range(1, len(letters) + 1):
            if place == len(letters) or letters[place].language != letters[start].language:
                yield self.document(letters[start:place])
                start = place

    def document(self, letters: Sequence[Written]) -> Document:
        """One document of `letters`, all of which are of one language."""
        frame = self._frame(letters[0].language)
        logo, wide = self._logo(frame)
        head = Letterhead(self._clinic(frame), logo, (paragraph(frame.post_foot, kind="foot"),))
        if self.cards:
            sheet = windows.card_sheet(self.paper, logo=wide)
            contents = [self._card(letter, frame, head) for letter in letters]
        else:
            sheet = windows.letter_sheet(self.paper, head)
            contents = [self._letter(letter, frame) for letter in letters]
        return Document(sheet, style(), contents, title=self.title, language=frame.language, pictures=str(self.uploads))

    def _frame(self, language: str) -> Frame:
        if language not in self.frames:
            self.frames[language] = wordings.frame(language, self.branch)
        return self.frames[language]

    def _clinic(self, frame: Frame) -> tuple[str, ...]:
        """Who writes, and where from: on a card the place where it returns to."""
        website = frame.website.split("://")[-1].rstrip("/")
        reach = [] if self.cards else [frame.phone, frame.email, website]
        prefix = "card-" if self.cards else "clinic-"
        return (
            paragraph(frame.name, kind=f"{prefix}name"),
            paragraph(*frame.place_lines, *filter(None, reach), kind=prefix.rstrip("-") if reach else "card-clinic"),
        )

    def _logo(self, frame: Frame) -> tuple[tuple[str, ...], float]:
        """The picture as a block, and how wide it is in millimetres."""
        path = self.uploads / frame.logo
        if not frame.logo or not path.is_file():
            return (), 0.0
        width, height = printing.picture_size(path.read_bytes())
        widest, highest = (38, 13) if self.cards else (60, 16) if self.paper.window == "right" else (62, 22)
        across = min(widest, highest * width / height)
        left = self.cards or self.paper.window == "right"
        source = escape(frame.logo)
        block = (
            f'<p class="logo{"-left" if left else ""}"><img src="{source}" style="width:{across:.1f}mm; '
            f'height:{across * height / width:.1f}mm"/></p>'
        )
        return (block,), round(across, 1)

    def _letter(self, letter: Written, frame: Frame) -> Content:
        side = "left" if self.paper.window == "right" else "right"
        return (
            Lines((_in_pile(letter),), 7, 8, side, SOFT),
            Lines(tuple(letter.lines)),
            self._date(frame),
            Lines(_names(letter), 25, 29, bold=True),
            Lines(_subject(letter), 12, 15, colour=DARK, bold=True),
            Lines(_reference(letter, frame), 8, 10, "right", SOFT),
            _code(letter),
            Flow(tuple(self._text(letter, frame)), _whose(letter, frame), _page(letter, frame)),
        )

    def _date(self, frame: Frame) -> Area:
        day = grammar.day_of_letter(self.today, frame.language)
        written = escape(f"{frame.town}, {day}" if frame.town else day)
        return [f'<p class="date">{_ORDINAL.sub("<sup>er</sup>", written)}</p>']

    def _text(self, letter: Written, frame: Frame) -> list[str]:
        blocks = wording.with_call(wording.blocks_of(letter.html), frame.phone)
        return wording.signed(blocks, frame.name, self.signatories[frame.language])

    def _card(self, letter: Written, frame: Frame, head: Letterhead) -> Content:
        words, call = wording.without_call(wording.blocks_of(letter.html), frame.phone, frame.language)
        white = "#ffffff"
        return (
            Lines((_in_pile(letter),), 7, 8, "right", SOFT),
            Lines(_reference(letter, frame), 8, 10, colour=SOFT),
            _code(letter),
            Lines(tuple(letter.lines), 11, 14),
            head.logo,
            Lines((frame.name,), 12, 14.5, colour=INK, bold=True),
            Lines(_names(letter), 34, 36, colour=DARK, bold=True),
            [block.replace("<p>", '<p class="card-words">') for block in words],
            (),
            Lines((call,) if frame.phone else (), 12, 15, colour=white),
            Lines((frame.phone,), 19, 22, "right", white, True),
            head.clinic,
            Lines(("Stamp" if frame.language == "en" else "Timbre",), 7.5, 10, "middle", SOFT),
            [paragraph(frame.post_opt_out, kind="card-foot")],
        )


def _in_pile(letter: Written) -> str:
    """Which letter of its pile it is, beside the batch's number."""
    return f"{letter.lot}{' · ' if letter.lot else ''}{letter.number}"


def _reference(letter: Written, frame: Frame) -> tuple[str, ...]:
    """What one looks it up by."""
    return (f"{_ref(frame)} {letter.reference}",) if letter.reference else ()


def _ref(frame: Frame) -> str:
    return "Ref." if frame.language == "en" else "Réf."


def _code(letter: Written) -> Area:
    return Code(letter.reference) if letter.reference else ()


def _whose(letter: Written, frame: Frame) -> str:
    """At the head of a further sheet: braces are not for it."""
    return " · ".join([frame.name, *letter.lines[:1]]).replace("{", "(").replace("}", ")")


def _page(letter: Written, frame: Frame) -> str:
    words = "page {page} of {pages}" if frame.language == "en" else "page {page} de {pages}"
    return " · ".join([*_reference(letter, frame), words])


def _names(letter: Written) -> tuple[str, ...]:
    """Of the animals, in large letters."""
    return (grammar.listed(letter.animals, letter.language),) if letter.animals else ()


def _subject(letter: Written) -> tuple[str, ...]:
    before = "Re: " if letter.language == "en" else "Objet\u00a0: "
    return (f"{before}{letter.subject}",) if letter.subject else ()
