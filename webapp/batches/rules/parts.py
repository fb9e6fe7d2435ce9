"""Cutting a batch into parts that are worked on by themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Household:
    """A client of the batch, with how many of its reminders are theirs."""

    client_id: int
    reminders: int


@dataclass
class Portion:
    """One part to be: whose reminders it holds, and how many there are."""

    clients: list[int] = field(default_factory=list)
    reminders: int = 0


class SplitRefused(ValueError):
    """`code`, in words in queries.refusals: what stands in the way, about so many reminders."""

    def __init__(self, code: str, number: int = 0) -> None:
        super().__init__(code)
        self.code, self.number = code, number


def divide(households: Sequence[Household], most: int) -> list[Portion]:
    """Portions of at most so many reminders, in the order given. One client's are never in two of them.

    Raises SplitRefused, with the reason, where there would not be two or one client's are too many.
    """
    if most < 1:
        raise SplitRefused("not_positive")
    whole = sum(each.reminders for each in households)
    if not whole:
        raise SplitRefused("none")
    largest = max(each.reminders for each in households)
    if largest > most:
        raise SplitRefused("household", largest)
    if whole <= most:
        raise SplitRefused("fits", whole)
    portions = [Portion()]
    for each in households:
        if portions[-1].reminders + each.reminders > most:
            portions.append(Portion())
        portions[-1].clients.append(each.client_id)
        portions[-1].reminders += each.reminders
    return portions
