"""A message to oneself, before anybody else reads it."""

from datetime import datetime

from webapp.mailings.queries.sampling import Sample
from webapp.models import Message, StaffMember
from webapp.outbox.actions import planning


def try_out(*, channel: str, sample: Sample, address: str, now: datetime, by: StaffMember) -> Message:
    """The very message of this recipient, to a colleague's address. It belongs to no client and to no mailing.

    Raises ValueError where `sample` could not be rendered.
    """
    if sample.rendered is None:
        raise ValueError("there is nothing to try")
    said = sample.rendered
    return planning.plan_test(
        channel=channel, address=address, language=sample.group.language,
        subject=said.subject, text=said.text, html=said.html,
        now=now, by=by,
    )  # fmt: skip
