"""Phase one: a file is read, understood and compared with what stands. Nothing of the clinic's is written.

What the reading leaves is in the temporary tables: rows that are new or changed, lines for the report, fields to be
corrected.
"""

import json
from collections.abc import Collection, Iterator, Sequence

from webapp.holds.rules import CONTACT
from webapp.imports.actions import coding, holding
from webapp.imports.actions.batch import Batch, Reason
from webapp.imports.actions.clearing import Clearing
from webapp.imports.actions.comparing import Compared, Comparison
from webapp.imports.actions.context import Context
from webapp.imports.actions.differences import Differences
from webapp.imports.actions.doubting import Doubting
from webapp.imports.actions.keying import Keys
from webapp.imports.actions.kinds import Importer
from webapp.imports.actions.leftovers import Leftovers, NoDays
from webapp.imports.actions.owners import of_file
from webapp.imports.actions.spoken import Spoken
from webapp.imports.actions.staging import Seen, Stage
from webapp.imports.actions.surveying import Survey
from webapp.imports.actions.taking_up import TakenUp, readers
from webapp.imports.actions.unknown import Unknown
from webapp.imports.queries.reports import RowCounts
from webapp.imports.queries.values import said
from webapp.imports.rules import cells, identities
from webapp.imports.rules.kinds import ANIMALS, CLIENTS, PRODUCTS, SERVICES, Field
from webapp.spreadsheets import NO_ROWS, Chunk, Sheet

KEPT_LINES = 50_000  # refused or doubtful ones that the report keeps
KEPT_CHANGES = 5_000  # new and changed ones that the report of a dry run keeps, of each

_REFERRED_TO = (CLIENTS, ANIMALS, PRODUCTS, SERVICES)
_BAD = {"date": "bad_date", "birth": "bad_date", "money": "bad_amount", "quantity": "bad_quantity"}


