"""A wording as it stands in the editor: saved or not."""

from dataclasses import dataclass

from webapp.message_templates.rules.rendering import Wording

WORDING = ("subject_fr", "body_fr", "subject_en", "body_en", "button_fr", "button_en", "button_url")
PURPOSES = ("care", "appointment", "safety", "promotion")
WITH_SUBJECT = ("email", "letter")
TEXT = "text"


@dataclass(slots=True)
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

    @classmethod
    def of(cls, kind: str, version: Wording) -> "Draft":
        """The wording of a version, to go on from."""
        return cls(kind, version.format, **{name: getattr(version, name) for name in WORDING})

    def wording(self) -> dict[str, str]:
        """The columns of a version."""
        return {"format": self.format, **{name: getattr(self, name) for name in WORDING}}

    def said(self, language: str) -> str:
        """All that is written in one language."""
        return "\n".join(getattr(self, f"{part}_{language}") for part in ("subject", "body", "button"))
