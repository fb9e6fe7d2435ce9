"""What the editor shows beside a wording: what was found in it, and how somebody will read it."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from webapp.message_templates.queries.framing import frame
from webapp.message_templates.queries.trying import examples_for
from webapp.message_templates.rules import checks
from webapp.message_templates.rules.checks import OK, WARN, Finding
from webapp.message_templates.rules.content import speaks
from webapp.message_templates.rules.draft import Draft
from webapp.message_templates.rules.examples import Example, who
from webapp.message_templates.rules.frame import Frame
from webapp.message_templates.rules.rendering import NoWording, Rendered, Renderer
from webapp.message_templates.rules.tags import values
from webapp.models import Template, TemplateVersion


@dataclass(frozen=True)
class Shown:
    """One example, filled. `rendered` None: there is no text in their language."""

    number: int  # from 1
    of: int
    example: Example
    who: str
    frame: Frame
    rendered: Rendered | None = None
    button: str = ""
    mail: Rendered | None = None  # as it would leave, of an e-mail made of blocks


@dataclass(frozen=True)
class Examined:
    """Both. The findings that need a person come first."""

    findings: list[Finding]
    shown: Shown

    @property
    def to_look_at(self) -> int:
        """How many findings need a person."""
        return sum(finding.level != OK for finding in self.findings)


def examine(
    draft: Draft, template: Template | None, *, branch: int | None = None, number: int, today: date, language: str
) -> Examined:
    """The wording with the example of this number; `language` is that of whoever looks,
    `branch` that for which it is written."""
    examples = examples_for(template, today)
    number = (number - 1) % len(examples) + 1
    frames = {code: frame(code, branch) for code in checks.LANGUAGES}
    fill = partial(_fill, Draft(draft.kind) if checks.too_long(draft) else draft, frames, today)
    faults = checks.faults(draft)
    doubts = [] if checks.too_long(draft) else checks.doubts(draft, frames["fr"])
    tried = [] if faults else _tried(draft, examples, frames, today, language)
    chosen = examples[number - 1]
    rendered, button = fill(chosen)
    shown = Shown(
        number=number,
        of=len(examples),
        example=chosen,
        who=who(chosen, language),
        frame=frames[chosen.language],
        rendered=rendered,
        button=button,
        mail=_mailed(draft, chosen, frames, today) if rendered and draft.kind == "email" and draft.blocks else None,
    )
    findings = [*faults, *doubts, *tried, *_well(draft, frames["fr"], faults)]
    return Examined(sorted(findings, key=lambda finding: (finding.level == OK, finding.level == WARN)), shown)


def tried(version: TemplateVersion, template: Template, *, number: int, today: date) -> tuple[Rendered, str]:
    """The e-mail of a `version` of the `template` as it would leave `today` for example `number` (from 1), and its
    language; a tag without a value stands there as typed. Raises NoWording.
    """
    examples = examples_for(template, today)
    example = examples[(number - 1) % len(examples)]
    around = frame(example.language, template.branch_id)
    return _written(Renderer(version, example.language, around), example, today), example.language


def mail(version: TemplateVersion, template: Template, *, number: int, today: date) -> Rendered:
    """The same of this `version` of the `template`, `number` and `today` as there, for a page of ours."""
    return tried(version, template, number=number, today=today)[0]


def _written(renderer: Renderer, example: Example, today: date) -> Rendered:
    filled = values(example.recipient, frame=renderer.frame, today=today, names=renderer.tags)
    return renderer.email({**{name: f"{{{{ {name} }}}}" for name in renderer.missing(filled)}, **filled})


def _fill(draft: Draft, frames: dict[str, Frame], today: date, example: Example) -> tuple[Rendered | None, str]:
    around = frames[example.language]
    try:
        renderer = Renderer(draft, example.language, around, marked=True)
    except NoWording:
        return None, ""
    filled = values(example.recipient, frame=around, today=today, names=renderer.tags)
    return renderer.preview(filled), renderer.button


def _mailed(draft: Draft, example: Example, frames: dict[str, Frame], today: date) -> Rendered:
    """What leaves, each value set off."""
    return _written(Renderer(draft, example.language, frames[example.language], marked=True), example, today)


def _tried(
    draft: Draft, examples: list[Example], frames: dict[str, Frame], today: date, language: str
) -> list[Finding]:
    """Whether each tag has a value for each of the examples."""
    found = []
    able = {code: Renderer(draft, code, around) for code, around in frames.items() if speaks(draft, code)}
    for example in examples:
        renderer = able.get(example.language)
        if renderer is None:
            continue
        told = values(example.recipient, frame=renderer.frame, today=today, names=renderer.tags)
        missing = renderer.missing(told)
        found += [
            Finding(WARN, "no_value", language=language, what=name, other=who(example, language)) for name in missing
        ]
    # One sentence a tag is enough.
    by_tag = {finding.what: finding for finding in found}
    return list(by_tag.values()) or [Finding(OK, "all_have_values", what=str(len(examples)))]


def _well(draft: Draft, around: Frame, faults: list[Finding]) -> list[Finding]:
    if faults:
        return []
    found = []
    if "animal.de_nom" in draft.said("fr"):
        found.append(Finding(OK, "elision_right"))
    if draft.kind == "email" and around.complete:
        found.append(Finding(OK, "identified"))
    return found
