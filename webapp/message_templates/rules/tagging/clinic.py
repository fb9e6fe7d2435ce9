"""The clinic, as its frame tells it."""

from webapp.message_templates.rules import spoken
from webapp.message_templates.rules.tagging.tag import Tag, Value, or_none


def _of_clinic(field: str) -> Value:
    return lambda case: or_none(getattr(case.frame, field))


TAGS = (
    Tag("clinique.nom", "clinic", "Nom de la clinique", "Clinic’s name", "Le nom de la clinique.",
        "The clinic’s name.", _of_clinic("name"), "clinic.name"),
    Tag("clinique.telephone", "clinic", "Téléphone", "Telephone", "Le numéro de la clinique.",
        "The clinic’s number.", _of_clinic("phone"), "clinic.phone"),
    Tag("clinique.courriel", "clinic", "Courriel", "E-mail", "L’adresse électronique de la clinique.",
        "The clinic’s e-mail address.", _of_clinic("email"), "clinic.email"),
    Tag("clinique.site", "clinic", "Site", "Website", "Le site de la clinique.", "The clinic’s website.",
        _of_clinic("website"), "clinic.website"),
    Tag("clinique.adresse", "clinic", "Adresse", "Address", "L’adresse postale de la clinique.",
        "The clinic’s mailing address.", _of_clinic("address"), "clinic.address"),
    Tag("clinique.de_nom", "clinic", "de la clinique", "The clinic’s (possessive)",
        "«\u00a0de la Clinique du Ruisseau\u00a0», «\u00a0de l’Hôpital…\u00a0».", "“Clinique du Ruisseau’s”.",
        lambda case: spoken.of_clinic(case.frame.name, case.language) if case.frame.name else None,
        "clinic.possessive"),
)  # fmt: skip
