"""Why criteria are not accepted, in words that name the key and the value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

SENTENCES = {
    "not_an_object": _("Criteria are a JSON object with named keys, not a list or a single value."),
    "unreadable": _("The criteria cannot be read as JSON: %(value)s."),
    "unknown_key": _("“%(key)s” is not a criterion."),
    "not_an_object_here": _("“%(key)s” needs named parts in braces, not %(value)s."),
    "not_a_list": _("“%(key)s” needs a list in brackets, not %(value)s."),
    "not_a_name": _("“%(key)s” needs names or codes, not %(value)s."),
    "not_yes_or_no": _("“%(key)s” is true, false or null (either), not %(value)s."),
    "not_true_or_false": _("“%(key)s” is true or false, not %(value)s."),
    "not_one_of": _("“%(key)s” has no choice %(value)s."),
    "not_a_day": _("“%(key)s” needs a day such as 2026-03-05, not %(value)s."),
    "not_two_days": _("“%(key)s” needs two days, the first and the last, not %(value)s."),
    "not_an_age": _("“%(key)s” needs an age in years.months.days such as 0.6.0, not %(value)s."),
    "not_a_number": _("“%(key)s” needs numbers of batches such as 253 or 253-1, not %(value)s."),
    "days_upside_down": _("“%(key)s” begins after it ends: %(value)s."),
    "ages_upside_down": _("“age”: nothing is at least %(at_least)s and younger than %(younger_than)s."),
    "both_ways": _("“%(key)s” includes and excludes the same: %(value)s."),
    "since_and_not_since": _("“last_visit” asks for a visit since a day and for none since a day: choose one."),
    "since_nothing": _("“last_visit” needs “since” or “not_since” with a day."),
    "too_many": _("“%(key)s” has more entries than can be followed: at most %(value)s."),
    "empty_group": _("A group of “bought” names neither an item nor a category: nobody can meet it."),
    "unknown_species": _("“%(key)s”: no species is called %(value)s."),
    "unknown_breed": _("“%(key)s”: no breed is called %(value)s."),
    "unknown_product": _("“%(key)s”: no product has the code or the name %(value)s."),
    "unknown_service": _("“%(key)s”: no service has the code or the name %(value)s."),
    "unknown_item": _("“%(key)s”: no product or service has the code or the name %(value)s."),
    "unknown_category": _("“%(key)s”: no revenue category is called %(value)s."),
    "unknown_batch": _("“%(key)s”: there is no batch %(value)s."),
}


@dataclass(frozen=True)
class Problem:
    """What is wrong with one key ("products.include"). `code` is one of SENTENCES."""

    key: str
    code: str
    value: Any = None
    words: tuple[tuple[str, str], ...] = ()

    @property
    def sentence(self) -> str:
        """In the language of whoever reads it."""
        return str(SENTENCES[self.code]) % {"key": self.key, "value": shown(self.value), **dict(self.words)}


class NotAccepted(ValueError):
    """Criteria that cannot be followed; every problem that was found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(f"{each.key}: {each.code}" for each in problems))
        self.problems = tuple(problems)

    @property
    def key(self) -> str:
        """Of the first problem."""
        return self.problems[0].key

    @property
    def sentence(self) -> str:
        """All that is wrong, one sentence after the other."""
        return " ".join(each.sentence for each in self.problems)

    def of(self, key: str) -> list[str]:
        """The sentences about a key and its parts, to stand beside the field."""
        return [each.sentence for each in self.problems if each.key == key or each.key.startswith(f"{key}.")]


def shown(value: Any) -> str:
    """A value as one quotes it."""
    if isinstance(value, str):
        return str(gettext("“%(text)s”", text=value[:80]))
    if isinstance(value, (list, tuple)):
        return ", ".join(shown(each) for each in value[:5]) + (" …" if len(value) > 5 else "")
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value)[:80]
