"""What a person types into a client's file, and what the address asks to see of it."""

from collections.abc import Mapping

from flask_babel import lazy_gettext
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from webapp import channels, paging
from webapp.dossiers import rules
from webapp.fields import Form, too_long

LONGEST_NOTE = 2000


def _trimmed(typed: str | None) -> str:
    return (typed or "").replace("\r\n", "\n").strip()


class NoteForm(Form):
    text = TextAreaField(
        lazy_gettext("New note"),
        [
            DataRequired(lazy_gettext("Write something first.")),
            Length(max=LONGEST_NOTE, message=too_long(LONGEST_NOTE)),
        ],
        filters=[_trimmed],
    )


def wanted(asked: Mapping[str, str]) -> rules.Wanted:
    """What of all that passed; what is not known is passed over."""
    known = (rules.SAID, *rules.kinds(each.code for each in channels.written()))
    kind, way = asked.get("kind", ""), asked.get("way", "")
    return rules.Wanted(
        kind if kind in known else "",
        way if way in (rules.IN, rules.OUT) else "",
        paging.number(asked.get("page")),
    )


def which_list(asked: Mapping[str, str]) -> str:
    """Which list of reminders: what is to do unless another is named."""
    named = asked.get("list", "")
    return named if named in rules.LISTS else rules.TO_DO
