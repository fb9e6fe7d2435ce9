"""What animals fall ill with, and what is done and sold about it."""

from __future__ import annotations

import random
from dataclasses import dataclass

from webapp.demo.rules import kinds

Lines = tuple[tuple[str, float], ...]  # code, how many


@dataclass(frozen=True)
class Ailment:
    """A reason to come in: for whom, how often, at what age (years), with which lines; whether it is seen again."""

    reason: str
    species: tuple[str, ...]
    share: int
    lines: Lines
    follow_up: float = 0.0
    ages: tuple[float, float] = (0.3, 99)
    sick: str = "consultation"  # consultation, urgence, chirurgie


DOG, CAT = (kinds.DOG,), (kinds.CAT,)
BOTH = (kinds.DOG, kinds.CAT)
EXOTIC = (kinds.RABBIT, kinds.FERRET, kinds.GUINEA_PIG, kinds.HAMSTER, kinds.BUDGIE, kinds.PARROT)
AILMENTS = (
    Ailment("Otite", DOG, 12, (("CONS", 1), ("CYTO", 1), ("SUROLAN", 1), ("EPI-OTIC", 1)), 0.5),
    Ailment("Démangeaisons", DOG, 10, (("CONS", 1), ("APO-16", 30), ("DOUXO", 1)), 0.3, (1, 99)),
    Ailment("Démangeaisons", DOG, 5, (("CONS", 1), ("APO-54", 30), ("MALASEB", 1)), 0.3, (1, 99)),
    Ailment("Diarrhée", DOG, 9, (("CONS", 1), ("COPRO", 1), ("METRO-250", 14))),
    Ailment("Vomissements", BOTH, 8, (("CONS", 1), ("CERENIA", 1))),
    Ailment("Boiterie", DOG, 8, (("CONS", 1), ("RX", 1), ("META-15", 1)), 0.35, (1, 99)),
    Ailment("Arthrose", DOG, 6, (("CONS", 1), ("META-15", 1), ("GABA-100", 60)), 0.4, (8, 99)),
    Ailment("A mangé du chocolat", DOG, 3, (("URG", 1), ("SOLUTE", 1), ("HOSP", 1)), 0.1, sick="urgence"),
    Ailment("Plaie", BOTH, 4, (("URG", 1), ("SUTURE", 1), ("CLAV-250", 14), ("COLLER", 1)), 0.8, sick="urgence"),
    Ailment(
        "Masse à retirer", DOG, 3, (("MASSE", 1), ("ANES", 1), ("CYTO", 1), ("META-15", 1)), 0.9, (6, 99), "chirurgie"
    ),
    Ailment("Coupe de griffes", BOTH, 7, (("GRIFFES", 1),), sick="technicienne"),
    Ailment("Glandes anales", DOG, 5, (("GLANDES", 1),), sick="technicienne"),
    Ailment("Trouble urinaire", CAT, 12, (("CONS", 1), ("URINE", 1), ("RC-URI", 1)), 0.6, (1, 99)),
    Ailment(
        "Chat bloqué",
        CAT,
        2,
        (("URG", 1), ("URINE", 1), ("HOSP", 2), ("SOLUTE", 1), ("RC-URI", 1)),
        0.9,
        (1, 12),
        "urgence",
    ),
    Ailment("Perte de poids", CAT, 8, (("CONS", 1), ("BILAN-G", 1), ("T4", 1)), 0.5, (9, 99)),
    Ailment(
        "Insuffisance rénale", CAT, 6, (("SUIVI", 1), ("BILAN-G", 1), ("SEMINTRA", 1), ("HIL-KD", 1)), 0.4, (10, 99)
    ),
    Ailment("Asthme", CAT, 4, (("CONS", 1), ("RX", 1), ("PRED-5", 30)), 0.6, (2, 99)),
    Ailment("Abcès", CAT, 7, (("CONS", 1), ("CLAV-GTT", 1)), 0.4),
    Ailment("Œil rouge", BOTH, 5, (("CONS", 1), ("ISATHAL", 1)), 0.4),
    Ailment("Toux", DOG, 4, (("CONS", 1), ("RX", 1), ("VETMED", 60)), 0.5, (8, 99)),
    Ailment("Malpropreté", CAT, 4, (("CONS", 1), ("URINE", 1), ("FELIWAY", 1)), 0.2, (1, 99)),
    Ailment("Échographie de contrôle", BOTH, 2, (("ECHO", 1), ("BILAN", 1)), 0, (5, 99)),
    Ailment("Vermifuge", DOG, 3, (("SUIVI", 1), ("MIL-CH", 1.5)), sick="technicienne"),
    Ailment("Vermifuge", CAT, 4, (("SUIVI", 1), ("MIL-CT", 0.5)), sick="technicienne"),
    Ailment("Certificat pour voyage", DOG, 2, (("CERT", 1),), 0, (0.6, 99), "technicienne"),
    Ailment("Ne mange plus", EXOTIC, 5, (("CONS-EXO", 1), ("OXBOW", 1)), 0.4),
    Ailment("Dents trop longues", (kinds.RABBIT, kinds.GUINEA_PIG), 4, (("CONS-EXO", 1),)),
    Ailment("Coupe de griffes", EXOTIC, 5, (("GRIFFES", 1),), sick="technicienne"),
)
DIETS = {
    kinds.DOG: ("HIL-ID", "HIL-JD", "HIL-TD", "RC-GI", "RC-HYPO"),
    kinds.CAT: ("HIL-CD", "RC-URI", "RC-SAT", "HIL-KD"),
    kinds.RABBIT: ("OXBOW",),
    kinds.GUINEA_PIG: ("OXBOW",),
}
SMALL_THINGS = {
    kinds.DOG: ("DOUXO", "EPI-OTIC", "DENT-LAM", "DENT-KIT", "BROSSE", "DENT-LAM", "COLLER"),
    kinds.CAT: ("FELIWAY", "BROSSE", "DENT-KIT"),
}


def ailment(chance: random.Random, species: str, years: float) -> Ailment | None:
    """What an animal of this age falls ill with; None where nothing fits."""
    fitting = [one for one in AILMENTS if species in one.species and one.ages[0] <= years <= one.ages[1]]
    return chance.choices(fitting, [one.share for one in fitting])[0] if fitting else None
