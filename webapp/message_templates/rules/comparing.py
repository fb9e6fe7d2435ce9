"""Two wordings beside each other: which blocks differ, and in those, which words.

What a version says is asked of `said` alone; everything after it compares lists.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

from webapp import merge
from webapp.message_templates.rules import markup
from webapp.message_templates.rules.blocks.conditions import Only
from webapp.message_templates.rules.blocks.document import ALWAYS, BLOCKS, BUTTON, TEXT, Block
from webapp.message_templates.rules.checks import LANGUAGES
from webapp.message_templates.rules.content import Wording, of_language, speaks
from webapp.message_templates.rules.draft import Draft
from webapp.message_templates.rules.tags import NAMES

SUBJECT = "subject"  # stands among the types of blocks
SAME, CHANGED, ADDED, REMOVED, MOVED = "same", "changed", "added", "removed", "moved"
# A tag is one word; an elided article and the word after it are two; a line's end is a word of its own.
_WORD = re.compile(r"\{\{[^{}]*\}\}|\n|\w+(?:-\w+)*[’']?|[^\w\s]")
# What is done at most for two texts; beyond, they are marked as wholly other. difflib looks at each pair of equal
# words, again and again, but not at words that make up more than a hundredth of a long text.
MOST_WORDS, MOST_PAIRS, LONG = 8000, 60_000, 200
_SHORTEST_KEPT = 4  # letters that two changes leave standing between them: fewer are no help to whoever reads
_ENOUGH = 0.3  # how like each other two blocks are, of 1, to be taken for one that was changed


@dataclass(frozen=True, slots=True)
class Said:
    """The subject, a block or a paragraph, as it is sent in one language."""

    type: str  # SUBJECT or a type of block
    words: str = ""
    url: str = ""
    file: str = ""  # of a picture
    only: Only = ALWAYS
    id: str = ""

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """Whatever has the same says the same to the same people."""
        return self.type, self.words, self.url, self.file, self.only.key


class Run(NamedTuple):
    """A stretch of text. `tag`: the name of the tag that it is."""

    text: str
    marked: bool = False
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """A block of one of the two versions, its words in runs."""

    said: Said
    words: Sequence[Run]
    url: Sequence[Run]


@dataclass(frozen=True, slots=True)
class Pair:
    """What stands level. `before` None: it was added; `after` None: it is gone."""

    state: str
    before: Side | None
    after: Side | None

    @property
    def type(self) -> str:
        """Of the newer of the two."""
        side = self.after or self.before
        return side.said.type if side else ""

    @property
    def other_people(self) -> bool:
        """Whether it stands for others than before."""
        return bool(self.before and self.after and self.before.said.only != self.after.said.only)

    @property
    def other_picture(self) -> bool:
        return bool(self.before and self.after and self.before.said.file != self.after.said.file)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All of it, in order."""

    pairs: Sequence[Pair]

    def count(self, state: str) -> int:
        """How many are so; what moved is counted once."""
        return sum(pair.state == state and not (state == MOVED and pair.before) for pair in self.pairs)

    @property
    def differing(self) -> int:
        return sum(self.count(state) for state in (CHANGED, ADDED, REMOVED, MOVED))

    @property
    def stretches(self) -> list[tuple[bool, list[Pair]]]:
        """Runs of pairs that are the same (True), and between them those that are not."""
        return [(same, list(pairs)) for same, pairs in groupby(self.pairs, key=lambda pair: pair.state == SAME)]


def said(kind: str, version: Wording, language: str) -> list[Said]:
    """What a version says in one language, in the order in which it is read; nothing where it has no text in it."""
    if not speaks(version, language):
        return []
    draft = Draft.of(kind, version)
    if draft.format == BLOCKS:
        found = [each for block in draft.document.spoken(language).blocks for each in _of_block(block, language)]
    else:
        found = [Said(TEXT, each) for each in markup.blocks(draft.body(language))]
        button = of_language(version, "button", language).strip()
        found += [Said(BUTTON, button, version.button_url)] if button else []
    subject = draft.subject(language).strip()
    return [Said(SUBJECT, subject), *found] if subject else found


def _of_block(block: Block, language: str) -> list[Said]:
    """A block, or each paragraph of it, as wordings of the first form have them."""
    words = block.all_said(language).strip()
    if block.worded and not words:
        return []
    parts = markup.blocks(words) if block.type == TEXT else [words]
    return [Said(block.type, each, block.url, block.file, block.only, block.id) for each in parts]


def in_each_language(kind: str, before: Wording, after: Wording) -> dict[str, Comparison]:
    """By the language, what became of each block between two versions."""
    return {each: compare(said(kind, before, each), said(kind, after, each)) for each in LANGUAGES}


def compare(before: Sequence[Said], after: Sequence[Said]) -> Comparison:
    """What became of each block."""
    pairs: list[tuple[Said | None, Said | None]] = []
    matcher = SequenceMatcher(None, [each.key for each in before], [each.key for each in after], autojunk=False)
    for what, start, end, other_start, other_end in matcher.get_opcodes():
        ours, theirs = before[start:end], after[other_start:other_end]
        pairs += zip(ours, theirs, strict=True) if what == "equal" else _level(ours, theirs)
    gone = Counter(old.key for old, new in pairs if old and not new)
    come = Counter(new.key for old, new in pairs if new and not old)
    return Comparison([_pair(old, new, moved=gone & come) for old, new in pairs])


