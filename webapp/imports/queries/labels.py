"""What kinds of files and their fields are called on screen."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext

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
    "title": lazy_pgettext("of a person", "Title"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "full_name": _("Full name"),
    "address": _("Address"),
    "address_2": _("Address, second line"),
    "town": _("Town"),
    "province": _("Province"),
    "postal_code": _("Postal code"),
    "country": _("Country"),
    "home_phone": _("Home telephone"),
    "work_phone": _("Work telephone"),
    "work_extension": _("Extension"),
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
    "ends_at": lazy_pgettext("of an appointment", "End"),
    "type": _("Type of appointment"),
    "status": _("Status"),
    "due_on": _("Due date"),
    "done": lazy_pgettext("of a reminder", "Done"),
    "done_on": _("Date of sending"),
    "created_on": _("Date of creation"),
}


def field(kind: str, name: str) -> Any:
    """A field as the person who matches columns sees it."""
    if name == "number":
        return _NUMBERS.get(kind, name)
    return _OF_KIND.get((kind, name)) or _FIELDS.get(name, name)
