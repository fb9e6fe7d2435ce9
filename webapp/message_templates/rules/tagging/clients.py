"""The client: what a message calls them."""

from webapp.message_templates.rules.people import greeting, title
from webapp.message_templates.rules.tagging.tag import Tag, or_none

TAGS = (
    Tag("appel", "client", "Appel", "Greeting", "Le début du message, selon le réglage de la clinique.",
        "How the message begins, as the clinic has set it.",
        lambda case: greeting(case.to.person, case.frame.greeting, case.language), "greeting"),
    Tag("client.prenom", "client", "Prénom", "First name", "Le prénom du client.", "The client’s first name.",
        lambda case: or_none(case.to.first_name), "client.first_name"),
    Tag("client.nom", "client", "Nom de famille", "Last name", "Le nom de famille du client.",
        "The client’s last name.", lambda case: or_none(case.to.last_name), "client.last_name"),
    Tag("client.nom_complet", "client", "Nom complet", "Full name", "Le prénom et le nom du client.",
        "The client’s first and last name.", lambda case: or_none(case.to.person.full_name), "client.full_name"),
    Tag("client.titre", "client", "Titre", "Title", "Mme, M., Dre…; vide chez beaucoup de clients.",
        "Mrs., Mr., Dr. …; many clients have none.",
        lambda case: or_none(title(case.to.person, case.language)), "client.title"),
)  # fmt: skip
