"""The places of a clinic that has several: each is written down, changed, put away; one may speak for all."""

from collections.abc import Mapping
from datetime import datetime

from webapp import db
from webapp.models import Branch, Clinic


def add(*, columns: Mapping[str, str]) -> Branch:
    """A place beside the others; `columns` as forms.BranchForm gives them."""
    with db.write():
        return Branch.create(**columns)


def change(*, branch_id: int, columns: Mapping[str, str]) -> None:
    """Another telephone number, another address …; what was sent keeps what it said."""
    with db.write():
        Branch.update(**columns).where(Branch.id == branch_id).execute()


def prefer(*, branch_id: int | None) -> None:
    """Say for which place a template writes that names none; None: the clinic's own address."""
    with db.write():
        Clinic.update(default_branch=branch_id).where(Clinic.id == 1).execute()


def archive(*, branch_id: int, now: datetime) -> None:
    """It closed. Whoever wrote for it does so for the default place from now on."""
    with db.write():
        Clinic.update(default_branch=None).where(Clinic.default_branch == branch_id).execute()
        Branch.update(archived_at=now).where(Branch.id == branch_id, Branch.archived_at.is_null()).execute()


def unarchive(*, branch_id: int) -> None:
    """It is open again; it does not speak for all by itself."""
    with db.write():
        Branch.update(archived_at=None).where(Branch.id == branch_id).execute()
