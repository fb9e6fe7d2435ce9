"""Names of months: every form of CLDR in the languages of our clinics, and the abbreviations that software makes."""

from functools import cache

from babel.dates import get_month_names

from webapp import text

LOCALES = ("fr", "fr_CA", "en", "en_CA")
# Three letters of French are written by databases (lc_time_names of MySQL: jun, jui, aou) and cut off by others.
_MORE = (
    "jan",
    "fev fevr feb",
    "mar",
    "avr apr",
    "",
    "jun",
    "juil juill jul jui",
    "aout aou aug",
    "sept sep",
    "",
    "",
    "",
)


@cache  # the words of two languages are more than a megabyte, and only an import asks
def numbers() -> dict[str, int]:
    """Of each form, without accents and in lower case, the number of its month."""
    forms = {name: number for number, names in enumerate(_MORE, start=1) for name in names.split()}
    for locale in LOCALES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                names = get_month_names(width, context, locale)
                forms |= {text.fold(name).rstrip("."): number for number, name in names.items()}
    return forms
