"""Why a batch cannot be cut, taken back or made, in words for a person."""

from __future__ import annotations

from flask_babel import gettext, ngettext


def split(code: str, number: int = 0) -> str:
    """The sentence for a code of rules.parts.NotDivisible or of actions.splitting.Refused."""
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
