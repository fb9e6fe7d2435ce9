"""Makes the large clinic, by the product's own commands: `python -m tests.benchmarks.building DIRECTORY`.

30,000 clients with their animals, sales, visits and appointments; an account; six lots: OPEN and SENT with some 20,000
reminders each, SOME_OPEN with some 6,000, FEW_OPEN and FEW_SENT with some 2,000, UNDER_WAY with a mailing whose waves
are to come. What is sent leaves to a server of this process; who has no e-mail gets a letter that is posted.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.benchmarks import clinic
from tests.sender.server import smtp_server
from webapp import clock
from webapp.accounts.actions.settings import Account, set_account, set_hours
from webapp.serving import enter

IDENTITY = (
    "--clinic", "Clinique vétérinaire du Lac", "--address", "12, rue Principale Ouest", "--town", "Magog",
    "--province", "QC", "--postal-code", "J1X 2A4", "--phone", "819-555-0100", "--email", "info@lac.example",
    "--manager", "Anne Gagnon", "--password", "quatre chats gris",
)  # fmt: skip
LOTS = {
    clinic.OPEN: ("vaccination", {"age": {"at_least": "2.6.0", "younger_than": "15.0.0"}, "species": ["CAN"]}),
    clinic.SENT: ("antiparasitic", {"age": {"at_least": "2.6.0", "younger_than": "15.0.0"}, "species": ["CAN"]}),
    clinic.FEW_OPEN: ("annual_exam", {"age": {"at_least": "3.0.0", "younger_than": "4.1.0"}, "species": ["CAN"]}),
    clinic.FEW_SENT: ("annual_exam", {"age": {"at_least": "8.0.0", "younger_than": "10.6.0"}, "species": ["FEL"]}),
    clinic.UNDER_WAY: ("annual_exam", {"age": {"at_least": "4.0.0", "younger_than": "6.6.0"}, "species": ["FEL"]}),
    clinic.SOME_OPEN: ("courtesy", {"age": {"at_least": "3.0.0", "younger_than": "6.6.0"}, "species": ["CAN"]}),
}


def said(data: Path, *arguments: str, given: str = "") -> dict[str, Any]:
    """What a command answers."""
    command = [sys.executable, "-c", "from webapp.cli import main; main()", *arguments, "--json"]
    done = subprocess.run(
        command, env=clinic.environment(data), input=given, capture_output=True, text=True, check=False
    )
    if not done.stdout.startswith("{"):
        sys.exit(f"{' '.join(arguments)}: {done.stdout[-500:]} {done.stderr[-500:]}")
    return dict(json.loads(done.stdout))


def account(data: Path, port: int) -> None:
    """An account of the settings that may send all there is, on any day."""
    with enter(data=data):
        made = Account("127.0.0.1", port, "none", "none", "", None, "Clinique du Lac", "info@lac.example")
        set_account(account=made, now=clock.now())
        hours = dict.fromkeys(range(7), ("08:00", "20:00"))
        set_hours(hours=hours, gap_seconds=0, limits={86_400: 100_000}, brake_after=20)


def generate(data: Path, number: int) -> None:
    """A lot, due in a month."""
    kind, criteria = LOTS[number]
    document = json.dumps({**criteria, "species": {"include": criteria["species"]}})
    due = date.today() + timedelta(days=30)
    made = said(data, "batch", "generate", "--criteria", "-", "--type", kind, "--due-on", f"{due}",
                "--description", f"Lot {number}", "--allow-doubles", given=document)  # fmt: skip
    print(f"lot {made['batch']}: {made['reminders']} reminders", file=sys.stderr, flush=True)


def send(data: Path, number: int) -> None:
    """All of a lot at once, and letters to those who are left."""
    planned = said(data, "batch", "send", str(number), "--wave-size", "100000", "--again")
    day = planned["waves"][0]["opens_on"]
    sent = said(data, "tick", "--at", f"{day}T14:00")
    with tempfile.TemporaryDirectory() as folder:
        clinic.relance("batch", "letters", str(number), "--out", f"{folder}/letters.pdf", folder=data)
    clinic.relance("batch", "posted", str(number), folder=data)
    print(f"lot {number}: {sent['sent']} e-mails sent, the letters posted", file=sys.stderr, flush=True)


def main(data: Path) -> None:
    """From nothing to the whole clinic."""
    clinic.relance("init", *IDENTITY, folder=data)
    clinic.relance("import", *map(str, sorted(clinic.files().glob("*.csv"))), folder=data)
    with tempfile.TemporaryDirectory() as folder, smtp_server(Path(folder), keep=False) as server:
        account(data, server.port)
        for number in LOTS:
            generate(data, number)
        for number in (clinic.SENT, clinic.FEW_SENT):
            send(data, number)
    said(data, "batch", "send", str(clinic.UNDER_WAY), "--wave-size", "250")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
