"""Which templates may be the text of an act: those that can take the place of the type's own."""

from typing import NamedTuple

NO_OWN, PURPOSE = "no_own", "purpose"  # why one is never sent


class Wording(NamedTuple):
    """A template, as far as this goes."""

    kind: str
    purpose: str


def unfit(wording: Wording, own: Wording | None, *, ready_made: bool) -> str:
    """Why a template is not sent in place of the type's own one over that medium; empty where it is. `ready_made`:
    where the type has none of its own, the program's is sent.

    Consent is asked for once a mailing, so both must be for the same purpose.
    """
    if own is None:
        return "" if ready_made else NO_OWN
    return "" if own.purpose == wording.purpose else PURPOSE
