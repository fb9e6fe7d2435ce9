"""How the clinic prints: its paper, its envelopes, its printer's fault, its logo."""

import hashlib
from contextlib import suppress
from decimal import Decimal

from webapp import here, printing
from webapp.clinic import actions as clinic_actions
from webapp.clinic import queries as clinic_queries
from webapp.message_templates.actions import write_picture
from webapp.message_templates.queries.pictures import UPLOADS


def save(
    *, paper: str, envelope: str, offset_x: Decimal, offset_y: Decimal, signed_by_fr: str = "", signed_by_en: str = ""
) -> None:
    """`paper` is one of PAPERS; offsets in millimetres, kept in tenths; who signs letters in each language."""
    clinic_actions.configure(
        paper=paper,
        envelope=envelope,
        print_offset_x=round(offset_x * 10),
        print_offset_y=round(offset_y * 10),
        signed_by_fr=signed_by_fr,
        signed_by_en=signed_by_en,
    )


def set_logo(*, content: bytes) -> str:
    """Keep a small JPEG of it, under a name that changes with the picture. Raises printing.NotAPicture, OSError."""
    picture = printing.as_jpeg(content)
    name = f"logo-{hashlib.sha256(picture).hexdigest()[:16]}.jpg"
    write_picture(name=name, content=picture)
    _replace(name)
    return name


def remove_logo() -> None:
    """The clinic's name stands alone again."""
    _replace("")


def _replace(name: str) -> None:
    before = clinic_queries.clinic().logo
    clinic_actions.configure(logo=name)
    if before and before != name:
        with suppress(OSError):
            (here.under(UPLOADS) / before).unlink(missing_ok=True)
