"""A message about several animals of which one fell out at the last look: it is rendered again without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from webapp.models import Message, MessageBody, MessageReminder
from webapp.outbox.actions import registry


def without(message: Message, fallen: Mapping[int, str], left: Sequence[int]) -> tuple[str, str, str]:
    """Note which reminders are left out and why; the new subject, text and HTML. Inside the caller's `db.write()`."""
    for reminder_id, reason in fallen.items():
        MessageReminder.update(left_out=reason).where(
            (MessageReminder.message == message) & (MessageReminder.reminder == reminder_id)
        ).execute()
    (render,) = registry.render_again
    subject, text, html = render(message=message, reminder_ids=left)
    MessageBody.update(subject=subject, text=text, html=html).where(MessageBody.message == message).execute()
    return subject, text, html
