"""What surrounds every message: who the clinic is, in one language. The law wants it in each (CASL s. 6(2))."""

from dataclasses import dataclass
from urllib.parse import quote

from webapp.message_templates.rules.people import POLITE

_MAP = "https://www.openstreetmap.org/search?query="


@dataclass(frozen=True, slots=True)
class Frame:
    """The clinic's identity as a message shows it; every value is already written as its language writes it."""

    language: str
    name: str
    address_lines: tuple[str, ...] = ()
    phone: str = ""  # "514 555-0100"
    phone_link: str = ""  # "+15145550100"
    email: str = ""
    website: str = ""
    greeting: str = POLITE
    logo: str = ""  # the file's name inside `uploads`, for paper
    logo_src: str = ""  # where the picture of an e-mail comes from (cid:, https:); empty = the name in letters

    booking: str = ""  # the page where one books; "" = none
    town: str = ""
    branch: str = ""  # which of several places it is; the name stays the clinic's, who writes
    hours: str = ""  # when it is open, a line a day or several
    province: str = ""
    country: str = ""
    time_zone: str = ""  # as it is kept: America/Toronto
    map_url: str = ""  # the clinic on a map, where it has given one itself
    bare_texts: bool = False  # whether text messages go without the accents that their alphabet lacks

    @property
    def address(self) -> str:
        """On one line, as the foot of an e-mail has it."""
        return ", ".join(self.address_lines)

    @property
    def place_lines(self) -> tuple[str, ...]:
        """The branch, where there are several, and its address."""
        return tuple(filter(None, (self.branch, *self.address_lines)))

    @property
    def map_address(self) -> str:
        """Where it is on a map: what it gave itself, else a search for its address; empty without one."""
        return self.map_url or (f"{_MAP}{quote(self.address)}" if self.address_lines else "")

    @property
    def complete(self) -> bool:
        """Whether it identifies the sender as the law wants: a name, an address, and one way to answer."""
        return bool(self.name and self.address_lines and (self.phone or self.email or self.website))

    @property
    def unsubscribe_words(self) -> str:
        """What the link at the foot of an e-mail says."""
        return "Stop receiving these reminders" if self.language == "en" else "Ne plus recevoir ces rappels"

    @property
    def post_opt_out(self) -> str:
        """The line at the foot of a letter or a card."""
        way = self.phone or self.email
        if self.language == "en":
            return f"To stop receiving reminders: {way}"
        return f"Pour ne plus recevoir de rappels\u00a0: {way}"

    @property
    def post_foot(self) -> str:
        """The lines at the foot of a letter, which has the room to ask whether it is still wanted."""
        if self.language == "en":
            return (
                "If your pet is no longer with you, or is seen elsewhere, let us know: we will stop writing about it. "
                f"{self.post_opt_out}"
            )
        return (
            "Si votre animal n’est plus avec vous ou s’il est suivi ailleurs, dites-le-nous\u00a0: nous n’écrirons "
            f"plus à son sujet. {self.post_opt_out}"
        )
