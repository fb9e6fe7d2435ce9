"""What a clinic writes for: the kinds of communication, beside the medium.

A reminder's default is named by its type; what every other kind is written with by default, the template says itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

REMINDER, SECOND_CONTACT, FREE = "reminder", "second_contact", "free"
CONFIRMATION, APPOINTMENT = "appointment_confirmation", "appointment_reminder"
INVOICE, STATEMENT, ESTIMATE = "invoice", "statement", "estimate"
THANKS, CONDOLENCE, BIRTHDAY, SURGERY = "thanks", "condolence", "birthday", "surgery"

ABOUT_APPOINTMENTS = (CONFIRMATION, APPOINTMENT, SURGERY)  # written to whoever has one


@dataclass(frozen=True, slots=True)
class Communication:
    """One kind: `code` as Template.communication keeps it; `purpose`: what consent is asked for unless one says so."""

    code: str
    fr: str
    en: str
    default_fr: str
    default_en: str
    purpose: str = "care"
    in_mailings: bool = False  # whether a mailing to many, about reminders, may be written with it


_ALL = (
    Communication(
        REMINDER, "Rappel", "Reminder", "Par défaut pour les appels", "Default for calls", in_mailings=True
    ),
    Communication(
        SECOND_CONTACT, "Deuxième contact", "Second contact", "Par défaut pour les deuxièmes contacts",
        "Default for second contacts", in_mailings=True,
    ),
    Communication(
        CONFIRMATION, "Confirmation de rendez-vous", "Appointment confirmation",
        "Par défaut pour les rendez-vous pris", "Default for booked appointments", "appointment",
    ),
    Communication(
        APPOINTMENT, "Rappel de rendez-vous", "Appointment reminder", "Par défaut pour les rendez-vous à venir",
        "Default for coming appointments", "appointment",
    ),
    Communication(
        FREE, "Message libre", "Free message", "Par défaut pour les messages libres", "Default for free messages",
        in_mailings=True,
    ),
    Communication(
        INVOICE, "Facture", "Invoice", "Par défaut pour les factures", "Default for invoices", "appointment"
    ),
    Communication(
        STATEMENT, "État de compte", "Statement of account", "Par défaut pour les états de compte",
        "Default for statements", "appointment",
    ),
    Communication(
        ESTIMATE, "Estimation", "Estimate", "Par défaut pour les estimations", "Default for estimates", "appointment"
    ),
    Communication(
        THANKS, "Remerciement", "Thank-you", "Par défaut pour les remerciements", "Default for thank-yous",
        in_mailings=True,
    ),
    Communication(
        CONDOLENCE, "Condoléances", "Condolences", "Par défaut pour les condoléances", "Default for condolences"
    ),
    Communication(
        BIRTHDAY, "Anniversaire", "Birthday", "Par défaut pour les anniversaires", "Default for birthdays",
        in_mailings=True,
    ),
    Communication(
        SURGERY, "Chirurgie", "Surgery", "Par défaut pour les chirurgies", "Default for surgeries", "appointment"
    ),
)  # fmt: skip
COMMUNICATIONS: Mapping[str, Communication] = {each.code: each for each in _ALL}
IN_MAILINGS = tuple(each.code for each in _ALL if each.in_mailings)


def by_type(communication: str, kind: str) -> bool:
    """Whether the reminder types say which is their default, in place of the template itself."""
    return communication == REMINDER and kind != "script"
