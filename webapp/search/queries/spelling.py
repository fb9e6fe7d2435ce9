"""What may have been meant by a word that is not known."""

from itertools import groupby, product

from webapp import db
from webapp.later import Later
from webapp.search.queries import index
from webapp.search.rules import Query, edits_forgiven

fuzzy, distance = Later("rapidfuzz.process"), Later("rapidfuzz.distance")
MOST_WORDS = 12  # considered for one word that was typed
MOST_TRIES = 16  # combinations of them that are looked up
MOST_SHOWN = 3
BEGINNING = 5  # letters that are enough of a word to guess it from its beginning

_known: dict[str, tuple[int, list[str]]] = {}


def corrections(query: Query) -> list[tuple[Query, int]]:
    """The nearest queries that find somebody, with how many each finds; of the same nearness, the commonest first.

    A transposition counts as one slip (optimal string alignment).
    """
    choices = [_choices(query, place) for place in range(len(query.terms))]
    tries = sorted(
        (combination for combination in product(*choices) if any(slips for slips, _ in combination)),
        key=lambda combination: sum(slips for slips, _ in combination),
    )[:MOST_TRIES]
    for _, same in groupby(tries, key=lambda combination: sum(slips for slips, _ in combination)):
        found: list[tuple[Query, int]] = []
        for combination in same:
            changed = query
            for place, (slips, word) in enumerate(combination):
                if slips:
                    changed = changed.replaced(place, word)
            total = index.total(changed)
            if total:
                found.append((changed, total))
        if found:
            return sorted(found, key=lambda one: -one[1])[:MOST_SHOWN]
    return []


def _choices(query: Query, place: int) -> list[tuple[int, str]]:
    """The term itself, and the words it may stand for, each with the number of slips.

    Where no word is near, one slip is forgiven in the beginning of one that is still being typed.
    """
    term = query.terms[place]
    typed = "".join(term.forms[0])
    allowed = edits_forgiven(typed)
    if not allowed:
        return [(0, typed)]
    words = _vocabulary()
    near = _nearest(typed, words, allowed)
    if not near and term.open and len(typed) >= BEGINNING:
        lengths = (len(typed) - 1, len(typed), len(typed) + 1)
        near = _nearest(typed, list({word[:length] for word in words for length in lengths}), 1)
    return [(0, typed), *near]


def _nearest(typed: str, words: list[str], allowed: int) -> list[tuple[int, str]]:
    near = fuzzy.extract(
        typed, words, scorer=distance.OSA.distance, score_cutoff=allowed, limit=MOST_WORDS, processor=None
    )
    return sorted((int(slips), str(word)) for word, slips, _ in near if slips)


def _vocabulary() -> list[str]:
    """Every word of the index, read again only when there are new ones."""
    path = str(db.database.database)
    (newest,) = db.database.execute_sql("SELECT max(id) FROM search_word").fetchone()
    held = _known.get(path)
    if held is None or held[0] != newest:
        rows = db.rows("SELECT word FROM search_word")
        _known.clear()
        held = _known[path] = (newest, [word for (word,) in rows])
    return held[1]
