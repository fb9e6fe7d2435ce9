"""What is typed about reminders, and what addresses ask for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from flask_babel import gettext, lazy_gettext, pgettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, ValidationError
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired

from webapp import channels, paging, periods
from webapp.fields import DayField, Form, LineField, NamedForm, NoteField, RowField, choice, choices, line
from webapp.languages import NAMES, name_of
from webapp.models import Animal, Client, ReminderType, StaffMember, Template
from webapp.number_fields import WholeField
from webapp.reminders.actions.lives import Seen
from webapp.reminders.queries import act_texts
from webapp.reminders.queries.act_texts import TextRow
from webapp.reminders.queries.answer_rows import unknown_codes
from webapp.reminders.queries.types import TEMPLATE_FIELDS
from webapp.reminders.rules import answer_rows
from webapp.reminders.rules import filters as rules
from webapp.reminders.rules.answers import MOST_DAYS
from webapp.reminders.rules.filters import ReminderFilter

_BATCH = re.compile(r"\d{1,9}(?:-\d{1,5})?", re.ASCII)


def wanted(args: Mapping[str, str]) -> ReminderFilter:
    """What the address asks for; what makes no sense is passed over."""
    first, last = periods.day(args.get("from")), periods.day(args.get("to"))
    if first and last and last < first:
        first, last = last, first
    when = _one_of(args.get("when"), rules.WHENS)
    if when in ("", rules.DATES):
        when = rules.DATES if first or last else ""
    batch = args.get("batch", "").strip()
    return ReminderFilter(
        tab=_one_of(args.get("tab"), rules.TABS) or rules.TABS[0],
        q=args.get("q", "").strip()[: rules.LONGEST_SEARCH],
        type=paging.identifier(args.get("type")),
        responsible=paging.identifier(args.get("responsible")),
        when=when,
        first=first if when == rules.DATES else None,
        last=last if when == rules.DATES else None,
        reach=_one_of(args.get("reach"), rules.REACHES),
        batch=batch if _BATCH.fullmatch(batch) else "",
        species=paging.identifier(args.get("species")) or None,
        language=_one_of(args.get("language"), tuple(NAMES)),
        tried=_one_of(args.get("tried"), ways()),
        called=_one_of(args.get("called"), rules.LAST_CALLS),
    )


def ways() -> tuple[str, ...]:
    """By what a client can have been tried last."""
    return rules.NOT_TRIED, *channels.codes(), "counter"


def _one_of(value: str | None, known: tuple[str, ...]) -> str:
    return value if value in known else ""


def params(asked: ReminderFilter, page: int = 1) -> dict[str, Any]:
    """The parameters of an address that asks for this; the usual is left out."""
    given: dict[str, Any] = {
        "tab": asked.tab if asked.tab != rules.TABS[0] else "",
        "q": asked.q,
        "type": asked.type,
        "responsible": asked.responsible,
        "when": asked.when if asked.when != rules.DATES else "",
        "from": asked.first,
        "to": asked.last,
        "reach": asked.reach,
        "batch": asked.batch,
        "species": asked.species,
        "language": asked.language,
        "tried": asked.tried,
        "called": asked.called,
        "page": page if page > 1 else None,
    }
    return {name: str(value) for name, value in given.items() if value not in ("", None)}


LONGEST_VIEW = 40


class ViewForm(Form):
    """What a view is called, and who has it."""

    name = line(lazy_gettext("Name of the view"), LONGEST_VIEW, lazy_gettext("Give the view a name"))
    everybody = BooleanField(lazy_gettext("For the whole team"))


@dataclass(frozen=True)
class Chosen:
    """Many at once: those that were ticked, or the whole list of `total`; and how each stood when it was shown."""

    ids: list[int]
    all: bool
    total: int | None
    seen: dict[int, Seen]

    @classmethod
    def of(cls, typed: MultiDict[str, str], *, whose: bool) -> "Chosen":
        """`whose`: it also matters whose they were. What names no reminder is passed over."""
        seen = {}
        for number, standing, responsible in (
            each.split(":") for each in typed.getlist("seen") if each.count(":") == 2
        ):
            if row := paging.identifier(number):
                seen[row] = Seen(standing, (paging.identifier(responsible) or 0) if whose else None)
        ids = [each for each in map(paging.identifier, typed.getlist("ids")) if each is not None]
        return cls(ids, "all" in typed, paging.identifier(typed.get("total")), seen)


LONGEST_NOTE = 2000


class NewReminderForm(Form):
    """For whom, what about, when due, and who looks after it."""

    animal = RowField(lazy_gettext("For"))
    type = RowField(lazy_gettext("Type of reminder"))
    due_on = DayField(lazy_gettext("Due on"))
    responsible = RowField(lazy_gettext("Who looks after it"))
    note = NoteField(lazy_gettext("Note"), longest=LONGEST_NOTE)

    def __init__(
        self, typed: Any, *, client: Client, animals: Sequence[Animal], types: Sequence[ReminderType],
        members: Sequence[StaffMember], animal_id: int | None = None,
    ) -> None:  # fmt: skip
        self.client = client
        super().__init__(typed, data={"animal": animal_id or (animals[0].id if len(animals) == 1 else 0)})
        self.animal.choices = [choice(each.id, each.name or gettext("no name")) for each in animals] + [
            choice(0, gettext("The client, no animal in particular"))
        ]
        self.type.choices = choices(types)
        self.responsible.choices = choices(members, gettext("Nobody in particular"), name=attrgetter("name"))

    def validate_due_on(self, field: DayField) -> None:
        if field.day is None:
            raise ValidationError(gettext("Say on which day"))
        if not date(2000, 1, 1) <= field.day <= periods.LATEST:
            raise ValidationError(gettext("No reminder is due that day: check the year"))

    def values(self) -> dict[str, Any]:
        """The keyword arguments of actions.lives.create, but for who and when."""
        columns = super().values()
        named = {f"{name}_id": columns.pop(name) for name in ("animal", "type", "responsible")}
        return {"client_id": self.client.id, **named, **columns}


class NamesField(NoteField):
    """Names or codes, one a line."""

    @property
    def names(self) -> tuple[str, ...]:
        """Each once, empty lines left out."""
        return answer_rows.together([line for line in (self.data or "").splitlines() if line.strip()])

    def process_data(self, value: Any) -> None:
        """A list of them, as it is edited: one a line."""
        self.data = "\n".join(value or ())

    def pre_validate(self, form: Any) -> None:
        """As the table takes them."""
        if len(self.names) > answer_rows.MOST or any(len(each) > answer_rows.LONGEST for each in self.names):
            most, longest = answer_rows.MOST, answer_rows.LONGEST
            raise ValidationError(gettext("Take at most %(most)s lines of %(longest)s characters.", most=most,
                                          longest=longest))  # fmt: skip


def _within(label: Any) -> WholeField:
    needed, wrong = lazy_gettext("Say within how many days"), lazy_gettext("From no day to two years")
    return WholeField(label, least=0, most=MOST_DAYS, wrong=wrong, needed=needed)


class AnsweringForm(Form):
    """What answers, closes or exempts one type of reminder, and within which days."""

    group = LineField(lazy_gettext("Group"), longest=answer_rows.LONGEST)
    appointments = NamesField(lazy_gettext("Types of appointments"))
    reasons = NamesField(lazy_gettext("Reasons of visits and appointments"))
    items = NamesField(lazy_gettext("Codes of items that are sold"))
    never = NamesField(lazy_gettext("What never answers"))
    days_before = _within(lazy_gettext("Before the day on which it is due"))
    days_after = _within(lazy_gettext("After that day"))

    def __init__(self, typed: Any, *, row: answer_rows.Row) -> None:
        super().__init__(typed or None, obj=row)
        self.type = row.type

    def validate_items(self, field: NamesField) -> None:
        if unknown := unknown_codes(field.names):
            raise ValidationError(gettext("No item has this code: %(codes)s", codes=", ".join(unknown)))

    def row(self) -> answer_rows.Row:
        """What is said of the type, once the form is valid."""
        fields: Any = self
        lists: dict[str, Any] = {name: fields[name].names for name in answer_rows.LISTS}
        days: dict[str, Any] = {name: self[name].data for name in answer_rows.DAYS}
        return answer_rows.Row(type=self.type, group=self.group.data or "", **lists, **days)


class ActTextForm(Form):
    """For which act of a type which template is taken. An act that stands is not changed: `act` is given then."""

    act = LineField(lazy_gettext("Item or revenue category"))
    template = RowField(lazy_gettext("Template"), validate_choice=False)

    def __init__(
        self, typed: Any, *, type: ReminderType, templates: Mapping[str, Sequence[Template]], row: TextRow | None = None
    ) -> None:
        super().__init__(typed or None, data={"template": row.text.template_id} if row else None)
        self.type, self.row = type, row
        self.meant = row.act if row else None
        self.known = {each.id: each for some in templates.values() for each in some}
        self.template.choices = [choice(0, gettext("Choose…"))] + [
            SelectChoice(str(each.id), name_of(each), optgroup=str(channels.kind(kind).plural))
            for kind, some in templates.items()
            for each in some
        ]

    def validate_act(self, field: LineField) -> None:
        """It must name something of the catalogue, and nothing else beside."""
        if self.row:
            return
        if not field.data:
            raise ValidationError(gettext("Say for which item or category."))
        found = act_texts.meant(field.data)
        if not found:
            raise ValidationError(gettext("Nothing in the catalogue is called “%(typed)s”.", typed=field.data))
        if len(found) > 1:
            codes = ", ".join(each.code or each.name for each in found[:5])
            raise ValidationError(gettext("Several are called so: give the code (%(codes)s).", codes=codes))
        self.meant = found[0]

    def validate_template(self, field: RowField) -> None:
        """One that can take the place of the type's own."""
        chosen = self.known.get(field.data)
        if chosen is None:
            raise ValidationError(gettext("Choose a template"))
        if why := act_texts.unfit_for(self.type, chosen):
            raise ValidationError(act_texts.UNFIT[why])
        if self.meant and act_texts.taken(
            self.type.id, chosen.kind, self.meant, but=self.row.text.id if self.row else None
        ):
            raise ValidationError(gettext("“%(act)s” has a text over this medium already.", act=self.meant.name))

    def values(self) -> dict[str, Any]:
        """The keyword arguments of actions.act_texts, once the form is valid."""
        act = self.meant.key if self.meant else {}
        return {"type_id": self.type.id, "template": self.known[self.template.data], **act}


