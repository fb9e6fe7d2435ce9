"""Which text a reminder is written with, by the act that it is about: the most precise one wins."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

TYPES_OWN = 0  # no act's text: the one that its type is written with


class Act(NamedTuple):
    """Something that was bought: when, what, and in which revenue category it stood that day."""

    on: str
    item_id: int
    category_id: int | None = None


@dataclass(frozen=True)
class Texts:
    """The templates of one type's acts; TYPES_OWN where somebody said that it is the type's."""

    items: Mapping[int, int] = field(default_factory=dict)
    categories: Mapping[int | None, int] = field(default_factory=dict)


def text_of(acts: Collection[Act], texts: Texts) -> int:
    """The template for a reminder about the last of these `acts`, or TYPES_OWN.

    An item's text comes before that of its category. Where several acts of one day have different texts, none of them
    says all: the type's own does.
    """
    last = max((act.on for act in acts), default="")
    those = [act for act in acts if act.on == last]
    for found in (
        {texts.items[act.item_id] for act in those if act.item_id in texts.items},
        {texts.categories[act.category_id] for act in those if act.category_id in texts.categories},
    ):
        if found:
            return found.pop() if len(found) == 1 else TYPES_OWN
    return TYPES_OWN


def text_of_message(texts: Iterable[int]) -> int:
    """The template for a message about several reminders: the one that all of them have, or TYPES_OWN."""
    found = set(texts)
    return found.pop() if len(found) == 1 else TYPES_OWN
