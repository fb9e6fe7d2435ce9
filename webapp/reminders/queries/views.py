"""Saved views of the reminders and of the queue of calls."""

from webapp import text
from webapp.access import Role
from webapp.models import SavedView, StaffMember
from webapp.reminders.queries import choices
from webapp.reminders.queries.choices import View


def find(view_id: int, me: int) -> SavedView | None:
    """One that `me` has, deleted or not: what one deleted one can have back."""
    has = SavedView.everybody | (SavedView.member == me)
    found: SavedView | None = SavedView.get_or_none(SavedView.id == view_id, has)
    return found


def having(me: int) -> list[View]:
    """Those that the staff member `me` has: one's own first, each by name."""
    return choices.of_views(choices.views(me).scalar())


def is_taken(name: str, me: int, *, but: int | None = None) -> bool:
    """Whether another view that `me` has is called so."""
    others = SavedView.select().where(choices.seen_by(me), SavedView.folded == text.fold(name), SavedView.id != but)
    return bool(others.exists())


def may_change(view: SavedView | View, member: StaffMember) -> bool:
    """Whose it is alone changes it; everybody's, a manager."""
    return not view.everybody or may_share(member)


def may_share(member: StaffMember) -> bool:
    """Who makes a view everybody's."""
    return Role(member.role) is Role.MANAGER
