"""What the outbox asks of mailings while it sends."""

from collections.abc import Sequence
from datetime import datetime

from webapp import here
from webapp.accounts.queries import accounts
from webapp.composition.queries import writing
from webapp.composition.queries.corrections import STILL
from webapp.models import Message
from webapp.reminders.queries import eligibility


def still_wanted(*, reminder_ids: Sequence[int], message: Message, now: datetime) -> dict[int, str]:
    """The reminders that this message should not be about any more, with why.

    A correction goes to whom the first message reached, whatever they have answered since.
    """
    mailing = message.mailing
    correction = mailing is not None and mailing.correction_of_id is not None
    unwanted = eligibility.unwanted(
        reminder_ids=reminder_ids, channel=message.channel, first_contact=not correction, now=now
    )
    return {each: why for each, why in unwanted.items() if why in STILL} if correction else unwanted


def render_again(*, message: Message, reminder_ids: Sequence[int]) -> tuple[str, str, str]:
    """The message about these reminders only, in the wording that was frozen when the mailing was approved.

    Raises NoWording for a message that has none: a test to oneself.
    """
    planned = message.wave.not_before if message.wave else message.created_at
    link = "" if message.channel == "post" else accounts.unsubscribe_links(purpose=message.purpose)(
        message.client_id or 0, message.language
    )  # fmt: skip
    rendered = writing.rewrite(message, reminder_ids, today=here.day(planned), unsubscribe_url=link)
    return rendered.subject, rendered.text, rendered.html
