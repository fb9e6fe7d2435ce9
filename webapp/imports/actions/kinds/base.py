"""What all kinds have in common: which columns a file writes, and how its rows are compared with what stands."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from webapp import db
from webapp.imports.actions.batch import Batch
from webapp.imports.actions.context import Context
from webapp.imports.actions.references import LEFT, NAMELESS, REFUSED, SEVERAL, UNKNOWN
from webapp.imports.rules.cells import Column
from webapp.imports.rules.headers import NotRecognised, Recognised
from webapp.imports.rules.identities import MARK
from webapp.imports.rules.kinds import ANIMALS, CLIENTS, KINDS
from webapp.imports.rules.links import ANIMAL, CLIENT, Asked, plain

Values = tuple[Any, ...]
_KINDS = {CLIENT: CLIENTS, ANIMAL: ANIMALS}


class Importer:
    """One kind of file. A subclass says what its fields become; everything else is done here.

    `compared` are the database's columns that this file writes, `derived` follow from them and are written with them,
    `once` are written when a row is made and never again.
    """

    kind: ClassVar[str]
    model: ClassVar[Any]
    key: ClassVar[str] = "number"
    scope: ClassVar[dict[str, str]] = {}  # constants that every row of this kind has in its table
    constants: ClassVar[dict[str, Any]] = {}  # what a new row has in columns that files never give
    writes: ClassVar[dict[str, tuple[str, ...]]] = {}  # field → columns, where it is not the column of its name
    derived: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    looked_at: tuple[str, ...] = ()  # columns of a standing row that are needed to compare, beside those compared
    settles: tuple[str, ...] = ()  # fields of which it settles by itself what could not be read
    corrections = False  # doubtful fields go on the list of what is to be corrected
    plain: ClassVar[bool] = False  # new rows need nothing that is known only once they are written, and cause nothing
    beside: ClassVar[str] = "animal"  # the field that tells two clients of one name apart

    def __init__(self, context: Context, recognised: Recognised) -> None:
        self.context = context
        self.places = recognised.places
        self.fields = {field.name: field for field in KINDS[self.kind].fields if field.name in self.places}
        self.headers = {field: header for header, field in recognised.columns.items() if field}  # as they stand
        self.alphabets: Mapping[str, frozenset[str]] = {}  # of coded columns, once the file was looked through
        self.told_species: frozenset[str] = frozenset()  # that a person said some values to mean
        self.either = False  # whether rows of the other kind of items may stand in the file
        self.unclear: list[str] = []  # keys of what may be of the other kind
        self.compared = self.columns()

    # ---------- What a subclass says.

    def columns(self) -> tuple[str, ...]:
        """The columns that this file writes, but for the key."""
        columns: list[str] = []
        for name in self.fields:
            if name != self.key:
                columns += [each for each in self.writes.get(name, (name,)) if each not in columns]
        return tuple(columns)

    def known_as(self, batch: Batch, keys: list[str]) -> list[str]:
        """Of a file without numbers, the number of a record that is here already, in place of the key made up."""
        return keys

    def join(self, columns: list[Sequence[str]]) -> None:
        """Put together what stands in two columns of a chunk, before it is read."""

    def sift(self, batch: Batch) -> int:
        """Set aside the rows that are no records of this kind, by the columns that say so. How many of the list's other
        kind were forgotten."""
        return 0

    def withdraw(self, numbers: Sequence[str]) -> int:
        """In the transaction, after the rows: the file calls these undone. How many stood here."""
        return 0

    def check(self, batch: Batch) -> None:
        """Refuse rows, and look up what they refer to."""

    def compose(self, batch: Batch) -> dict[str, Column]:
        """The columns to write (compared, derived, once), from the fields; refused rows are no longer there."""
        return {column: batch.values[column] for column in self.compared}

    def adjust(self, new: dict[str, Any], old: dict[str, Any]) -> None:
        """What of a standing row is left as it is, whatever the file says. Only called if `adjusts`."""

    @property
    def adjusts(self) -> bool:
        """Whether standing rows need `adjust`."""
        return False

    def derive(self, values: dict[str, Any]) -> None:
        """Work out the derived columns of a standing row that changes; `values` holds all of its columns known here."""

    def before_write(self, table: str) -> None:
        """In the transaction, before rows are updated."""

    def after_insert(self, table: str) -> None:
        """In the transaction, after new rows were inserted."""

    def after_write(self, table: str) -> None:
        """In the transaction, after rows were written."""

    def after_all(self, name: str, *, whole: bool) -> int:
        """In the transaction, once the file of this `name` is written: what it says by leaving out; how many rows."""
        return 0

    def said(self, column: str, value: Any) -> Any:
        """A value as the history keeps it."""
        return value

    # ---------- What is done for all.

    @property
    def table(self) -> str:
        return str(self.model._meta.table_name)

    @property
    def staged(self) -> tuple[str, ...]:
        """The columns of a stage."""
        return (self.key, *self.compared, *self.derived, *self.once)

    def columns_of(self, field: str) -> tuple[str, ...]:
        """The columns that keep what stands where the field is doubtful."""
        return self.decided_by(field)

    def decided_by(self, field: str) -> tuple[str, ...]:
        """The columns that a field alone decides: a doubtful sex leaves "sterile" to that column, if there is one."""
        columns = self.writes.get(field, (field,))
        return tuple(each for each in columns if each in self.compared and (each == field or each not in self.fields))

    def clients(self, batch: Batch) -> list[int]:
        """Whom the rows name: by number, by what fits one alone, or as a person has said."""
        found, names = self.context.references.clients.ids(batch.values["client"]), batch.values["client"]
        for place in _places(found, SEVERAL):
            answer = self.context.references.links.answer(self._asked(batch, place, CLIENT, names[place]))
            if answer:
                found[place] = answer.client_id or LEFT
        return found

    def by_animal(self, batch: Batch, clients: list[int], animals: Sequence[int]) -> None:
        """Of several clients that may be meant, the one whose the row's animal is; else a person is asked."""
        references, names = self.context.references, batch.values["client"]
        for place in _places(clients, SEVERAL):
            known = animals[place] not in (NAMELESS, UNKNOWN, REFUSED, SEVERAL, LEFT)
            owner = references.owners([animals[place]])[0] if known else UNKNOWN
            if owner in references.people.meant(names[place]):
                clients[place] = owner
            else:
                asked = self._asked(batch, place, CLIENT, names[place])
                batch.ask(place, asked, "several_client", value=names[place])

    def pets(self, batch: Batch, clients: Sequence[int], found: Sequence[int]) -> list[int]:
        """Animals that were not `found` by number: by their client and their name, or as a person has said."""
        names, references = batch.values["animal"], self.context.references
        animals = references.pets(clients, names, found)
        for place in _places(animals, SEVERAL):
            asked = self._asked(batch, place, ANIMAL, names[place], clients[place])
            answer = references.links.answer(asked)
            if answer:
                animals[place] = answer.animal_id or LEFT
            else:
                batch.ask(place, asked, "several_animal", value=names[place])
        return animals

    def _asked(self, batch: Batch, place: int, what: str, value: str, client: int | None = None) -> Asked:
        key = batch.values[self.key][place] if self.key in batch.values else ""
        by = plain(batch.values[self.beside][place]) if what == CLIENT and self.beside in batch.values else ""
        return Asked(what, value, by or key, client)

    def refer(self, batch: Batch, field: str, what: str, ids: Sequence[int]) -> None:
        """Refuse the rows whose reference leads nowhere; `what` names the codes: no_client, client_refused …

        What it leads to may itself wait for a person: then the row waits with it.
        """
        names, links = batch.values[field], self.context.references.links
        for place in [place for place, found in enumerate(ids) if LEFT <= found <= NAMELESS]:
            found = ids[place]
            waits = links.waiting[_KINDS[what]].get(names[place]) if found in (UNKNOWN, REFUSED) else None
            if found == NAMELESS and self.fields[field].essential:
                batch.refuse(place, f"no_{what}")
            elif waits:
                batch.ask(place, waits, f"{what}_waits", value=names[place])
            elif found == UNKNOWN:
                batch.refuse(place, f"unknown_{what}", value=names[place])
            elif found == REFUSED:
                batch.refuse(place, f"{what}_refused", value=names[place])
            elif found == LEFT:
                batch.refuse(place, "left_aside", value=names[place])

    def lacking_zeros(self, batch: Batch) -> int:
        """How many rows name a record by a number that lacks its zeros."""
        lost = {name: each.lost for name, each in self.context.references.zeros.items() if each.lost}
        columns = ((batch.values[name], some) for name, some in lost.items() if name in batch.values)
        return sum(sum(map(some.__contains__, column)) for column, some in columns)

    def standing(self, keys: Sequence[str]) -> dict[str, tuple[int, Values]]:
        """The rows of these numbers as they stand: id, and the values of `compared` and `looked_at`.

        In a dry run, as they would stand after the files before this one.
        """
        columns = (*self.compared, *self.looked_at)
        wanted = db.ids(keys)
        scope = "".join(f" AND {name} = '{value}'" for name, value in self.scope.items())
        rows = self.context.staging.execute(
            f"SELECT {', '.join((self.key, 'id', *columns))} FROM {self.table} "
            f"WHERE {self.key} IN (SELECT value FROM json_each(?)){scope}",
            (wanted,),
        )
        found = {row[0]: (row[1], row[2:]) for row in rows}
        for stage in self.context.staging.stages:
            if stage.kind != self.kind:
                continue
            rows = self.context.staging.execute(
                f"SELECT {self.key}, line, row, {', '.join(stage.columns)} FROM temp.{stage.table} "
                f"WHERE {self.key} IN (SELECT value FROM json_each(?))",
                (wanted,),
            )
            for key, line, row, *values in rows:
                staged = dict(zip(stage.columns, values, strict=True))
                before = found[key][1] if key in found else [self.default(column) for column in columns]
                after = tuple(staged.get(c, value) for c, value in zip(columns, before, strict=True))
                found[key] = (row or stage.provisional(line), after)
        return found

    def default(self, column: str) -> Any:
        """What a new row has where the file has no such column."""
        field = self.model._meta.columns[column]
        value = field.default() if callable(field.default) else field.default
        return int(value) if isinstance(value, bool) else value

    def with_numbers(self, header: Sequence[str]) -> "Importer":
        """Itself. Raises NotRecognised: what happened is known here by number, and would come in twice without."""
        if self.key in self.places or self.kind in (CLIENTS, ANIMALS):
            return self
        sql = f"SELECT EXISTS (SELECT 1 FROM {self.table} WHERE number NOT LIKE '{MARK}%')"
        if self.context.staging.execute(sql).fetchone()[0]:
            shown = [name for name in header if name][:12]
            raise NotRecognised("missing_columns", kind=self.kind, fields=[self.key], header=shown)
        return self

    def ready(self) -> tuple[str, dict[str, Any]] | None:
        """Its table and what new rows have beside what is staged, if they may be laid out as it has them: it is empty.

        A dry run looks rows up by line.
        """
        empty = self.plain and not self.context.dry_run and not self.context.staging.highest(self.table)
        return (self.table, self.given()) if empty else None

    def given(self) -> dict[str, Any]:
        """What a new row has in columns that the file does not have."""
        constants: dict[str, Any] = dict(self.scope)
        for column, field in self.model._meta.columns.items():
            if column in self.staged or column in constants or column == "id":
                continue
            if column in ("created_at", "updated_at"):
                constants[column] = self.context.now_text
            elif self.default(column) is not None or not field.null:
                constants[column] = self.default(column)
        return constants

    def is_new_ground(self) -> bool:
        """Whether no row of this kind has a number yet: then there is nothing to compare with."""
        if any(stage.kind == self.kind for stage in self.context.staging.stages):
            return False
        scope = "".join(f" AND {name} = '{value}'" for name, value in self.scope.items())
        sql = f"SELECT EXISTS (SELECT 1 FROM {self.table} WHERE {self.key} IS NOT NULL{scope})"
        return not self.context.staging.execute(sql).fetchone()[0]


def filled(column: Column, empty: Any) -> Column:
    """The column with something else than None where nothing was said."""
    return [empty if value is None else value for value in column] if None in column else column


def _places(ids: Sequence[int], which: int) -> list[int]:
    return [place for place, found in enumerate(ids) if found == which] if which in ids else []
