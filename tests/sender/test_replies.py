"""Replies of real servers, each with the public page that it was read on, and whose fault each is: replies.csv.

Addresses and numbers of persons are replaced. What matters most is asked of every row: that nobody's address is blamed
by a reply that speaks of something else, and that no reply about one recipient rests the account.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from webapp.transports.smtp.refusals import CONTENT, DATA, MAIL, RCPT, judge

US, THEM = "rappels@clinique.ca", "marie@exemple.ca"
with Path(__file__).with_name("replies.csv").open(encoding="utf-8", newline="") as file:
    REPLIES = [tuple(row.values()) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("phase", "code", "text", "scope", "reason", "source"), REPLIES)
def test_it_knows_whose_fault_a_reply_is(
    phase: str, code: str, text: str, scope: str, reason: str, source: str
) -> None:
    judged = judge(int(code), text, phase=phase, ours=(US,), to=THEM)
    assert (judged.scope, judged.reason) == (scope, reason), source
    assert judged.permanent == (code.startswith("5") and scope != "account")


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert len(REPLIES) >= 60
    assert len({row[:3] for row in REPLIES}) == len(REPLIES)
    assert all(source.startswith("https://") for *_, source in REPLIES)


@pytest.mark.parametrize("phase", [MAIL, RCPT, DATA, CONTENT])
@pytest.mark.parametrize(
    "text",
    [
        f"5.1.1 <{US}>: User unknown", f"No such user: {US.upper()}", f"mailbox unavailable '{US}'.",
        "5.1.7 Invalid address", "5.1.8 No such domain", "5.1.1 User unknown (sender)", "relaying prohibited",
        "5.1.1 unknown user: verification failed", "5.1.1 address not verified", "Adresse de l’expéditeur inconnue",
    ],
)  # fmt: skip
def test_what_names_us_concerns_the_account_at_whatever_command(phase: str, text: str) -> None:
    assert judge(550, text, phase=phase, ours=(US, "bureau@clinique.ca"), to=THEM).scope == "account"


@pytest.mark.parametrize(
    "to", ["sender@exemple.ca", "relay@exemple.ca", "verified@exemple.ca", "spf@sender.exemple.ca"]
)
def test_the_words_of_an_address_mean_nothing(to: str) -> None:
    judged = judge(550, f"5.1.1 <{to}>: Recipient address rejected: User unknown", phase=RCPT, ours=(US,), to=to)
    assert (judged.scope, judged.reason) == ("address", "unknown_address")


def test_a_test_to_oneself_may_learn_that_it_has_no_mailbox() -> None:
    judged = judge(550, f"5.1.1 <{US}>: Recipient address rejected: User unknown", phase=RCPT, ours=(US,), to=US)
    assert judged.scope == "address"


def test_what_is_too_big_is_so_before_its_content_too() -> None:
    assert judge(552, "5.3.4 Message size exceeds fixed limit", phase=MAIL).scope == "message"
