"""Which reminders a visit may have been for, as it is opened: which are ticked, and why. Pure."""

from dataclasses import dataclass

# Why one is ticked before anybody ticked it.
HERE, BOUGHT, SOLD, ANSWERS, AROUND = "here", "bought", "sold", "answers", "around"
STANDS = (HERE, BOUGHT)  # closed already: by this visit, or by a sale of its day


@dataclass(frozen=True)
class Known:
    """What is known of a reminder that is open, or that the visit or a sale of its day closed."""

    here: bool = False  # this visit closed it
    bought: bool = False  # a sale of that day closed it
    sold: bool = False  # what it is about was sold that day
    own: bool = True  # of the animal that was seen, or the client's own
    in_time: bool = True  # the day of the visit lies within the days around its own
    answers: bool | None = None  # whether the reason of the visit answers it; None: it does not say
    settled: bool = False  # a person has said already what this visit was for


def because(known: Known) -> str:
    """Why it is ticked: one of the words above; "" where it is not."""
    if known.here:
        return HERE
    if known.bought:
        return BOUGHT
    if known.settled or not known.own or not known.in_time:
        return ""
    if known.sold:
        return SOLD
    return {True: ANSWERS, False: "", None: AROUND}[known.answers]
