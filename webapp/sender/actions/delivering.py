"""One message over the network. No transaction is open while anything crosses it."""

import logging

from webapp.message_templates.queries import pictures
from webapp.outbox.actions import journal
from webapp.sender.actions import fault_points, recording
from webapp.sender.actions.run_context import Claimed, Run
from webapp.transports import NoAnswer, Outgoing, SendFailed

log = logging.getLogger("relance.outbox")


def deliver(run: Run, claimed: Claimed) -> None:
    """Offer it, note that it leaves, let it leave, note how that ended.

    Raises OSError when the journal cannot be written: what is known is recorded before. Raises Replaced.
    """
    message = claimed.message
    fault_points.point("after_claim")
    try:
        run.transport.offer(outgoing(run, claimed))
    except SendFailed as failure:
        recording.refused(run, claimed, failure)
        return
    except Exception as error:  # one message that cannot be put together must not keep the others
        recording.unlucky(run, message, error, claimed=claimed)
        run.transport.close()
        return
    fault_points.point("after_offer")
    run.same_database()
    try:
        run.journal.write(journal.LEAVING, message.message_id)
        fault_points.point("after_journal_d")
        run.journal.sync()
    except OSError:
        recording.held_back(run, claimed)
        raise
    run.journal.behind += 1
    claimed.left_at = run.now
    fault_points.point("after_sync")
    _let_leave(run, claimed)


def _let_leave(run: Run, claimed: Claimed) -> None:
    message_id = claimed.message.message_id
    try:
        answer = _content(run)
    except SendFailed as failure:
        try:
            run.journal.note(journal.REFUSED, message_id)
        finally:
            recording.refused(run, claimed, failure)
    except NoAnswer as lost:
        recording.in_doubt(run, claimed, lost)
    else:
        fault_points.point("after_content")
        recording.sent(run, claimed, answer)
        try:
            run.journal.write(journal.TAKEN, message_id)  # on the disk with the next that leaves
        except OSError:
            recording.write_down(run)
            raise
        fault_points.point("after_journal_a")


def _content(run: Run) -> str:
    try:
        return run.transport.content()
    except (SendFailed, NoAnswer):
        raise
    except Exception as error:  # whatever it is, the content may have left
        log.exception("content")
        raise NoAnswer(type(error).__name__) from error


def outgoing(run: Run, claimed: Claimed) -> Outgoing:
    """The message as it will be read, with the headers that tell machines what it is."""
    message = claimed.message
    headers = {"X-Auto-Response-Suppress": "All", "List-Id": run.list_id}
    if message.mailing_id is not None:
        headers["Auto-Submitted"] = "auto-generated"
    if link := run.unsubscribe_link(message):
        headers["List-Unsubscribe"] = f"<{link}>"
    return Outgoing(
        message_id=message.message_id,
        sender=run.sender,
        to=message.address,
        subject=claimed.subject,
        text=claimed.text,
        html=claimed.html,
        language=message.language,
        at=run.now,
        reply_to=run.account.reply_to,
        headers=headers,
        pictures=pictures.inside(claimed.html),
    )
