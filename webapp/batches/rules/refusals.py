"""Why criteria are not accepted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Problem:
    """What is wrong with one key ("products.include"). `code` is one of queries.refusals.SENTENCES."""

    key: str
    code: str
    value: Any = None
    words: tuple[tuple[str, str], ...] = ()


class NotAccepted(ValueError):
    """Criteria that cannot be followed; every problem that was found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(f"{each.key}: {each.code}" for each in problems))
        self.problems = tuple(problems)

    @property
    def key(self) -> str:
        return self.problems[0].key
