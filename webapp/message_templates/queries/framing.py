"""The clinic's identity, as a message in one language shows it."""

from flask_babel import force_locale

from webapp import filters, here, postal
from webapp.clinic import queries as clinic_queries
from webapp.languages import LOCALES
from webapp.message_templates.rules.blocks.mail import PICTURE_ADDRESS
from webapp.message_templates.rules.frame import Frame
from webapp.message_templates.rules.people import GREETINGS, Person, greeting
from webapp.models import Branch


def frame(language: str, branch_id: int | None = None) -> Frame:
    """Who writes, from which of its places: `branch_id`, else the default one, else the clinic's own address.

    What a place does not say of itself is the clinic's. The language is that of the message, whoever is looking.
    """
    language = "en" if language == "en" else "fr"
    clinic = clinic_queries.clinic()
    place = clinic_queries.branches.place_of(branch_id)
    reach = place or clinic
    phone = reach.phone or clinic.phone
    with force_locale(LOCALES[language]):
        return Frame(
            language=language,
            name=clinic.name,
            address_lines=tuple(postal.address_lines(reach)),
            phone=filters.phone(phone),
            phone_link=phone,
            email=reach.email or clinic.email,
            website=reach.website or clinic.website,
            town=reach.town,
            branch=place.name if place else "",
            hours=_hours(place, language) or getattr(clinic, f"opening_hours_{language}") or clinic.opening_hours_fr,
            map_url=place.map_url if place else clinic.map_link,
            greeting=clinic.greeting,
            logo=clinic.logo,
            booking=clinic.booking_page,
            province=postal.province_name(reach.province, language),
            country=postal.country(reach.country, language),
            time_zone=str(here.zone().key),
            bare_texts=clinic.sms_bare,
            logo_src=PICTURE_ADDRESS.format(file=clinic.logo) if clinic.logo else "",
        )


def _hours(place: Branch | None, language: str) -> str:
    return str(getattr(place, f"hours_{language}")) if place else ""


def greetings() -> dict[str, list[str]]:
    """How each preset reads: to a woman in French, to somebody whose title is not known, in English. No statement."""
    woman, unknown = Person("Mme", "Marie-Ève", "Ménard"), Person("", "Dominique", "Roy")
    return {
        preset: [greeting(woman, preset, "fr"), greeting(unknown, preset, "fr"), greeting(woman, preset, "en")]
        for preset in GREETINGS
    }
