"""What a person types in the editor: a wording, or a sentence beside the field that keeps it from being saved."""

import re
from typing import Any

from flask_babel import gettext, lazy_gettext, pgettext
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from webapp.clinic import queries as clinic_queries
from webapp.communications import COMMUNICATIONS, IN_MAILINGS, REMINDER
from webapp.fields import Form, choice, too_long
from webapp.languages import current, pick
from webapp.message_templates import queries
from webapp.message_templates.rules import checks
from webapp.message_templates.rules.checks import Finding
from webapp.message_templates.rules.draft import WITH_SUBJECT, WORDING, Draft
from webapp.message_templates.rules.people import FAMILIAR, FORMAL, POLITE
from webapp.message_templates.rules.tags import label
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


class TemplateForm(Form):
    """The whole editor, for a template that there is or for a new one of this kind."""

    name_fr = _line(lazy_gettext("Name in French"), DataRequired(lazy_gettext("Give the template a name in French")))
    name_en = _line(lazy_gettext("Name in English"))
    communication = SelectField(lazy_gettext("Kind of communication"))
    purpose = SelectField(lazy_gettext("Which consent it needs"), choices=[choice(*each) for each in PURPOSES])
    subject_fr = _line(lazy_gettext("Subject in French"))
    subject_en = _line(lazy_gettext("Subject in English"))
    body_fr = TextAreaField(lazy_gettext("Text in French"), filters=[_many_lines])
    body_en = TextAreaField(lazy_gettext("Text in English"), filters=[_many_lines])
    button_fr = _line(lazy_gettext("Button in French"))
    button_en = _line(lazy_gettext("Button in English"))
    button_url = _line(lazy_gettext("Where the button leads"))
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
        self.kind, self.template, self.format = kind, template, newest.format if newest else "text"
        places = clinic_queries.branches.branches()
        self.branch.choices = [
            choice("", pgettext("branch", "Automatic")),
            *(choice(str(row.id), row.name) for row in places),
        ]
        if not places or kind == SCRIPT:  # whoever speaks says where from
            del self.branch
        elif self.branch.data is None:
            self.branch.data = ""
        if kind != EMAIL:
            del self.button_fr, self.button_en, self.button_url
        if kind not in WITH_SUBJECT:
            del self.subject_fr, self.subject_en

    @property
    def draft(self) -> Draft:
        """The wording as it stands in the form, well or not."""
        return Draft(self.kind, self.format, **{name: self[name].data or "" for name in WORDING if name in self})

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

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields one by one, then the wording as a whole."""
        well = bool(super().validate(extra_validators))
        for finding in checks.faults(self.draft):
            field = self[finding.field if finding.field in self else "body_fr"]
            field.errors = list(dict.fromkeys([*map(str, field.errors), said(finding)]))
            well = False
        return well and self._has_a_name_of_its_own()

    def _has_a_name_of_its_own(self) -> bool:
        if not queries.name_taken(self.kind, self.name_fr.data or "", self.template):
            return True
        self.name_fr.errors = [gettext("Another template of this kind already has this name")]
        return False


GREETINGS = {
    FORMAL: lazy_gettext("Formal"),
    POLITE: lazy_gettext("Polite"),
    FAMILIAR: lazy_gettext("Familiar"),
}


class GreetingForm(Form):
    """One of the three ways in which messages begin, each shown as it reads."""

    greeting = RadioField(
        lazy_gettext("How messages begin"),
        validators=[DataRequired(lazy_gettext("Choose one of the three"))],
    )

    def __init__(self, typed: Any, **more: Any) -> None:
        super().__init__(typed, **more)
        self.greeting.choices = [
            choice(preset, gettext("%(name)s: %(said)s", name=name, said=" · ".join(queries.greetings()[preset])))
            for preset, name in GREETINGS.items()
        ]


_PLAINLY = {
    "no_text": lazy_gettext("Write the text in at least one language"),
    "subject_alone": lazy_gettext("There is a subject, but no text under it"),
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
