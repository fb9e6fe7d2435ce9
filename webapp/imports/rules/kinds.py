"""The kinds of files, their fields, and the headers under which practice software exports each.

A line of a table reads "field type flags: headers". Required: without the column the file is not read. Essential:
without a good value the row is refused. Holding: what cannot be read in it leaves its animal or client in peace until a
person has looked. Telling: other kinds seldom have such a column. Headers are folded and run
together ("Tél. domicile" is "teldomicile"), the surest first; @client stands for a list that several kinds share.
What follows @last means the field only where no other column does and no other field claims it: "AccountId" is the
owner of a patient, and the patient's own number where another column is the owner. The tables are in rules.tables.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from webapp.imports.rules.tables import care, people, trade

CLIENTS, ANIMALS, PRODUCTS, SERVICES = "clients", "animals", "products", "services"
LINES = range(1, 6)  # of an envelope
PAIRS = range(1, 6)  # telephones beside which their type may stand
SALES, VISITS, APPOINTMENTS, REMINDERS = "sales", "visits", "appointments", "reminders"
ORDER = (PRODUCTS, SERVICES, CLIENTS, ANIMALS, VISITS, SALES, APPOINTMENTS, REMINDERS)  # in which files are read

DATES = ("date", "birth", "instant")  # what a column of days reads


@dataclass(frozen=True)
class Field:
    """A column that a file may have; `reads` is the type of what stands in it."""

    name: str
    reads: str
    ranks: Mapping[str, int]  # header → how sure it is, 0 = the surest
    required: bool = False
    essential: bool = False
    telling: bool = False
    holding: bool = False

    @property
    def aliases(self) -> tuple[str, ...]:
        """The headers, the surest first."""
        return tuple(self.ranks)


@dataclass(frozen=True)
class Kind:
    """What a file may hold."""

    name: str
    fields: tuple[Field, ...]
    file_words: tuple[str, ...]  # in the file's name: tells apart what headers leave open

    def field(self, name: str) -> Field:
        """The field of that name. Raises KeyError."""
        return {field.name: field for field in self.fields}[name]

    @property
    def required(self) -> Iterator[Field]:
        """Fields whose column must be there."""
        return (field for field in self.fields if field.required)


def _lines(table: str) -> Iterator[tuple[str, str]]:
    for line in table.replace("\n      ", " ").strip().splitlines():
        left, _, right = line.strip().partition(": ")
        if left:
            yield left, right


_LISTS = dict(_lines(people.SHARED))
_ANY = frozenset(_LISTS["any"].split())


def says_only_number(folded_header: str) -> bool:
    """Whether a header means the number of a row, of whatever kind ("No", "ID")."""
    return folded_header in _ANY


_LAST = "@last"


def _ranks(aliases: str) -> dict[str, int]:
    spelled = " ".join(_LISTS.get(word[1:], word) if word.startswith("@") else word for word in aliases.split())
    ranks: dict[str, int] = {}
    rank = 0
    for word in spelled.split():
        if word == _LAST:
            rank = (rank // 1000 + 1) * 1000
        else:
            ranks.setdefault(word, rank)
            rank += 1
    return ranks


def _kind(name: str, tables: str, file_words: str) -> Kind:
    fields = []
    for left, right in _lines(tables):
        field, reads, *flags = left.split()
        fields.append(Field(field, reads, _ranks(right), **dict.fromkeys(flags, True)))
    return Kind(name, tuple(fields), tuple(file_words.split()))


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        _kind(CLIENTS, people.CLIENTS, "client proprietaire owner customer contact"),
        _kind(ANIMALS, people.ANIMALS, "animal animaux patient pet"),
        _kind(PRODUCTS, trade.PRODUCTS + trade.ITEMS, "produit product inventaire inventory stock"),
        _kind(SERVICES, trade.SERVICES + trade.ITEMS, "service acte treatment procedure"),
        _kind(SALES, trade.SALES, "vente sale facture invoice transaction"),
        _kind(VISITS, care.VISITS, "visite visit consultation"),
        _kind(APPOINTMENTS, care.APPOINTMENTS, "rdv rendez appointment appt agenda"),
        _kind(REMINDERS, care.REMINDERS, "rappel reminder recall relance"),
    )
}
