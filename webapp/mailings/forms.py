"""What a person says about a mailing: which wording, grouped how, in which waves. Typed values, or what is wrong."""

import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, SelectField, ValidationError

from webapp import contacts, filters, paging
from webapp.composition.rules import languages
from webapp.composition.rules.grouping import GROUPINGS
from webapp.fields import DayField, Form, LineField, choice
from webapp.mailings.queries.composing import Wish
from webapp.number_fields import WholeField

LARGEST_WAVE, LONGEST_WAIT = 100_000, 90
_KEY = re.compile(r"[0-9a-f]{24}", re.ASCII)
GROUPED = {
    "client": lazy_gettext("One message a client, about all their patients"),
    "species": lazy_gettext("One message a species"),
    "animal": lazy_gettext("One message a patient"),
}


class HourField(SelectField):
    """An hour of the clinic's clock, every half hour; empty = the account's own hours."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, validate_choice=False, **options)
        halves = [time(hour, minute) for hour in range(24) for minute in (0, 30)]
        hours = (choice(f"{each:%H:%M}", filters.clock_time(each)) for each in halves)
        self.choices = [choice("", gettext("As set for the account")), *hours]

    def pre_validate(self, form: Any) -> None:
        """Refuses what is no hour."""
        try:
            time.fromisoformat(self.data or "00:00")
        except ValueError:
            raise ValidationError(gettext("Choose an hour")) from None


def _whole(label: Any, most: int) -> WholeField:
    words = lazy_gettext("A whole number from %(least)s to %(most)s", least=1, most=most)
    return WholeField(label, least=1, most=most, wrong=words)


class MailingForm(Form):
    """The wishes about a mailing; it is read from the address as well as from a form."""

    template = SelectField(
        lazy_gettext("Template"), validate_choice=False, coerce=lambda value: paging.identifier(str(value or "")) or 0
    )
    grouping = SelectField(lazy_gettext("Grouping"), choices=[choice(name, GROUPED[name]) for name in GROUPINGS])
    wave_size = _whole(lazy_gettext("Messages a wave"), LARGEST_WAVE)
    every_days = _whole(lazy_gettext("Days between waves"), LONGEST_WAIT)
    first_on = DayField(lazy_gettext("First day"))
    from_time = HourField(lazy_gettext("Not before"))
    until_time = HourField(lazy_gettext("Not after"))
    expires_on = DayField(lazy_gettext("Last day on which it makes sense"))
    unwritten = SelectField(
        lazy_gettext("Those in whose language there is no text"),
        choices=[
            choice(languages.ASK, lazy_gettext("Ask me")),
            choice(languages.OTHER, lazy_gettext("Send them the French text")),
            choice(languages.OUT, lazy_gettext("Leave them out")),
        ],
    )
    one_text = BooleanField(lazy_gettext("The same text for all, whatever they bought"))
    recently_too = BooleanField(lazy_gettext("Also those already reached for the same thing in the last 30 days"))

    def __init__(
        self, typed: Any, *, templates: Sequence[tuple[int, str]], default: int | None, first_on: date, today: date,
        correction: bool = False,
    ) -> None:  # fmt: skip
        if correction:  # never by default what they were sent already
            templates, default = [(0, gettext("Choose…")), *templates], None
        self.today, self.offered = today, [number for number, _ in templates]
        shown = {
            "template": default or (templates[0][0] if templates else 0), "grouping": GROUPINGS[0],
            "wave_size": Wish.wave_size, "every_days": Wish.every_days, "first_on": first_on,
            "unwritten": languages.ASK,
        }  # fmt: skip
        known = (
            set(typed) & {*shown, "from_time", "until_time", "expires_on", "recently_too", "one_text"} if typed else ()
        )
        super().__init__(typed if known else None, data=shown)
        self.template.choices = [choice(*each) for each in templates]

    def validate_template(self, field: SelectField) -> None:
        """One of those there are."""
        if not self.offered:
            raise ValidationError(gettext("There is no template for an e-mail yet: write one under Templates."))
        if field.data not in self.offered:
            raise ValidationError(gettext("Choose a template"))

    def validate_first_on(self, field: DayField) -> None:
        if field.day is None:
            raise ValidationError(gettext("Say on which day the first wave is sent"))
        if field.day < self.today:
            raise ValidationError(gettext("This day is past"))

    def validate_until_time(self, field: SelectField) -> None:
        """After the hour at which it begins."""
        if field.data and self.from_time.data and field.data <= self.from_time.data:
            raise ValidationError(gettext("This is before the hour at which it begins"))

    def validate_expires_on(self, field: DayField) -> None:
        if field.day and self.first_on.day and field.day < self.first_on.day:
            raise ValidationError(gettext("This is before the first day"))

    @property
    def grouped(self) -> str:
        """How they are grouped, in words."""
        return str(GROUPED.get(self.grouping.data, ""))

    def wish(self) -> Wish:
        """What was typed, once it is valid."""
        return Wish(
            grouping=self.grouping.data,
            wave_size=self.wave_size.data or Wish.wave_size,
            every_days=self.every_days.data or Wish.every_days,
            first_on=self.first_on.day or self.today,
            from_time=self.from_time.data or "",
            until_time=self.until_time.data or "",
            expires_on=self.expires_on.day,
            recently_too=bool(self.recently_too.data),
            unwritten=self.unwritten.data or languages.ASK,
        )

    def fields(self) -> dict[str, Any]:
        """What was typed, to be carried on in hidden fields and addresses."""
        return {
            name: field.data
            for name, field in self._fields.items()
            if field.data not in (None, "", False)
        }  # fmt: skip


def new_key() -> str:
    """What tells one approval from another: a form that is sent twice brings the same."""
    return secrets.token_hex(12)


def key(typed: Mapping[str, str]) -> str | None:
    """The key that a form brings; None for what is none."""
    written = typed.get("key", "")
    return written if _KEY.fullmatch(written) else None


def rows(values: Sequence[str]) -> tuple[int, ...]:
    """The rows that were ticked."""
    return tuple(sorted({row for value in values if (row := paging.identifier(value))}))


def named(written: str) -> tuple[int, ...]:
    """The rows of an address: "12,15". What is none is passed over."""
    return rows(written.split(","))


def naming(named: Sequence[int]) -> str:
    return ",".join(map(str, named))


class TestForm(Form):
    __test__ = False  # no test of pytest's
    address = LineField(lazy_gettext("Your e-mail address"))

    def validate_address(self, field: LineField) -> None:
        """An address that can be right."""
        if not field.data:
            raise ValidationError(gettext("Say to which address the test goes."))
        try:
            contacts.email(field.data)
        except contacts.Doubtful as error:
            raise ValidationError(gettext("This is no e-mail address; for example info@clinique.ca.")) from error
