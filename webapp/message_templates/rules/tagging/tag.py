"""One merge tag: what it is called, what it says and how it is explained."""

from collections.abc import Callable
from dataclasses import dataclass

from webapp.message_templates.rules.recipients import Case

Value = Callable[[Case], str | None]


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag. `value` answers None where it has nothing to say to this recipient."""

    name: str
    group: str  # one of tags.GROUPS
    fr: str
    en: str
    about_fr: str
    about_en: str
    value: Value
    alias: str = ""
    in_words: bool = False  # our words, not a name: large where a sentence begins

    @property
    def typed(self) -> str:
        """As it is inserted into a text: no-break spaces keep it from being torn at the end of a line."""
        return f"{{{{\u00a0{self.name}\u00a0}}}}"


def or_none(value: str) -> str | None:
    """Nothing in place of an empty value: a tag has something to say or is not there."""
    return value.strip() or None