def _pair(old: Said | None, new: Said | None, *, moved: Counter[tuple[str, str, str, str, str]]) -> Pair:
    if old and new:
        words, other_words = changes(old.words, new.words)
        url, other_url = changes(old.url, new.url)
        state = SAME if old.key == new.key else CHANGED
        return Pair(state, Side(old, words, url), Side(new, other_words, other_url))
    one = old or new or Said("")
    marked = not moved[one.key]
    side = Side(one, _runs(_words(one.words), marked=marked), _runs(_words(one.url), marked=marked))
    state = (REMOVED if old else ADDED) if marked else MOVED
    return Pair(state, side if old else None, None if old else side)


def _level(before: Sequence[Said], after: Sequence[Said]) -> list[tuple[Said | None, Said | None]]:
    """Blocks that are not the same, each beside the one that it most likely became; the order of both stays."""
    likeness = [[_likeness(old, new) for new in after] for old in before]
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]  # of what follows from here
    for i in reversed(range(len(before))):
        for j in reversed(range(len(after))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], likeness[i][j] + best[i + 1][j + 1])
    found: list[tuple[Said | None, Said | None]] = []
    i = j = 0
    while i < len(before) and j < len(after):
        if likeness[i][j] and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            found.append((before[i], after[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            found.append((before[i], None))
            i += 1
        else:
            found.append((None, after[j]))
            j += 1
    return [*found, *((old, None) for old in before[i:]), *((None, new) for new in after[j:])]


def _likeness(old: Said, new: Said) -> float:
    """From 0 (two different things) to 1."""
    if old.type != new.type:
        return 0.0
    if old.type == SUBJECT:
        return 1.0
    ours, theirs = (Counter(_WORD.findall(each.words)[:400]) for each in (old, new))
    total = ours.total() + theirs.total()
    shared = 2 * (ours & theirs).total() / total if total else 0.5
    alike = (
        shared + (0.3 if old.id and old.id == new.id else 0) + (0.2 if old.type == BUTTON and old.url == new.url else 0)
    )
    return alike if alike >= _ENOUGH else 0.0


class _Word(NamedTuple):
    text: str
    after: str  # the spaces that follow it


def _words(text: str) -> list[_Word]:
    found = list(_WORD.finditer(text))
    ends = [each.start() for each in found[1:]] + [len(text)]
    return [_Word(each[0], text[each.end() : end]) for each, end in zip(found, ends, strict=False)]


def changes(before: str, after: str) -> tuple[list[Run], list[Run]]:
    """Both texts in runs, marked where the other does not say so."""
    ours, theirs = _words(before), _words(after)
    old, new = [False] * len(ours), [False] * len(theirs)
    for start, end, other_start, other_end in _different([each.text for each in ours], [each.text for each in theirs]):
        old[start:end] = [True] * (end - start)
        new[other_start:other_end] = [True] * (other_end - other_start)
    return _joined(ours, old), _joined(theirs, new)


def _different(ours: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Where the two differ: from, to of either. What they begin and end with alike is cut off before any work."""
    least = min(len(ours), len(theirs))
    head = next((at for at in range(least) if ours[at] != theirs[at]), least)
    tail = next((at for at in range(least - head) if ours[-1 - at] != theirs[-1 - at]), least - head)
    a, b = ours[head : len(ours) - tail], theirs[head : len(theirs) - tail]
    if not a and not b:
        return []
    if _too_much(a, b):
        return [(head, head + len(a), head, head + len(b))]
    found = [codes[1:] for codes in SequenceMatcher(None, a, b).get_opcodes() if codes[0] != "equal"]
    return [
        (head + start, head + end, head + other, head + other_end)
        for start, end, other, other_end in _without_crumbs(found, a)
    ]


def _without_crumbs(found: Sequence[tuple[int, int, int, int]], ours: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Changes with hardly a word between them, as one."""
    joined: list[tuple[int, int, int, int]] = []
    for start, end, other, other_end in found:
        between = ours[joined[-1][1] : start] if joined else []
        if joined and sum(map(len, between)) < _SHORTEST_KEPT and "\n" not in between:
            joined[-1] = (joined[-1][0], end, joined[-1][2], other_end)
        else:
            joined.append((start, end, other, other_end))
    return joined


def _too_much(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    if max(len(ours), len(theirs)) > MOST_WORDS:
        return True
    most = len(theirs) // 100 + 1 if len(theirs) >= LONG else LONG
    mine, other = Counter(ours), Counter(theirs)
    return sum(count * mine[word] for word, count in other.items() if count <= most) > MOST_PAIRS


def _joined(words: Sequence[_Word], marked: Sequence[bool]) -> list[Run]:
    runs: list[Run] = []
    for mark, group in groupby(zip(words, marked, strict=True), key=lambda each: each[1]):
        runs += _runs([word for word, _ in group], marked=mark)
    return runs


def _runs(words: Sequence[_Word], *, marked: bool) -> list[Run]:
    """Words of one mark; tags stand alone, and the spaces at the end have no mark."""
    runs: list[Run] = []
    text = space = ""
    for word in words:
        tag = next(iter(merge.tags_in(word.text, NAMES)), "")
        if tag:
            runs += [Run(text, marked), Run(space), Run(word.text, marked, tag)]
            text, space = "", word.after
        else:
            if not text and runs:
                runs, space = [*runs, Run(space)], ""
            text, space = f"{text}{space}{word.text}", word.after
    return [run for run in (*runs, Run(text, marked), Run(space)) if run.text]
