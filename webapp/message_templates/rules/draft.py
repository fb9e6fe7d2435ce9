"""A wording as it stands in the editor: saved or not."""

from dataclasses import dataclass
from functools import cached_property

from webapp.message_templates.rules.blocks import document
from webapp.message_templates.rules.blocks.document import BLOCKS, Document
from webapp.message_templates.rules.content import Wording, subject_of

WORDING = ("subject_fr", "body_fr", "subject_en", "body_en", "button_fr", "button_en", "button_url", "blocks")
PURPOSES = ("care", "appointment", "safety", "promotion")
WITH_SUBJECT = ("email", "letter")
TEXT = "text"


@dataclass
class Draft:
    """What a version says, by the names of its columns."""

    kind: str
    format: str = TEXT
    subject_fr: str = ""
    subject_en: str = ""
    body_fr: str = ""
    body_en: str = ""
    button_fr: str = ""
    button_en: str = ""
    button_url: str = ""
    blocks: str = ""

    @classmethod
    def of(cls, kind: str, version: Wording) -> "Draft":
        """The wording of a version, to go on from."""
        return cls(kind, version.format, **{name: getattr(version, name) for name in WORDING})

    def says_what(self, version: Wording) -> bool:
        """Whether it says what a version says: the same columns, or the blocks of its text of the first form."""
        other = Draft.of(self.kind, version)
        if self.wording() == other.wording():
            return True
        subjects = (self.subject_fr, self.subject_en) == (other.subject_fr, other.subject_en)
        return subjects and self.format == BLOCKS and other.format == TEXT and self.document == other.document

    def wording(self) -> dict[str, str]:
        """The columns of a version."""
        return {"format": self.format, **{name: getattr(self, name) for name in WORDING}}

    @cached_property
    def document(self) -> Document:
        """Its blocks; those that say the same, of a wording of the first form."""
        if self.format == BLOCKS:
            return document.read(self.blocks)
        return document.of_text(self.body_fr, self.body_en, (self.button_fr, self.button_en, self.button_url))

    def body(self, language: str) -> str:
        """What is written in one language under the subject."""
        if self.format == BLOCKS:
            return self.document.said(language)
        return str(getattr(self, f"body_{language}"))

    def subject(self, language: str) -> str:
        """The subject that is sent in one language."""
        return subject_of(self, language)

    def said(self, language: str) -> str:
        """All that is written in one language."""
        button = "" if self.format == BLOCKS else getattr(self, f"button_{language}")
        return "\n".join((self.subject(language), self.body(language), button))
