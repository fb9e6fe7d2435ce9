"""Finding clients by whatever of them one has at hand."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from webapp.search.queries import hits, index, letters, spelling
from webapp.search.queries.hits import Hit
from webapp.search.queries.index import STANDING, faults, is_complete, with_phone
from webapp.search.queries.letters import Letter
from webapp.search.rules import Query, understand

BOX = 8  # results under the box
FOR_ANIMALS = 3  # of them, places kept for animals of exactly that name
TOO_FEW = 3  # fewer than this, and spelling is forgiven


@dataclass(frozen=True)
class Correction:
    """What may have been meant, in words, and how many it finds."""

    text: str  # as it is written in the records: "Tremblay"
    total: int


@dataclass(frozen=True)
class Found:
    """An answer: the hits of what was typed, then those for which spelling was forgiven."""

    typed: str
    query: Query = field(default_factory=Query)
    total: int = 0
    hits: Sequence[Hit] = ()
    corrections: Sequence[Correction] = ()
    forgiven: Sequence[Hit] = ()
    letter: Letter | None = None  # the one whose number was typed

    @property
    def figures(self) -> bool:
        """Whether it is what one asks of somebody who calls: the last four of their number."""
        return len(self.typed) == 4 and self.typed.isascii() and self.typed.isdecimal()


def find(text: str, *, limit: int = BOX) -> list[Hit]:
    """The clients that this finds, best first; spelling is forgiven when there would be none, or almost none."""
    found = search(text, limit=limit)
    return [*found.hits, *found.forgiven]


def ids(text: str, *, limit: int) -> list[int]:
    """The same, as they are spelled, of whom no more than the number is asked for."""
    query = understand(text)
    return index.ids(query, index.total(query), limit=limit) if query.terms else []


def box(text: str) -> Found:
    """For the list under the box: short, and with a place for the animals of exactly that name."""
    return search(text, limit=BOX, for_animals=FOR_ANIMALS)


def search(text: str, *, limit: int, offset: int = 0, for_animals: int = 0) -> Found:
    """`limit` clients from `offset` on; what was forgiven stands on the first page. `for_animals`: places kept for

    animals of exactly that name.
    """
    query = understand(text)
    if not query.terms:
        return Found(text)
    if letter := letters.of_reference(text):
        return Found(text, query, letter=letter)
    total = index.total(query)
    ids = index.ids(query, total, limit=limit, offset=offset)
    if for_animals and total > limit:
        animals = [id for id in index.named_exactly(query, limit=for_animals) if id not in ids]
        ids = ids[: limit - len(animals)] + animals
    shown = hits.hits_of(ids, query)
    if total >= TOO_FEW or offset:
        return Found(text, query, total, shown)
    corrections, forgiven = _forgiven(query, ids, limit - len(shown))
    return Found(text, query, total, shown, corrections, forgiven)


def _forgiven(query: Query, already: Sequence[int], limit: int) -> tuple[list[Correction], list[Hit]]:
    corrections: list[Correction] = []
    forgiven: list[Hit] = []
    seen = set(already)
    for changed, total in spelling.corrections(query):
        ids = [id for id in index.ids(changed, total, limit=limit + len(already)) if id not in seen]
        if not ids:
            continue
        near = hits.hits_of(ids[: max(1, limit - len(forgiven))], changed)
        corrections.append(Correction(" ".join(_written(changed, near[0])), total))
        forgiven += near
        seen.update(ids)
    return corrections, forgiven[:limit]


def _written(query: Query, hit: Hit) -> list[str]:
    """The terms as the first client found writes them."""
    written = [chunk.strip(",.()[]\"'’") for chunk in hit.words()]
    return [next((chunk for chunk in written if term.found_in(chunk)), " ".join(term.forms[0])) for term in query.terms]
