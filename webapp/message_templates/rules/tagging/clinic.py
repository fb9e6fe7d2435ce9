"""The clinic, as its frame tells it."""

from webapp.message_templates.rules import spoken
from webapp.message_templates.rules.recipients import Case
from webapp.message_templates.rules.tagging.tag import Tag, Value, or_none


def _of_clinic(field: str) -> Value:
    return lambda case: or_none(getattr(case.frame, field))


def _map(case: Case) -> str | None:
    """What the clinic gave itself, else a search for its address."""
    return case.frame.map_address or None


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
    Tag("clinique.rendez_vous", "clinic", "Page de rendez-vous", "Booking page",
        "La page où les clients prennent rendez-vous, si la clinique en a une.",
        "Where clients book by themselves, where the clinic has such a page.", _of_clinic("booking"), "clinic.booking"),
    Tag("clinique.carte", "clinic", "Lien vers le plan", "Link to the map", "Où trouver la clinique.",
        "Where the clinic is.", _map, "clinic.map"),
    Tag("clinique.heures", "clinic", "Heures d’ouverture", "Opening hours",
        "Telles qu’elles sont notées dans les réglages.",
        "As they stand in the settings.", _of_clinic("hours"), "clinic.hours"),
    Tag("clinique.succursale", "clinic", "Succursale", "Branch", "Laquelle des adresses de la clinique écrit.",
        "Which of the clinic’s places writes.", _of_clinic("branch"), "clinic.branch"),
    Tag("clinique.province", "clinic", "Province", "Province", "«\u00a0Québec\u00a0».", "“Quebec”.",
        _of_clinic("province"), "clinic.province"),
    Tag("clinique.pays", "clinic", "Pays", "Country", "«\u00a0Canada\u00a0».", "“Canada”.",
        _of_clinic("country"), "clinic.country"),
    Tag("clinique.fuseau", "clinic", "Fuseau horaire", "Time zone", "«\u00a0America/Toronto\u00a0».",
        "“America/Toronto”.", _of_clinic("time_zone"), "clinic.time_zone"),
)  # fmt: skip
