"""What is said to each recipient: the wording in their language, filled with what is known of them."""

from __future__ import annotations

from datetime import date

from webapp.mailings.queries import people
from webapp.mailings.rules import Group
from webapp.message_templates import queries as wordings
from webapp.message_templates.rules.rendering import NoWording, Rendered, Renderer
from webapp.message_templates.rules.values import UNSUBSCRIBE, values
from webapp.models import TemplateVersion

_DATED = "date_longue"  # the one tag that says when a message leaves
Said = dict[str, str]


class Writer:
    """One version in one language, made ready once."""

    def __init__(self, renderer: Renderer) -> None:
        self.renderer = renderer
        self.tags = tuple(renderer.tags)
        self.is_dated = _DATED in self.tags

    def said(self, group: Group, *, today: date) -> Said:
        """What each tag says to this recipient on that day; a tag with nothing to say is not in it."""
        to = people.recipient([need.row for need in group.needs])
        return values(to, frame=self.renderer.frame, today=today, names=self.tags)

    def missing(self, said: Said) -> tuple[str, ...]:
        """The tags with nothing to say."""
        return tuple(tag for tag in self.tags if tag not in said)

    def email(self, said: Said, *, unsubscribe_url: str) -> Rendered:
        """The message as it leaves. Raises merge.MissingValue."""
        return self.renderer.email({**said, UNSUBSCRIBE: unsubscribe_url})

    def letter(self, said: Said) -> Rendered:
        """The same on paper. Raises merge.MissingValue."""
        return self.renderer.letter(said)


def writers(version: TemplateVersion | None, languages: set[str], *, marked: bool = False) -> dict[str, Writer]:
    """By language; without those in which the version has no text."""
    found: dict[str, Writer] = {}
    if version is None:
        return found
    for language in sorted(languages):
        try:
            found[language] = Writer(Renderer(version, language, wordings.frame(language), marked=marked))
        except NoWording:
            continue
    return found