LONGEST_DAYS = 3650


class ReminderTypeForm(NamedForm):
    """Names, days, how it is followed, and which wordings it takes by default."""

    name_fr = LineField(lazy_gettext("Name in French"), [DataRequired(lazy_gettext("Name the type in French"))])
    days = WholeField(
        lazy_gettext("Due again after"), least=1, most=LONGEST_DAYS,
        wrong=lazy_gettext("From one day to ten years"), needed=lazy_gettext("Say after how many days"),
    )  # fmt: skip
    follows_answer = BooleanField(lazy_gettext("Follow the answer until the visit"))
    internal_only = BooleanField(lazy_gettext("Among colleagues only"))
    email_template = RowField(lazy_gettext("E-mail"))
    sms_template = RowField(lazy_gettext("Text message"))
    document_template = RowField(lazy_gettext("Letter or card"))

    def __init__(
        self, typed: Any, *, templates: Mapping[str, Sequence[Template]], kind: ReminderType | None = None
    ) -> None:
        shown = kind.__data__ if kind else {"days": 365, "follows_answer": True}
        super().__init__(typed or None, data=shown)  # an empty form would untick every box
        for name in TEMPLATE_FIELDS:
            field: Any = self[name]
            field.choices = choices(templates[name], pgettext("template", "None"))
