"""The real message of one recipient, before anything is written down."""

from dataclasses import dataclass

from webapp import text
from webapp.composition.queries import writing
from webapp.composition.rules.grouping import Group
from webapp.mailings.queries.composing import Outlook, Plan
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
    rendered = _rendered(plan, plan.groups[place - 1], place, marked=marked)
    return Sample(place, len(plan.groups), plan.groups[place - 1], rendered, q, found is not None)


def one(plan: Outlook, *, place: int) -> Sample | None:
    """The recipient at `place` of a plan that is not built."""
    if not plan.messages:
        return None
    place = min(place, plan.messages)
    (group,) = plan.outline.messages(1, after=place - 1)
    return Sample(place, plan.messages, group, _rendered(plan, group, place, marked=True))


def _rendered(plan: Plan | Outlook, group: Group, place: int, *, marked: bool) -> Rendered | None:
    able = writing.able(plan.version, plan.acts, {group.wording}, marked=marked).get(group.wording)
    said = able.said(group.rows, today=plan.wave_of(place - 1).opens_on) if able else {}
    return able.email(said, unsubscribe_url=_NOWHERE) if able and not able.missing(said) else None


def _find(plan: Plan, q: str, place: int) -> int | None:
    wanted = text.words(q)
    order = [*range(place - 1, len(plan.groups)), *range(place - 1)]
    for at in order:
        names = [str(each.sort_name) for each in plan.groups[at].candidates]
        if any(all(word in name for word in wanted) for name in names):
            return int(at) + 1
    return None
