"""The clinic's identity, as a message in one language shows it."""

from flask_babel import force_locale

from webapp import filters, postal
from webapp.clinic import queries as clinic_queries
from webapp.languages import LOCALES
from webapp.message_templates.rules.frame import Frame
from webapp.message_templates.rules.people import GREETINGS, Person, greeting


def frame(language: str) -> Frame:
    """One statement. The language is that of the message, whoever is looking."""
    language = "en" if language == "en" else "fr"
    clinic = clinic_queries.clinic()
    with force_locale(LOCALES[language]):
        return Frame(
            language=language,
            name=clinic.name,
            address_lines=tuple(postal.address_lines(clinic)),
            phone=filters.phone(clinic.phone),
            phone_link=clinic.phone,
            email=clinic.email,
            website=clinic.website,
            greeting=clinic.greeting,
            logo=clinic.logo,
            bare_texts=clinic.sms_bare,
        )


def greetings() -> dict[str, list[str]]:
    """How each preset reads: to a woman in French, to somebody whose title is not known, in English. No statement."""
    woman, unknown = Person("Mme", "Marie-Ève", "Ménard"), Person("", "Dominique", "Roy")
    return {
        preset: [greeting(woman, preset, "fr"), greeting(unknown, preset, "fr"), greeting(woman, preset, "en")]
        for preset in GREETINGS
    }
