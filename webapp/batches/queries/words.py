"""The criteria of a batch and its rules, in words."""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext, lazy_pgettext, ngettext
from flask_babel import lazy_gettext as _

from webapp import channels, filters
from webapp.batches.queries import naming
from webapp.batches.rules import criteria as rules
from webapp.batches.rules.ages import Age
from webapp.batches.rules.criteria import Criteria
from webapp.batches.rules.filters import (
    CANCELLED,
    COMING,
    DELETED,
    NO_ANSWER,
    NO_VISIT,
    NOT_SENT,
    SENT,
    SILENT,
    VISITED,
)
from webapp.models import Reminder

Pairs = list[tuple[str, str]]


def criteria_in_words(found: Criteria | None, named: naming.Resolved | None, today: date) -> Pairs:
    """Name and value of everything that was asked for; empty for a batch gathered from the files.

    As it was written then where what it names is not `named` any more.
    """
    if found is None:
        return []
    pairs = [
        (gettext("Species"), _listed(named.species, found.species) if named else _written(found.species)),
        (gettext("Breeds"), _listed(named.breeds, found.breeds) if named else _written(found.breeds)),
        (gettext("Age"), _ages(found)),
        *_either(found),
        (gettext("Products bought"), _listed(named.products, found.products) if named else _written(found.products)),
        (gettext("Services bought"), _listed(named.services, found.services) if named else _written(found.services)),
        *_groups(found, named),
        *_period(found, today),
        (gettext("Visit"), _visit(found)),
        (gettext("Without e-mail"), _email(found)),
        (gettext("Not in"), _batches(found.exclude_batches)),
        (gettext("Only those of"), only_in_words(found)),
    ]
    return [(str(name), str(value)) for name, value in pairs if value]


def _or(names: Iterable[str]) -> str:
    return str(gettext(" or ")).join(names)


def _listed(both: naming.Both, _given: rules.Listed) -> str:
    return _with_and_without(_or(each.label for each in both.include), _or(each.label for each in both.exclude))


def _written(listed: rules.Listed) -> str:
    return _with_and_without(_or(listed.include), _or(listed.exclude))


def _with_and_without(included: str, excluded: str) -> str:
    if included and excluded:
        return str(gettext("%(included)s, but not %(excluded)s", included=included, excluded=excluded))
    return str(gettext("not %(excluded)s", excluded=excluded)) if excluded else included


def _groups(found: Criteria, named: naming.Resolved | None) -> Pairs:
    if named:
        groups = [_or(each.label for each in (*group.categories, *group.items)) for group in named.bought]
    else:
        groups = [_or((*group.categories, *group.any)) for group in found.bought]
    first, second = str(gettext("Bought")), str(gettext("And bought"))
    return [(second if place else first, words) for place, words in enumerate(groups)]


def _period(found: Criteria, today: date) -> Pairs:
    asks = found.products or found.services or found.bought
    first, last = found.period(today)
    between = gettext("from %(first)s to %(last)s", first=filters.day_long(first), last=filters.day_long(last))
    return [(str(gettext("Sales")), str(between))] if asks else []


def _visit(found: Criteria) -> str:
    if found.seen_since:
        return str(gettext("seen since %(day)s", day=filters.day_long(found.seen_since)))
    if found.not_seen_since:
        return str(gettext("not seen since %(day)s", day=filters.day_long(found.not_seen_since)))
    return ""


def _ages(found: Criteria) -> str:
    youngest, oldest = found.at_least, found.younger_than
    if youngest and oldest:
        return str(gettext("from %(low)s, under %(high)s", low=age(youngest), high=age(oldest)))
    if youngest:
        return str(gettext("at least %(low)s", low=age(youngest)))
    return str(gettext("under %(high)s", high=age(oldest))) if oldest else ""


def age(value: Age) -> str:
    """ "1 an 6 mois", without the parts that are zero."""
    words = [
        ngettext("%(num)d year", "%(num)d years", value.years) if value.years else "",
        ngettext("%(num)d month", "%(num)d months", value.months) if value.months else "",
        ngettext("%(num)d day", "%(num)d days", value.days) if value.days or not (value.years or value.months) else "",
    ]
    return " ".join(str(word).replace(" ", filters.NBSP) for word in words if word)


