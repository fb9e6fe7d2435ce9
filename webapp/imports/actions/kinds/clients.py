"""Clients."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, ClassVar

from webapp import contacts, text
from webapp.holds.rules import CONTACT, NAME
from webapp.holds.rules.names import that_say_more
from webapp.imports.actions.batch import Batch
from webapp.imports.actions.kinds import contact_data, homes, people, phones, refusals
from webapp.imports.actions.kinds.base import Importer, filled
from webapp.imports.rules import cells, names, zeros
from webapp.imports.rules.cells import Column, Doubt
from webapp.imports.rules.crowded import Taken
from webapp.imports.rules.kinds import LINES, PAIRS
from webapp.imports.rules.links import ASIDE, SELF, Asked
from webapp.models import Client

_YES_IF_EMPTY = ("accepts_email", "accepts_sms", "accepts_post", "accepts_phone")
_BOOLEANS = (*_YES_IF_EMPTY, "mobile_takes_sms", "no_reminders")
_DOUBTED_IS_NO = {**dict.fromkeys(_YES_IF_EMPTY), **refusals.DECLINED, "marketing": refusals.MARKETING}
_NUMBERS = ("home_phone", "mobile_phone", "work_phone")

_sort_key = lru_cache(maxsize=20_000)(text.sort_key)  # the same names come again and again


class Clients(Importer):
    """A client without any name is refused; whatever else is doubtful is left empty."""

    kind = "clients"
    model = Client
    writes: ClassVar[dict[str, tuple[str, ...]]] = {
        "full_name": ("title", "first_name", "last_name"),
        "company": ("title", "first_name", "last_name"),
        **{f"phone_{n}": ("home_phone", "work_phone", "work_extension", "mobile_phone") for n in PAIRS},
        **{f"phone_type_{n}": () for n in PAIRS},
        **dict.fromkeys((*people.SECOND, *phones.AREAS), ()),
        "work_phone": ("work_phone", "work_extension"),
        "active": ("archived_at",),
        **dict.fromkeys(("inactive", "deleted", "deceased"), ("archived_at",)),
        **refusals.DECLINED,
        "marketing": refusals.MARKETING,
        "stop_reminders": ("no_reminders",),
        "town_line": homes.TOWN,
        **{f"line_{n}": homes.HOME for n in LINES},
        "province": ("province", "country"),
    }
    derived = ("sort_name",)
    corrections = True

    def columns(self) -> tuple[str, ...]:
        """Names are needed to sort by, even where the file has only one of them."""
        columns = super().columns()
        self.looked_at = tuple(name for name in ("first_name", "last_name") if name not in columns)
        self.once = () if "note" in columns else ("note",)
        return columns

    def known_as(self, batch: Batch, keys: list[str]) -> list[str]:
        """Somebody of this name with this address or number is here already, maybe from another file."""
        nothing = [""] * len(batch)
        first, last = batch.values.get("first_name", nothing), batch.values.get("last_name", nothing)
        emails = batch.values.get("email", nothing)
        phones = [batch.values[name] for name in _NUMBERS if name in batch.values]
        known = self.context.references.people
        rows = zip(keys, first, last, emails, *phones, strict=True)
        for place, (key, name, family, email, *numbers) in enumerate(rows):
            fitting = known.same(name, family, email or "", [number[0] for number in numbers if number])
            if len(fitting) == 1:
                keys[place] = known.numbers.get(next(iter(fitting)), key)
            elif fitting and key not in {known.numbers.get(each) for each in fitting}:
                keys[place] = self._which(batch, place, key, f"{family}, {name}")
        return keys

    def _which(self, batch: Batch, place: int, key: str, name: str) -> str:
        """Of several records that fit, the number of the one that a person has said to be meant."""
        references, asked = self.context.references, Asked(SELF, name.strip(", "), key)
        answer = references.links.answer(asked)
        if answer is None:
            batch.ask(place, asked, "several_self", value=asked.value)
        elif answer.answer == ASIDE:
            batch.refuse(place, "left_aside", value=asked.value)
        elif answer.client_id:
            return references.people.numbers.get(answer.client_id, key)
        return key

    def join(self, columns: list[Sequence[str]]) -> None:
        phones.join(columns, self.places)

    def check(self, batch: Batch) -> None:
        refusals.hold_unread(batch, refusals.ASKED, self.headers, CONTACT)
        refusals.client(batch)
        _names(batch)
        people.called(batch, self.headers.get("full_name", ""))
        phones.typed(batch)
        homes.apart(batch)
        first = batch.values.get("first_name") or [""] * len(batch)
        last = batch.values.get("last_name") or [""] * len(batch)
        for place, both in enumerate(zip(first, last, strict=True)):
            if both == ("", ""):
                batch.refuse(place, "no_name")
        contact_data.provinces(batch)
        contact_data.own(batch, self.context.clinic)
        self._postal_codes(batch)
        self._abroad(batch)
        contact_data.beside(batch)
        self._phones(batch)

    def _postal_codes(self, batch: Batch) -> None:
        codes = batch.values.get("postal_code")
        if codes is None:
            return
        home = self.context.clinic.country or "CA"
        countries = batch.values.get("country") or [home] * len(batch)
        known: dict[tuple[str, str], Any] = {}
        for place, pair in enumerate(zip(codes, countries, strict=True)):
            if pair not in known:
                whole = zeros.postal_code(pair[0], pair[1] or home)
                found = cells.postal_code(whole, pair[1] or home)
                known[pair] = found if whole == pair[0] else Doubt("postal_zeros", pair[0], Taken(found))
            codes[place] = known[pair]
        batch.settle_doubts("postal_code", "")

    def _abroad(self, batch: Batch) -> None:
        """A number that is none here may be one where the client lives."""
        countries = batch.values.get("country")
        if countries is None:
            return
        for place, doubts in list(batch.doubts.items()):
            for doubt in [doubt for doubt in doubts if doubt.reason.code == "phone"]:
                try:
                    number = contacts.phone(str(doubt.reason.details["value"]), countries[place])
                except contacts.Doubtful:
                    continue
                batch.values[doubt.field][place] = number
                doubts.remove(doubt)

    def _phones(self, batch: Batch) -> None:
        """A number and, for the office, its extension."""
        for field in _NUMBERS:
            column = batch.values.get(field)
            if column is None:
                continue
            pairs = [("", "") if value is None or value.__class__ is Doubt else value for value in column]
            batch.values[field] = [number for number, _ in pairs]
            if field == "work_phone":
                own = batch.values.get("work_extension") or [""] * len(batch)
                batch.values["work_extension"] = [a or b for a, (_, b) in zip(own, pairs, strict=True)]

    def compose(self, batch: Batch) -> dict[str, Column]:
        values = batch.values
        batch.leave_empty(*_YES_IF_EMPTY)
        for name in _BOOLEANS:
            if name in values:
                values[name] = filled(values[name], int(name in _YES_IF_EMPTY))
        for place, unread in chain[Any](batch.doubts.items(), batch.holds.items()):  # nobody agreed to that
            for doubt in unread:
                if doubt.field in _DOUBTED_IS_NO:
                    for name in _DOUBTED_IS_NO[doubt.field] or (doubt.field,):
                        values[name][place] = 0
        if "language" in values:
            values["language"] = filled(values["language"], self.context.clinic.language or "fr")
        if "active" in values:
            values["archived_at"] = [self.context.now_text if active == 0 else None for active in values["active"]]
        for name in ("email", "postal_code", "country"):
            if name in values:
                values[name] = filled(values[name], "")
        nothing = [""] * len(batch)
        first, last = values.get("first_name", nothing), values.get("last_name", nothing)
        people.stage_second(self.context, batch)
        composed = super().compose(batch)
        composed["note"] = values["note"]
        composed["sort_name"] = [_sort_key(b, a) for a, b in zip(first, last, strict=True)]
        return composed

    def columns_of(self, field: str) -> tuple[str, ...]:
        """What cannot be read is no agreement, whatever stands: "STOP" takes a yes away."""
        return () if field in _DOUBTED_IS_NO else super().columns_of(field)

    @property
    def adjusts(self) -> bool:
        return "archived_at" in self.compared or self._whole or self._guesses_country

    @property
    def _whole(self) -> bool:
        """Names that a column gives whole."""
        return "full_name" in self.fields or "company" in self.fields

    @property
    def _guesses_country(self) -> bool:
        """Only the province could tell it."""
        return "country" in self.compared and "country" not in self.fields

    def adjust(self, new: dict[str, Any], old: dict[str, Any]) -> None:
        """Someone who was archived stays so: the file may archive, but only a person brings back."""
        if "archived_at" in new:
            new["archived_at"] = old["archived_at"] or new["archived_at"]
        if self._whole and not new["title"]:
            new["title"] = old["title"]
        if self._whole and not new["first_name"] and not names.is_company(new["last_name"]):
            # The file has one name, or two that nobody can part: what stands may say more.
            if new["last_name"] in (old["last_name"], f"{old['first_name']} {old['last_name']}"):
                new["first_name"], new["last_name"] = old["first_name"], old["last_name"]
            elif " " not in new["last_name"]:
                new["first_name"] = old["first_name"]
        if self._guesses_country:
            new["country"] = new["country"] or old["country"]

    def before_write(self, table: str) -> None:
        """Note whom the file archives, while the old rows still stand."""
        asked = [each for each in self.compared if each in (*_YES_IF_EMPTY, "no_reminders", "no_reminders_until")]
        self._refused = refusals.staged(self.context, "client", table, asked)
        self._archived: list[int] = []
        if "archived_at" in self.compared:
            self._archived = [
                row
                for (row,) in self.context.staging.execute(
                    f"SELECT c.id FROM temp.{table} s JOIN client c ON c.id = s.row "
                    "WHERE s.archived_at IS NOT NULL AND c.archived_at IS NULL"
                )
            ]

    def after_write(self, table: str) -> None:
        self.context.staging.many(
            "INSERT INTO history_entry (client_id, at, verb, details) VALUES (?, ?, 'archived', '{}')",
            ((row, self.context.now_text) for row in self._archived),
        )
        refusals.note(self.context, "client", self._refused)

    def after_insert(self, table: str) -> None:
        refusals.note_new(self.context, "client", table, self.compared)

    def after_all(self, name: str, *, whole: bool) -> int:
        people.write_second(self.context)
        if "email" in self.fields:
            contact_data.follow_shared_addresses(self.context)
        return 0

    def derive(self, values: dict[str, Any]) -> None:
        values["sort_name"] = _sort_key(values["last_name"], values["first_name"])

    def default(self, column: str) -> Any:
        return (self.context.clinic.language or "fr") if column == "language" else super().default(column)

    def said(self, column: str, value: Any) -> Any:
        return bool(value) if column in _BOOLEANS and value is not None else value


def _names(batch: Batch) -> None:
    """Hold those whose name, as it stands in the file, says more than a name."""
    nothing = [""] * len(batch)
    columns = [batch.values.get(name) or nothing for name in ("full_name", "first_name", "last_name", "company")]
    names = [" ".join(filter(None, parts)) for parts in zip(*columns, strict=True)]
    for place in that_say_more(names, animal=False):
        batch.hold(place, "", NAME, names[place])
