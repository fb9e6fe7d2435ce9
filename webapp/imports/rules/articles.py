"""Products and services in one list: by a column that says which, else by the category."""

import re
from collections.abc import Collection, Mapping

from webapp import text
from webapp.imports.rules import words

PRODUCT, SERVICE = "product", "service"
# Heads of columns that may say so; what stands in them decides.
HEADS = frozenset(
    ("pimstype", "typearticle", "articletype", "typedarticle", "typeitem", "itemtype", "itemkind", "producttype",
     "typeproduit", "productorservice", "produitservice", "produitouservice", "type", "kind", "genre", "nature",
     "classe", "class", "categorytype")
)  # fmt: skip
_BOTH = re.compile(r"\b(?:produits?|products?|articles?|items?|goods)\b.*\b(?:services?|actes?|honoraires)\b")
_PRODUCTS = re.compile(
    r"\b(?:produit\w*|product\w*|inventaire|inventory|stock|medicament\w*|medication\w*|drug\w*|pharma\w*|antibio\w*|"
    r"antiparasit\w*|parasit\w*|heartworm|flea\w*|tick\w*|puces?|vermifug\w*|deworm\w*|vaccins?|vaccines?|food|foods|"
    r"nourriture\w*|aliment\w*|diets?|dietes?|accessoire\w*|accessor\w*|shampo\w*|shampooing\w*|supplement\w*|"
    r"supplies|fourniture\w*|retail|merchandise|marchandise\w*|toys?|jouets?|collars?|colliers?|consumable\w*|"
    r"consommable\w*|over the counter)\b"
)
_SERVICES = re.compile(
    r"\b(?:services?|actes?|honoraires?|fees?|labou?r|procedures?|prestation\w*|exam\w*|consult\w*|visit\w*|surg\w*|"
    r"chirurg\w*|dent\w*|detartrage\w*|lab|labo|laborato\w*|analys\w*|radio\w*|x[- ]?rays?|imag\w*|echo\w*|ultraso\w*|"
    r"hospitali\w*|anesth\w*|anaesth\w*|euthan\w*|cremation\w*|incineration\w*|groom\w*|toilett\w*|board\w*|pension|"
    r"vaccinations?|immuni[sz]ation\w*|neuter\w*|castration\w*|sterili[sz]ation\w*|ovario\w*|urgences?|emergenc\w*|"
    r"soins?|treatments?|traitements?)\b"
)


def of_word(value: str) -> str:
    """What a cell of a column that says so means; "" where it does not."""
    word = words.key(value)
    return words.PRODUCT_OR_SERVICE.get(word, "") or of_category(value)


def of_category(name: str, known: Mapping[str, str] | None = None) -> str:
    """What is in a category, by its name; `known`: folded names of the clinic's own → kind. "" where nobody can say."""
    folded = text.fold(name)
    if known and folded in known:
        return known[folded]
    if not folded or _BOTH.search(folded):
        return ""
    product, service = _PRODUCTS.search(folded), _SERVICES.search(folded)
    return "" if bool(product) == bool(service) else PRODUCT if product else SERVICE


def tells(values: Collection[str]) -> bool:
    """Whether a column of these different values says of most what they are."""
    said = [of_word(value) for value in values if value.strip()]
    return bool(said) and 2 * sum(map(bool, said)) > len(said)