def _either(found: Criteria) -> Pairs:
    words = {True: str(gettext("yes")), False: str(gettext("no"))}
    pairs = [
        (gettext("Crossbred"), "" if found.crossbred is None else words[found.crossbred]),
        (gettext("Sterile"), "" if found.sterile is None else words[found.sterile]),
        (gettext("Sex"), {"M": gettext("male"), "F": gettext("female")}.get(found.sex or "", "")),
        (gettext("Deceased"), gettext("either") if found.deceased is None else words[True] if found.deceased else ""),
        (
            gettext("Followed elsewhere"),
            gettext("either") if found.other_clinic is None else words[True] if found.other_clinic else "",
        ),
    ]
    return [(str(name), str(value)) for name, value in pairs]


def _email(found: Criteria) -> str:
    said = {"only": gettext("only these clients"), "exclude": gettext("not these clients")}
    return str(said.get(found.without_email or "", ""))


def _batches(numbers: Iterable[str]) -> str:
    return ", ".join(str(gettext("Batch %(number)s", number=each)) for each in numbers)


def only_in_words(found: Criteria) -> str:
    """ "Lot 253, joints sans réponse"; empty where no batch alone is asked for."""
    which = {
        "no_answer": gettext(", reached without an answer"), "no_visit": gettext(", reached without a visit"),
    }  # fmt: skip
    return _batches(found.only_batches) + str(which.get(found.only_state or "", ""))


def left_out_label(rule: str, subject: str = "") -> str:
    """Who is left out by a rule of queries.choosing.exclusions: "Bought Simparica 40 mg"."""
    words = {
        "deceased": lambda: gettext("Have died"),
        "other_clinic": lambda: gettext("Followed at another clinic"),
        "given_away": lambda: gettext("Given away"),
        "archived": lambda: gettext("Their client is archived"),
        "no_email": lambda: gettext("Their client has no e-mail address"),
        "species": lambda: gettext("Species: %(name)s", name=subject),
        "breed": lambda: gettext("Breed: %(name)s", name=subject),
        "product": lambda: gettext("Bought %(name)s", name=subject),
        "service": lambda: gettext("Bought %(name)s", name=subject),
        "batch": lambda: gettext("Already in batch %(number)s", number=subject),
        "double": lambda: gettext("Have an open reminder of this type around this date"),
    }
    return str(words[rule]())


def reached_label(channel: str) -> str:
    """How clients are reached: by one of the channels, by none, or not before somebody has said something of them."""
    others = {"none": gettext("Nobody can"), "held": gettext("To verify first")}
    return str(others.get(channel) or channels.one(channel).name)


STATES = {
    NOT_SENT: _("To send"),
    SENT: lazy_pgettext("reminders", "Sent"),
    NO_ANSWER: _("No answer"),
    NO_VISIT: _("No visit"),
    SILENT: _("Neither answer nor visit"),
    COMING: _("Appointment booked"),
    VISITED: _("Came"),
    CANCELLED: lazy_pgettext("reminders", "Cancelled"),
    DELETED: lazy_pgettext("reminders", "Deleted"),
}  # the tabs and choices of a list of reminders


def stands(reminder: Reminder) -> tuple[str, str, str]:
    """Where a reminder of a batch stands and by which channel its client was reached: words, icon, tone."""
    by = f", {str(channels.way(reminder.done_by).name).lower()}" if reminder.done_by else ""
    if reminder.deleted_at:
        return gettext("deleted on %(day)s", day=filters.day_short(reminder.deleted_at)), "trash-2", ""
    if reminder.visited_at:
        return gettext("came on %(day)s", day=filters.day_short(reminder.visited_at)) + by, "check", "ok"
    if reminder.cancelled_at:
        return gettext("cancelled on %(day)s", day=filters.day_short(reminder.cancelled_at)) + by, "ban", ""
    if reminder.answered_at:
        return gettext("appointment booked") + by, "calendar-check", "going"
    if reminder.done_at:
        return gettext("reached on %(day)s", day=filters.day_short(reminder.done_at)) + by, "send", ""
    return gettext("to send"), "clock", ""
