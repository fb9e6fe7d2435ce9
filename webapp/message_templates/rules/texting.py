"""What a wording makes of a text message for each of many readers: its letters, its parts, what they cost."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from webapp import sms_text
from webapp.message_templates.rules import checks
from webapp.message_templates.rules.draft import Draft
from webapp.message_templates.rules.frame import Frame
from webapp.message_templates.rules.recipients import Recipient
from webapp.message_templates.rules.rendering import NoWording, Renderer
from webapp.message_templates.rules.tags import values

BODIES = ("body_fr", "body_en")
SHORTEST, USUAL, LONGEST, OTHER_LANGUAGE, RARE, SEVERAL = "shortest", "usual", "longest", "other", "rare", "several"
MOST_BARS = 6  # parts that have a line of their own; what is longer stands together in the last


@dataclass(frozen=True, slots=True)
class Reader:
    """To whom, in which language."""

    language: str
    recipient: Recipient

    @property
    def about(self) -> str:
        """Whose names one knows the message by: the first animals', else the client's."""
        names = [patient.name for patient in self.recipient.patients if patient.name]
        return ", ".join(names[:2]) + "…" * bool(names[2:]) or self.recipient.person.full_name


@dataclass(frozen=True, slots=True)
class Text:
    """One text message as it would leave."""

    reader: Reader
    said: str
    length: sms_text.Length

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """The text letter by letter where one of them costs: what is said, and whether it is such a letter."""
        found: list[tuple[str, bool]] = []
        for letter in self.said:
            rare = letter in self.length.outside
            if found and found[-1][1] == rare:
                found[-1] = (found[-1][0] + letter, rare)
            else:
                found.append((letter, rare))
        return found


@dataclass(frozen=True)
class Counted:
    """What a wording makes of all: their `texts`, and whose message something is missing in, or has no text."""

    texts: tuple[Text, ...]
    lacking: tuple[tuple[Reader, str], ...] = ()  # and the first of the tags without a value
    unwritten: int = 0

    @cached_property
    def parts(self) -> int:
        return sum(text.length.parts for text in self.texts)

    @cached_property
    def by_parts(self) -> Mapping[int, int]:
        """How many texts of one part, of two and so on; the last line takes what is longer."""
        return Counter(min(text.length.parts, MOST_BARS) for text in self.texts)

    @property
    def beyond(self) -> list[Text]:
        """Those of more than one part, the longest first."""
        return sorted((each for each in self.texts if each.length.parts > 1), key=lambda each: -each.length.units)

    def of(self, language: str) -> list[Text]:
        """Those in one language, the shortest first."""
        return sorted(
            (each for each in self.texts if each.reader.language == language),
            key=lambda each: (each.length.units, each.length.parts),
        )

    def usual(self, language: str) -> Text | None:
        """The one in the middle: half are shorter, half are longer."""
        some = self.of(language)
        return some[(len(some) - 1) // 2] if some else None

    def cases(self) -> list[tuple[str, Text]]:
        """Those worth a look, each under the name of what it shows."""
        if not self.texts:
            return []
        french, english = self.of("fr"), self.of("en")
        main, other = (french, english) if len(french) >= len(english) else (english, french)
        found = [(USUAL, main[(len(main) - 1) // 2]), (SHORTEST, main[0]), (LONGEST, main[-1])]
        found += [(OTHER_LANGUAGE, other[(len(other) - 1) // 2])] if other else []
        if not found[0][1].length.outside:
            found += [(RARE, each) for each in self.texts if each.length.outside][:1]
        found += [(SEVERAL, each) for each in self.texts if each.reader.recipient.patients[1:]][:1]
        once: dict[int, tuple[str, Text]] = {}
        for name, each in found:
            once.setdefault(id(each), (name, each))
        return list(once.values())


def count(draft: Draft, readers: Iterable[Reader], frames: Mapping[str, Frame], today: date) -> Counted:
    """The messages of a draft to these readers, each in the frame of its language, as they would leave on the day
    `today`. A wording too long for anybody makes none."""
    able = {} if checks.too_long(draft) else _renderers(draft, frames)
    texts, lacking, unwritten = [], [], 0
    for reader in readers:
        renderer = able.get(reader.language)
        if renderer is None:
            unwritten += 1
            continue
        said = values(reader.recipient, frame=renderer.frame, today=today, names=renderer.tags)
        if missing := renderer.missing(said):
            lacking.append((reader, missing[0]))
            continue
        written = renderer.sms(said).text
        texts.append(Text(reader, written, sms_text.length(written)))
    return Counted(tuple(texts), tuple(lacking), unwritten)


def _renderers(draft: Draft, frames: Mapping[str, Frame]) -> dict[str, Renderer]:
    found = {}
    for language, frame in frames.items():
        try:
            found[language] = Renderer(draft, language, frame)
        except NoWording:
            continue
    return found


def rare(draft: Draft, frames: Mapping[str, Frame]) -> tuple[str, ...]:
    """The letters of the wording itself, in either language, for which a part holds 70 in place of 160."""
    found = ""
    for language, frame in frames.items():
        body = sms_text.plain(getattr(draft, f"body_{language}"))
        found += sms_text.bare(body) if frame.bare_texts else body
    return sms_text.shown(sms_text.length(found).outside)


def without(draft: Draft, letters: Sequence[str]) -> Draft:
    """The wording with what stands for these letters in their place; what nothing stands for is taken away."""
    gone = "".join(letters)
    return replace(draft, **{name: sms_text.replaced(getattr(draft, name), gone) for name in BODIES})


def cost(parts: int, price: int | None) -> int | None:
    """In cents, of so many parts at a price in hundredths of a cent; None where no price is known."""
    return None if price is None else -(-parts * price // 100)
