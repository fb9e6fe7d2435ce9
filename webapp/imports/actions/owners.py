"""One animal, two owners: in one file, or in files that contradict each other.

A list that is kept by hand names an animal under both people of a household that parted, or under two records of one
person; and two lists of which one is old would have the animal change owner at each import, with every message going
to whoever was named last. So what stands is kept and a person is asked, where a file names two owners for a number, and
where it would give the animal back to somebody who had it before. Any other new owner is a move, of which the history
tells.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from webapp.imports.actions.batch import Batch
from webapp.imports.actions.context import Context
from webapp.imports.actions.doubting import Doubting
from webapp.imports.actions.kinds import Importer
from webapp.imports.actions.references import LEFT, NAMELESS
from webapp.imports.actions.staging import Stage
from webapp.imports.rules import links
from webapp.imports.rules.kinds import ANIMALS
from webapp.imports.rules.links import OWNER, Asked
from webapp.spreadsheets import Sheet

Row = tuple[int, str, int]  # line, number of the animal, client


def of_file(importer: Importer, stage: Stage, *, again: bool, shared: bool) -> "Owners | None":
    """Of a file of animals that have numbers of their own: made up ones hold the owner.

    `again`: its rows waited already. `shared`: a row is of several kinds, and a client's stands on several.
    """
    if importer.kind != ANIMALS or shared or not {importer.key, "client"} <= importer.places.keys():
        return None
    return Owners(importer.context, stage, again)


@dataclass
class Owners:
    """Of one file of animals. `again`: its rows waited already, and a person has said whose they are."""

    context: Context
    stage: Stage
    again: bool
    twice: list[tuple[int, Row]] = field(default_factory=list)  # with the line on which the number stands first
    back: list[tuple[Row, int]] = field(default_factory=list)  # with the owner that stands

    def note(self, batch: Batch) -> None:
        """Rows of a chunk whose number stands on an earlier line."""
        for place, why in batch.refused.items():
            client = batch.values["client_id"][place] if why.code == "number_twice" else 0
            if not LEFT <= client <= NAMELESS:
                row = (batch.lines[place], str(why.details["value"]), client)
                self.twice.append((why.details["first"], row))

    def gives_back(self, line: int, number: str, animal: int, old: int, new: int) -> bool:
        """Whether `new` had the animal before `old`, who has it now, so that nobody knows whose it is."""
        if old == new or self.again or new not in self._former.get(animal, ()):
            return False
        answer = self.context.references.links.answer(Asked(OWNER, number, links.between([old, new])))
        if answer is None:
            self.back.append(((line, number, new), old))
        return answer is None or answer.client_id != new

    @cached_property
    def _former(self) -> Mapping[int, Collection[int]]:
        found: dict[int, set[int]] = {}
        for animal, client in self.context.staging.execute("SELECT animal_id, client_id FROM ownership"):
            found.setdefault(animal, set()).add(client)
        return found

    def torn(self) -> Iterator[tuple[int, list[Row], Any]]:
        """Numbers to which the file gives several owners: the first line, all rows, the staged row if there is one."""
        by: dict[int, list[Row]] = {}
        for first, row in self.twice:
            by.setdefault(first, []).append(row)
        for first, rows in by.items():
            number = rows[0][1]
            staged, stands = self._staged(first), self._standing(number)
            said = staged[1] if staged else stands
            if said is not None and {client for _, _, client in rows} != {said}:
                yield first, [(first, number, said), *rows], staged

    def _staged(self, line: int) -> Any:
        sql = f"SELECT row, client_id, kept FROM temp.{self.stage.table} WHERE line = ?"
        return self.context.staging.execute(sql, (line,)).fetchone()

    def _standing(self, number: str) -> int | None:
        found = self.context.staging.execute("SELECT client_id FROM animal WHERE number = ?", (number,)).fetchone()
        return int(found[0]) if found else None

    def keep(self, line: int, number: str, staged: Any) -> bool:
        """The owner that stands, whomever the staged row names. Whether nothing is left that it changes."""
        kept = json.dumps([*json.loads(staged[2] or "[]"), "client_id"])
        self.context.staging.execute(
            f"UPDATE temp.{self.stage.table} SET client_id = ?, kept = ? WHERE line = ?",
            (self._standing(number), kept, line),
        )
        same = " AND ".join(f"s.{column} IS a.{column}" for column in self.stage.columns)
        stage = self.stage.table
        gone = self.context.staging.execute(
            f"DELETE FROM temp.{stage} WHERE line IN (SELECT s.line FROM temp.{stage} s JOIN animal a ON a.id = s.row "
            f"WHERE s.line = ? AND {same})",
            (line,),
        )
        return bool(gone.rowcount)

    def give(self, line: int, client: int) -> None:
        """The owner of whom a person has said so."""
        self.context.staging.execute(f"UPDATE temp.{self.stage.table} SET client_id = ? WHERE line = ?", (client, line))

    def withdraw(self, line: int, number: str) -> None:
        """A new animal waits until somebody has said whose it is."""
        run = self.context.staging.execute
        run(f"DELETE FROM temp.{self.stage.table} WHERE line = ?", (line,))
        run("DELETE FROM temp.staged_line WHERE line = ? AND outcome = 'created'", (line,))
        for table, column in (("staged_hold", "key"), ("staged_doubt", "number")):
            run(f"DELETE FROM temp.{table} WHERE {column} = ?", (number,))

    @property
    def returned(self) -> list[tuple[int, str]]:
        """Line and number of those that would go back to a former owner."""
        return [(line, number) for (line, number, _), _ in self.back]

    def settle(self, sheet: Sheet, doubting: Doubting) -> tuple[list[tuple[int, str]], int]:
        """Once the file is read: what stands is kept, a person asked. New ones that wait; how many stay the same."""
        asked: list[tuple[int, str, Asked]] = []
        gone, same = [], 0
        for first, rows, staged in self.torn():
            number = rows[0][1]
            question = Asked(OWNER, number, links.between([client for _, _, client in rows]))
            answer = self.context.references.links.answer(question)
            if staged and staged[0]:
                same += self.keep(first, number, staged)
            elif staged and answer and answer.client_id:
                self.give(first, answer.client_id)
            elif staged:
                self.withdraw(first, number)
                gone.append((first, number))
            if answer is None:
                self._tell(rows[1:])
                asked += [(line, number, _by(question, client)) for line, _, client in rows]
        for row, old in self.back:
            asked.append((row[0], row[1], Asked(OWNER, row[1], links.between([old, row[2]]), row[2])))
        cells = _cells(sheet, {line for line, _, _ in asked})
        doubting.keep((line, number, each, cells[line]) for line, number, each in asked if line in cells)
        return gone, same

    def _tell(self, rows: Sequence[Row]) -> None:
        self.context.staging.many(
            "UPDATE temp.staged_line SET reason = 'two_owners' WHERE line = ? AND outcome = 'refused'",
            [(line,) for line, _, _ in rows],
        )


def _by(question: Asked, client: int) -> Asked:
    return Asked(question.asked, question.value, question.beside, client)


def _cells(sheet: Sheet, lines: Collection[int]) -> dict[int, list[str]]:
    """These lines, read once more."""
    found: dict[int, list[str]] = {}
    if lines:
        with sheet.reopened() as again:
            for chunk in again.chunks():
                found |= {line: row for line, row in zip(chunk.lines, chunk.rows, strict=True) if line in lines}
    return found
