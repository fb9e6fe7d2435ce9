"""What a list of reminders, or the queue of calls, is narrowed to: the views, the chips, what of it is gone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for
from flask_babel import gettext, pgettext

from webapp import filters as shown
from webapp import text as texts
from webapp.languages import NAMES, name_of
from webapp.reminders import forms
from webapp.reminders.queries import words
from webapp.reminders.queries.choices import Choices
from webapp.reminders.rules import filters as rules
from webapp.reminders.rules.filters import ReminderFilter


@dataclass(frozen=True)
class Pill:
    """A view, one tap away."""

    name: str
    url: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class Chip:
    """A filter that is on, and how it goes."""

    text: str
    remove: str
    label: str


@dataclass(frozen=True)
class Narrowing:
    """Around a list. `endpoint`: its page; `whole`: it has no controls of its own beside the fold."""

    wanted: ReminderFilter
    choices: Choices
    me: int
    endpoint: str
    whole: bool = False

    def url(self, wanted: ReminderFilter) -> str:
        return url_for(self.endpoint, **forms.params(wanted))

    def without(self, **fields: Any) -> str:
        """The address that no longer asks for these."""
        return self.url(replace(self.wanted, **fields))

    @property
    def here(self) -> str:
        """The address of all of it."""
        return self.url(self.wanted)

    @property
    def params(self) -> dict[str, Any]:
        return forms.params(self.wanted)

    @property
    def cleared(self) -> str:
        """The address of the tab without any filter."""
        return self.url(ReminderFilter(tab=self.wanted.tab))

    @property
    def species(self) -> list[tuple[Any, Any]]:
        """What can be chosen, each with its words; so the following."""
        return [(each.id, name_of(each)) for each in self.choices.species]

    @property
    def languages(self) -> list[tuple[Any, Any]]:
        return list(NAMES.items())

    @property
    def ways(self) -> list[tuple[Any, Any]]:
        return [(each, words.tried(each)) for each in forms.ways()]

    @property
    def calls(self) -> list[tuple[Any, Any]]:
        return list(words.LAST_CALLS.items())

    @property
    def pills(self) -> list[Pill]:
        """All there is, what is mine, and the saved views that this page can show."""
        mine = ReminderFilter(responsible=self.me)
        name = gettext("My calls") if self.whole else gettext("Mine")
        built_in = [
            self._pill(pgettext("reminders", "All"), ReminderFilter(tab=self.wanted.tab)),
            self._pill(name, mine, self.choices.mine),
        ]
        saved = [(each, forms.wanted(each.asked)) for each in self.choices.views]
        can = [(each, asked) for each, asked in saved if not self.whole or asked.tab == rules.TABS[0]]
        return built_in + [self._pill(each.name, asked) for each, asked in can]

    def _pill(self, name: str, asked: ReminderFilter, count: int | None = None) -> Pill:
        return Pill(name, self.url(asked), asked == self.wanted, count)

    @property
    def is_saved(self) -> bool:
        """Whether what is asked for has a name already, or needs none."""
        return any(each.current for each in self.pills)

    @property
    def chips(self) -> list[Chip]:
        """What is on and shows nowhere else."""
        return [*(self._own() if self.whole else ()), *self._of_work(), *self._folded()]

    def _own(self) -> Iterator[Chip]:
        """What has a control of its own beside the list, and none beside the queue."""
        wanted = self.wanted
        if kind := self.choices.type(wanted.type):
            yield self._chip(name_of(kind), type=None)
        if wanted.when == rules.DATES:
            yield self._chip(_dates(wanted), when="", first=None, last=None)
        elif wanted.when:
            yield self._chip(words.WHENS[wanted.when], when="")

    def _of_work(self) -> Iterator[Chip]:
        """Whose it is, and how it is to be done."""
        wanted, member = self.wanted, self.choices.member(self.wanted.responsible)
        if wanted.responsible == 0:
            yield self._chip(gettext("Nobody in particular"), responsible=None)
        elif member:
            yield self._chip(gettext("Mine") if member.id == self.me else member.name, responsible=None)
        if wanted.reach:
            yield self._chip(words.REACHES[wanted.reach], reach="")

    def _folded(self) -> Iterator[Chip]:
        wanted = self.wanted
        if wanted.batch:
            name = gettext("Batch %(number)s", number=wanted.batch)
            yield self._chip(name, gettext("No longer filter by batch"), batch="")
        if species := self.choices.one_species(wanted.species):
            yield self._chip(name_of(species), species=None)
        if wanted.language:
            speaks = gettext("Speaks English") if wanted.language == "en" else gettext("Speaks French")
            yield self._chip(speaks, language="")
        if wanted.tried:
            tried = words.tried(wanted.tried)
            last = gettext("Tried last: %(way)s", way=texts.inside(tried))
            yield self._chip(tried if wanted.tried == rules.NOT_TRIED else last, tried="")
        if wanted.called:
            said = words.LAST_CALLS[wanted.called]
            last = gettext("Last call: %(what)s", what=texts.inside(str(said)))
            yield self._chip(said if wanted.called in (rules.NOT_CALLED, rules.NOT_REACHED) else last, called="")

    def _chip(self, text: Any, label: str = "", **without: Any) -> Chip:
        label = label or gettext("No longer filter by “%(what)s”", what=text)
        return Chip(str(text), self.without(**without), label)

    @property
    def gone(self) -> list[tuple[str, str]]:
        """What is asked for and is no more: why nothing is found, and the address without it."""
        wanted, choices = self.wanted, self.choices
        kind, member = choices.type(wanted.type), choices.member(wanted.responsible)
        found: list[tuple[str, dict[str, Any]]] = []
        if kind and kind.is_archived:
            found.append((gettext("The type “%(name)s” is no longer used.", name=name_of(kind)), {"type": None}))
        elif wanted.type and not kind:
            found.append((gettext("This type of reminder no longer exists."), {"type": None}))
        if member and not member.active:
            found.append((gettext("%(name)s no longer works here.", name=member.name), {"responsible": None}))
        elif wanted.responsible and not member:
            found.append((gettext("This colleague is no longer known."), {"responsible": None}))
        if wanted.batch and not choices.has_batch:
            found.append((gettext("Batch %(number)s has no reminders any more.", number=wanted.batch), {"batch": ""}))
        if wanted.species and not choices.one_species(wanted.species):
            found.append((gettext("This species no longer exists."), {"species": None}))
        return [(text, self.without(**fields)) for text, fields in found]


def _dates(wanted: ReminderFilter) -> str:
    first, last = (shown.day_short(each) if each else "…" for each in (wanted.first, wanted.last))
    return gettext("%(first)s to %(last)s", first=first, last=last)
