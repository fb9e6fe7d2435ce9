"""Town, province and postal code in one line, as on an envelope."""

import re

_CODE = r"(?P<code>[A-Za-z]\d[A-Za-z]\s*-?\d[A-Za-z]\d|\d{5}(?:-\d{4})?)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?P<town>[^\d,(]+?)[,\s]+\(?(?P<province>[A-Za-z]{{2}})\)?\.?[,\s]+{_CODE}",
        rf"(?P<town>[^\d,(]+?)[,\s]+\(?(?P<province>[^\d,()]+?)\)?[,\s]+{_CODE}",
        rf"(?P<town>[^\d,(]+?)[,\s]+{_CODE}",
        rf"{_CODE}[,\s]+(?P<town>[^\d,(]+)",
        r"(?P<town>[^\d,(]+?)(?:,\s*|\s+\(|\s+(?=[A-Z]{2}$))(?P<province>[A-Za-z]{2})\)?",
        r"(?P<town>[^\d,(]+)",
    )
)


def part(line: str) -> tuple[str, str, str] | None:
    """Town, province, postal code: "Laval, QC H7N 1A1"; "" for what is not there, None where it is no such line."""
    line = " ".join(line.split())
    found = next((match for form in _FORMS if (match := form.fullmatch(line))), None)
    if not found:
        return None
    parts = found.groupdict("")
    return parts["town"].strip(), parts.get("province", "").strip(), parts.get("code", "")
