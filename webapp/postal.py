"""Provinces, countries, and an address as it is written."""

from __future__ import annotations

from typing import Protocol

from webapp import text
from webapp.languages import current, pick

NBSP = "\u00a0"


class Place(Protocol):
    """Whatever has an address: a client, the clinic."""

    address: str
    address_2: str
    town: str
    province: str
    postal_code: str
    country: str


PROVINCES = {
    "AB": ("Alberta", "Alberta"), "BC": ("Colombie-Britannique", "British Columbia"), "MB": ("Manitoba", "Manitoba"),
    "NB": ("Nouveau-Brunswick", "New Brunswick"), "NL": ("Terre-Neuve-et-Labrador", "Newfoundland and Labrador"),
    "NS": ("Nouvelle-Écosse", "Nova Scotia"), "NT": ("Territoires du Nord-Ouest", "Northwest Territories"),
    "NU": ("Nunavut", "Nunavut"), "ON": ("Ontario", "Ontario"), "PE": ("Île-du-Prince-Édouard", "Prince Edward Island"),
    "QC": ("Québec", "Quebec"), "SK": ("Saskatchewan", "Saskatchewan"), "YT": ("Yukon", "Yukon"),
}  # fmt: skip


def address_lines(place: Place) -> list[str]:
    """The address of a client or of the clinic, a line each: "Montréal (Québec)  H1X 1X1" (OQLF, 6.4)."""
    names = PROVINCES.get((place.province or "").upper())
    province = (names[1] if current() == "en" else names[0]) if names else place.province
    town = place.town
    if province and place.country in ("CA", "", "US"):
        town = f"{place.town} ({province})" if place.town else province
    code = place.postal_code.replace(" ", NBSP)
    if place.country in ("FR", "BE"):
        last = f"{code} {place.town}".strip()
    else:
        last = f"{town}{NBSP} {code}".strip() if code else town
    lines = [place.address, place.address_2, last]
    if place.country not in ("CA", ""):
        lines.append(country(place.country))
    return [line for line in lines if line]


COUNTRIES = {
    "BE": ("Belgique", "Belgium"),
    "CA": ("Canada", "Canada"),
    "CH": ("Suisse", "Switzerland"),
    "FR": ("France", "France"),
    "LU": ("Luxembourg", "Luxembourg"),
    "US": ("États-Unis", "United States"),
}


def country(code: str) -> str:
    """The country's name, or what stands there if it is no code we know."""
    return pick(*COUNTRIES[code]) if code in COUNTRIES else code


def province_code(typed: str) -> str | None:
    """The two letters of a Canadian province, named by them or in either language."""
    wanted = text.fold(typed)
    return next((code for code, names in PROVINCES.items() if wanted in map(text.fold, (code, *names))), None)
