"""What the text messages of a plan would be billed as."""

from dataclasses import dataclass
from decimal import Decimal

from webapp import sms_text
from webapp.clinic import queries as clinic
from webapp.mailings.queries.composing import Plan
from webapp.message_templates.rules.texting import cost

_BILLED = "sms"  # the channel that is billed by the part


@dataclass(frozen=True)
class Bill:
    """How many parts, and what they cost in cents; None where no price is known."""

    parts: int
    cents: int | None

    @property
    def amount(self) -> str | None:
        """The cost as other programs read it: "4.30"."""
        return None if self.cents is None else f"{Decimal(self.cents) / 100:.2f}"


def bill(plan: Plan) -> Bill | None:
    """Of every message, each with its own names; None over a channel that nothing is billed for."""
    if plan.channel != _BILLED:
        return None
    parts = sum(
        sms_text.length(plan.filled.writers[group.wording].sms(said).text).parts
        for group, said in zip(plan.groups, plan.filled.said, strict=True)
    )
    return Bill(parts, cost(parts, clinic.clinic().sms_price))
