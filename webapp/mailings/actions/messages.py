"""What a message of a mailing says: tried out on oneself, looked at again and rendered again while it is sent."""

from collections.abc import Sequence
from datetime import datetime

from webapp import channels, here
from webapp.accounts.queries import accounts
from webapp.composition.queries import writing
from webapp.composition.queries.composing import STILL
from webapp.mailings.queries.sampling import Sample
from webapp.message_templates.rules.rendering import Rendered
from webapp.models import Message, StaffMember
from webapp.outbox.actions import planning
from webapp.reminders.queries import eligibility


def still_wanted(*, reminder_ids: Sequence[int], message: Message, now: datetime) -> dict[int, str]:
    """The reminders that this message should not be about any more, with why.

    A correction goes to whom the first message reached, whatever they have answered since.
    """
    mailing = message.mailing
    correction = mailing is not None and mailing.correction_of_id is not None
    first = mailing is None or not (correction or mailing.second)
    unwanted = eligibility.unwanted(reminder_ids=reminder_ids, channel=message.channel, first_contact=first, now=now)
    return {each: why for each, why in unwanted.items() if why in STILL} if correction else unwanted


def render_again(*, message: Message, reminder_ids: Sequence[int]) -> tuple[str, str, str]:
    """The message about these reminders only, in the wording that was frozen when the mailing was approved.

    Raises NoWording for a message that has none: a test to oneself.
    """
    planned = message.wave.not_before if message.wave else message.created_at
    by_hand = channels.one(message.channel).leaves == channels.HAND
    link = "" if by_hand else accounts.unsubscribe_links(purpose=message.purpose)(
        message.client_id or 0, message.language
    )  # fmt: skip
    rendered = writing.rewrite(message, reminder_ids, today=here.day(planned), unsubscribe_url=link)
    return rendered.subject, rendered.text, rendered.html


def try_out(*, channel: str, sample: Sample, address: str, now: datetime, by: StaffMember) -> Message:
    """The very message of this recipient, to a colleague's address. It belongs to no client and to no mailing.

    Raises ValueError where `sample` could not be rendered.
    """
    if sample.rendered is None:
        raise ValueError("there is nothing to try")
    return try_wording(
        said=sample.rendered, language=sample.group.language, address=address, now=now, by=by, channel=channel
    )


def try_wording(
    *, said: Rendered, language: str, address: str, now: datetime, by: StaffMember, channel: str = "email"
) -> Message:
    """What is `said` in this `language` over a `channel`, to the `address` of the colleague whom it is `by`, `now`."""
    return planning.plan_test(
        channel=channel, address=address, language=language, subject=said.subject, text=said.text, html=said.html,
        now=now, by=by,
    )  # fmt: skip
