"""Telephone numbers, e-mail addresses and postal codes, as people type them and as they are kept.

Each function returns what is to be stored, "" for nothing, and raises Doubtful for what cannot be meant.
"""

import functools
import re

from babel import Locale

from webapp import text
from webapp.later import Later

# What is not plain is asked of these.
email_validator, phonenumbers = Later("email_validator"), Later("phonenumbers")


class Doubtful(ValueError):
    """It cannot be what the field asks for."""


_NANP = re.compile(r"[2-9]\d{2}[2-9]\d{6}")
_NOT_DIGIT = re.compile(r"\D+")
_PLAIN_PHONE = re.compile(r"[\d\s().\-\u00a0\u202f\u2011\u2013]+")
_EXTENSION = re.compile(r"[\s,;(]*(?:poste|post|extension|ext|x|#)[\s.:#]*(\d{1,7})\s*\)?\s*$", re.I)
_WHOSE = re.compile(  # which of somebody's numbers it is, behind it; in front, phonenumbers passes over it
    r"\s*\(?\s*\b(?:cell?|cellulaire|mobile|bur|bureau|trav|travail|work|office|dom|domicile|maison|r[ée]s|home)\b"
    r"\.?\s*\)?\s*$",
    re.I,
)
_AS_NUMBER = re.compile(r"\d{10,11}\.0+")  # a spreadsheet's number, written with its decimals
_NANP_REGIONS = ("CA", "US")


def phone(value: str, region: str = "CA") -> tuple[str, str]:
    """A number in E.164 and its extension: "819 555-0100, poste 23" → ("+18195550100", "23").

    `region` is where a number without a country code belongs. The fast path covers ten plain North American digits.
    Raises Doubtful.
    """
    value = value.strip().replace("\u202f", " ")
    if not value:
        return "", ""
    extension = ""
    if _AS_NUMBER.fullmatch(value):
        value = value.partition(".")[0]
    elif not _PLAIN_PHONE.fullmatch(value):
        if found := _EXTENSION.search(value):
            value, extension = value[: found.start()], found[1]
        if (found := _WHOSE.search(value)) and found.start():
            value = value[: found.start()]
    if region in _NANP_REGIONS and _PLAIN_PHONE.fullmatch(value):
        digits = _NOT_DIGIT.sub("", value)
        if len(digits) == 11 and digits[0] == "1":
            digits = digits[1:]
        if len(set(digits)) == 1:  # 999-999-9999: written so that something stands there
            raise Doubtful(value)
        if _NANP.fullmatch(digits):
            return f"+1{digits}", extension
    try:
        number = phonenumbers.parse(value, region or None)
    except phonenumbers.NumberParseException as error:
        raise Doubtful(value) from error
    possible = phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
    if not possible or len(value) > 40:
        raise Doubtful(value)
    if number.country_code == 1 and not _NANP.fullmatch(str(number.national_number)):
        raise Doubtful(value)
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return written, extension or number.extension or ""


# What nearly every address looks like; anything else is asked of email-validator, which is a hundred times slower.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_PLAIN_EMAIL = re.compile(rf"(?=.{{3,254}}$)(?=[^@]{{1,64}}@){_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+[A-Za-z]{{2,63}}")
_NEVER_DELIVERED = (".local", ".localhost", ".invalid", ".arpa", ".onion")


def email(value: str) -> str:
    """One address, as typed. The network is not asked whether it exists. Raises Doubtful."""
    value = value.strip()
    plain = _PLAIN_EMAIL.fullmatch(value)
    if not value or (plain and not value.lower().endswith(_NEVER_DELIVERED) and "xn--" not in value.lower()):
        return value
    try:
        found = email_validator.validate_email(value, check_deliverability=False, test_environment=True, strict=True)
    except email_validator.EmailNotValidError as error:
        raise Doubtful(value) from error
    if not all(character in "._-+" or character.isalnum() or character.isascii() for character in found.local_part):
        raise Doubtful(value)  # a currency sign or a curly apostrophe: no mailbox is called so
    return value


_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "´": "'", "`": "'"})


def suggest_email(typed: str) -> str:
    """What a doubtful address most likely is: "o’brien@…" with the apostrophe of a keyboard, else ""."""
    meant = typed.strip("'\"<> ").translate(_STRAIGHT)
    try:
        return email(meant) if meant != typed else ""
    except Doubtful:
        return ""


_CANADA = re.compile(r"([ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z])[\s\u00a0-]*(\d[ABCEGHJ-NPRSTV-Z]\d)")
_FRANCE = re.compile(r"(?:F-?)?(\d{2})\s?(\d{3})")
_BELGIUM = re.compile(r"(?:B-?)?([1-9]\d{3})")


def postal_code(value: str, country: str = "CA") -> str:
    """A postal code as its country writes it: `A1A 1A1` in Canada, five digits in France, four in Belgium.

    `country` is ISO 3166 alpha-2; codes of other countries stay as typed. Raises Doubtful.
    """
    value = value.strip()
    if not value:
        return ""
    if country == "CA":
        found = _CANADA.fullmatch(value.upper())
        if not found:
            raise Doubtful(value)
        return f"{found[1]} {found[2]}"
    if country in ("FR", "BE"):
        found = (_FRANCE if country == "FR" else _BELGIUM).fullmatch(value.upper())
        if not found:
            raise Doubtful(value)
        return "".join(found.groups())
    return value


_OTHER_NAMES = {
    "usa": "US", "u.s.a.": "US", "u.s.": "US", "etats unis": "US", "united states of america": "US", "uk": "GB",
    "u.k.": "GB", "england": "GB", "angleterre": "GB", "scotland": "GB", "ecosse": "GB", "great britain": "GB",
    "grande-bretagne": "GB", "hollande": "NL", "holland": "NL", "can": "CA", "fra": "FR", "bel": "BE", "che": "CH",
    "gbr": "GB", "cdn": "CA",
}  # fmt: skip


@functools.cache
def _countries() -> dict[str, str]:
    names = dict(_OTHER_NAMES)
    for language in ("fr_CA", "fr", "en"):
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("ZZ", "EU", "UN", "XA", "XB"):
                names.setdefault(text.fold(name), code)
                names.setdefault(code.lower(), code)
    return names


def country(value: str) -> str:
    """The ISO 3166 alpha-2 code of a country named in French or English; an unknown name stays as typed."""
    value = value.strip()
    known = _countries()
    return known.get(text.fold(value)) or known.get(text.fold(value.rstrip(". ")), value) if value else ""
