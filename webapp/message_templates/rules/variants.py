"""A text of which some parts stand for some recipients only: cut at its tags once for each set of parts that occurs."""

from collections.abc import Callable, Mapping, Sequence

from webapp import merge
from webapp.merge import Filling

HOLDS = "1"  # the value of a condition's key


class Variants:
    """`parts` are fillings with the key of what each stands under, empty for always; `between` parts the chosen ones,
    and `around` makes the whole of them.
    """

    def __init__(
        self, parts: Sequence[tuple[str, Filling]], *, between: str, around: Callable[[Filling], Filling]
    ) -> None:
        self._parts, self._between, self._around = parts, merge.literal(between), around
        self._keys = tuple(dict.fromkeys(key for key, _ in parts if key))
        self._made: dict[tuple[bool, ...], Filling] = {}

    def of(self, values: Mapping[str, str]) -> Filling:
        """The text for a recipient of whom these values are told; a condition that is not told does not hold."""
        holding = tuple(values.get(key) == HOLDS for key in self._keys)
        made = self._made.get(holding)
        if made is None:
            made = self._made[holding] = self._make(dict(zip(self._keys, holding, strict=True)))
        return made

    def _make(self, holding: Mapping[str, bool]) -> Filling:
        chosen: list[Filling] = []
        for key, part in self._parts:
            if not key or holding[key]:
                chosen += [self._between, part] if chosen else [part]
        return self._around(merge.joined(*chosen))
