"""What only whoever calls can say."""

from webapp.message_templates.rules import spoken
from webapp.message_templates.rules.tagging.tag import Tag

TAGS = (
    Tag("appelant.nom", "call", "Qui appelle", "Who calls", "Le nom de la personne qui appelle.",
        "The name of whoever calls.", spoken.caller, "caller.name"),
    Tag("appel.motifs", "call", "Motifs de l’appel", "Why one calls",
        "Une phrase par sorte de rappel, accordée\u00a0: «\u00a0Je vous appelle pour Azur, qui doit…\u00a0».",
        "A sentence a kind of reminder: “I am calling about Azur, who needs…”.", spoken.reasons, "call.reasons"),
    Tag("appel.question", "call", "Question de la fin", "Closing question",
        "«\u00a0Quand aimeriez-vous venir?\u00a0», ou le jour d’un autre rendez-vous.",
        "“When would you like to come?”, or the day of another appointment.", spoken.question, "call.question"),
)  # fmt: skip
