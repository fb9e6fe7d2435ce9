"""The real message of one recipient, before anything is written down."""

from dataclasses import dataclass

from webapp import text
from webapp.composition.queries import writing
from webapp.composition.rules.grouping import Group
from webapp.mailings.queries.composing import Plan
from webapp.message_templates.rules.rendering import Rendered

_NOWHERE = "mailto:"


@dataclass(frozen=True)
class Sample:
    """One recipient of a plan. `found` False: nobody was found by the name that was asked for."""

    place: int  # from 1
    total: int
    group: Group
    rendered: Rendered | None
    q: str = ""
    found: bool = True

    @property
    def name(self) -> str:
        """Whom it is addressed to."""
        row = self.group.candidates[0].row
        return f"{row.first_name} {row.last_name}".strip()

    @property
    def animals(self) -> list[str]:
        """Whom it is about, each once."""
        return list(dict.fromkeys(row.animal_name for row in self.group.rows if row.animal_name))


def sample(plan: Plan, *, place: int, q: str = "", marked: bool = True) -> Sample | None:
    """The recipient at `place` (from 1), or the first from there on named with the words `q`; None without any."""
    if not plan.groups:
        return None
    place = min(place, len(plan.groups))
    found = _find(plan, q, place) if q else place
    place = found or place
    group = plan.groups[place - 1]
    able = writing.writers(plan.version, {group.language}, marked=marked).get(group.language)
    day = plan.wave_of(place - 1).opens_on
    said = able.said(group.rows, today=day) if able else {}
    rendered = able.email(said, unsubscribe_url=_NOWHERE) if able and not able.missing(said) else None
    return Sample(place, len(plan.groups), group, rendered, q, found is not None)


def _find(plan: Plan, q: str, place: int) -> int | None:
    wanted = text.words(q)
    order = [*range(place - 1, len(plan.groups)), *range(place - 1)]
    for at in order:
        names = [str(each.sort_name) for each in plan.groups[at].candidates]
        if any(all(word in name for word in wanted) for name in names):
            return int(at) + 1
    return None
