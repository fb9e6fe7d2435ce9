"""Phase two: what was staged is written, in one transaction that holds the lock from its first line.

For very many new rows, what SQLite does for each of them is done once for all: indexes are dropped and made anew, a
third of the time. So are the triggers that keep last visits and count animals: fired four hundred thousand times they
cost more than the rows. Rows that need nothing more and come into an empty table are sorted before the lock is taken.
Foreign keys are not looked up again for rows whose ids were looked up a moment ago, unless somebody wrote in between. A
transaction that fails takes all of it back.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from peewee import IntegrityError

from webapp import db, hand_edits
from webapp.imports.actions import anew
from webapp.imports.actions.comparing import Comparison
from webapp.imports.actions.context import Context
from webapp.imports.actions.kinds import Importer
from webapp.imports.actions.staging import Stage
from webapp.models import HandEdit

MANY = 20_000  # new rows from which this is worth it
_TRIGGERS = {"visit": ("visit_added", "animal_seen"), "animal": ("animal_added",)}
Run = Callable[..., Any]


def version() -> int:
    """A number that changes when another connection has written."""
    run: Run = db.database.execute_sql
    return int(run("PRAGMA data_version").fetchone()[0])


@contextmanager
def transaction(since: int, table: str, *, many: bool) -> Iterator[None]:
    """A writing transaction. With `many`, rows are trusted to refer to what exists if nobody wrote since `since`.

    Raises IntegrityError where somebody did and they do not.
    """
    run: Run = db.database.execute_sql
    if many:
        run("PRAGMA foreign_keys = 0")  # has no effect within a transaction
    try:
        with db.write():
            alone = version() == since
            yield
            if many and not alone and run(f"PRAGMA foreign_key_check({table})").fetchone():
                raise IntegrityError(f"foreign keys of {table}")
    finally:
        if many:
            run("PRAGMA foreign_keys = 1")


@contextmanager
def insertion(run: Run, table: str, stage: str, standing: int, *, many: bool) -> Iterator[None]:
    """Around the statement that inserts the new rows of a stage, which get ids above `standing`."""
    if not many:
        yield
        return
    with anew.put_aside(anew.INDEXES_OF, table), anew.put_aside(anew.TRIGGERS, *_TRIGGERS.get(table, ())):
        yield
        if table == "visit":
            _last_visits(run, stage)
        elif table == "animal":
            with anew.put_aside(anew.INDEXES_ON, "animal_count"):
                run(_MORE_ANIMALS, (standing,))


def lay_out(stage: Stage, table: str) -> None:
    """Very many rows are sorted as the indexes of their table are, before the lock is taken: they are copied so."""
    for name, sql in db.rows(f"SELECT name, sql FROM sqlite_master WHERE {anew.INDEXES_OF} AND sql > ''", (table,)):
        columns = sql[sql.index("(") :]
        unique = "UNIQUE " if sql.startswith("CREATE UNIQUE") else ""
        db.database.execute_sql(f'CREATE {unique}INDEX temp."{stage.table}_{name}" ON {stage.table} {columns}')


_MORE_ANIMALS = """UPDATE client SET animal_count = animal_count + more.animals FROM (
    SELECT client_id, count(*) AS animals FROM animal WHERE id > ? AND NOT deceased AND given_away_on IS NULL
    GROUP BY client_id) AS more WHERE client.id = more.client_id"""


def _last_visits(run: Run, stage: str) -> None:
    """What the triggers would have done."""
    run(
        "UPDATE animal SET last_visit_on = seen.last FROM (SELECT animal_id, max(visited_on) AS last "
        f"FROM temp.{stage} WHERE row IS NULL GROUP BY animal_id) AS seen "
        "WHERE animal.id = seen.animal_id AND (last_visit_on IS NULL OR last_visit_on < seen.last)"
    )
    run(
        "UPDATE client SET last_visit_on = seen.last FROM (SELECT client_id, max(last_visit_on) AS last "
        f"FROM animal WHERE id IN (SELECT animal_id FROM temp.{stage} WHERE row IS NULL) GROUP BY client_id) AS seen "
        "WHERE client.id = seen.client_id AND (last_visit_on IS NULL OR last_visit_on < seen.last)"
    )


_LOOKED_UP = {"species": "species_id", "breed": "breed_id", "veterinarian": "veterinarian_id", "type": "type_id",
              "category": "category_id", "reminder_type": "type_id"}  # fmt: skip


class Writing:
    def __init__(self, context: Context, importer: Importer, stage: Stage, comparison: Comparison) -> None:
        self.context = context
        self.importer = importer
        self.stage = stage
        self.comparison = comparison
        self.run = context.staging.execute

    def write(self) -> None:
        """Everything, within the caller's transaction."""
        if self.stage.ready is not None:
            self._move_in()
            return
        self._make_lookups()
        self._keep()
        table, stage = self.importer.table, self.stage.table
        (new,) = self.run(f"SELECT count(*) FROM temp.{stage} WHERE row IS NULL").fetchone()
        (changed,) = self.run(f"SELECT count(*) FROM temp.{stage} WHERE row IS NOT NULL").fetchone()
        standing = self.context.staging.highest(table)
        if changed:
            self.importer.before_write(stage)
            self._update()
        if new:
            with insertion(self.run, table, stage, standing, many=new > max(MANY, standing // 2)):
                self._insert()
            self.importer.after_insert(stage)
        if changed:
            self.importer.after_write(stage)
            self._history()
        self._corrections()
        self.run("DELETE FROM hand_edit WHERE id IN (SELECT id FROM temp.staged_forgotten)")

    # ---------- Before.

    def _make_lookups(self) -> None:
        """Names that were not known yet, and their ids in place of the provisional ones."""
        made = self.context.lookups.make()
        self.run("DELETE FROM temp.staged_made")
        self.context.staging.many("INSERT INTO temp.staged_made VALUES (?, ?, ?)", made)
        for lookup in {name for name, _, _ in made}:
            column = _LOOKED_UP[lookup]
            if column in self.stage.columns:
                self.run(
                    f"UPDATE temp.{self.stage.table} SET {column} = (SELECT m.id FROM temp.staged_made m "
                    f"WHERE m.lookup = ? AND m.provisional = {column}) WHERE {column} < 0",
                    (lookup,),
                )

    def _keep(self) -> None:
        """What is to be left alone is taken as it stands now: a person may have worked while the file was read."""
        stage, table = f"temp.{self.stage.table}", self.importer.table
        kept = self.run(f"SELECT line, row, kept FROM {stage} WHERE kept IS NOT NULL").fetchall()
        columns = {(line, row): set(json.loads(names)) for line, row, names in kept}
        known = {edit for edits in self.comparison.edits.values() for _, edit in edits.values()}
        for line, row, edit, name, file_value in self.run(
            f"SELECT s.line, s.row, h.id, h.field, h.file_value FROM {stage} s "
            "JOIN hand_edit h ON h.row = s.row AND h.kind = ?",
            (table,),
        ).fetchall():
            column = self.comparison.column(name)
            if edit in known or column not in self.importer.compared:
                continue
            (said,) = self.run(f"SELECT {column} FROM {stage} WHERE line = ?", (line,)).fetchone()
            if hand_edits.as_text(said) == file_value:
                columns.setdefault((line, row), set()).add(column)
            else:
                HandEdit.delete().where(HandEdit.id == edit).execute()
        for (line, row), names in columns.items():
            for column in sorted(names):
                self.run(
                    f"UPDATE {stage} SET {column} = (SELECT {column} FROM {table} WHERE id = ?) WHERE line = ?",
                    (row, line),
                )
            if self.importer.derived:
                self._derive_again(line, row)

    def _derive_again(self, line: int, row: int) -> None:
        columns = (*self.importer.compared, *self.importer.looked_at)
        stands = self.run(f"SELECT {', '.join(columns)} FROM {self.importer.table} WHERE id = ?", (row,)).fetchone()
        staged = self.run(
            f"SELECT {', '.join(self.importer.compared)} FROM temp.{self.stage.table} WHERE line = ?", (line,)
        ).fetchone()
        values: dict[str, Any] = dict(zip(columns, stands, strict=True))
        values.update(zip(self.importer.compared, staged, strict=True))
        self.importer.derive(values)
        for column in self.importer.derived:
            self.run(f"UPDATE temp.{self.stage.table} SET {column} = ? WHERE line = ?", (values[column], line))

    # ---------- The rows.

    def _update(self) -> None:
        """Only the columns that the file has, and when."""
        importer = self.importer
        columns = [*importer.compared, *importer.derived]
        pairs = [f"{column} = s.{column}" for column in columns]
        values: list[Any] = []
        if "updated_at" in importer.model._meta.columns:
            pairs.append("updated_at = ?")
            values.append(self.context.now_text)
        self.run(
            f"UPDATE {importer.table} SET {', '.join(pairs)} FROM (SELECT * FROM temp.{self.stage.table} "
            f"WHERE row IS NOT NULL) AS s WHERE {importer.table}.id = s.row",
            values,
        )

    def _insert(self) -> None:
        importer, constants = self.importer, self.importer.given()
        given = importer.staged
        self.run(
            f"INSERT INTO {importer.table} ({', '.join((*given, *constants))}) "
            f"SELECT {', '.join((*given, *('?' for _ in constants)))} FROM temp.{self.stage.table} WHERE row IS NULL "
            "ORDER BY line",
            list(constants.values()),
        )

    def _move_in(self) -> None:
        """Rows that lie there as their table has them. It was empty: somebody may have added some since."""
        table, stage = self.importer.table, self.stage.table
        if not self.context.staging.highest(table):
            with anew.put_aside(
                anew.TRIGGERS_OF, table
            ):  # they are for rows that change; it copies where there are none
                self.run(f"INSERT INTO {table} SELECT * FROM temp.{stage}")
            return
        columns = ", ".join(each for each in self.importer.model._meta.columns if each != "id")
        self.run(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM temp.{stage} ORDER BY id")

    # ---------- After.

    def _history(self) -> None:
        """One line for each client or animal that the file changed."""
        table = self.importer.table
        if not self.importer.corrections:
            return
        owner, animal = ("t.id", "NULL") if table == "client" else ("t.client_id", "t.id")
        self.run(
            "INSERT INTO history_entry (client_id, animal_id, at, verb, details) "
            f"SELECT {owner}, {animal}, ?, 'imported', s.changes FROM temp.{self.stage.table} s "
            f"JOIN {table} t ON t.id = s.row WHERE s.changes IS NOT NULL",
            (self.context.now_text,),
        )

    def _corrections(self) -> None:
        """Doubtful fields onto the list, once; good values off it."""
        if not self.importer.corrections:
            return
        now = self.context.now_text
        owner = f"{self.importer.table}_id"
        self.run(
            "UPDATE correction SET settled_at = ? WHERE settled_at IS NULL "
            "AND id IN (SELECT id FROM temp.staged_settled)",
            (now,),
        )
        doubts = (
            f"SELECT t.id AS owner, d.field, d.value FROM temp.staged_doubt d JOIN {self.importer.table} t "
            "ON t.number = d.number"
        )
        # Another doubtful value for a field that waits already replaces the first.
        self.run(
            f"UPDATE correction SET value = d.value, noted_at = ? FROM ({doubts}) AS d "
            f"WHERE correction.{owner} = d.owner AND correction.field = d.field "
            "AND correction.settled_at IS NULL AND correction.value <> d.value",
            (now,),
        )
        # What a person settled stays settled while the file repeats itself.
        self.run(
            f"INSERT INTO correction ({owner}, field, value, noted_at) SELECT d.owner, d.field, d.value, ? "
            f"FROM ({doubts}) AS d WHERE NOT EXISTS (SELECT 1 FROM correction c WHERE c.{owner} = d.owner "
            "AND c.field = d.field AND (c.settled_at IS NULL OR (c.settled_by_id IS NOT NULL AND c.value = d.value)))",
            (now,),
        )
