"""What a list of reminders is asked for."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from webapp.reminders.rules.contacts import RESULTS
from webapp.reminders.rules.lives import AWAITING_ANSWER, AWAITING_VISIT, CLOSED, DELETED, TO_DO

PROMISED = "promised"  # of what is to do: that the client awaits at its hour or on its day
TABS = (TO_DO, PROMISED, AWAITING_ANSWER, AWAITING_VISIT, CLOSED, DELETED)
TODAY, OVERDUE, WEEK, FORTNIGHT, ALL, DATES = "today", "overdue", "week", "fortnight", "all", "dates"
WHENS = (TODAY, OVERDUE, WEEK, FORTNIGHT, ALL, DATES)
# What waits for a person, and how: a call (no message reaches, or it failed), nothing that reaches, one that failed;
# or a message on its way, which needs nobody; or nobody is to be contacted before a doubt is settled.
# Or it was put off to another day.
CALL, NONE, FAILED, PLANNED, HELD, LATER = "phone", "none", "failed", "planned", "held", "later"
REACHES = (CALL, FAILED, NONE, PLANNED, LATER, HELD)
LONGEST_SEARCH = 100
# Of the last call to the client, beside what can come of one; since there is anything to say: no call, or none in which
# somebody was there.
NOT_CALLED, NOT_REACHED = "not_called", "not_reached"
LAST_CALLS = (NOT_CALLED, NOT_REACHED, *RESULTS)
NOT_TRIED = "none"  # of the channel by which the client was tried last: by none


@dataclass(frozen=True)
class ReminderFilter:
    """Which reminders a list shows. `responsible` 0 = nobody's."""

    tab: str = TO_DO
    q: str = ""
    type: int | None = None
    responsible: int | None = None
    when: str = ""  # one of WHENS; empty = as the tab does by itself
    first: date | None = None  # of DATES
    last: date | None = None
    reach: str = ""  # one of REACHES; empty, of what is to do: all that no message on its way will do
    batch: str = ""
    species: int | None = None
    language: str = ""  # of the client
    tried: str = ""  # by which channel last, or NOT_TRIED
    called: str = ""  # what came of the last call: one of LAST_CALLS

    @property
    def period(self) -> str:
        """What is to do is asked for up to today; a batch, and everything else, whole."""
        return self.when or (TODAY if self.tab == TO_DO and not self.batch else ALL)

    @property
    def to_call(self) -> bool:
        """Whether it is a list of whom to call: neither what a message will do, nor what waits for another day."""
        return self.tab == TO_DO and self.reach not in (PLANNED, LATER, HELD)

    def due(self, today: date) -> tuple[date | None, date | None]:
        """The first and the last day on which they are due; None = open on that side."""
        if self.period == DATES:
            return self.first, self.last
        ends = {TODAY: 0, OVERDUE: -1, WEEK: 7, FORTNIGHT: 14}
        days = ends.get(self.period)
        return None, None if days is None else today + timedelta(days=days)

    @property
    def narrow(self) -> bool:
        """Whether what seldom is asked for is: what the fold holds."""
        return bool(self.species or self.language or self.tried or self.called)

    @property
    def filtered(self) -> bool:
        """Whether anything but a tab and a period was asked for."""
        return replace(self, tab=TO_DO, when="", first=None, last=None) != ReminderFilter()
