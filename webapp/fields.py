"""Fields of forms: lines of text, numbers, amounts, days and hours, each refused in words beside the field."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, time
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_babel.speaklater import LazyString
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import Form as PlainForm
from wtforms import SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields import Field, SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, Length
from wtforms.widgets import TextInput

from webapp import clock, contacts, filters
from webapp.languages import name_of

LONGEST = 200
NO_COLUMNS = ("csrf_token", "seen")  # of any form: what it was shown with


class Refused(ValueError):
    """What was typed cannot be taken; the message says why, in the person's language."""


def choice(value: object, label: object) -> Any:
    """One of the choices of a select or of radio buttons."""
    return SelectChoice(value, label)


def choices(rows: Iterable[Any], none: object = None, *, name: Callable[[Any], str] = name_of) -> list[Any]:
    """The rows by their names, after the words for `none` of them, whose value is 0."""
    return [*([choice(0, none)] if none else []), *(choice(each.id, name(each)) for each in rows)]


def no_picture(code: str) -> str:
    """Why a file cannot be used as a picture: `code` is that of printing.NotAPicture."""
    return str(
        {
            "format": gettext("Take a JPEG or a PNG."),
            "too_large": gettext("This picture is too large: at most %(size)s.", size=filters.size(8_000_000)),
            "too_small": gettext("This picture is too small to be printed."),
        }.get(code, gettext("This file cannot be read as a picture."))
    )


def too_long(longest: int) -> Any:
    """The sentence beside a text of more characters."""
    return LazyString(lambda: gettext("This is too long: %(n)s characters at most", n=filters.number(longest)))


@contextmanager
def beside(field: Field, refusal: type[Exception], sentence: str | Callable[[Any], str]) -> Iterator[None]:
    """Where saving is refused so: the sentence beside the field, and no answer yet."""
    try:
        yield
    except refusal as error:
        field.errors = [sentence(error) if callable(sentence) else sentence]


class LineField(StringField):
    """One line of text. Spaces around it go; those inside, no-break ones included, stay as typed unless `squeezed`."""

    def __init__(
        self, label: Any = None, validators: Sequence[Any] = (), *,
        longest: int = LONGEST, message: Any = None, squeezed: bool = False, **more: Any,
    ) -> None:  # fmt: skip
        checked = [*validators, Length(max=longest, message=message or too_long(longest))]
        super().__init__(label, checked, **{"default": "", **more})
        self.squeezed = squeezed

    def process_data(self, value: Any) -> None:
        """None is an empty line."""
        self.data = value or ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed, without its edges and without control characters."""
        if valuelist:
            typed = " ".join(valuelist[0].split()) if self.squeezed else valuelist[0]
            self.data = "".join(c for c in typed if c.isprintable() or c in "\u00a0\u202f").strip()


def line(label: Any, longest: int, needed: Any = None) -> LineField:
    """A line whose spaces run together; `needed` is the sentence where there is none."""
    message = lazy_gettext("Take at most %(n)s characters.", n=longest)
    required = [DataRequired(needed)] if needed else []
    return LineField(label, required, longest=longest, message=message, squeezed=True)


def email_address(form: Any, field: Field) -> None:
    """Validates an address that one could write to, or none."""
    try:
        field.data = contacts.email(field.data or "")
    except contacts.Doubtful as error:
        raise ValidationError(gettext("This is no e-mail address; for example info@clinique.ca.")) from error


class OurWords:
    """WTForms' own sentences in ours, in the person's language; one that nobody expected says so in general."""

    _WORDS: Mapping[str, Callable[[], str]] = {
        "Not a valid choice.": lambda: gettext("Make a choice here."),
        "Invalid Choice: could not coerce.": lambda: gettext("Make a choice here."),
        "Invalid choice(s): one or more data inputs could not be coerced.": lambda: gettext("Make a choice here."),
        "This field is required.": lambda: gettext("Fill this in."),
        "Not a valid integer value.": lambda: gettext("Give a number."),
        "Not a valid decimal value.": lambda: gettext("Give a number."),
    }

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Their plurals are about choices and about lengths, which are always said in our words."""
        theirs = "Not a valid choice." if "choice" in singular else singular
        return self.gettext(theirs)

    def gettext(self, string: str) -> str:
        """The sentence for one of theirs."""
        say = self._WORDS.get(string)
        return str(say() if say else gettext("This cannot be taken as it stands: look at it again."))


