"""Print runs: begun, drawn in the background, begun again from a letter, said to be in the post."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from webapp import db, queue
from webapp.composition.actions import looked_first
from webapp.letters.queries import lying, runs
from webapp.letters.queries.lying import Withdrawn
from webapp.letters.rules.order import Choice, numbered
from webapp.models import Message, PrintRun, StaffMember
from webapp.models.outbox import PLANNED, PRINTED
from webapp.outbox import actions as outbox
from webapp.outbox.actions import lives, mailing_lives, planning
from webapp.outbox.rules import transitions

WAITING, UNDER_WAY, DONE, FAILED = "waiting", "running", "done", "failed"
TASK = "letters.print"
UNDO = timedelta(hours=24)  # how long "posted" can be taken back


class NoLetters(Exception):
    """Nothing is left to print with these choices."""


class Changed(Exception):
    """Not as many as the person was told: `count` of them."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


def begin(
    *,
    mailing_ids: Sequence[int],
    choice: Choice,
    expected: int | None = None,
    unprinted: bool = False,
    now: datetime,
    by: StaffMember | None,
    wake: bool = True,
) -> PrintRun:
    """Number the letters of mailings that are not posted yet, and have them drawn. Raises NoLetters, Changed.

    `expected`: how many the person was told; `unprinted`: only those that were not printed yet. Without `wake` the
    caller draws them.
    """
    look = looked_first(lambda: numbered(runs.to_lay_out(mailing_ids, printed=not unprinted), choice))
    with db.write():
        chosen = look()
        if not chosen:
            raise NoLetters
        if expected is not None and len(chosen) != expected:
            raise Changed(len(chosen))
        alone = mailing_ids[0] if len(mailing_ids) == 1 else None
        run = _make(alone, choice, len(chosen), now, by)
        planning.number_letters(run_id=run.id, letters=[(number, letter.message_id) for number, letter in chosen])
    if wake:
        queue.wake(TASK, run.id)
    return run


def begin_again(*, run_id: int, from_number: int, now: datetime, by: StaffMember | None) -> PrintRun:
    """The printer failed: the letters of a run from `from_number` on, with the numbers they have. Raises NoLetters."""
    with db.write():
        before = PrintRun.get_by_id(run_id)
        left: Any = (
            Message.select(Message.print_number, Message.id)
            .where(
                Message.print_run == run_id, Message.print_number >= from_number, Message.state << (PLANNED, PRINTED)
            )
            .order_by(Message.print_number)
        )
        found = list(left.tuples())
        if not found:
            raise NoLetters
        choice = Choice(before.paper, before.order, before.language, "", from_number, before.kind == "cards")
        run = _make(before.mailing_id, choice, len(found), now, by)
        planning.number_letters(run_id=run.id, letters=found)
    queue.wake(TASK, run.id)
    return run


def _make(mailing_id: int | None, choice: Choice, total: int, now: datetime, by: StaffMember | None) -> PrintRun:
    return PrintRun.create(
        mailing=mailing_id,
        kind="cards" if choice.cards else "letters",
        paper=choice.paper,
        order=choice.order,
        from_name=choice.from_name,
        from_number=choice.from_number,
        language=choice.language,
        state=WAITING,
        total=total,
        created_at=now,
        created_by=by,
    )


# ---------- Drawing: the row says how far it is.


def take(*, run_id: int) -> PrintRun | None:
    """For whoever draws it: None if somebody else does already."""
    with db.write():
        taken = (
            PrintRun.update(state=UNDER_WAY, done=0, error="")
            .where(PrintRun.id == run_id, PrintRun.state == WAITING)
            .execute()
        )
    return PrintRun.get_by_id(run_id) if taken else None


def note_progress(*, run_id: int, done: int) -> None:
    """How many letters are drawn."""
    with db.write():
        PrintRun.update(done=done).where(PrintRun.id == run_id).execute()


