"""What keeps a wording from being saved, in words."""

from flask_babel import gettext, lazy_gettext

from webapp.fields import too_long
from webapp.languages import current
from webapp.message_templates.rules import checks
from webapp.message_templates.rules.checks import Finding
from webapp.message_templates.rules.tags import label

_PLAINLY = {
    "no_text": lazy_gettext("Write the text in at least one language"),
    "subject_alone": lazy_gettext("There is a subject, but no text under it"),
    "no_picture": lazy_gettext("Choose a picture, or take the block away"),
    "button_without_address": lazy_gettext("Say where the button leads"),
    "address_without_button": lazy_gettext("Say what the button says"),
}


def said(fault: Finding) -> str:
    """What is wrong, in one sentence."""
    if fault.code == "too_long":
        return str(too_long(checks.longest(fault.field)))
    if fault.code == "no_subject":
        return _no_subject(fault.language)
    if fault.code == "unknown_tag":
        return _unknown_tag(fault)
    if fault.code == "only_spoken":
        tag = label(fault.what, current())
        return gettext("“%(tag)s” belongs to a call: only a call script can say it.", tag=tag)
    if fault.code == "stray_braces":
        return gettext("These braces make no tag: “%(place)s”. Two open it and two close it.", place=fault.what)
    if fault.code == "button_scheme":
        return gettext("“%(url)s” cannot be opened: write https://…, mailto:… or tel:…", url=fault.what)
    return str(_PLAINLY[fault.code])


def _no_subject(language: str) -> str:
    if language == "en":
        return gettext("An e-mail needs a subject, in English too")
    return gettext("An e-mail needs a subject")


def _unknown_tag(fault: Finding) -> str:
    if fault.other:
        return gettext(
            "Nobody knows the tag “%(name)s”. Did you mean “%(other)s” (%(label)s)?",
            name=fault.what,
            other=fault.other,
            label=label(fault.other, current()),
        )
    return gettext("Nobody knows the tag “%(name)s”. Choose one from the list.", name=fault.what)
