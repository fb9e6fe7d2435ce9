"""What a client's file says of addresses and numbers beyond one clean value a cell."""

from typing import Any

from webapp import filters, postal
from webapp.consents.queries import suppressions
from webapp.imports.actions.batch import Batch
from webapp.imports.actions.context import Context
from webapp.later import Later
from webapp.models import Clinic

consents = Later("webapp.consents.actions")  # of no use to who only looks

PHONES = ("home_phone", "mobile_phone", "work_phone")  # where a second number of a cell may stand


def provinces(batch: Batch) -> None:
    """Two letters for a province or a state, however it is written; the country of who can only live in the States."""
    column = batch.values.get("province")
    if column is None:
        return
    nothing = [""] * len(batch)
    countries, codes = batch.values.get("country") or list(nothing), batch.values.get("postal_code") or nothing
    known: dict[tuple[str, str, str], tuple[str, str]] = {}
    for place, row in enumerate(zip(column, countries, codes, strict=True)):
        if row not in known:
            known[row] = _province(*row)
        column[place], countries[place] = known[row]
    batch.values["country"] = countries


def _province(province: str, country: str, code: str) -> tuple[str, str]:
    if not country and postal.is_us(province, code):
        country = "US"
    short = {"": postal.province_code, "CA": postal.province_code, "US": postal.us_state}.get(country)
    return (short(province) if short else None) or province, country


def own(batch: Batch, clinic: Clinic) -> None:
    """The clinic's own address is nobody's."""
    address = (clinic.email or "").strip().lower()
    column = batch.values.get("email")
    if address and column and (address in column or any(address == each.lower() for each in set(column) if each)):
        for place, value in enumerate(column):
            if value and value.lower() == address:
                batch.doubt(place, "email", "email_own", value)
                column[place] = ""


def beside(batch: Batch) -> None:
    """The other numbers of a cell go to an empty field of the same row, what is left to the note.

    So does an extension of a number that has no field for one.
    """
    notes = batch.values.setdefault("note", [""] * len(batch))
    for place, of_fields in batch.crowded.items():
        for taken in of_fields.values():
            left = [number for number in taken.others if not _room(batch, place, number)]
            to_note(notes, place, taken.rest or ", ".join(_said(*number) for number in left))
    for field in ("home_phone", "mobile_phone"):
        for place, number in enumerate(batch.values.get(field, ())):
            if number and number[1]:
                to_note(notes, place, _said(*number))


def to_note(notes: list[str], place: int, rest: str) -> None:
    """One line more, unless it stands there already."""
    if rest and rest not in notes[place]:
        notes[place] = "\n".join(filter(None, [notes[place], rest]))


def _said(number: str, extension: str) -> str:
    return f"{filters.phone(number)}, #{extension}" if extension else filters.phone(number)


def _room(batch: Batch, place: int, number: tuple[str, str]) -> bool:
    """Put it where the row has none. False where there is no room."""
    for field in PHONES:
        column: list[Any] | None = batch.values.get(field)
        if column is not None and (not column[place] or column[place] == ("", "")):
            column[place] = number
            return True
    return False


_SHARED = """
WITH home AS (
    SELECT lower(trim(email)) AS address, CASE
        WHEN address <> '' AND postal_code <> '' THEN lower(address || '|' || address_2 || '|' || postal_code)
        WHEN last_name <> '' THEN lower(last_name) ELSE id END AS place
    FROM client WHERE email <> '' AND archived_at IS NULL
)
SELECT address FROM home GROUP BY address HAVING COUNT(DISTINCT place) > 2
"""


def follow_shared_addresses(context: Context) -> None:
    """Block the e-mail addresses of more than two homes, which are nobody's; inside the file's transaction.

    Whoever lives at one postal address is one home; without one, whoever has one family name. What a person unblocked
    stays so, and what is no longer shared is unblocked by itself.
    """
    shared = {address for (address,) in context.staging.execute(_SHARED)}
    known = suppressions.of_reason("shared")
    for address in sorted(shared - {row.address for row in known}):
        consents.suppress(channel="email", address=address, reason="shared", now=context.now, by=None)
    for row in known:
        if row.lifted_at is None and row.address not in shared:
            consents.lift(suppression_id=row.id, now=context.now, by=None)
        elif row.lifted_at and row.lifted_by_id is None and row.address in shared:
            consents.suppress(channel="email", address=row.address, reason="shared", now=context.now, by=None)
