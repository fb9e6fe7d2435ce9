#!/usr/bin/env bash
# phonenumbers 9.0.43, region CA: "poste 12", the French for "ext 12" that Quebec writes after a telephone number, is no
# extension. The letters of the word are taken for those of a keypad (p-o-s-t-e = 7-6-7-8-3), and a number of seventeen
# digits comes back without an error; "ext 12" of the same number is an extension. The abbreviation "p. 12" raises.
# Whoever reads telephones typed in French must part the word from the number first, or ask is_valid_number of each.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q phonenumbers==9.0.43 2>/dev/null
"$work/venv/bin/python" - <<'PYTHON'
import phonenumbers


def read(typed):
    try:
        number = phonenumbers.parse(typed, "CA")
    except phonenumbers.NumberParseException as wrong:
        return type(wrong).__name__
    return number.national_number, number.extension, phonenumbers.is_valid_number(number)


expected = {
    "450 555-0100 ext 12": (4505550100, "12", True),
    "450 555-0100 poste 12": (45055501007678312, None, False),
    "450-555-0100 (poste 12)": (45055501007678312, None, False),
    "450 555-0100, p. 12": "NumberParseException",
}
print("phonenumbers", phonenumbers.__version__)
found = {typed: read(typed) for typed in expected}
for typed, what in found.items():
    print(f"{typed!r}: {what}")
assert found == expected, "this has changed"
PYTHON
