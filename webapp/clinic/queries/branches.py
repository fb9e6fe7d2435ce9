"""The places of a clinic that has several."""

from webapp import text
from webapp.clinic.queries.record import clinic
from webapp.models import Branch


def branches(*, archived: bool = False) -> list[Branch]:
    """Those in use, or those put away, by their names."""
    found = Branch.select().where(Branch.archived_at.is_null(not archived))
    return sorted(found, key=lambda row: text.sort_key(row.name))


def branch(branch_id: int) -> Branch | None:
    """One of them, put away or not."""
    return Branch.get_or_none(Branch.id == branch_id)


def place_of(branch_id: int | None) -> Branch | None:
    """Where a message is from that names this branch, or none; None: the clinic has no other place than its own."""
    named = branch(branch_id) if branch_id is not None else None
    if named is not None and named.archived_at is None:
        return named
    default = clinic().default_branch_id
    return branch(default) if default is not None else None


def name_taken(name: str, but: Branch | None) -> bool:
    """Whether another branch in use is called so."""
    return any(text.fold(row.name) == text.fold(name) for row in branches() if but is None or row.id != but.id)
