"""Clients whom one always meets in the demonstration, with names that break software, and what brings them in soon."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.demo.rules.kinds import BUDGIE, CAT, DOG, RABBIT


@dataclass(frozen=True)
class KnownAnimal:
    """An animal of theirs: age in months; `comes_in` days (0 = today) for `reason`."""

    name: str
    species: str
    breed: str
    sex: str
    months: int
    comes_in: int | None = None
    reason: str = "vaccination"
    crossbred: bool = False


@dataclass(frozen=True)
class KnownClient:
    """One of them. Area codes say where the mobile telephone is from."""

    title: str
    first_name: str
    last_name: str
    town: str
    area_code: str
    animals: tuple[KnownAnimal, ...]
    language: str = "fr"
    email: bool = True
    contact: tuple[str, str] | None = None
    note: str = ""


SHORT, LONG = "Domestique à poil court", "Domestique à poil long"
A = KnownAnimal
KNOWN = (
    KnownClient(
        "Mme",
        "Marie-Ève",
        "D’Amours",
        "Granby",
        "514",
        (A("D'Artagnan", DOG, "Berger des Pyrénées", "M", 62, 0), A("Zoë", CAT, SHORT, "F", 38, 0)),
        contact=("Julien Marcoux", "conjoint"),
        note="Préfère qu’on appelle après 16\u00a0h.",
    ),
    KnownClient(
        "Mrs.",
        "Georgia",
        "O’Teeffe",
        "Lac-Brome",
        "438",
        (A('Jimmy Chew "Chewie"', DOG, "Golden retriever", "M", 29, 0, "annual"),),
        "en",
    ),
    KnownClient(
        "M.",
        "Réjean",
        "Lachapelle",
        "Shefford",
        "450",
        (A("Queue à l'Ombre du Vieux Chêne", DOG, "Setter irlandais", "F", 97, 1, "annual"),),
        email=False,
    ),
    KnownClient(
        "Mme",
        "Ghislaine",
        "St-Onge",
        "Granby",
        "514",
        (
            A("Princesse", CAT, "Persan", "F", 130, 1, "illness"),
            A("Minuit", CAT, SHORT, "M", 54),
            A("Aché", CAT, SHORT, "M", 20),
            A("Zoé", CAT, LONG, "F", 75),
            A("2", CAT, SHORT, "F", 11),
        ),
    ),
    KnownClient("M.", "Samuel", "Tremblay-Gagné", "Bromont", "514", (A("Doc/Frack", DOG, "Bull Terrier", "M", 44, 1),)),
    KnownClient(
        "Mme", "Fatima", "El\u00a0Amrani", "Granby", "438", (A("Capitán (Capi)", DOG, "Boxer", "M", 9, 0, "follow_up"),)
    ),
    KnownClient(
        "M.",
        "Denis",
        "Ouellet",
        "Roxton Pond",
        "450",
        (A("B&W", CAT, SHORT, "M", 66, 2), A("#3", CAT, SHORT, "F", 66, 2)),
        email=False,
    ),
    KnownClient(
        "",
        "",
        "Élevage du Petit Chose",
        "Saint-Alphonse-de-Granby",
        "450",
        (
            A("X'trême du Petit Chose", DOG, "Berger australien", "M", 70),
            A("Vanille du Petit Chose", DOG, "Berger australien", "F", 41, 3),
            A("Rafale du Petit Chose", DOG, "Berger australien", "F", 3, 0, "youth"),
            A("Ravel du Petit Chose", DOG, "Berger australien", "M", 3, 0, "youth"),
            A("Rémige du Petit Chose", DOG, "Berger australien", "F", 3, 0, "youth"),
        ),
        contact=("Odette Chose", "propriétaire"),
    ),
    KnownClient(
        "Mme",
        "Nathalie",
        "Gélinas",
        "Cowansville",
        "514",
        (A("Vîn du bourgeois bohème", CAT, "Maine Coon", "M", 52, 1, "dental"),),
    ),
    KnownClient("Mme", "Anne-Sophie", "Roy", "Granby", "450", (A("Aché", CAT, "Siamois", "M", 88),)),
    KnownClient("Mme", "Thi Lan", "Nguyen", "Waterloo", "438", (A("Bao", DOG, "Carlin", "M", 31, 2, "annual"),)),
    KnownClient(
        "Mr.",
        "Liam",
        'O\'Connor "Red"',
        "Sutton",
        "450",
        (A("WERLWIND'S PSALMS (CALL NAME: BALOO)", DOG, "Terre-neuve", "M", 58, 1),),
        "en",
    ),
    KnownClient("Mme", "Zoé", "D'Artagnan", "Granby", "450", (A("O*Zone", CAT, "Sphynx", "M", 26, 0, "illness"),)),
    KnownClient(
        "M.",
        "Zoë",
        "Lœwen-L’Écuyer",
        "Magog",
        "819",
        (A("Nuit\u00a0Ahathoor du Désert\u00a0Blanc", CAT, "Bengal", "F", 47),),
    ),
    KnownClient(
        "Mme",
        "Aïda",
        "Capitán-Aché",
        "Granby",
        "450",
        (A("Georgia O’Teeffe", RABBIT, "Bélier nain", "F", 30, 4, "annual"),),
    ),
    KnownClient(
        "",
        "",
        "Toilettage B&W / O*Zone #3",
        "Bromont",
        "450",
        (A("Son Altesse Praline de la Grande Vallée du Ruisseau Froid", DOG, "Caniche miniature", "F", 33, 0),),
    ),
    KnownClient(
        "M.",
        "Vîn",
        "=Bohème",
        "Granby",
        "450",
        (
            A("=Zéro", CAT, SHORT, "M", 40),
            A("+Plus", CAT, SHORT, "F", 40),
            A("-Moins", CAT, SHORT, "F", 16),
            A("@robase", BUDGIE, "Calopsitte élégante", "M", 60),
        ),
    ),
    KnownClient("Mme", "", "2", "Farnham", "450", (A("", CAT, SHORT, "F", 5), A("", CAT, SHORT, "M", 5))),
    KnownClient(
        "Mme",
        "Hyacinthe-Philomène",
        "de\u00a0la\u00a0Grande-Vallée du Ruisseau-Froid Saint-Hyacinthe",
        "Saint-Hyacinthe",
        "450",
        (A("Doc", DOG, "Teckel à poil ras", "M", 81),),
    ),
)
