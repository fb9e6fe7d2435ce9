"""What a person asks for and ticks: typed values, or what is wrong beside the field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import SelectField, ValidationError

from webapp import channels, paging, periods
from webapp.composition.queries import wording
from webapp.fields import DayField, Form, choice
from webapp.mailings.forms import key, named, naming
from webapp.models import TemplateVersion
from webapp.number_fields import WholeField
from webapp.second_contacts import rules
from webapp.second_contacts.queries import waiting
from webapp.second_contacts.queries.asking import Sent
from webapp.second_contacts.queries.picture import Filter, Picture, Row


class FilterForm(Form):
    """Whom the page is about; what is not said is as usual."""

    days = WholeField(
        lazy_gettext("Reached at least"), least=1, most=rules.MOST_DAYS,
        wrong=lazy_gettext("From 1 to %(most)s days: whoever was reached today is not written to again.",
                           most=rules.MOST_DAYS),
    )  # fmt: skip
    first = DayField(lazy_gettext("And not before"))
    type = SelectField(lazy_gettext("Type of reminder"), validate_choice=False)
    batch = SelectField(lazy_gettext("Batch"), validate_choice=False)
    tried = SelectField(lazy_gettext("Tried"), validate_choice=False)

    def __init__(self, typed: MultiDict[str, str], *, today: date) -> None:
        self.today, self.begun = today, waiting.first_day(today)
        named = set(typed) & {"days", "first", "type", "batch", "tried"}
        super().__init__(typed if named else None, data={"days": rules.USUAL_DAYS, "first": self.begun})
        self.client = paging.identifier(typed.get("client"))

    def validate_first(self, field: DayField) -> None:
        """A day that has come."""
        if field.day and field.day > self.today:
            raise ValidationError(gettext("This day has not come yet"))

    @property
    def wanted(self) -> Filter:
        """What is asked for; the usual where it makes no sense."""
        first = self.first.day
        return Filter(
            days=self.days.data or rules.USUAL_DAYS,
            first=first if first and periods.EARLIEST <= first <= self.today else self.begun,
            type=paging.identifier(self.type.data),
            batch=(self.batch.data or "")[:20],
            tried=self.tried.data if self.tried.data in channels.codes() else "",
            client=self.client,
        )

    @property
    def params(self) -> dict[str, Any]:
        """The parameters of an address that asks for the same; the usual is left out."""
        given = {
            "days": self.days.data if self.days.data != rules.USUAL_DAYS else None,
            "first": self.first.day.isoformat() if self.first.day and self.first.day != self.begun else None,
            "type": self.type.data, "batch": self.batch.data, "tried": self.tried.data, "client": self.client,
        }  # fmt: skip
        return {name: value for name, value in given.items() if value}

    def offer(self, shown: Picture) -> "FilterForm":
        """With the choices that there are."""
        self.type.choices = [choice("", gettext("All types")), *(choice(str(id_), name) for id_, name in shown.types)]
        self.batch.choices = [
            choice("", gettext("All batches")),
            *(choice(number, gettext("Batch %(number)s", number=said)) for number, said in shown.batches),
        ]
        tried = (choice(code, channels.one(code).name) for code in channels.codes())
        self.tried.choices = [choice("", gettext("By any means")), *tried]
        return self


# ---------- What was ticked.


@dataclass(frozen=True)
class Picked:
    """Whom to contact, by channel, in the order of the page; and how. `errors`: sentences by field."""

    rows: Mapping[str, Sequence[Row]]
    versions: Mapping[str, TemplateVersion]
    first_on: date  # of the e-mails
    call_on: date
    errors: Mapping[str, str]

    @property
    def clients(self) -> int:
        return sum(len(some) for some in self.rows.values())

    def reminders(self, channel: str) -> tuple[int, ...]:
        """What a channel is to be about."""
        return tuple(sorted(need.id for row in self.rows.get(channel, ()) for need in row.needs))


def picked(typed: MultiDict[str, str], shown: Picture, *, today: date, first_on: date) -> Picked:
    """What the form of the page says; `first_on`: when e-mails leave where nobody says."""
    errors: dict[str, str] = {}
    rows: dict[str, list[Row]] = {}
    ticked = set(map(paging.identifier, typed.getlist("client")))
    for group in shown.groups:
        for row in group.rows:
            apart = f"via-{row.client_id}" in typed  # it stood there to be ticked
            if row.client_id in ticked or (not apart and f"rest-{group.channel.code}" in typed):
                via = typed.get(f"via-{row.client_id}", "")
                rows.setdefault(via if via in row.ways else group.channel.code, []).append(row)
    if not rows:
        errors["ticks"] = gettext("Tick at least one client.")
    versions = {}
    for code in rows:
        if channels.one(code).kinds:
            version = _version(typed, shown, code)
            if version:
                versions[code] = version
            else:
                errors[f"template-{code}"] = _no_template(shown, code)
    on = {name: _day(typed, name, usual, today, errors) for name, usual in (("first_on", first_on), ("call_on", today))}
    return Picked(rows, versions, **on, errors=errors)


def _version(typed: Mapping[str, str], shown: Picture, code: str) -> TemplateVersion | None:
    """The newest of the template that was chosen, or of the ready-made one; none of another medium."""
    offered = [id_ for id_, _name in shown.templates.get(code, ())]
    chosen = paging.identifier(typed.get(f"template-{code}")) or shown.defaults.get(code) or next(iter(offered), 0)
    return wording.version_of(chosen) if chosen in offered else None


def _no_template(shown: Picture, code: str) -> str:
    if not shown.templates.get(code):
        return str(gettext("There is no template for it yet: write one under Templates."))
    return str(gettext("This template is of another kind: choose one from the list."))


def _day(typed: Mapping[str, str], name: str, usual: date, today: date, errors: dict[str, str]) -> date:
    written = typed.get(name, "").strip()
    day = periods.day(written) if written else usual
    if day is None:
        errors[name] = gettext("“%(typed)s” is no day: write it like 31/12/2025", typed=written[:40])
    elif day < today:
        errors[name] = gettext("This day is past")
    return usual if day is None or name in errors else day


# ---------- What was confirmed.


def sent(typed: Mapping[str, str], *, today: date) -> Sent | None:
    """What the form of the sentence holds; None for what no such form can have sent."""
    token = key(typed)
    days = [periods.day(typed.get(name)) for name in ("first_on", "call_on")]
    if token is None or None in days:
        return None
    about = {code: rows for code in waiting.usable() if (rows := named(typed.get(f"about-{code}", "")))}
    versions = {}
    for code in about:
        if channels.one(code).kinds:
            version = wording.version_of(paging.identifier(typed.get(f"template-{code}")))
            if version is None or version.template.kind not in {kind.code for kind in channels.one(code).kinds}:
                return None
            versions[code] = version
    first_on, call_on = (max(day or today, today) for day in days)
    return Sent(about, versions, first_on, call_on, {code: typed.get(f"seen-{code}", "") for code in about}, token)


def carried(picked: Picked, code: str) -> str:
    """The reminders of a channel, for a hidden field or an address."""
    return naming(picked.reminders(code))
