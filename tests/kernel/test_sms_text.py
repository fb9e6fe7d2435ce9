"""How many text messages a text is, how it is kept in their short alphabet, and how each says the way to stop."""

from __future__ import annotations

import json
import string
from pathlib import Path

import pytest
from click.testing import CliRunner

from webapp import sms_text
from webapp.cli import main
from webapp.sms_text import GSM7, UCS2, length


@pytest.mark.parametrize(
    ("text", "coding", "cuts"),
    [
        ("", GSM7, (0,)),
        ("é" * 160, GSM7, (160,)),
        ("é" * 161, GSM7, (153, 8)),
        ("e" * 306, GSM7, (153, 153)),
        ("e" * 307, GSM7, (153, 153, 1)),
        ("€" * 80, GSM7, (160,)),
        ("€" * 81, GSM7, (152, 10)),  # the two places of one letter are not cut apart
        ("e" * 159 + "[", GSM7, (153, 8)),
        ("e" * 152 + "€" + "e" * 152, GSM7, (152, 153, 1)),
        ("ç" + "e" * 69, UCS2, (70,)),
        ("ç" + "e" * 70, UCS2, (67, 4)),
        ("🐶" * 35, UCS2, (70,)),
        ("🐶" * 36, UCS2, (66, 6)),  # nor the two halves of a drawing
        ("ç" + "€" * 69, UCS2, (70,)),  # there, what is not short takes one place
    ],
)
def test_it_counts(text: str, coding: str, cuts: tuple[int, ...]) -> None:
    found = length(text)
    assert (found.coding, found.cuts, found.units, found.parts) == (coding, cuts, sum(cuts), len(cuts))


def test_it_knows_the_alphabet() -> None:
    basic = (
        string.ascii_letters
        + string.digits
        + " !\"#%&'()*+,-./:;<=>?@$_\n\r"
        + "éèùàüöäæøåñßòìÉÇÄÖÜÆØÅÑ§¿¡£¥¤ΔΦΓΛΩΠΨΣΘΞ"
    )
    assert len(set(basic)) == 127 and length(basic).cuts == (127,)  # all of the table but the escape
    assert length("\f^{}\\[~]|€").cuts == (20,)
    for letter in "çâêîôûëïÿœÀÈÙÂÊÎÔÛËÏŒ«»’“”–—…°\u00a0\u202f`\t🐶":
        assert length(letter).outside == (letter,)


@pytest.mark.parametrize(
    ("typed", "plain", "bare"),
    [
        ("l’été, «\u00a0Azur\u00a0»…", 'l\'été, "Azur"...', 'l\'été, "Azur"...'),
        ("cœur, Œil – non", "coeur, OEil - non", "coeur, OEil - non"),
        ("bientôt, ça, Noël", "bientôt, ça, Noël", "bientot, ca, Noel"),
        ("À Ève, ÊTRE, Çà", "À Ève, ÊTRE, Çà", "A Eve, ETRE, Çà"),
        ("e\u0301te\u0301 c\u0327a", "été ça", "été ca"),  # typed in two pieces, as some keyboards do
        ("Łódź 🐶", "Łódź 🐶", "Lodz 🐶"),
        ("a\r\nb\rc\u200b", "a\nb\nc", "a\nb\nc"),
    ],
)
def test_it_writes_otherwise(typed: str, plain: str, bare: str) -> None:
    assert sms_text.plain(typed).replace("ó", "o") == plain.replace("ó", "o")
    assert sms_text.bare(sms_text.plain(typed)) == bare


def test_it_replaces_only_what_it_is_told_to() -> None:
    assert sms_text.replaced("bientôt ça va", "ô") == "bientot ça va"
    assert sms_text.replaced("Bonjour 🐶 à vous", "🐶") == "Bonjour à vous"
    assert sms_text.replaced("vet 👩\u200d⚕\ufe0f.", "👩⚕") == "vet ."
    assert sms_text.instead("ê") == "e" and sms_text.instead("é") == "é" and sms_text.instead("🐶") is None
    assert sms_text.shown(("ç", "\u200d", "\ufe0f")) == ("ç",)


@pytest.mark.parametrize(
    ("wording", "line"),
    [
        ("Un rappel.", "ARRET pour ne plus en recevoir."),
        ("Un rappel. STOP pour ne plus en recevoir.", ""),
        ("Un rappel. Répondez ARRÊT.", ""),
        ("L’arrêt d’autobus, non stop.", "ARRET pour ne plus en recevoir."),
    ],
)
def test_it_says_how_to_stop(wording: str, line: str) -> None:
    assert sms_text.stop_line(wording, "fr") == line
    assert bool(sms_text.stop_line(wording, "en")) == bool(line)
    assert not length(sms_text.STOP["fr"] + sms_text.STOP["en"]).outside


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ("é" * 160, {"coding": "gsm7", "units": 160, "parts": 1, "because": []}),
        ("é" * 160 + "\n", {"coding": "gsm7", "units": 160, "parts": 1, "because": []}),
        ("Zoë a bientôt", {"coding": "ucs2", "units": 13, "parts": 1, "because": ["ë", "ô"]}),
        ("€" * 81, {"coding": "gsm7", "units": 162, "parts": 2, "because": []}),
        ("🐶" * 36, {"coding": "ucs2", "units": 72, "parts": 2, "because": ["🐶"]}),
    ],
)
def test_it_is_asked_by_command(tmp_path: Path, given: str, answer: dict[str, object]) -> None:
    data = tmp_path / "none"
    done = CliRunner().invoke(main, ["sms-parts", "--json"], input=given, env={"RELANCE_DATA": str(data)})
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == answer
    assert not data.exists()  # a count needs no installation


def test_it_refuses_what_is_no_text(tmp_path: Path) -> None:
    environment = {"RELANCE_DATA": str(tmp_path / "data")}
    done = CliRunner().invoke(main, ["sms-parts", "--json"], input=b"Zo\xeb", env=environment)
    assert done.exit_code == 1 and not done.stdout and "UTF-8" in done.stderr
    said = CliRunner().invoke(main, ["sms-parts"], input="ç" + "e" * 70, env=environment)
    assert "(67 + 4)" in said.stdout and "ç" in said.stdout
