"""What a person says about letters, labels, the printer's file and the clinic's paper."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField, DecimalField, RadioField, SelectField, StringField, ValidationError
from wtforms.validators import Length
from wtforms.widgets import TextInput

from webapp import paging
from webapp.composition.rules.grouping import BY_ANIMAL, BY_CLIENT, BY_SPECIES
from webapp.fields import Form, choice, line
from webapp.languages import current
from webapp.letters.queries.drawing import EVERYBODY, LETTERS
from webapp.letters.rules import shapes, sheets
from webapp.letters.rules.order import Choice
from webapp.number_fields import WholeField

FIRST, EVERY = "first", "all"
LARGEST_OFFSET = 20

ORDERS = [
    choice("name", lazy_gettext("By name, then by animal")),
    choice("postal_code", lazy_gettext("By postal code")),
]
GROUPED = [
    choice(BY_CLIENT, lazy_gettext("One a client")),
    choice(BY_SPECIES, lazy_gettext("One a species")),
    choice(BY_ANIMAL, lazy_gettext("One an animal")),
]
PAPERS = [choice("letter", lazy_gettext("Letter (8½ × 11 in)")), choice("a4", "A4")]


class LettersForm(Form):
    """Who gets a letter, in which wording, how the pile lies; read from the address as well as from a form."""

    template = SelectField(lazy_gettext("Template"), coerce=lambda value: paging.identifier(str(value or "")) or 0)
    one_text = BooleanField(lazy_gettext("The same text for all, whatever they bought"))
    who = RadioField(
        lazy_gettext("For whom"),
        choices=[
            choice(FIRST, lazy_gettext("Those whom neither e-mail nor text message reaches")),
            choice(EVERY, lazy_gettext("Everybody still to be reached who has an address")),
        ],
        default=FIRST,
    )
    grouping = SelectField(lazy_gettext("Grouping"), choices=GROUPED)
    order = SelectField(lazy_gettext("Order of the pile"), choices=ORDERS)
    language = SelectField(
        lazy_gettext("Language"),
        choices=[
            choice("", lazy_gettext("French, then English")),
            choice("fr", lazy_gettext("French only")),
            choice("en", lazy_gettext("English only")),
        ],
    )
    from_name = StringField(lazy_gettext("Begin at the family name"), [Length(max=80)])
    paper = SelectField(lazy_gettext("Paper"), choices=PAPERS)

    def __init__(
        self, typed: Any, *, templates: Sequence[tuple[int, str]], default: int | None, paper: str,
        everybody: bool = False,
    ) -> None:  # fmt: skip
        shown = {
            "template": default or (templates[0][0] if templates else 0), "who": EVERY if everybody else FIRST,
            "order": "name",
            "grouping": BY_CLIENT, "language": "", "from_name": "", "paper": paper,
        }  # fmt: skip
        given = bool(typed and set(typed) & {"template", "who", "order"})
        super().__init__(typed if given else None, data=shown)
        self.template.choices = [choice(template, name) for template, name in templates]

    def validate_template(self, field: SelectField) -> None:
        """There must be a wording."""
        if not field.choices:
            raise ValidationError(gettext("There is no template for a letter yet: write one under Templates."))

    def choice(self, *, cards: bool) -> Choice:
        """What was chosen, for the printer."""
        return Choice(
            paper=self.paper.data, order=self.order.data, language=self.language.data or "",
            from_name=(self.from_name.data or "").strip(), cards=cards,
        )  # fmt: skip

    @property
    def only_first(self) -> bool:
        """Only those whom no channel before paper reaches."""
        return bool(self.who.data != EVERY)

    def fields(self) -> dict[str, Any]:
        """What was typed, to be carried on."""
        return {name: field.data for name, field in self._fields.items() if field.data not in (None, "", False)}


class LabelsForm(Form):
    """Which sheet, from which label on, for whom."""

    sheet = SelectField(lazy_gettext("Sheet of labels"))
    start = WholeField(lazy_gettext("First label that is still there"), least=1, most=99)
    who = RadioField(
        lazy_gettext("For whom"),
        choices=[
            choice(LETTERS, lazy_gettext("Those who get a letter")),
            choice(EVERYBODY, lazy_gettext("Everybody of the batch with an open reminder and an address")),
        ],
        default=LETTERS,
    )

    def __init__(self, typed: Any, *, paper: str) -> None:
        known = sorted(sheets.SHEETS.values(), key=lambda sheet: sheet.paper != paper)
        given = typed if typed and set(typed) & {"sheet", "start", "who"} else None
        super().__init__(given, data={"sheet": known[0].code, "start": 1, "who": LETTERS})
        self.sheet.choices = [choice(sheet.code, _sheet_name(sheet)) for sheet in known]

    def validate_start(self, field: WholeField) -> None:
        """One that the sheet has."""
        sheet = sheets.find(self.sheet.data or "")
        if sheet and field.data and field.data > sheet.labels:
            raise ValidationError(gettext("A sheet %(code)s has %(n)s labels.", code=sheet.code, n=sheet.labels))


def _sheet_name(sheet: sheets.LabelSheet) -> str:
    paper = "A4" if sheet.paper == "a4" else gettext("Letter")
    return str(gettext("%(code)s: %(n)s labels, %(paper)s", code=sheet.code, n=sheet.labels, paper=paper))


class ExportForm(Form):
    """Which reminders, in which form, and whether they count as sent."""

    who = RadioField(
        lazy_gettext("Which reminders"),
        choices=[
            choice("all", lazy_gettext("All reminders of the batch")),
            choice("remaining", lazy_gettext("Only those still to be reached")),
        ],
        default="all",
    )
    format = RadioField(
        lazy_gettext("File"),
        choices=[
            choice("xlsx", lazy_gettext("Excel workbook, a sheet a language")),
            choice("txt", lazy_gettext("Text with tabs")),
        ],
        default="xlsx",
    )
    grouping = SelectField(
        lazy_gettext("Grouping"),
        choices=[
            choice(shapes.BY_REMINDER, lazy_gettext("One row a reminder")),
            choice(shapes.BY_SPECIES, lazy_gettext("One row a client and species")),
            choice(shapes.BY_CLIENT, lazy_gettext("One row a client, about all their patients")),
        ],
        default=shapes.BY_REMINDER,
    )
    division = SelectField(
        lazy_gettext("Division"),
        choices=[
            choice("language", lazy_gettext("French and English apart")),
            choice("species", lazy_gettext("Languages and species apart")),
        ],
        default="language",
    )
    mark_sent = BooleanField(lazy_gettext("Give the state “Sent”"))

    @property
    def remaining(self) -> bool:
        """Only those still to be reached."""
        return bool(self.who.data == "remaining")

    @property
    def shape(self) -> shapes.Shape:
        """How its rows are grouped and divided."""
        return shapes.Shape(self.grouping.data, self.division.data == "species")

    def fields(self) -> dict[str, Any]:
        """What was chosen of the file, to be carried on."""
        return {each: self[each].data for each in ("who", "format", "grouping", "division")}


class Offset(DecimalField):
    """Millimetres, with a comma or a point: in a field of text, for one of numbers shows nothing of "1,5"."""

    widget = TextInput()

    def _value(self) -> str:
        """As the language writes it."""
        written = self.raw_data[0] if self.raw_data else "" if self.data is None else f"{self.data:.1f}"
        return str(written).replace(".", "," if current() == "fr" else ".")

    def process_formdata(self, valuelist: list[str]) -> None:
        """What was typed, as a number."""
        typed = valuelist[0].strip().replace(",", ".").replace("−", "-") if valuelist else ""
        try:
            super().process_formdata([typed or "0"])
        except ValueError as error:
            raise ValueError(gettext("Give a number of millimetres, such as 1,5 or -2.")) from error
        if self.data is None or not self.data.is_finite() or abs(self.data) > LARGEST_OFFSET:
            self.data = None
            raise ValueError(gettext("At most %(n)s mm either way.", n=LARGEST_OFFSET))


class PaperForm(Form):
    """The clinic's paper, envelopes and printer."""

    paper = RadioField(lazy_gettext("Paper"), choices=PAPERS)
    envelope = RadioField(
        lazy_gettext("Window of the envelope"),
        choices=[
            choice("left", lazy_gettext("On the left (North America, no. 10)")),
            choice("right", lazy_gettext("On the right (France)")),
            choice("din", lazy_gettext("On the left, higher up (DIN long)")),
        ],
    )
    offset_x = Offset(lazy_gettext("To the right, in mm"), places=1)
    offset_y = Offset(lazy_gettext("Down, in mm"), places=1)
    signed_by_fr = line(lazy_gettext("In French"), 80)
    signed_by_en = line(lazy_gettext("In English"), 80)
