"""Who lives together: one letter goes to all who share a family name and a postal address."""

from dataclasses import dataclass

from webapp import text


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody lives, as the client's columns have it."""

    address: str = ""
    address_2: str = ""
    town: str = ""
    province: str = ""
    postal_code: str = ""
    country: str = ""


def household(last_name: str, home: Home) -> str:
    """The same for all who share a family name and a postal address; empty where there is no address to share."""
    if not (last_name.strip() and home.address.strip() and home.postal_code.strip()):
        return ""
    street = " ".join(text.words(f"{home.address} {home.address_2}"))
    return f"{' '.join(text.words(last_name))}|{street}|{''.join(text.words(home.postal_code))}"
