"""A wording made of blocks, as the editor sends it: each block with its fields, in their order."""

from dataclasses import replace
from typing import Any

from webapp.communications import REMINDER
from webapp.message_templates.forms.sentences import said
from webapp.message_templates.forms.template import Named
from webapp.message_templates.rules import checks, pasted
from webapp.message_templates.rules.blocks import typed as typed_blocks
from webapp.message_templates.rules.blocks.document import BLOCKS, Document
from webapp.message_templates.rules.draft import Draft
from webapp.models import Template, TemplateVersion


class BlocksForm(Named):
    """The editor of an e-mail, a letter or a card. `document` is what stands in it, and may be changed by a button."""

    def __init__(
        self, typed: Any, kind: str, template: Template | None = None, newest: TemplateVersion | None = None,
        about: str = REMINDER,
    ) -> None:  # fmt: skip
        super().__init__(typed, kind, template, newest, about)
        was_sent = bool(typed) and typed.get("form") == BLOCKS
        self.document: Document = typed_blocks.read(typed) if was_sent else _of(kind, newest)
        self.unpasted = ""  # why there are no blocks of what was pasted
        self.faults: dict[str, list[str]] = {}  # sentences, by the id of the block that they are about

    @property
    def draft(self) -> Draft:
        """The wording as it stands in the form, well or not."""
        return Draft(self.kind, BLOCKS, blocks=self.document.kept(), **self.subjects())

    def replace_pasted(self) -> None:
        """The same in every block."""
        super().replace_pasted()
        made = pasted.replaced
        blocks = [
            replace(
                each, fr=made(each.fr), en=made(each.en), right_fr=made(each.right_fr), right_en=made(each.right_en)
            )
            for each in self.document.blocks
        ]
        self.document = replace(self.document, blocks=tuple(blocks))

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields one by one, then the wording as a whole."""
        well = bool(super().validate(extra_validators))
        for finding in checks.faults(self.draft):
            sentence = said(finding)
            if finding.field in self:
                self[finding.field].errors = list(dict.fromkeys([*map(str, self[finding.field].errors), sentence]))
            elif finding.block:
                self.faults.setdefault(finding.block, []).append(sentence)
            else:
                self.form_errors.append(sentence)
            well = False
        return well and self.has_a_name_of_its_own()


def _of(kind: str, newest: TemplateVersion | None) -> Document:
    return Draft.of(kind, newest).document if newest else Document()
