"""The rules of a batch in words."""

from __future__ import annotations

from flask_babel import gettext

from webapp import channels


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
    """How clients are reached: by one of the channels, or by none."""
    return str(gettext("Nobody can") if channel == "none" else channels.one(channel).name)
