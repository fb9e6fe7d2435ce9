"""What is said to each recipient: the wording in their language, filled with what is known of them."""

from __future__ import annotations

from datetime import date

from webapp.mailings.queries import people
from webapp.mailings.rules import Group
from webapp.message_templates import queries as wordings
from webapp.message_templates.rules.rendering import NoWording, Rendered, Renderer
from webapp.message_templates.rules.values import values
from webapp.models import TemplateVersion

_ANY_DAY = date(2026, 1, 1)


class Writer:
    """One version in one language, made ready once."""

    def __init__(self, renderer: Renderer) -> None:
        self.renderer = renderer
        self.tags = tuple(renderer.tags)

    def missing(self, group: Group) -> tuple[str, ...]:
        """The tags that have nothing to say to this recipient."""
        found = self._said(group, _ANY_DAY, "")
        return tuple(tag for tag in self.tags if tag not in found)

    def email(self, group: Group, *, today: date, unsubscribe_url: str) -> Rendered:
        """The message as it leaves on that day. Raises merge.MissingValue."""
        return self.renderer.email(self._said(group, today, unsubscribe_url))

    def letter(self, group: Group, *, today: date) -> Rendered:
        """The same on paper. Raises merge.MissingValue."""
        return self.renderer.letter(self._said(group, today, ""))

    def _said(self, group: Group, today: date, unsubscribe_url: str) -> dict[str, str]:
        to = people.recipient([need.row for need in group.needs], unsubscribe_url=unsubscribe_url)
        return values(to, frame=self.renderer.frame, today=today, names=self.tags)


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
