"""What a person types in the editor: a wording, or a sentence beside the field that keeps it from being saved."""

import re
from typing import Any, ClassVar

from flask_babel import gettext, lazy_gettext, pgettext
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from webapp.clinic import queries as clinic_queries
from webapp.communications import COMMUNICATIONS, IN_MAILINGS, REMINDER
from webapp.fields import Form, choice, too_long
from webapp.languages import pick
from webapp.message_templates import queries
from webapp.message_templates.forms.sentences import said
from webapp.message_templates.rules import checks, pasted
from webapp.message_templates.rules.draft import TEXT, WITH_SUBJECT, WORDING, Draft
from webapp.models import Template, TemplateVersion
from webapp.models.message_templates import EMAIL, SCRIPT

PURPOSES = (
    ("care", lazy_gettext("Care reminder")),
    ("appointment", lazy_gettext("About an appointment or a purchase already made")),
    ("safety", lazy_gettext("Safety of a product bought here")),
    ("promotion", lazy_gettext("Promotion")),
)


def _one_line(value: str | None) -> str:
    """Without breaks; a no-break space is left, it belongs to a tag or to French."""
    return re.sub(r"[ \t\r\n]+", " ", value or "").strip(" ")


def _many_lines(value: str | None) -> str:
    """As it is kept: one kind of line end, nothing after the last word."""
    return (value or "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _line(label_text: Any, *validators: Any) -> StringField:
    checked = [*validators, Length(max=checks.LONGEST_LINE, message=too_long(checks.LONGEST_LINE))]
    return StringField(label_text, checked, filters=[_one_line])


class Named(Form):
    """What every template has, whatever it is made of: its names, its purpose, its subject."""

    WRITTEN: ClassVar[tuple[str, ...]] = ("subject_fr", "subject_en")  # the fields that tags may stand in

    name_fr = _line(lazy_gettext("Name in French"), DataRequired(lazy_gettext("Give the template a name in French")))
    name_en = _line(lazy_gettext("Name in English"))
    communication = SelectField(lazy_gettext("Kind of communication"))
    purpose = SelectField(lazy_gettext("Which consent it needs"), choices=[choice(*each) for each in PURPOSES])
    subject_fr = _line(lazy_gettext("Subject in French"))
    subject_en = _line(lazy_gettext("Subject in English"))
    branch = SelectField(lazy_gettext("For which branch"))
    seen = HiddenField()  # the number of the version that was opened

    def __init__(
        self, typed: Any, kind: str, template: Template | None = None, newest: TemplateVersion | None = None,
        about: str = REMINDER,
    ) -> None:  # fmt: skip
        begun = {"communication": about, "purpose": COMMUNICATIONS[about].purpose}
        shown = {**begun, **(newest.__data__ if newest else {}), **(template.__data__ if template else {})}
        super().__init__(typed, data={**shown, "seen": newest.number if newest else 0})
        self.communication.choices = [choice(each.code, pick(each.fr, each.en)) for each in COMMUNICATIONS.values()]
        self.kind, self.template = kind, template
        places = clinic_queries.branches.branches()
        self.branch.choices = [
            choice("", pgettext("branch", "Automatic")),
            *(choice(str(row.id), row.name) for row in places),
        ]
        if not places or kind == SCRIPT:  # whoever speaks says where from
            del self.branch
        elif self.branch.data is None:
            self.branch.data = ""
        if kind not in WITH_SUBJECT:
            del self.subject_fr, self.subject_en

    @property
    def draft(self) -> Draft:
        """The wording as it stands in the form, well or not."""
        raise NotImplementedError

    def named(self) -> dict[str, Any]:
        """The columns of the template itself; without an English name the French one stands for both."""
        return {
            "name_fr": self.name_fr.data,
            "name_en": self.name_en.data or self.name_fr.data,
            "purpose": self.purpose.data,
            "communication": self.communication.data,
            "branch_id": self.branch_id,
        }

    @property
    def branch_id(self) -> int | None:
        """The one that is chosen, where there are several places."""
        if "branch" not in self:
            return self.template.branch_id if self.template else None
        return int(self.branch.data) if (self.branch.data or "").isdecimal() else None

    def validate_communication(self, field: SelectField) -> None:
        """What something writes with stays of its kind: the next mailing, the next invoice must find it there."""
        if self.template is None or field.data == self.template.communication:
            return
        if self.template.is_default:
            raise ValidationError(gettext("It is the default of its kind: make another the default first."))
        if field.data not in IN_MAILINGS and queries.defaults_of()[self.template.id]:
            raise ValidationError(gettext("Reminders are written with it: give their type another template first."))

    def subjects(self) -> dict[str, str]:
        """The columns of the subject, where there is one."""
        return {name: self[name].data or "" for name in ("subject_fr", "subject_en") if name in self}

    def replace_pasted(self) -> None:
        """Our tags in place of those of other programs, in all that is written."""
        for name in self.WRITTEN:
            if name in self:
                self[name].data = pasted.replaced(self[name].data or "")

    def has_a_name_of_its_own(self) -> bool:
        """Whether one can tell it from the others; if not, the sentence stands beside the name."""
        if not queries.name_taken(self.kind, self.name_fr.data or "", self.template):
            return True
        self.name_fr.errors = [gettext("Another template of this kind already has this name")]
        return False


class TemplateForm(Named):
    """A text in marked words: the first form of a wording, and that of text messages."""

    WRITTEN: ClassVar[tuple[str, ...]] = (*Named.WRITTEN, "body_fr", "body_en", "button_fr", "button_en")

    body_fr = TextAreaField(lazy_gettext("Text in French"), filters=[_many_lines])
    body_en = TextAreaField(lazy_gettext("Text in English"), filters=[_many_lines])
    button_fr = _line(lazy_gettext("Button in French"))
    button_en = _line(lazy_gettext("Button in English"))
    button_url = _line(lazy_gettext("Where the button leads"))

    def __init__(
        self, typed: Any, kind: str, template: Template | None = None, newest: TemplateVersion | None = None,
        about: str = REMINDER,
    ) -> None:  # fmt: skip
        super().__init__(typed, kind, template, newest, about)
        if kind != EMAIL:
            del self.button_fr, self.button_en, self.button_url

    @property
    def draft(self) -> Draft:
        """The wording as it stands in the form, well or not."""
        return Draft(self.kind, TEXT, **{name: self[name].data or "" for name in WORDING if name in self})

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields one by one, then the wording as a whole."""
        well = bool(super().validate(extra_validators))
        for finding in checks.faults(self.draft):
            field = self[finding.field if finding.field in self else "body_fr"]
            field.errors = list(dict.fromkeys([*map(str, field.errors), said(finding)]))
            well = False
        return well and self.has_a_name_of_its_own()
