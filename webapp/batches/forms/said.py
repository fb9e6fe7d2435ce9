"""What is wrong with the criteria, in the words of the screen: beside the field, so without the field's name."""

from flask_babel import gettext

from webapp.batches.queries import refusals
from webapp.batches.rules.refusals import Problem


def problem(found: Problem) -> str:
    """One sentence; those that only a script can cause are said as to a script."""
    value = refusals.shown(found.value)
    words = {
        "unknown_species": lambda: gettext("No species is called %(value)s.", value=value),
        "unknown_breed": lambda: gettext("No breed is called %(value)s.", value=value),
        "unknown_product": lambda: gettext("No product has the code or the name %(value)s.", value=value),
        "unknown_service": lambda: gettext("No service has the code or the name %(value)s.", value=value),
        "unknown_item": lambda: gettext("Nothing in the catalogue has the code or the name %(value)s.", value=value),
        "unknown_category": lambda: gettext("No revenue category is called %(value)s.", value=value),
        "unknown_batch": lambda: gettext("There is no batch %(number)s.", number=found.value),
        "both_ways": lambda: gettext("Included and excluded at once: nobody is left. Take one of the two away."),
        "days_upside_down": lambda: gettext("The period begins after it ends."),
        "ages_upside_down": lambda: gettext("The lower age is not below the upper one: nobody is left."),
        "not_a_day": lambda: gettext("%(value)s is not a day.", value=value),
        "not_two_days": lambda: gettext("Give both days of the period."),
        "not_an_age": lambda: gettext("Write whole numbers of years, months and days."),
        "since_nothing": lambda: gettext("Choose the day."),
    }
    say = words.get(found.code)
    return str(say()) if say else refusals.problem(found)


def unknown(typed: str, several: bool) -> str:
    """About what was typed into a picker and not chosen."""
    if several:
        return str(gettext("Several are called like “%(typed)s”: choose one from the list.", typed=typed))
    return str(gettext("Nothing is called “%(typed)s”.", typed=typed))
