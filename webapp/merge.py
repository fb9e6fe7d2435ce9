"""Filling merge tags: `{{ animal.nom }}` is replaced by a value and never evaluated.

A text is cut at its tags once and joined for each recipient. What may stand between the braces is decided by whoever
keeps the registry of tags; here it is only a name. No-break spaces inside the braces do no harm. What stands behind a
bar, `{{ animal.nom | votre compagnon }}`, is said in place of a value that is missing or empty: words, never a tag.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from html import unescape

# Not longer than any name could be, and no brace inside: a stray "{{" costs nothing, however long the text.
_TAG = re.compile(r"\{\{([^{}]{0,120})\}\}")
_STRAY = re.compile(r"\{\{|\}\}")

Change = Callable[[str], str]
Shown = Callable[[str, str], Change]


class MissingValue(ValueError):
    """Tags that have no value for this recipient; `names` says which."""

    def __init__(self, names: Collection[str]) -> None:
        self.names = list(names)
        super().__init__(", ".join(self.names))


def _as_it_is(value: str) -> str:
    return value


def _name(inside: str) -> str:
    """The name as it is known: neither spaces around it matter, nor capitals, nor what is said instead."""
    return _before_bar(inside).lower()


def _before_bar(inside: str) -> str:
    return inside.split("|")[0].strip()


def _instead(inside: str) -> str:
    """The words behind the bar, if there are any. A page has been escaped by now; its values have not."""
    return unescape(inside.partition("|")[2].strip())


def tags_in(text: str, names: Mapping[str, str] | None = None, *, needed: bool = False) -> list[str]:
    """The names of the tags, each once, in the order of the text; `names` leads from an alias to its name. `needed`:
    only those that must have a value, as nothing is said in place of one."""
    names = names or {}
    found = dict.fromkeys(_name(inside) for inside in _TAG.findall(text) if not (needed and _instead(inside)))
    return list(dict.fromkeys(names.get(name, name) for name in found))


def check(text: str, known: Collection[str]) -> list[str]:
    """The tags that nobody knows, as they were typed."""
    typed = dict.fromkeys(_before_bar(inside) for inside in _TAG.findall(text))
    return [inside for inside in typed if _name(inside) not in known]


def stray_braces(text: str) -> list[str]:
    """Where braces stand that make no tag ("{{ animal.nom }" was meant to): a few letters of each place."""
    left = _TAG.sub(lambda found: " " * len(found[0]), text)
    return [text[found.start() : found.start() + 24].split("\n")[0] for found in _STRAY.finditer(left)]


@dataclass(frozen=True, slots=True)
class _Instead:
    """Shows a value, or these words where it is missing or empty."""

    change: Change
    words: str

    def __call__(self, value: str) -> str:
        return self.change(value or self.words)


@dataclass(frozen=True, slots=True)
class Filling:
    """A text, cut at its tags: pieces[0], value of tags[0], pieces[1] …"""

    pieces: tuple[str, ...]
    slots: tuple[tuple[str, Change], ...]

    @property
    def tags(self) -> tuple[str, ...]:
        """Their names, each once, in the order of the text."""
        return tuple(dict.fromkeys(name for name, _ in self.slots))

    def missing(self, values: Mapping[str, str]) -> list[str]:
        """The tags without a value. An empty one counts as given: the "e" of "vacciné" is empty for a male."""
        needed = dict.fromkeys(name for name, change in self.slots if not isinstance(change, _Instead))
        return [name for name in needed if values.get(name) is None]

    def fill(self, values: Mapping[str, str]) -> str:
        """The text for one recipient. Raises MissingValue, which names every tag that has no value."""
        return woven(self.pieces, self.told(values))

    def told(self, values: Mapping[str, str]) -> list[str]:
        """What stands between the pieces for one recipient. Raises MissingValue."""
        try:
            return [change(values[name]) for name, change in self.slots]
        except (KeyError, TypeError, AttributeError):
            if missing := self.missing(values):
                raise MissingValue(missing) from None
            return [change(values.get(name) or "") for name, change in self.slots]


def woven(pieces: Sequence[str], told: Sequence[str]) -> str:
    """A piece, what stands behind it, the next piece …"""
    out = [pieces[0]]
    for value, piece in zip(told, pieces[1:], strict=True):
        out.append(value)
        out.append(piece)
    return "".join(out)


def literal(text: str) -> Filling:
    """A text that has no tags, whatever stands in it."""
    return Filling((text,), ())


def joined(*parts: Filling) -> Filling:
    """One after the other, filled as one: each part keeps its own way of showing values."""
    pieces: list[str] = [""]
    for part in parts:
        pieces[-1] += part.pieces[0]
        pieces += part.pieces[1:]
    return Filling(tuple(pieces), tuple(slot for part in parts for slot in part.slots))


def compile(
    text: str,
    escape: Change | None = None,
    *,
    names: Mapping[str, str] | None = None,
    shown: Shown | None = None,
) -> Filling:
    """Cut a text at its tags.

    `escape` is applied to the text between the tags, once, and to each value; `names` leads from an alias to its name;
    `shown(name, before)`, given all that stands before a tag, returns what is done to its values in place of `escape`.
    """
    escape, names = escape or _as_it_is, names or {}
    pieces, slots, at = [], [], 0
    for found in _TAG.finditer(text):
        name = _name(found[1])
        name = names.get(name, name)
        pieces.append(escape(text[at : found.start()]))
        change = shown(name, text[: found.start()]) if shown else escape
        instead = _instead(found[1])
        slots.append((name, _Instead(change, instead) if instead else change))
        at = found.end()
    return Filling((*pieces, escape(text[at:])), tuple(slots))
