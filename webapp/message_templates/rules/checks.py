"""What is looked at before a wording is used: what cannot be saved, what a person should look at, what is well.

Findings are codes; the page says them in words (message_templates/_examined.html).
"""

import difflib
import re
from dataclasses import dataclass, replace

from webapp import merge
from webapp.message_templates.rules import pasted
from webapp.message_templates.rules.blocks.document import BLOCKS, BUTTON, LONGEST_KEPT, PICTURE, Block
from webapp.message_templates.rules.blocks.typed import name
from webapp.message_templates.rules.content import speaks
from webapp.message_templates.rules.draft import WORDING, Draft
from webapp.message_templates.rules.frame import Frame
from webapp.message_templates.rules.tags import CALL, NAMES, TAGS

ERROR, WARN, OK = "error", "warn", "ok"
LONGEST_BODY, LONGEST_LINE = 65_535, 200
MOST_SAID = 20  # faults of one kind in one field: nobody reads on
LONG_SUBJECT = 90  # what mail programs on a telephone cut long before
SCHEMES = ("https://", "mailto:", "tel:")
LANGUAGES = ("fr", "en")

# Antiparasitics sold on a veterinarian's prescription: their names are not for messages to the public (B.01 of the
# Food and Drug Regulations). Only whole words that begin with a capital: "révolution" is a word too.
_BRANDS = re.compile(
    r"\b(Advantage|Advantix|Advocate|Bravecto|Broadline|Capstar|Comfortis|Credelio|Drontal|Frontline|Heartgard|"
    r"Interceptor|Iverhart|Milbemax|NexGard|Nexgard|Panacur|ProHeart|Profender|Revolution|Sentinel|Simparica|"
    r"Stronghold|Trifexis|Vectra)\b"
)
_NAME = r"\{\{\s*(?:animal\.nom|animal\.name|animaux\.liste|animals\.list)\s*\}\}"
_AGREES = re.compile(rf"{_NAME}\s+(doit|est|a|sera|peut|va|needs|is|has|was)\b", re.IGNORECASE)
_DE_NAME = re.compile(rf"\b(de|d['’])\s*{_NAME}", re.IGNORECASE)
# One stands for the other where languages differ: his name or whose it is, "le" or "lui".
_FAMILY = {
    "animal.nom": "animal", "animal.de_nom": "animal", "animal.votre_animal": "animal", "animaux.liste": "animal",
    "animal.espece": "animal", "animal.le_la": "animal.le_la", "animal.lui_leur": "animal.le_la",
    "animal.il_elle": "animal.le_la", "client.prenom": "client", "client.nom": "client", "client.nom_complet": "client",
    "client.titre": "client", "clinique.nom": "clinique.nom", "clinique.de_nom": "clinique.nom",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `field` is the form's; `what` and `other` fill the sentence."""

    level: str
    code: str
    field: str = ""
    language: str = ""
    what: str = ""
    other: str = ""
    block: str = ""  # the id of the block that it is about


def longest(field: str) -> int:
    """How many characters a part of a wording may have."""
    return LONGEST_BODY if field.startswith(("body_", "blocks")) else LONGEST_LINE


def too_long(draft: Draft) -> list[Finding]:
    """Which fields are longer than anybody reads. Looked at before anything else is: that costs nothing."""
    if draft.format == BLOCKS and (
        len(draft.blocks) > LONGEST_KEPT  # looked at first: more is not even read
        or any(len(draft.body(language)) > LONGEST_BODY for language in LANGUAGES)
    ):
        return [Finding(ERROR, "too_long", "blocks")]
    fields = [field for field in WORDING if field != "blocks"]
    return [Finding(ERROR, "too_long", field) for field in fields if len(getattr(draft, field)) > longest(field)]


def faults(draft: Draft) -> list[Finding]:
    """What keeps it from being saved: nobody could ever be written to with it."""
    found = too_long(draft)
    if found:
        return found
    if not _languages_of(draft):
        found.append(Finding(ERROR, "no_text", "body_fr"))
    for language in LANGUAGES:
        body, subject = draft.body(language), draft.subject(language)
        if draft.kind == "email" and body.strip() and not subject.strip():
            found.append(Finding(ERROR, "no_subject", f"subject_{language}", language))
        if subject.strip() and not body.strip() and draft.said("en" if language == "fr" else "fr").strip():
            found.append(Finding(ERROR, "subject_alone", f"body_{language}", language))
    if draft.format == BLOCKS:
        for field in ("subject_fr", "subject_en"):
            found += _tag_faults(getattr(draft, field), field) + _only_spoken(getattr(draft, field), field)
        return found + [fault for block in draft.document.blocks for fault in _block_faults(block)]
    for field in WORDING:
        found += _tag_faults(getattr(draft, field), field)
        if draft.kind != "script":
            found += _only_spoken(getattr(draft, field), field)
    return found + _button_faults(draft)


def _only_spoken(text: str, field: str) -> list[Finding]:
    """Tags that have a value only while somebody calls."""
    used = [TAGS[name] for name in merge.tags_in(text, NAMES) if name in TAGS]
    return [Finding(ERROR, "only_spoken", field, what=tag.name) for tag in used if tag.group == CALL]


def _languages_of(draft: Draft) -> list[str]:
    """Those in which something is written."""
    return [language for language in LANGUAGES if speaks(draft, language)]


def _block_faults(block: Block) -> list[Finding]:
    found: list[Finding] = []
    for part in ("fr", "en", "right_fr", "right_en", "url"):
        found += _tag_faults(getattr(block, part), name(part, block.id))
        found += _only_spoken(getattr(block, part), name(part, block.id))
    words, url = bool(block.fr.strip() or block.en.strip()), block.url.strip()
    if block.type == BUTTON and words and not url:
        found.append(Finding(ERROR, "button_without_address", name("url", block.id)))
    if block.type == BUTTON and url and not words:
        found.append(Finding(ERROR, "address_without_button", name("fr", block.id)))
    if not _leads_somewhere(url):
        found.append(Finding(ERROR, "button_scheme", name("url", block.id), what=url))
    if block.type == PICTURE and not block.file:
        found.append(Finding(ERROR, "no_picture", name("file", block.id)))
    return [replace(fault, block=block.id) for fault in found]


def _tag_faults(text: str, field: str) -> list[Finding]:
    found = []
    for typed in merge.check(text, NAMES)[:MOST_SAID]:
        near = difflib.get_close_matches(typed.lower(), NAMES, n=1, cutoff=0.6)
        found.append(Finding(ERROR, "unknown_tag", field, what=typed or "{{ }}", other=NAMES[near[0]] if near else ""))
    for place in merge.stray_braces(text)[:MOST_SAID]:
        found.append(Finding(ERROR, "stray_braces", field, what=place))
    return found


def _button_faults(draft: Draft) -> list[Finding]:
    url, words = draft.button_url.strip(), bool(draft.button_fr.strip() or draft.button_en.strip())
    if words and not url:
        return [Finding(ERROR, "button_without_address", "button_url")]
    if url and not words:
        return [Finding(ERROR, "address_without_button", "button_fr")]
    return [] if _leads_somewhere(url) else [Finding(ERROR, "button_scheme", "button_url", what=url)]


def _leads_somewhere(url: str) -> bool:
    """Whether an address can be opened; nothing leads nowhere, and is no fault of its scheme."""
    return not url or url.startswith(SCHEMES) or merge.tags_in(url.split("}}")[0] + "}}", NAMES) == ["clinique.site"]


def doubts(draft: Draft, frame: Frame) -> list[Finding]:
    """What a person should look at; it can be saved and sent."""
    found = [*_pasted(draft), *_languages(draft), *_tags_in_one(draft)]
    for language in LANGUAGES:
        found += _sentences(draft, language)
    if draft.kind == "email" and not frame.complete:
        found.append(Finding(WARN, "not_identified"))
    for block, url in _addresses(draft):
        field = name("url", block) if block else "button_url"
        lacking = [tag for tag in merge.tags_in(url, NAMES) if _lacks(frame, tag)]
        found += [Finding(WARN, "button_left_out", field, what=tag, block=block) for tag in lacking]
    return found


def _pasted(draft: Draft) -> list[Finding]:
    """Tags of another program, which would be sent as they stand."""
    places = pasted.found("\n".join(draft.said(language) for language in LANGUAGES))
    return [Finding(WARN, "pasted", what=each.typed, other=each.tag) for each in places[:MOST_SAID]]


def _addresses(draft: Draft) -> list[tuple[str, str]]:
    """Where buttons lead, each with the id of its block."""
    if draft.format != BLOCKS:
        return [("", draft.button_url)]
    return [(each.id, each.url) for each in draft.document.blocks if each.type == BUTTON]


def _lacks(frame: Frame, tag: str) -> bool:
    fields = {"clinique.courriel": frame.email, "clinique.telephone": frame.phone, "clinique.site": frame.website}
    return not fields.get(tag, "there")


def _languages(draft: Draft) -> list[Finding]:
    found: list[Finding] = []
    spoken = _languages_of(draft)
    if not spoken:
        return found  # a fault, and said as one
    for language, field in (("fr", "body_fr"), ("en", "body_en")):
        if language not in spoken:
            found.append(Finding(WARN, "no_language", field, language))
    if draft.format == BLOCKS:
        return found or [finding for block in draft.document.blocks for finding in _block_languages(draft, block)]
    if not found and bool(draft.button_fr.strip()) != bool(draft.button_en.strip()):
        missing = "en" if draft.button_fr.strip() else "fr"
        found.append(Finding(WARN, "button_in_one", f"button_{missing}", missing))
    return found


def _block_languages(draft: Draft, block: Block) -> list[Finding]:
    """What is said in one language alone, of a block that is written in both."""
    if draft.document.same or not (block.worded or block.type == PICTURE):
        return []
    missing = [language for language in LANGUAGES if not block.all_said(language).strip()]
    if block.type == PICTURE and block.file:
        return [Finding(WARN, "no_alt", name(each, block.id), each, block=block.id) for each in missing]
    if len(missing) != 1:
        return []
    return [Finding(WARN, "block_in_one", name(missing[0], block.id), missing[0], what=block.type, block=block.id)]


def _tags_in_one(draft: Draft) -> list[Finding]:
    """A tag that stands in one language and has no counterpart in the other. Verbs and endings differ by nature."""
    if len(_languages_of(draft)) < 2 or (draft.format == BLOCKS and draft.document.same):
        return []
    used = {language: merge.tags_in(draft.said(language), NAMES) for language in LANGUAGES}
    found = []
    for language, other in (("fr", "en"), ("en", "fr")):
        there = {_FAMILY.get(name, name) for name in used[other]}
        for tag in used[language]:
            family = _FAMILY.get(tag, tag)
            if family not in there and tag in TAGS and (TAGS[tag].group != "agreement" or family in _FAMILY.values()):
                found.append(Finding(WARN, "tag_in_one", f"body_{other}", language, what=tag))
    return found


def _sentences(draft: Draft, language: str) -> list[Finding]:
    said = draft.said(language)
    found = []
    for match in _AGREES.finditer(said):
        found.append(Finding(WARN, "agreement", f"body_{language}", language, what=match[1]))
    if language == "fr":
        if _DE_NAME.search(said):
            found.append(Finding(WARN, "elision", "body_fr", "fr"))
        brands = dict.fromkeys(_BRANDS.findall(said))
        found += [Finding(WARN, "brand", "body_fr", "fr", what=brand) for brand in brands]
    if len(draft.subject(language)) > LONG_SUBJECT:
        found.append(Finding(WARN, "long_subject", f"subject_{language}", language))
    return found
