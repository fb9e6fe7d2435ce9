"""Numbers of a file that have lost their zeros before, found again among those that stand here."""

from collections.abc import Mapping, Sequence

from webapp.imports.actions.staging import Staging
from webapp.imports.rules import zeros
from webapp.imports.rules.identities import MARK


class Zeros:
    """Of the numbers of one table, as they stand before a file is read. `where`: which of its rows."""

    def __init__(self, staging: Staging, kind: str, table: str, key: str = "number", where: str = "1") -> None:
        self.staging = staging
        self.lost: set[str] = set()  # as the file has them, of those that were found so
        self._known = f"SELECT id, {key} AS number FROM {table} WHERE {where}"
        for stage in staging.stages:
            if stage.kind == kind:
                self._known += f" UNION ALL SELECT -(({stage.position} << 40) | line), {key} FROM temp.{stage.table}"
                self._known += " WHERE row IS NULL"
        self._begin: bool | None = None
        self._wide: int | None = None
        self._bare: dict[str, set[int]] | None = None

    @property
    def begin(self) -> bool:
        """Whether any of the numbers begins with a zero."""
        if self._begin is None:
            found = self.staging.execute(f"SELECT 1 FROM ({self._known}) WHERE number GLOB '0*' LIMIT 1")
            self._begin = found.fetchone() is not None
        return self._begin

    @property
    def wide(self) -> int:
        """The width that all numbers have; 0 where they have several, or none of them begins with a zero.

        Where none does, that is known without a look at all of them.
        """
        if self._wide is None:
            self._wide = 0
            if self.begin:
                shortest, longest, others = self.staging.execute(
                    "SELECT min(length(number)), max(length(number)), max(number GLOB '*[^0-9]*') "
                    f"FROM ({self._known}) WHERE number NOT GLOB '{MARK}*'"
                ).fetchone()
                self._wide = shortest if shortest == longest and not others else 0
        return self._wide

    def given_back(self, numbers: Sequence[str]) -> list[str]:
        """The column with zeros where they lack."""
        table: Mapping[str, str] = zeros.padded(set(numbers), self.wide) if self.wide else {}
        if not table:
            return list(numbers)
        self.lost.update(table)
        return [table.get(number, number) for number in numbers]

    def meant(self, unknown: Sequence[str]) -> dict[str, set[int]]:
        """Those of these numbers that differ from some here by nothing but zeros before, and the ids of these."""
        # Where none here begins with a zero, only one that does can differ from them by that.
        some = unknown if self.begin else [number for number in unknown if number[:1] == "0"]
        wanted = {number: zeros.bare(number) for number in some if zeros.bare(number)}
        if not wanted:
            return {}
        if self._bare is None:
            self._bare = {}
            for row, number in self.staging.execute(
                f"SELECT id, ltrim(number, '0') FROM ({self._known}) WHERE number NOT GLOB '*[^0-9]*'"
            ):
                self._bare.setdefault(number, set()).add(row)
        return {number: self._bare[bare] for number, bare in wanted.items() if bare in self._bare}

    def one(self, number: str, meant: set[int], beside: Sequence[str]) -> int | None:
        """The one that `number` is sure to be, of those that may be `meant`; `beside` are others of its column."""
        fixed = len(number) < self.wide or len(number) == zeros.width(beside)
        if len(meant) > 1 or not fixed:
            return None
        self.lost.add(number)
        return next(iter(meant))
