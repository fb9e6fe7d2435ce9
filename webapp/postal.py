"""Provinces, countries, and an address as it is written."""

import re
from typing import Any

from webapp import text
from webapp.languages import current

NBSP = "\u00a0"


PROVINCES = {
    "AB": ("Alberta", "Alberta"), "BC": ("Colombie-Britannique", "British Columbia"), "MB": ("Manitoba", "Manitoba"),
    "NB": ("Nouveau-Brunswick", "New Brunswick"), "NL": ("Terre-Neuve-et-Labrador", "Newfoundland and Labrador"),
    "NS": ("Nouvelle-Écosse", "Nova Scotia"), "NT": ("Territoires du Nord-Ouest", "Northwest Territories"),
    "NU": ("Nunavut", "Nunavut"), "ON": ("Ontario", "Ontario"), "PE": ("Île-du-Prince-Édouard", "Prince Edward Island"),
    "QC": ("Québec", "Quebec"), "SK": ("Saskatchewan", "Saskatchewan"), "YT": ("Yukon", "Yukon"),
}  # fmt: skip


_UNIT = re.compile(r"\b(app\.|apt\.?|bureau|suite|unité|unit|porte|poste|no|c\. ?p\.) (?=[\w#])", re.I)


def kept_together(line: str) -> str:
    """No line ends between "app." and its number."""
    return _UNIT.sub(rf"\1{NBSP}", line)


def address_lines(place: Any, language: str = "") -> list[str]:
    """An address, a line each: "Montréal (Québec)  H1X 1X1" (OQLF, 6.4); `place` is a client, a home or the clinic.

    In the language of the page unless another is given.
    """
    at_home = place.country in ("CA", "")
    names = PROVINCES.get((place.province or "").upper()) if at_home else None
    province = names[(language or current()) == "en"] if names else place.province
    town, code = place.town, place.postal_code.replace(" ", NBSP)
    if province and (at_home or place.country == "US"):
        town = f"{town} ({province})" if town else province
    last = f"{town}{NBSP} {code}".strip() if code else town
    if place.country in ("FR", "BE"):
        last = f"{code} {town}".strip()
    lines = [
        kept_together(place.address),
        kept_together(place.address_2),
        last,
        "" if at_home else country(place.country, language),
    ]
    return [line for line in lines if line]


COUNTRIES = {
    "BE": ("Belgique", "Belgium"),
    "CA": ("Canada", "Canada"),
    "CH": ("Suisse", "Switzerland"),
    "FR": ("France", "France"),
    "LU": ("Luxembourg", "Luxembourg"),
    "US": ("États-Unis", "United States"),
}


def country(code: str, language: str = "") -> str:
    """The country's name, or what stands there if it is no code we know."""
    return COUNTRIES[code][(language or current()) == "en"] if code in COUNTRIES else code


def province_code(typed: str) -> str | None:
    """The two letters of a Canadian province, named by them or in either language."""
    wanted = text.fold(typed)
    return next((code for code, names in PROVINCES.items() if wanted in map(text.fold, (code, *names))), None)
