"""What kinds of files and their fields are called on screen, how far an import has come, and what to export."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, lazy_pgettext, pgettext
from flask_babel import lazy_gettext as _

from webapp import text
from webapp.imports.rules import kinds

KINDS = {
    "clients": _("Clients"),
    "animals": _("Animals"),
    "products": _("Products"),
    "services": _("Services"),
    "sales": _("Sales"),
    "visits": _("Visits"),
    "appointments": _("Appointments"),
    "reminders": _("Reminders"),
}

_NUMBERS = {
    "clients": _("Client number"),
    "animals": _("Animal number"),
    "sales": _("Sale line number"),
    "visits": _("Visit number"),
    "appointments": _("Appointment number"),
    "reminders": _("Reminder number"),
}

# What another kind calls by the same name.
_OF_KIND = {("reminders", "type"): _("Type of reminder")}

_FIELDS = {
    "void": _("Cancelled"),
    "payment": _("Is a payment"),
    "estimate": _("Is an estimate"),
    "line_type": _("Kind of line"),
    "returned_milli": _("Quantity returned"),
    "sent_on": _("Last notice"),
    "title": lazy_pgettext("of a person", "Title"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "full_name": _("Full name"),
    "company": _("Company"),
    "second_name": _("Second person"),
    "second_first_name": _("Second person, first name"),
    "second_last_name": _("Second person, last name"),
    "second_phone": _("Second person, telephone"),
    **{f"phone_{n}": _("Telephone %(n)s", n=n) for n in kinds.PAIRS},
    **{f"phone_type_{n}": _("Type of telephone %(n)s", n=n) for n in kinds.PAIRS},
    "address": _("Address"),
    "address_2": _("Address, second line"),
    "town": _("Town"),
    "province": _("Province"),
    "town_line": _("Town, province and postal code"),
    **{f"line_{n}": _("Line %(n)s of the address", n=n) for n in kinds.LINES},
    "postal_code": _("Postal code"),
    "country": _("Country"),
    "home_phone": _("Home telephone"),
    "work_phone": _("Work telephone"),
    "work_extension": _("Extension"),
    "home_area": _("Area code, home"),
    "work_area": _("Area code, work"),
    "mobile_area": _("Area code, mobile"),
    "mobile_phone": _("Mobile telephone"),
    "mobile_takes_sms": _("Mobile takes text messages"),
    "email": _("E-mail"),
    "language": _("Language"),
    "accepts_email": _("Accepts e-mail"),
    "accepts_sms": _("Accepts text messages"),
    "accepts_post": _("Accepts post"),
    "accepts_phone": _("Accepts telephone calls"),
    "client_since": _("Client since"),
    "active": lazy_pgettext("client", "Active"),
    "note": _("Note"),
    "inactive": _("No longer active"),
    "deleted": _("Record deleted"),
    "no_reminders": _("No reminders"),
    "stop_reminders": _("Reminders stopped"),
    "no_reminders_until": _("No reminders until"),
    "declines_email": _("Declines e-mail"),
    "declines_sms": _("Declines text messages"),
    "declines_post": _("Declines post"),
    "declines_phone": _("Declines telephone calls"),
    "marketing": _("Accepts advertising"),
    "death_reason": _("Reason of death"),
    "client": _("Client number"),
    "animal": _("Animal number"),
    "name": lazy_pgettext("of an animal", "Name"),
    "species": _("Species"),
    "breed": _("Breed"),
    "crossbred": _("Crossbred"),
    "sex": _("Sex"),
    "sterile": _("Neutered"),
    "born_on": _("Birth date"),
    "deceased": _("Deceased"),
    "state": _("Alive, deceased or gone"),
    "deceased_on": _("Date of death"),
    "other_clinic": _("Regular of another clinic"),
    "given_away_on": _("Given away on"),
    "code": lazy_pgettext("of an item", "Code"),
    "name_fr": _("Description in French"),
    "name_en": _("Description in English"),
    "category": _("Revenue category"),
    "ledger_code": _("Ledger code"),
    "classification": _("Classification"),
    "manufacturer": _("Manufacturer"),
    "planogram": _("Planogram"),
    "price_cents": _("Price"),
    "invalid": _("No longer sold"),
    "only_in_groups": _("Only in groups"),
    "invoice": _("Invoice number"),
    "sold_on": _("Date of sale"),
    "item_kind": _("Product or service"),
    "item": _("Code of the product or service"),
    "quantity_milli": _("Quantity"),
    "amount_cents": _("Amount"),
    "visited_on": _("Date of visit"),
    "reason": _("Reason"),
    "veterinarian": _("Veterinarian"),
    "starts_at": lazy_pgettext("of an appointment", "Start"),
    "time": lazy_pgettext("of an appointment", "Time"),
    "minutes": _("Duration in minutes"),
    "units": _("Units of time"),
    "unit_length": _("Minutes of a unit"),
    "cancelled": lazy_pgettext("of an appointment", "Cancelled"),
    "ends_at": lazy_pgettext("of an appointment", "End"),
    "type": _("Type of appointment"),
    "status": _("Status"),
    "due_on": _("Due date"),
    "done": lazy_pgettext("of a reminder", "Done"),
    "done_on": _("Date of sending"),
    "created_on": _("Date of creation"),
}


def of_software(name: str) -> str:
    """The name behind its "of", as French runs the two together before a vowel."""
    vowel = text.fold(name)[:1] in "aeiouy"
    if vowel:
        return str(pgettext("before a vowel", "of %(name)s", name=name))
    return str(pgettext("before a consonant", "of %(name)s", name=name))


def field(kind: str, name: str) -> Any:
    """A field as the person who matches columns sees it."""
    if name == "number":
        return _NUMBERS.get(kind, name)
    return _OF_KIND.get((kind, name)) or _FIELDS.get(name, name)


PREPARED, WAITING, TRYING, IMPORTING = "prepared", "waiting", "trying", "importing"
TRIED, IMPORTED, PARTLY, FAILED, INTERRUPTED = "tried", "imported", "partly", "failed", "interrupted"
UNDONE = "undone"


@dataclass(frozen=True)
class State:
    """Shown as an icon and a word (components/status.html)."""

    code: str
    words: Any
    icon: str
    tone: str = ""

    @property
    def moving(self) -> bool:
        """Whether the page is to look again by itself."""
        return self.code in (WAITING, TRYING, IMPORTING)


_STATES = {
    state.code: state
    for state in (
        State(PREPARED, _("Ready for a trial"), "file-up"),
        State(WAITING, _("Waiting its turn"), "hourglass", "going"),
        State(TRYING, _("Trial under way"), "loader", "going"),
        State(IMPORTING, _("Import under way"), "loader", "going"),
        State(TRIED, _("Tried, not imported"), "clipboard-check", "info"),
        State(IMPORTED, _("Imported"), "check", "ok"),
        State(PARTLY, _("Imported in part"), "triangle-alert", "warn"),
        State(FAILED, _("Failed"), "circle-x", "danger"),
        State(INTERRUPTED, _("Interrupted"), "circle-alert", "danger"),
        State(UNDONE, lazy_pgettext("import", "Undone"), "undo-2"),
    )
}


def state(stored: str, *, dry_run: bool, left_out: int, files: int, undone: bool = False) -> State:
    """What a run is called: `stored` is its column, `left_out` how many of its files were not taken."""
    if undone:
        return _STATES[UNDONE]
    if stored == "running":
        return _STATES[TRYING if dry_run else IMPORTING]
    if stored == "done" and dry_run:
        return _STATES[TRIED]
    if stored == "done":
        return _STATES[FAILED if left_out and left_out == files else PARTLY if left_out else IMPORTED]
    if stored == "failed" and not dry_run and left_out < files:
        return _STATES[PARTLY]
    return _STATES.get(stored, _STATES[FAILED])


SAME = lazy_pgettext("rows", "Same")
HEADS = 4  # known headers that are shown of each field
ICONS = {
    "clients": "users", "animals": "paw-print", "products": "package", "services": "stethoscope", "sales": "receipt",
    "visits": "clipboard-check", "appointments": "calendar",
    "reminders": "bell",
}  # fmt: skip
_EITHER = {"clients": ("full_name", "last_name", "first_name"), "products": ("name_fr", "name_en"),
           "services": ("name_fr", "name_en"), "sales": ("client", "animal"),
           "reminders": ("animal", "client")}  # fmt: skip


@dataclass(frozen=True)
class FieldHelp:
    """A column that a file may have. `either`: one of several such is enough. `heads` as they are compared."""

    label: Any
    needed: bool
    either: bool
    heads: Sequence[str]


@dataclass(frozen=True)
class KindHelp:
    """A kind of file, its most needed columns first."""

    name: str
    label: Any
    icon: str
    fields: Sequence[FieldHelp]

    @property
    def either(self) -> list[str]:
        """Columns of which one is enough."""
        return [str(field.label) for field in self.fields if field.either]

    @property
    def needed_words(self) -> str:
        """What the file cannot do without, in a line."""
        needed = [str(field.label) for field in self.fields if field.needed]
        between = gettext("or")
        return ", ".join([*needed, *([f" {between} ".join(self.either)] if self.either else [])])


def kinds_help() -> list[KindHelp]:
    """Every kind, the people first."""
    order = sorted(kinds.ORDER, key=lambda name: list(ICONS).index(name))
    return [KindHelp(name, KINDS[name], ICONS[name], _fields(name)) for name in order]


def _fields(kind: str) -> list[FieldHelp]:
    either = _EITHER.get(kind, ())
    fields = [
        FieldHelp(field(kind, each.name), each.required, each.name in either, each.aliases[:HEADS])
        for each in kinds.KINDS[kind].fields
    ]
    return sorted(fields, key=lambda field: (not field.needed, not field.either))
