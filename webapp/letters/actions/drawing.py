"""The PDF of a run: a last look at everybody it is for, then drawn, then its letters count as printed."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask_babel import gettext
from peewee import chunked

from webapp import channels, db, here, printing, queue
from webapp.composition.queries import writing
from webapp.composition.queries.households import addressees
from webapp.consents.queries import holds as on_hold
from webapp.consents.queries import reach
from webapp.consents.rules import ARCHIVED, may_reach
from webapp.letters.actions import runs
from webapp.letters.queries import drawing, setting, titles
from webapp.letters.queries.composing import POST
from webapp.letters.queries.runs import stale
from webapp.message_templates import queries as wordings
from webapp.message_templates.queries.pictures import UPLOADS
from webapp.models import Mailing, Message, PrintRun
from webapp.models.outbox import PLANNED, PRINTED
from webapp.outbox.actions import lives, planning
from webapp.outbox.queries.message import reminders_of
from webapp.outbox.rules import transitions
from webapp.printing import Document, DrawingFailed
from webapp.reminders.queries import eligibility

WAIT = (eligibility.HELD, eligibility.ASKED)  # why a letter comes back once somebody has said something
Progress = Callable[[int, int], None]


class NotDrawn(Exception):
    """Why there is no PDF: a sentence for the person."""


def draw(
    *, run_id: int, now: datetime, target: Path | None = None, progress: Progress | None = None
) -> PrintRun | None:
    """Draw a run that waits. With `target` the PDF goes there alone. None: somebody else draws it. Raises NotDrawn."""
    run = runs.take(run_id=run_id)
    if run is None:
        return None
    try:
        look_again(run_id=run_id, today=here.day(now), now=now)
        name = f"{run.kind}-{run.id}-{secrets.token_hex(4)}.pdf"
        path = target or here.under(drawing.DOCUMENTS, name)
        total = Message.select().where(Message.print_run == run_id, Message.state << (PLANNED, PRINTED)).count()
        if not total:
            raise NotDrawn(gettext("None of these letters is wanted any more."))
        told = _teller(run_id, total, progress)
        pages = printing.draw_parts(_documents(run, total, now), path, told)
    except (DrawingFailed, OSError, NotDrawn) as error:
        why = str(error) if isinstance(error, NotDrawn) else _words(error)
        runs.failed(run_id=run_id, why=why, now=now)
        raise NotDrawn(why) from error
    except BaseException:
        runs.failed(run_id=run_id, why=gettext("The preparation was interrupted."), now=now)
        raise
    runs.drawn(run_id=run_id, file="" if target else path.name, pages=pages, now=now)
    return PrintRun.get_by_id(run_id)


def _words(error: Exception) -> str:
    if isinstance(error, OSError):
        return str(
            gettext("The file cannot be written: %(reason)s (%(path)s).", reason=error.strerror, path=error.filename)
        )
    if str(error) == printing.TOO_LONG:
        return str(
            gettext("A text is too long for the paper: shorten the template, or print letters instead of cards.")
        )
    return str(gettext("The PDF could not be prepared: %(reason)s", reason=error))


def _teller(run_id: int, total: int, progress: Progress | None) -> Callable[[int], None]:
    def tell(done: int) -> None:
        runs.note_progress(run_id=run_id, done=done)
        if progress:
            progress(done, total)

    return tell


def _documents(run: PrintRun, total: int, now: datetime) -> Iterator[Document]:
    """The parts of the run, read from the database as they are needed."""
    press = setting.Press(
        paper=drawing.paper(run.paper),
        cards=run.kind == "cards",
        uploads=here.under(UPLOADS),
        today=here.day(now),
        title=titles.of_run(run.id, cards=run.kind == "cards", total=total),
        branch=wordings.branch_of(run.mailing_id),
    )
    size = printing.PART - printing.PART % 3
    last = 0
    while letters := drawing.letters_of(run.id, after=last, limit=size):
        yield from press.documents(letters)
        last = letters[-1].number


# ---------- The last look: so many letters at once that nobody's saving has to wait for it.


LOOKED_AT = 500


def look_again(*, run_id: int, today: date, now: datetime) -> None:
    """Cancel what is not wanted any more, and take out of the run what must wait for somebody to say something.

    Letters that speak of fewer reminders than before are written anew.
    """
    wanted = Message.print_run == run_id, Message.state << (PLANNED, PRINTED)
    for some in chunked(db.column(Message.select(Message.id).where(*wanted)), LOOKED_AT):
        with db.write():
            _look_at(list(Message.select().where(Message.id << some, *wanted)), today, now)


def _look_at(letters: Sequence[Message], today: date, now: datetime) -> None:
    about = reminders_of([message.id for message in letters])
    second = _second(letters)
    unwanted = _unwanted([each for each in letters if each.mailing_id not in second], about, now, first_contact=True)
    unwanted |= _unwanted([each for each in letters if each.mailing_id in second], about, now, first_contact=False)
    clients = addressees({message.client_id for message in letters if message.client_id})
    channel, blocked, held = channels.one(POST), reach.blocked(), on_hold.clients()
    for message in letters:
        client = clients.get(message.client_id or 0)
        left = [one for one in about.get(message.id, ()) if one not in unwanted]
        why = ARCHIVED
        if client:
            why = may_reach(client, channel, message.purpose, today, blocked=blocked, held=held)
        if not why and not left:
            reasons = [unwanted[one] for one in about.get(message.id, ())]
            why = next((each for each in reasons if each in WAIT), next(iter(reasons), "nothing_left"))
        if why:
            what = transitions.SET_BACK if why in WAIT else transitions.CANCEL
            lives.change(message, what, now=now, about=about.get(message.id, []), reason=why)
        else:
            fallen = {one: unwanted[one] for one in about[message.id] if one in unwanted}
            if fallen:
                said = writing.rewrite(message, left, today=today)
                planning.rewrite(message, left_out=fallen, subject=said.subject, text=said.text, html=said.html)


def _second(letters: Sequence[Message]) -> set[int]:
    """The mailings of these letters that are a second contact."""
    mailings = {letter.mailing_id for letter in letters}
    rows: Any = Mailing.select(Mailing.id).where(Mailing.id << mailings, Mailing.second)
    return set(db.column(rows))


def _unwanted(
    letters: Sequence[Message], about: dict[int, list[int]], now: datetime, *, first_contact: bool
) -> dict[int, str]:
    ids = [reminder_id for letter in letters for reminder_id in about.get(letter.id, ())]
    if not ids:
        return {}
    return eligibility.unwanted(reminder_ids=ids, channel=POST, first_contact=first_contact, now=now)


# ---------- Tidying.


def remove_file(run: PrintRun) -> None:
    """The PDF of a run that nobody needs any more."""
    with suppress(OSError):
        here.under(drawing.DOCUMENTS, Path(run.file).name).unlink(missing_ok=True)
    with db.write():
        PrintRun.update(file="").where(PrintRun.id == run.id).execute()


def mark_interrupted(*, now: datetime) -> None:
    """What was being drawn when the worker died is not there: a person, or the next look, begins it again."""
    stopped: Any = PrintRun.select(PrintRun.id).where(PrintRun.state == runs.UNDER_WAY)
    for (run_id,) in list(stopped.tuples()):
        runs.failed(run_id=run_id, why=gettext("The preparation was interrupted."), now=now)


KEPT = timedelta(days=90)  # a letter's text stays in the database; its PDF need not
FORGOTTEN = timedelta(minutes=2)


def tidy(*, now: datetime) -> None:
    """Remove the files of old runs, and call the runs that wait for longer than a queue takes."""
    for run in stale(now - KEPT):
        remove_file(run)
    busy = PrintRun.select().where(PrintRun.state == runs.UNDER_WAY).exists()
    waiting: Any = PrintRun.select(PrintRun.id).where(
        PrintRun.state == runs.WAITING, PrintRun.created_at < now - FORGOTTEN
    )
    for (run_id,) in [] if busy else list(waiting.order_by(PrintRun.id).limit(1).tuples()):
        queue.wake(runs.TASK, run_id)
