"""What blocks say of the clinic and of the recipient by themselves, on every medium alike."""

from datetime import date
from urllib.parse import quote

from webapp import merge
from webapp.message_templates.rules.frame import Frame
from webapp.message_templates.rules.recipients import Case, Recipient
from webapp.message_templates.rules.tags import NAMES, TAGS

ANIMALS = "{{ animaux.fiches }}"
SIGNATURE = "{{ clinique.nom }}"


def items(text: str) -> str:
    """A list as markup.py has it: each line is an item, whether its dash was typed or not."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    return "\n".join(line if line.startswith(("- ", "• ", "* ")) else f"- {line}" for line in lines if line)


def unknown_of_clinic(url: str, frame: Frame) -> bool:
    """Whether an address leads to something that this clinic has not got: its button is left out, for everybody."""
    case = Case(Recipient(), frame, date.min)
    tags = [TAGS[name] for name in merge.tags_in(url, NAMES) if name in TAGS]
    return any(tag.group == "clinic" and tag.value(case) is None for tag in tags)


def booking(frame: Frame) -> tuple[str, str]:
    """What the booking button says and where it leads: the clinic's page, else a letter to it; neither, no address."""
    english = frame.language == "en"
    if frame.booking:
        return ("Book an appointment" if english else "Prendre rendez-vous"), frame.booking
    if frame.email:
        subject = "Appointment" if english else "Rendez-vous"
        words = "Write for an appointment" if english else "Écrire pour un rendez-vous"
        return words, f"mailto:{frame.email}?subject={quote(subject)}"
    return "", ""


def map_url(frame: Frame) -> str:
    """Where the clinic is on a map; empty where nobody can tell."""
    return frame.map_address


def map_words(frame: Frame) -> str:
    """What the link to the map says."""
    return "See the map" if frame.language == "en" else "Voir le plan"
