"""The next appointment of the animals of a message, and who sees them then.

The hour stands as a letter writes it, without the year: nothing is booked so far ahead that it is wanted, and a text
message has no room for it.
"""

from collections.abc import Callable
from datetime import date, datetime

from webapp.message_templates.rules import grammar, spoken
from webapp.message_templates.rules.recipients import Case, Expected
from webapp.message_templates.rules.tagging.tag import Tag, Value, or_none

_NBSP = grammar.NBSP


def day_said(on: date, today: date, language: str) -> str:
    """ "mardi 14 avril", "Tuesday, April 14"; with the year where it is not this one and half a year away or more."""
    written = grammar.day(on, language)
    if on.year == today.year or abs((on - today).days) < 183:
        written = written.removesuffix(f"{_NBSP}{on.year}").removesuffix(",")
    name = spoken.weekday(on, language)
    return f"{name},{_NBSP}{written}" if language == "en" else f"{name}{_NBSP}{written}"


def hour_said(at: datetime, language: str) -> str:
    """ "9 h", "14 h 30"; "9:00 am", "2:30 pm"."""
    if language == "en":
        return f"{at.hour % 12 or 12}:{at.minute:02d}{_NBSP}{'am' if at.hour < 12 else 'pm'}"
    return f"{at.hour}{_NBSP}h" + (f"{_NBSP}{at.minute:02d}" if at.minute else "")


def length_said(minutes: int, language: str) -> str:
    """ "30 minutes", "1 heure", "1 h 30"; "1 hour", "1 h 30 min"."""
    hours, left = divmod(minutes, 60)
    if not hours:
        return f"{left}{_NBSP}minute{'s' if left > 1 else ''}"
    if left:
        return f"{hours}{_NBSP}h{_NBSP}{left:02d}" + (f"{_NBSP}min" if language == "en" else "")
    return f"{hours}{_NBSP}{'hour' if language == 'en' else 'heure'}{'s' if hours > 1 else ''}"


def _begins(case: Case, booked: Expected) -> str:
    day, hour = day_said(booked.at.date(), case.today, case.language), hour_said(booked.at, case.language)
    return f"{day} {'at' if case.language == 'en' else 'à'}{_NBSP}{hour}"


def _of(said: Callable[[Case, Expected], str]) -> Value:
    """What is said of the appointment, where there is one."""
    return lambda case: or_none(said(case, case.to.appointment)) if case.to.appointment else None


TAGS = (
    Tag("rendezvous.debut", "appointment", "Jour et heure du rendez-vous", "Day and hour of the appointment",
        "«\u00a0mardi 14\u00a0avril à 9\u00a0h\u00a030\u00a0»\u00a0: le prochain rendez-vous de l’animal.",
        "“Tuesday, April\u00a014 at 9:30\u00a0am”: the patient’s next appointment.", _of(_begins), "appointment.start"),
    Tag("rendezvous.jour", "appointment", "Jour du rendez-vous", "Day of the appointment",
        "«\u00a0mardi 14\u00a0avril\u00a0».", "“Tuesday, April\u00a014”.",
        _of(lambda case, booked: day_said(booked.at.date(), case.today, case.language)), "appointment.day"),
    Tag("rendezvous.heure", "appointment", "Heure du rendez-vous", "Hour of the appointment",
        "«\u00a09\u00a0h\u00a030\u00a0».", "“9:30\u00a0am”.",
        _of(lambda case, booked: hour_said(booked.at, case.language)), "appointment.hour"),
    Tag("rendezvous.fin", "appointment", "Fin du rendez-vous", "End of the appointment",
        "L’heure à laquelle il devrait finir\u00a0: «\u00a010\u00a0h\u00a0».",
        "When it should be over: “10:00\u00a0am”.",
        _of(lambda case, booked: hour_said(booked.ends, case.language)), "appointment.end"),
    Tag("rendezvous.duree", "appointment", "Durée du rendez-vous", "Length of the appointment",
        "«\u00a030\u00a0minutes\u00a0».", "“30\u00a0minutes”.",
        _of(lambda case, booked: length_said(booked.minutes, case.language)), "appointment.duration"),
    Tag("rendezvous.type", "appointment", "Type de rendez-vous", "Appointment type",
        "«\u00a0Chirurgie\u00a0»; vide si le rendez-vous n’en a pas.", "“Surgery”; some appointments have none.",
        _of(lambda case, booked: booked.type_in(case.language)), "appointment.type"),
    Tag("rendezvous.salle", "appointment", "Salle du rendez-vous", "Room of the appointment",
        "La salle où l’animal est vu; vide si l’agenda nomme une personne.",
        "Where the patient is seen; empty where the agenda names a person.",
        _of(lambda case, booked: booked.with_whom if booked.in_room else ""), "appointment.room"),
    Tag("veterinaire.nom", "veterinarian", "Nom du vétérinaire", "Veterinarian’s name",
        "Qui verra l’animal au rendez-vous\u00a0: «\u00a0Dre Anne Gagnon\u00a0».",
        "Who will see the patient at the appointment: “Dr. Anne Gagnon”.",
        _of(lambda case, booked: "" if booked.in_room else booked.with_whom), "veterinarian.name"),
    Tag("veterinaire.courriel", "veterinarian", "Courriel du vétérinaire", "Veterinarian’s e-mail",
        "Son adresse, telle qu’elle est notée dans les réglages.", "As it stands in the settings.",
        _of(lambda case, booked: booked.email), "veterinarian.email"),
    Tag("veterinaire.telephone", "veterinarian", "Téléphone du vétérinaire", "Veterinarian’s telephone",
        "Son numéro, tel qu’il est noté dans les réglages.", "As it stands in the settings.",
        _of(lambda case, booked: booked.phone), "veterinarian.phone"),
)  # fmt: skip