def drawn(*, run_id: int, file: str, pages: int, now: datetime) -> None:
    """The PDF is there, `file` in its folder and of so many `pages`: its letters count as printed."""
    with db.write():
        PrintRun.update(state=DONE, file=file, pages=pages, done=PrintRun.total, ended_at=now).where(
            PrintRun.id == run_id
        ).execute()
        letters = db.column(Message.select(Message.id).where(Message.print_run == run_id))
        lives.change_many(letters, transitions.PRINT, now=now)


def failed(*, run_id: int, why: str, now: datetime) -> None:
    """It could not be drawn: the letters stay planned."""
    with db.write():
        PrintRun.update(state=FAILED, error=why[:500], ended_at=now).where(
            PrintRun.id == run_id, PrintRun.state << (WAITING, UNDER_WAY)
        ).execute()


def try_again(*, run_id: int) -> bool:
    """Draw a run that failed once more."""
    with db.write():
        again = PrintRun.update(state=WAITING, done=0, error="", ended_at=None).where(
            PrintRun.id == run_id, PrintRun.state == FAILED
        )
        if not again.execute():
            return False
    queue.wake(TASK, run_id)
    return True


# ---------- Posted.


def posted(*, run_id: int, expected: int | None = None, now: datetime, by: StaffMember | None) -> int:
    """A person says that these letters are in the post: their reminders are done. How many.

    `expected`: how many the person was told. Raises Changed.
    """
    look = looked_first(lambda: _lie_there(Message.print_run == run_id, [run_id]))
    with db.write():
        letters, out = look()
        if expected not in (None, len(letters)):
            raise Changed(len(letters))
        PrintRun.update(posted_at=now).where(PrintRun.id == run_id, PrintRun.posted_at.is_null()).execute()
        _take_out(out, now, by)
        return outbox.posted(letters=letters, now=now, by=by)


def posted_mailing(*, mailing_ids: Sequence[int], now: datetime, by: StaffMember | None) -> int:
    """The same for every letter of these mailings that was printed."""
    look = looked_first(lambda: _lie_there(Message.mailing << list(mailing_ids), runs.runs_of(mailing_ids)))
    with db.write():
        letters, out = look()
        PrintRun.update(posted_at=now).where(
            PrintRun.mailing << list(mailing_ids), PrintRun.state == DONE, PrintRun.posted_at.is_null()
        ).execute()
        _take_out(out, now, by)
        return outbox.posted(letters=letters, now=now, by=by)


def _lie_there(where: Any, run_ids: Sequence[int]) -> tuple[list[int], tuple[Withdrawn, ...]]:
    """The letters to post, and those that are to be taken out of these piles."""
    return db.column(Message.select(Message.id).where(where, lying.to_post())), lying.withdrawn(run_ids)


def _take_out(withdrawn: Sequence[Withdrawn], now: datetime, by: StaffMember | None) -> None:
    """What is wanted no longer is not posted; what is on hold waits for another pile."""
    out: dict[str, list[int]] = defaultdict(list)
    for one in withdrawn:
        if one.lies_there:
            out[one.reason].append(one.message_id)
    for reason, letters in out.items():
        what = transitions.SET_BACK if reason == lying.WAITS else transitions.CANCEL
        lives.change_many(letters, what, reason=reason, now=now, by=by)


def not_posted(*, run_id: int, now: datetime, by: StaffMember | None) -> int:
    """Said too early: the letters are printed, not posted, and what nobody answered yet is to be done again."""
    with db.write():
        run = PrintRun.get_by_id(run_id)
        if run.posted_at is None or now - run.posted_at > UNDO:
            return 0
        PrintRun.update(posted_at=None).where(PrintRun.id == run_id).execute()
        letters = db.column(Message.select(Message.id).where(Message.print_run == run_id))
        taken_back = len(lives.change_many(letters, transitions.TAKE_BACK, now=now, by=by))
        for mailing_id in runs.mailings_of(run_id):
            mailing_lives.reopen(mailing_id=mailing_id, now=now)
        return taken_back
