"""Provinces, countries, and an address as it is written."""

import re
from typing import Any

from babel import Locale

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


_ZIP = re.compile(r"\d{5}(?:-\d{4})?")
_UNIT = re.compile(r"\b(app\.|apt\.?|bureau|suite|unité|unit|porte|poste|no|c\. ?p\.) (?=[\w#])", re.I)


def kept_together(line: str) -> str:
    """No line ends between "app." and its number."""
    return _UNIT.sub(rf"\1{NBSP}", line)


def address_lines(place: Any, language: str = "") -> list[str]:
    """An address, a line each: "Montréal (Québec)  H1X 1X1" (OQLF, 6.4); `place` is a client, a home or the clinic.

    In the language of the page unless another is given.
    """
    at_home = place.country in ("CA", "")
    names = PROVINCES.get(province_code(place.province or "") or "") if at_home else None
    province = names[(language or current()) == "en"] if names else place.province
    town, code = place.town, place.postal_code.replace(" ", NBSP)
    if province and at_home:
        town = f"{town} ({province})" if town else province
    elif province and place.country == "US":
        town = f"{town} {us_state(province) or province}".strip()
    last = f"{town}{NBSP} {code}".strip() if code else town
    if place.country in CODE_FIRST:
        last = f"{code} {town}".strip()
    lines = [
        kept_together(place.address),
        kept_together(place.address_2),
        last,
        "" if at_home else country(place.country, language),
    ]
    return [line for line in lines if line]


# Where the postal code stands before the town (Universal Postal Union, addressing of each country).
CODE_FIRST = {
    "AT", "BE", "BG", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "GR", "HR", "IT", "LU", "MC", "NL", "NO", "PL", "PT",
    "RO", "SE", "SI", "SK",
}  # fmt: skip


def country(code: str, language: str = "") -> str:
    """The country's name, or what stands there if it is no code of one."""
    if len(code) != 2 or not code.isupper():
        return code
    return str(Locale.parse("en" if (language or current()) == "en" else "fr_CA").territories.get(code, code))


# Those that a form proposes; any other can be typed.
COUNTRIES = ("BE", "CA", "CH", "FR", "LU", "US")

_ABBREVIATED = {
    "AB": "alta", "BC": "c b", "MB": "man", "NB": "n b", "NL": "nfld,t n,t n l,nf", "NS": "n s,n e", "NT": "t n o,nwt",
    "ON": "ont", "PE": "p e i,i p e,ipe,pei", "QC": "p q,pq,que,qc,province de quebec,province of quebec", "SK": "sask",
    "YT": "yk,yukon territory",
}  # fmt: skip
_OF_CANADA = {
    text.fold(word): code
    for code, names in PROVINCES.items()
    for word in (code, *names, *_ABBREVIATED.get(code, "").split(","))
    if word
}


def province_name(code: str, language: str) -> str:
    """Of a province of Canada in one language; any other stands as it is written."""
    return PROVINCES[code][language == "en"] if code in PROVINCES else code


def province_code(typed: str) -> str | None:
    """The two letters of a Canadian province: from them, from either name, from the usual short forms ("P.Q.")."""
    folded = text.fold(typed)
    return _OF_CANADA.get(folded) or _OF_CANADA.get(" ".join(re.findall(r"\w+", folded)))


_STATES = {
    "AL": "alabama", "AK": "alaska", "AZ": "arizona", "AR": "arkansas", "CA": "california", "CO": "colorado", "CT":
    "connecticut", "DE": "delaware", "DC": "dc", "FL": "florida", "GA": "georgia", "HI": "hawaii", "ID": "idaho",
    "IL": "illinois", "IN": "indiana", "IA": "iowa", "KS": "kansas", "KY": "kentucky", "LA": "louisiana", "ME":
    "maine", "MD": "maryland", "MA": "massachusetts", "MI": "michigan", "MN": "minnesota", "MS": "mississippi", "MO":
    "missouri", "MT": "montana", "NE": "nebraska", "NV": "nevada", "NH": "newhampshire", "NJ": "newjersey", "NM":
    "newmexico", "NY": "newyork", "NC": "northcarolina", "ND": "northdakota", "OH": "ohio", "OK": "oklahoma", "OR":
    "oregon", "PA": "pennsylvania", "RI": "rhodeisland", "SC": "southcarolina", "SD": "southdakota", "TN":
    "tennessee", "TX": "texas", "UT": "utah", "VT": "vermont", "VA": "virginia", "WA": "washington", "WV":
    "westvirginia", "WI": "wisconsin", "WY": "wyoming",
}  # fmt: skip
_OF_THE_STATES = {**{code.lower(): code for code in _STATES}, **{name: code for code, name in _STATES.items()}}


def us_state(typed: str) -> str | None:
    """The two letters of a state of the United States, from them or its English name."""
    return _OF_THE_STATES.get("".join(text.words(typed)))


def is_us(province: str, code: str) -> bool:
    """Whether this can only be an address of the United States: one of its states and its five digits."""
    return bool(_ZIP.fullmatch(code.strip())) and us_state(province) is not None
