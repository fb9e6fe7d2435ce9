"""The mailing in one sentence, with its exact numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from flask_babel import gettext, ngettext

from webapp import channels, filters
from webapp.accounts.queries import accounts
from webapp.channels import Counted
from webapp.filters import NBSP
from webapp.languages import current
from webapp.mailings.queries.composing import Outlook, Plan

_DAYS_NAMED = 4  # more waves than that are told by their first and last day


@dataclass(frozen=True)
class Summary:
    """What the person reads before the button, and on it."""

    lead: str  # "417 courriels pour 657 rappels, en 2 vagues, les 3 et 6 mars."
    when: str  # "En 2 vagues, les 3 et 6 mars, entre 8 h et 20 h"
    languages: str  # "Messages par langue : 380 en français, 37 en anglais."; empty when there is one language
    button: str  # "Envoyer 417 courriels"

    @property
    def sentence(self) -> str:
        """`when` with one full stop, whatever it ends with."""
        return _ended(self.when)


def summarise(plan: Plan | Outlook) -> Summary:
    """In the language of whoever reads it."""
    return Summary(
        _lead(plan),
        _when(plan),
        _languages(plan),
        _counted(channels.one(plan.channel).send, plan.messages),
    )


def _counted(words: Counted, n: int) -> str:
    return words(n, filters.number(n))


def _lead(plan: Plan | Outlook) -> str:
    total = plan.composition.reminders
    parts = {
        "messages": _counted(channels.one(plan.channel).counted, plan.messages),
        "reminders": filters.counting("%(n)s reminder", "%(n)s reminders", total),
        "days": days([wave.opens_on for wave in plan.waves]),
    }
    if not plan.waves:
        return str(gettext("%(messages)s out of %(reminders)s.", **parts))
    if len(plan.waves) == 1:
        return _ended(gettext("%(messages)s out of %(reminders)s, at once, %(days)s.", **parts))
    parts["waves"] = ngettext("%(n)s wave", "%(n)s waves", len(plan.waves), n=len(plan.waves))
    return _ended(gettext("%(messages)s out of %(reminders)s, in %(waves)s, %(days)s.", **parts))


def _ended(sentence: object) -> str:
    """With one full stop: the month may be abbreviated already ("30 nov.")."""
    return f"{str(sentence).rstrip('.')}."


def _languages(plan: Plan | Outlook) -> str:
    said = plan.languages
    if len(said) < 2:
        return ""
    counts = {key: filters.number(n) for key, n in said.items()}
    return str(gettext("Messages by language: %(fr)s in French, %(en)s in English.", **counts))


def _when(plan: Plan | Outlook) -> str:
    if not plan.waves:
        return ""
    on = days([wave.opens_on for wave in plan.waves])
    if len(plan.waves) == 1:
        said = gettext("At once, %(days)s", days=on)
    else:
        waves = ngettext("%(n)s wave", "%(n)s waves", len(plan.waves), n=len(plan.waves))
        said = gettext("In %(waves)s, %(days)s", waves=waves, days=on)
    return f"{said}{_hours(plan)}"


def _hours(plan: Plan | Outlook) -> str:
    wish = plan.wish
    hours = accounts.hours(accounts.current(plan.channel), from_time=wish.from_time, until_time=wish.until_time)
    span = hours.span(plan.waves[0].opens_on)
    if span is None:
        return ""
    first, last = (filters.clock_time(time.fromisoformat(each)) for each in span)
    return str(gettext(", between %(first)s and %(last)s", first=first, last=last))


def days(on: Sequence[date]) -> str:
    """ "le 3 mars", "les 3 et 6 mars", "le 27 mars et le 2 avril", "du 3 mars au 26 mai"; "on March 3 and 6"."""
    if not on:
        return ""
    written = [filters.day_short(day) for day in on]
    if len(on) == 1:
        return str(gettext("on %(day)s", day=written[0]))
    if len(on) > _DAYS_NAMED:
        return str(gettext("from %(first)s to %(last)s", first=written[0], last=written[-1]))
    if len({(day.year, day.month) for day in on}) == 1:
        return _same_month(on, written)
    *first, last = [str(gettext("on %(day)s", day=day)) for day in written]
    return str(gettext("%(first)s and %(last)s", first=", ".join(first), last=last))


def _same_month(on: Sequence[date], written: Sequence[str]) -> str:
    """The month once."""
    if current() == "en":
        *first, last = [written[0], *(str(day.day) for day in on[1:])]
        return f"on {', '.join(first)} and {last}"
    numbers = ["1er" if day.day == 1 else str(day.day) for day in on]
    month = written[-1].split(NBSP, 1)[1]
    return f"les {', '.join(numbers[:-1])} et {numbers[-1]}{NBSP}{month}"