class OurMeta:
    """Where a form's fields find their words."""

    def get_translations(self, form: Any) -> OurWords:
        return OurWords()


class _Columns:
    """A form whose fields are columns of a table; a field may have a `column` other than its `data`."""

    _fields: dict[str, Field]

    def values(self) -> dict[str, Any]:
        """The columns, once the form is valid."""
        named = {name: field for name, field in self._fields.items() if name not in NO_COLUMNS}
        return {name: getattr(field, "column", field.data) for name, field in named.items()}


class Form(_Columns, PlainForm):
    class Meta(OurMeta):
        pass


class PostedForm(_Columns, FlaskForm):  # type: ignore[misc]
    """The same, for those that read the request by themselves."""

    class Meta(OurMeta):
        pass


class NamedForm(Form):
    """What has a `name_fr`, and one in English, which is the French one where it is missing."""

    name_en = LineField(lazy_gettext("Name in English"))

    def values(self) -> dict[str, Any]:
        """The columns, once the form is valid."""
        found = super().values()
        return {**found, "name_en": found["name_en"] or found["name_fr"]}


class NoteField(TextAreaField):
    """Lines of text; one kind of line end, nothing around it."""

    def __init__(self, label: Any = None, *, longest: int = 5000, **more: Any) -> None:
        clean = [lambda value: (value or "").replace("\r\n", "\n").strip()]
        checked = [Length(max=longest, message=too_long(longest))]
        super().__init__(label, checked, filters=clean, default="", **more)


class _Picker(TextInput):
    """The browser's own picker, unless what stands there cannot be meant: then it must stay to be seen."""

    def __init__(self, kind: str, meant: str) -> None:
        super().__init__()
        self.kind, self.meant = kind, meant

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        kwargs.setdefault("type", "text" if field.data and getattr(field, self.meant) is None else self.kind)
        return super().__call__(field, **kwargs)


class DayField(LineField):
    """A day, or nothing. `day` is what was meant."""

    widget = _Picker("date", "day")

    def process_data(self, value: Any) -> None:
        """A day as the browser's picker wants it."""
        self.data = value.isoformat() if value else ""

    @property
    def day(self) -> date | None:
        """What was typed, as a day; None for nothing and for what is no day."""
        try:
            return clock.parse_day(self.data or "")
        except ValueError:
            return None

    column = day

    def pre_validate(self, form: Any) -> None:
        """Refuses the 30th of February and the like."""
        if self.data and self.day is None:
            raise ValidationError(no_such_day(self.data))


def no_such_day(typed: str) -> str:
    """What is wrong with it."""
    return gettext("“%(typed)s” is no day: write it like 31/12/2025", typed=typed)


class HourField(StringField):
    """An hour of the clinic's clock. `hour` is what was meant."""

    widget = _Picker("time", "hour")

    def process_data(self, value: Any) -> None:
        """An hour as the browser's picker wants it."""
        self.data = f"{value:%H:%M}" if value else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """What was typed, as the picker wants it where it is an hour."""
        if not valuelist:
            return
        typed = valuelist[0].strip()
        try:
            self.process_data(clock.parse_hour(typed))
        except ValueError:
            self.data = typed

    @property
    def hour(self) -> time | None:
        """What was typed, as an hour; None for nothing and for what is no hour."""
        try:
            return clock.parse_hour(self.data or "")
        except ValueError:
            return None


class RowField(SelectField):
    """A row of another table, by its id; none of them is 0, and nothing as a column."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, coerce=int, **options)

    def process_data(self, value: Any) -> None:
        super().process_data(value or 0)

    @property
    def column(self) -> int | None:
        return self.data or None