class Reading:
    """One file on its way to its stage."""

    def __init__(
        self,
        context: Context,
        importer: Importer,
        sheet: Sheet,
        stage: Stage,
        survey: Survey,
        decided: Collection[str] = (),
        *,
        shared: bool = False,
        taken: TakenUp | None = None,
    ) -> None:
        self.context = context
        self.importer = importer
        self.sheet = sheet
        self.stage = stage
        self.counts = RowCounts()
        self.survey = survey
        self.readers = readers(importer, sheet, survey, taken)
        self.meanings = coding.meanings(sheet.header, [*said(sheet.header, importer.kind), context.values])
        importer.told_species = frozenset(self.meanings.get(importer.places.get("species", -1), {}).values())
        self.owners = of_file(importer, stage, again=bool(taken), shared=shared)
        self.comparison = Comparison(context, importer, self.owners)
        self.differences = Differences(context, importer)
        self.leftovers = Leftovers(sheet.header, importer.places.values())
        self.no_days = NoDays(sheet.header)
        self.unknown = Unknown()
        self.spoken = Spoken(importer.kind, sheet.header, tuple(importer.places.values()), decided)
        self.clearing = Clearing(context, importer, sheet.header)
        self.new_ground = stage.ready is not None or importer.is_new_ground()
        self.whole = True  # every line was a row
        self.zeros = 0  # rows that name a record by a number without its zeros
        self.seen = Seen(context.staging, self._earlier)
        self.keys = Keys(importer, shared, taken.keys if taken else None)
        self.seen.rising = self.keys.given
        self.doubting = Doubting(context, importer, sheet.header, again=bool(taken))

    def take(self, chunk: Chunk) -> None:
        """Read a chunk and stage what is new or changed in it."""
        with self.context.staging.portion():
            self._troubles(chunk)
            if not chunk.rows:
                return
            batch = self._understand(chunk)
            self.keys.give(batch)
            self._sift(batch)
            self._numbers(batch)
            self.importer.check(batch)
            self.zeros += self.importer.lacking_zeros(batch)
            self.doubting.note(batch, chunk)
            if self.owners:
                self.owners.note(batch)
            self._refused(batch)
            batch.keep_the_good()
            if len(batch):
                self.clearing.look(batch, chunk)
                self._compare(batch)

    def end(self) -> None:
        """Once all is read: whose the animals are that have two owners."""
        if self.owners:
            gone, same = self.owners.settle(self.sheet, self.doubting)
            self.counts.created -= len(gone)
            self.counts.updated -= same
            self.counts.unchanged += same
            self._refuse([(line, key, Reason("two_owners", {"value": key})) for line, key in gone])
            self._warn([(*row, "client", Reason("former_owner", {"value": row[1]})) for row in self.owners.returned])

    def _troubles(self, chunk: Chunk) -> None:
        """Lines that are no rows."""
        place = self.importer.places.get(self.importer.key, 10**9)
        found = [
            (each.line, each.cells[place].strip() if place < len(each.cells) else "", Reason(each.code, each.details))
            for each in chunk.troubles
        ]
        self.counts.rows += len(found)
        wrong = [each for each in found if each[2].code not in NO_ROWS]
        self.whole &= not wrong
        self._refuse(wrong)
        self._set_aside([(line, "", why) for line, _, why in found if why.code in NO_ROWS])

    def _set_aside(self, found: Sequence[tuple[int, str, Reason]]) -> None:
        """Lines that are left out on purpose."""
        kept = found[: max(0, KEPT_LINES - self.counts.set_aside)]
        self.context.staging.lines(
            (line, "set_aside", key, "", why.code, json.dumps(why.details, ensure_ascii=False))
            for line, key, why in kept
        )
        self.counts.set_aside += len(found)

    def _understand(self, chunk: Chunk) -> Batch:
        """Text into values; what cannot be meant into refusals and doubts."""
        columns: list[Sequence[str]] = list(zip(*chunk.rows, strict=True))
        self.leftovers.look(columns)
        for place, table in self.meanings.items():
            columns[place] = coding.translated(columns[place], table)
        self.importer.join(columns)
        places = self.importer.places
        batch = Batch(
            chunk.lines, {name: reader.column(columns[places[name]]) for name, reader in self.readers.items()}
        )
        for row, found in chunk.short.items():  # Excel leaves out separators, but never a value that was needed
            if any(places[field.name] >= found for field in self.importer.fields.values() if field.required):
                batch.refuse(row, "too_few_fields", found=found, expected=len(self.sheet.header))
        by_place = {place: name for name, place in places.items()}
        for (row, column), code in chunk.cells.items():
            if column in by_place:
                field = self.importer.fields[by_place[column]]
                if field.essential:
                    batch.refuse(row, code, column=self.sheet.header[column])
                else:
                    batch.doubt(row, field.name, code, "", column=self.sheet.header[column])
        for name, field in self.importer.fields.items():
            reader, written = self.readers[name], columns[places[name]]
            if reader.no_days:
                self.no_days.look(places[name], written, reader.no_days)
            if reader.may_doubt(written):
                self.unknown.note(field, batch.values[name])
                self._settle(batch, field)
            if field.essential and field.reads in ("date", "instant"):
                batch.need_day(name, written)
        self.spoken.hold(batch, columns)
        self.counts.rows += len(batch)
        return batch

    def _sift(self, batch: Batch) -> None:
        """Rows that are no records. What stands here under their number is withdrawn when the file is written."""
        self.counts.rows -= self.importer.sift(batch)
        if batch.aside:
            keys = batch.values[self.importer.key]
            found = [(batch.lines[place], keys[place], why) for place, why in sorted(batch.aside.items())]
            self._set_aside(found)
            self.context.staging.withdraw(key for _, key, _ in found if key)
            batch.keep_what_counts()

    def _settle(self, batch: Batch, field: Field) -> None:
        """What could not be read in a column: refused, doubtful, or for a person to say first."""
        if field.name in self.importer.settles:
            return
        if field.holding:
            header = self.importer.headers[field.name]
            for place, value in enumerate(batch.values[field.name]):
                if value.__class__ is cells.Doubt:
                    batch.hold(place, field.name, CONTACT, value.value, column=header)
        bad = _BAD.get(field.reads, "bad_date") if field.essential else ""
        batch.settle_doubts(field.name, bad, self.readers[field.name].empty, held=field.holding)

    def _numbers(self, batch: Batch) -> None:
        """Every row needs a number of its own, and no two the same."""
        keys = batch.values[self.importer.key]
        named = [place for place, key in enumerate(keys) if key] if "" in keys else range(len(keys))
        nameless = set(range(len(keys))).difference(named) if len(named) < len(keys) else set()
        own = keys if not nameless else [keys[place] for place in named]
        lines = batch.lines if not nameless else [batch.lines[place] for place in named]
        twice = {named[place]: first for place, first in self.seen.before(own, lines).items()} if own else {}
        if self.keys.shared:  # a client stands on the row of each animal, an animal on none that has none
            owned = {place for place in nameless if batch.values.get("name", keys)[place]}  # but nobody knows by whom
            batch.refuse_all(owned, "no_client")
            self.counts.rows -= batch.drop({*twice, *nameless} - owned)
            return
        for place in nameless:
            batch.refuse(place, "no_number" if self.keys.given else "no_identity")
        for place, first in twice.items():
            code = "said_twice" if keys[place].startswith(identities.MARK) else "number_twice"
            batch.refused[place] = Reason(code, {"value": keys[place], "first": first})

    def _earlier(self, line: int) -> Iterator[tuple[Sequence[str], Sequence[int]]]:
        """The file's numbers on the lines before this one, read once more."""
        place = self.importer.places[self.importer.key]
        with self.sheet.reopened() as sheet:
            for chunk in sheet.chunks():
                numbers = cells.texts([row[place] for row in chunk.rows])
                before = [pair for pair in zip(numbers, chunk.lines, strict=True) if pair[0] and pair[1] < line]
                if before:
                    yield [number for number, _ in before], [each for _, each in before]
                if chunk.lines and chunk.lines[-1] >= line:
                    return

    def _refused(self, batch: Batch) -> None:
        keys = batch.values[self.importer.key]
        self._refuse([(batch.lines[place], keys[place], why) for place, why in sorted(batch.refused.items())])

    def _refuse(self, found: Sequence[tuple[int, str, Reason]]) -> None:
        kept = found[: max(0, KEPT_LINES - self.counts.refused)]
        self.context.staging.lines(
            (line, "refused", key, "", why.code, json.dumps(why.details, ensure_ascii=False)) for line, key, why in kept
        )
        self.counts.refused += len(found)
        if self.importer.kind in _REFERRED_TO:
            # The first of two rows of a number stands, and what hangs on it too.
            hung = [key for _, key, why in found if key and why.code not in ("number_twice", "said_twice")]
            self.context.staging.refuse(self.importer.kind, hung)

    def _compare(self, batch: Batch) -> None:
        composed = self.importer.compose(batch)
        self.unknown.note_species(batch)
        keys = batch.values[self.importer.key]
        self._doubts(batch, keys)
        holding.stage(self.context.staging, self.importer, batch)
        compared = [composed[name] for name in self.importer.compared]
        others = [composed[name] for name in (*self.importer.derived, *self.importer.once)]
        if self.new_ground:
            self.counts.created += len(batch)
            self.context.staging.add_new(self.stage, batch.lines, [keys, *compared, *others])
            if self.context.dry_run:
                self._created(list(zip(batch.lines, keys, strict=True)), self.counts.created)
            return
        found = self.comparison.compare(batch, keys, compared, others)
        self.context.staging.add(self.stage, found.staged)
        self._created(found.created, self.counts.created + len(found.created))
        self._updated(found)
        self.counts.created += len(found.created)
        self.counts.updated += len(found.updated)
        self.counts.unchanged += len(batch) - len(found.created) - len(found.updated)

    def _created(self, found: Sequence[tuple[int, str]], so_far: int) -> None:
        """In a dry run the report names what would be new, up to a limit."""
        if self.context.dry_run and so_far - len(found) < KEPT_CHANGES:
            left = KEPT_CHANGES - (so_far - len(found))
            self.context.staging.lines((line, "created", key, "", "", "{}") for line, key in found[:left])

    def _updated(self, found: Compared) -> None:
        """And what would change, field by field against what stands today."""
        if self.context.dry_run and self.counts.updated < KEPT_CHANGES:
            left = KEPT_CHANGES - self.counts.updated
            self.context.staging.lines(
                (line, "updated", key, ", ".join(changed), "", self.differences.told(changed))
                for line, key, changed in found.updated[:left]
            )

    def _doubts(self, batch: Batch, keys: Sequence[str]) -> None:
        """Fields that were not taken: for the report, and for the list of what is to be corrected.

        Those that were taken with a remark are for the report alone.
        """
        found, remarks = (
            [
                (batch.lines[place], keys[place], doubt.field, doubt.reason)
                for place, doubts in sorted(of_rows.items())
                for doubt in doubts
            ]
            for of_rows in (batch.doubts, batch.remarks)
        )
        self._warn(found + remarks)
        if self.importer.corrections:
            self.context.staging.many(
                "INSERT INTO temp.staged_doubt VALUES (?, ?, ?)",
                ((key, field, why.details["value"]) for _, key, field, why in found if why.details["value"]),
            )

    def _warn(self, found: Sequence[tuple[int, str, str, Reason]]) -> None:
        kept = found[: max(0, KEPT_LINES - self.counts.warned)]
        self.context.staging.lines(
            (line, "warned", key, field, why.code, json.dumps(why.details, ensure_ascii=False))
            for line, key, field, why in kept
        )
        self.counts.warned += len(found)
