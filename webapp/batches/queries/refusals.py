"""Why criteria are not accepted and a batch cannot be cut, taken back or made, in words for a person."""

from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from webapp.batches.rules.refusals import NotAccepted, Problem

# These name the key and the value.
SENTENCES = {
    "not_an_object": _("Criteria are a JSON object with named keys, not a list or a single value."),
    "unreadable": _("The criteria cannot be read as JSON: %(value)s."),
    "unknown_key": _("“%(key)s” is not a criterion."),
    "not_an_object_here": _("“%(key)s” needs named parts in braces, not %(value)s."),
    "not_a_list": _("“%(key)s” needs a list in brackets, not %(value)s."),
    "not_a_name": _("“%(key)s” needs names or codes, not %(value)s."),
    "not_yes_or_no": _("“%(key)s” is true, false or null (either), not %(value)s."),
    "not_true_or_false": _("“%(key)s” is true or false, not %(value)s."),
    "not_one_of": _("“%(key)s” has no choice %(value)s."),
    "not_a_day": _("“%(key)s” needs a day such as 2026-03-05, not %(value)s."),
    "not_two_days": _("“%(key)s” needs two days, the first and the last, not %(value)s."),
    "not_an_age": _("“%(key)s” needs an age in years.months.days such as 0.6.0, not %(value)s."),
    "not_a_number": _("“%(key)s” needs numbers of batches such as 253 or 253-1, not %(value)s."),
    "days_upside_down": _("“%(key)s” begins after it ends: %(value)s."),
    "ages_upside_down": _("“age”: nothing is at least %(at_least)s and younger than %(younger_than)s."),
    "both_ways": _("“%(key)s” includes and excludes the same: %(value)s."),
    "since_and_not_since": _("“last_visit” asks for a visit since a day and for none since a day: choose one."),
    "since_nothing": _("“last_visit” needs “since” or “not_since” with a day."),
    "too_many": _("“%(key)s” has more entries than can be followed: at most %(value)s."),
    "empty_group": _("A group of “bought” names neither an item nor a category: nobody can meet it."),
    "unknown_species": _("“%(key)s”: no species is called %(value)s."),
    "unknown_breed": _("“%(key)s”: no breed is called %(value)s."),
    "unknown_product": _("“%(key)s”: no product has the code or the name %(value)s."),
    "unknown_service": _("“%(key)s”: no service has the code or the name %(value)s."),
    "unknown_item": _("“%(key)s”: no product or service has the code or the name %(value)s."),
    "unknown_category": _("“%(key)s”: no revenue category is called %(value)s."),
    "long_ago": _("“%(key)s”: %(value)s lies more than a year back. Look at the year."),
    "which_batches": _("“%(key)s” has a state and no batch: name the batches."),
    "unknown_batch": _("“%(key)s”: there is no batch %(value)s."),
}


def problem(found: Problem) -> str:
    """What is wrong with one key of the criteria."""
    return str(SENTENCES[found.code]) % {"key": found.key, "value": shown(found.value), **dict(found.words)}


def criteria(refused: NotAccepted) -> str:
    """All that is wrong, one sentence after the other."""
    return " ".join(problem(each) for each in refused.problems)


def shown(value: Any) -> str:
    """A value as one quotes it."""
    if isinstance(value, str):
        return str(gettext("“%(text)s”", text=value[:80]))
    if isinstance(value, (list, tuple)):
        return ", ".join(shown(each) for each in value[:5]) + (" …" if len(value) > 5 else "")
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value)[:80]


def split(code: str, number: int = 0) -> str:
    """The sentence for a code of rules.parts.SplitRefused."""
    sentences = {
        "not_positive": lambda: gettext("A part holds at least one reminder: give a number from 1 on."),
        "none": lambda: gettext("This batch has no reminders: there is nothing to split."),
        "fits": lambda: ngettext(
            "This batch has only %(num)d reminder: it fits into one part.",
            "This batch has only %(num)d reminders: they fit into one part.",
            number,
        ),
        "household": lambda: gettext(
            "One client has %(n)s reminders, and one client’s stay together: give at least %(n)s.", n=number
        ),
        "part": lambda: gettext("A part is not split again: name the whole batch."),
        "split": lambda: gettext("This batch is split already. Make it whole first to split it otherwise."),
        "mailed": lambda: gettext("A mailing was prepared for one of the parts: they stay as they are."),
        "sent": lambda: gettext("Some of these reminders were sent: the parts stay as they are."),
        "not_split": lambda: gettext("This batch is not split."),
    }
    return str(sentences[code]())
