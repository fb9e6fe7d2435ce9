"""What each tag says, for one animal and for several, of any sex, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from tests.message_templates.people import (
    AZUR,
    CARAMEL,
    EN,
    FR,
    HEIDI,
    MAX,
    NAMELESS,
    OTHER,
    TODAY,
    ZOE,
    draft,
    to,
)
from webapp import merge
from webapp.message_templates.rules.recipients import Expected, Need, Patient, Recipient
from webapp.message_templates.rules.rendering import Renderer
from webapp.message_templates.rules.tags import GROUPS, NAMES, TAGS, label, values

SURGERY = Expected(
    datetime(2026, 4, 14, 9, 30), 90, "Chirurgie", "Surgery", "Dre Anne Gagnon", email="anne@erables.example"
)


def said(recipient: Recipient, tag: str, language: str = "fr") -> str | None:
    value = values(recipient, frame=EN if language == "en" else FR, today=TODAY).get(NAMES[tag])
    return value.replace("\u00a0", " ") if value is not None else None


@pytest.mark.parametrize(
    ("tag", "patients", "fr", "en"),
    [
        ("animal.nom", (AZUR,), "Azur", "Azur"),
        ("animal.nom", (AZUR, HEIDI), "Azur et Heidi", "Azur and Heidi"),
        ("animal.nom", (NAMELESS,), "votre chat", "your cat"),
        ("animal.nom", (AZUR, NAMELESS), "Azur et votre chat", "Azur and your cat"),
        ("animal.nom", (NAMELESS, NAMELESS), "vos chats", "your cats"),
        ("animal.nom", (NAMELESS, OTHER), "vos animaux", "your pets"),
        ("animal.nom", (AZUR, NAMELESS, OTHER), "Azur et vos autres animaux", "Azur and your other pets"),
        ("animal.de_nom", (AZUR,), "d’Azur", "Azur’s"),
        ("animal.de_nom", (HEIDI,), "de Heidi", "Heidi’s"),
        ("animal.de_nom", (AZUR, HEIDI), "d’Azur et de Heidi", "Azur and Heidi’s"),
        ("animal.de_nom", (HEIDI, AZUR, ZOE), "de Heidi, d’Azur et de Zoë", "Heidi, Azur and Zoë’s"),
        ("animal.de_nom", (NAMELESS,), "de votre chat", "your cat’s"),
        ("animal.votre_animal", (AZUR,), "votre chienne", "your dog"),
        ("animal.votre_animal", (CARAMEL,), "votre chat", "your cat"),
        ("animal.votre_animal", (AZUR, HEIDI), "vos chiennes", "your dogs"),
        ("animal.votre_animal", (AZUR, MAX), "vos chiens", "your dogs"),
        ("animal.votre_animal", (AZUR, ZOE), "vos animaux", "your pets"),
        ("animal.votre_animal", (Patient("X"),), "votre animal", "your pet"),
        ("animal.espece", (AZUR,), "chienne", "dog"),
        ("animaux.liste", (AZUR, HEIDI, ZOE), "Azur, Heidi et Zoë", "Azur, Heidi and Zoë"),
        ("animaux.fiches", (AZUR,), "Azur, chienne\nVaccination : 1er avril 2026",
         "Azur, dog\nVaccination: April 1, 2026"),
        ("animaux.fiches", (ZOE, NAMELESS),
         "Zoë, chatte\nVaccination : 1er avril 2026\n\nChat\nVaccination : 2 avril 2026",
         "Zoë, cat\nVaccination: April 1, 2026\n\nCat\nVaccination: April 2, 2026"),
        ("animal.le_la", (MAX,), "le", "him"),
        ("animal.le_la", (AZUR,), "la", "her"),
        ("animal.le_la", (CARAMEL,), "le", "them"),
        ("animal.le_la", (AZUR, ZOE), "les", "them"),
        ("animal.lui_leur", (AZUR,), "lui", "her"),
        ("animal.lui_leur", (AZUR, MAX), "leur", "them"),
        ("animal.il_elle", (MAX,), "il", "he"),
        ("animal.il_elle", (AZUR,), "elle", "she"),
        ("animal.il_elle", (CARAMEL,), "votre chat", "your cat"),
        ("animal.il_elle", (AZUR, ZOE), "elles", "they"),
        ("animal.il_elle", (AZUR, CARAMEL), "ils", "they"),
        ("animal.e", (MAX,), "", ""),
        ("animal.e", (AZUR,), "e", ""),
        ("animal.e", (CARAMEL,), "(e)", ""),
        ("animal.e", (AZUR, ZOE), "es", ""),
        ("animal.e", (AZUR, MAX), "s", ""),
        ("animal.s", (AZUR,), "", ""),
        ("animal.s", (AZUR, MAX), "s", "s"),
        ("son_leur", (AZUR,), "son", "her"),
        ("son_leur", (AZUR, MAX), "leur", "their"),
        ("sa_leur", (MAX,), "sa", "his"),
        ("ses_leurs", (AZUR, MAX), "leurs", "their"),
        ("doit_doivent", (AZUR,), "doit", "needs"),
        ("doit_doivent", (AZUR, HEIDI), "doivent", "need"),
        ("est_sont", (AZUR, HEIDI), "sont", "are"),
        ("a_ont", (AZUR,), "a", "has"),
        ("peut_peuvent", (AZUR, HEIDI), "peuvent", "can"),
        ("sera_seront", (AZUR,), "sera", "will be"),
        ("rappel.echeance", (AZUR, HEIDI), "1er avril 2026", "April 1, 2026"),
        ("rappel.type", (AZUR, HEIDI), "Vaccination", "Vaccination"),
        ("rappels.liste", (AZUR, NAMELESS),
         "Azur – Vaccination – 1er avril 2026\nVotre chat – Vaccination – 2 avril 2026",
         "Azur – Vaccination – April 1, 2026\nYour cat – Vaccination – April 2, 2026"),
        ("date_longue", (AZUR,), "le 5 mars 2026", "March 5, 2026"),
        ("clinique.telephone", (AZUR,), "514 555-0100", "514 555-0100"),
        ("clinique.adresse", (AZUR,), "1420, rue des Érables, Montréal (Québec)  H2K 3S4",
         "1420, rue des Érables, Montréal (Quebec)  H2K 3S4"),
        ("appel", (AZUR,), "Bonjour, Madame.", "Hello Mrs. Ménard,"),
    ],
)  # fmt: skip
def test_it_says(tag: str, patients: tuple[Patient, ...], fr: str, en: str) -> None:
    assert (said(to(*patients), tag), said(to(*patients), tag, "en")) == (fr, en)


@pytest.mark.parametrize(
    ("recipient", "without"),
    [
        (to(AZUR, first="", last=""), ["client.prenom", "client.nom", "client.nom_complet"]),
        (to(AZUR, title="", last=" "), ["client.titre", "client.nom"]),
        (
            Recipient("Mme", "A", "B"),
            ["animal.nom", "animal.de_nom", "animal.il_elle", "doit_doivent", "rappel.echeance"],
        ),
    ],
)
def test_it_leaves_out_what_has_no_value(recipient: Recipient, without: list[str]) -> None:
    found = values(recipient, frame=FR, today=TODAY)
    assert not set(without) & set(found)
    assert not [value for value in found.values() if "None" in value]


@pytest.mark.parametrize(
    ("tag", "booked", "fr", "en"),
    [
        ("rendezvous.debut", SURGERY, "mardi 14 avril à 9 h 30", "Tuesday, April 14 at 9:30 am"),
        ("rendezvous.jour", SURGERY, "mardi 14 avril", "Tuesday, April 14"),
        ("rendezvous.jour", replace(SURGERY, at=datetime(2027, 1, 1, 14)), "vendredi 1er janvier 2027",
         "Friday, January 1, 2027"),
        ("rendezvous.heure", SURGERY, "9 h 30", "9:30 am"),
        ("rendezvous.heure", replace(SURGERY, at=datetime(2026, 4, 14, 14)), "14 h", "2:00 pm"),
        ("rendezvous.heure", replace(SURGERY, at=datetime(2026, 4, 14, 12, 5)), "12 h 05", "12:05 pm"),
        ("rendezvous.fin", SURGERY, "11 h", "11:00 am"),
        ("rendezvous.duree", SURGERY, "1 h 30", "1 h 30 min"),
        ("rendezvous.duree", replace(SURGERY, minutes=20), "20 minutes", "20 minutes"),
        ("rendezvous.duree", replace(SURGERY, minutes=120), "2 heures", "2 hours"),
        ("rendezvous.type", SURGERY, "Chirurgie", "Surgery"),
        ("rendezvous.type", replace(SURGERY, type_en=""), "Chirurgie", "Chirurgie"),
        ("rendezvous.salle", SURGERY, None, None),
        ("rendezvous.salle", replace(SURGERY, with_whom="Salle 2", in_room=True), "Salle 2", "Salle 2"),
        ("veterinaire.nom", SURGERY, "Dre Anne Gagnon", "Dre Anne Gagnon"),
        ("veterinaire.nom", replace(SURGERY, with_whom="Salle 2", in_room=True), None, None),
        ("veterinaire.courriel", SURGERY, "anne@erables.example", "anne@erables.example"),
        ("veterinaire.telephone", SURGERY, None, None),
        ("rendezvous.debut", None, None, None),
        ("veterinaire.nom", None, None, None),
    ],
)  # fmt: skip
def test_it_tells_the_appointment(tag: str, booked: Expected | None, fr: str | None, en: str | None) -> None:
    recipient = replace(to(AZUR), appointment=booked)
    assert (said(recipient, tag), said(recipient, tag, "en")) == (fr, en)


def test_it_leaves_out_what_the_clinic_has_not() -> None:
    found = values(to(AZUR), frame=replace(FR, phone="", website=""), today=TODAY)
    assert "clinique.telephone" not in found and "clinique.site" not in found and "clinique.courriel" in found


def test_it_speaks_of_a_reminder_of_the_client() -> None:
    recipient = Recipient("Mme", "A", "B", needs=(Need("Courtoisie", "Courtesy", date(2026, 5, 1)),))
    assert said(recipient, "rappels.liste") == "Courtoisie – 1er mai 2026"


def test_it_works_out_only_what_is_asked_for() -> None:
    found = values(to(AZUR), frame=FR, today=TODAY, names=["animal.nom", "nobody.knows"])
    assert set(found) == {"animal.nom", "unsubscribe_url"}


def test_it_takes_english_names_for_the_same_tags() -> None:
    assert NAMES["animal.name"] == "animal.nom" and NAMES["greeting"] == "appel"
    assert set(NAMES.values()) == set(TAGS)


def test_it_explains_every_tag_in_both_languages() -> None:
    for tag in TAGS.values():
        assert tag.fr and tag.en and tag.about_fr and tag.about_en and tag.group in GROUPS
        assert tag.typed == f"{{{{\u00a0{tag.name}\u00a0}}}}"
    assert label("animal.name", "fr") == "Nom de l’animal"
    assert label("nobody.knows", "fr") == "nobody.knows"


@pytest.mark.parametrize(
    ("typed", "fr"),
    [
        ("{{ client.titre | cher client }}", "cher client"),
        ("Bonjour {{ client.titre | cher client }}", "Bonjour cher client"),
        ("Bonjour {{\u00a0client.title\u00a0|\u00a0l’ami & co. <b>\u00a0}}", "Bonjour l’ami &amp; co. &lt;b&gt;"),
        ("Bonjour {{ client.prenom | vous }}", "Bonjour Marie-Ève"),
    ],
)
def test_it_says_other_words_in_place_of_a_value(typed: str, fr: str) -> None:
    renderer = Renderer(draft("letter", subject_fr="", body_fr=typed), "fr", FR)
    known = values(to(AZUR, title=""), frame=FR, today=TODAY, names=renderer.tags)
    assert not renderer.missing(known)
    assert fr in renderer.letter(known).html.replace("\u00a0", " ")


def test_it_still_needs_a_value_where_nothing_else_is_said() -> None:
    text = "{{ client.titre | vous }} {{ client.titre }} {{ nobody.knows | rien }}"
    assert merge.tags_in(text, NAMES, needed=True) == ["client.titre"]
    assert merge.check(text, NAMES) == ["nobody.knows"]
    with pytest.raises(merge.MissingValue) as raised:
        merge.compile(text).fill({"nobody.knows": "x"})
    assert raised.value.names == ["client.titre"]


def test_it_tells_of_the_clinic_what_its_settings_hold() -> None:
    told = replace(FR, booking="https://rdv.example", hours="Lundi : 8 h à 18 h", province="Québec", country="Canada")
    found = values(to(AZUR), frame=told, today=TODAY)
    assert (found["clinique.rendez_vous"], found["clinique.heures"]) == (told.booking, told.hours)
    assert (found["clinique.province"], found["clinique.pays"]) == ("Québec", "Canada")
    assert found["clinique.carte"].startswith("https://www.openstreetmap.org/search?query=1420")
    found = values(to(AZUR), frame=replace(FR, map_url="https://plan.example"), today=TODAY)
    assert found["clinique.carte"] == "https://plan.example" and "clinique.heures" not in found
