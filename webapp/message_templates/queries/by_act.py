"""The texts that reminders about some act are written with in place of their type's own."""

from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from webapp import channels, db
from webapp.models import ActText, Item, ReminderType, RevenueCategory, Template

Line = tuple[int, int | None, int | None, int]  # type, item, category, template


@dataclass(frozen=True)
class Use:
    """A template that is some act's text: of which type, and of which item or category; French and English."""

    type: tuple[str, str]
    act: tuple[str, str]

    @property
    def names(self) -> tuple[str, str]:
        """How it is told in one breath: "Vaccination (Rage)"."""
        (type_fr, type_en), (fr, en) = self.type, self.act
        return f"{type_fr} ({fr})", f"{type_en} ({en or fr})"


def in_place_of(own: Template, also: int | None = None) -> list[Line]:
    """What is written in place of the template `own`, where it is some type's, or that of the type `also`: templates in
    use of the same kind and purpose."""
    columns = [each.default_template for each in channels.all() if own.kind in {kind.code for kind in each.kinds}]
    is_own = f"kind.{columns[0]} = :own" if columns and columns[0] else "0"
    return [
        tuple(row)
        for row in db.rows(
            f"""SELECT act.type_id, act.item_id, act.category_id, act.template_id FROM act_text AS act
            CROSS JOIN reminder_type AS kind ON kind.id = act.type_id
            CROSS JOIN template AS said ON said.id = act.template_id
            WHERE act.kind = :kind AND ({is_own} OR kind.id = :also)
                AND said.archived_at IS NULL AND said.purpose = :purpose
            ORDER BY act.id""",
            {"kind": own.kind, "own": own.id, "also": also, "purpose": own.purpose},
        )
    ]


def uses(template_id: int) -> list[Use]:
    """For which acts of which types the template is the text; of types in use."""
    found: Any = (
        ActText.select(ActText, ReminderType, Item, RevenueCategory)
        .join(ReminderType)
        .switch(ActText)
        .join(Item, JOIN.LEFT_OUTER)
        .switch(ActText)
        .join(RevenueCategory, JOIN.LEFT_OUTER, on=(ActText.category == RevenueCategory.id))
        .where(ActText.template == template_id, ReminderType.archived_at.is_null())
        .order_by(ReminderType.position, ActText.id)
    )
    return [
        Use((each.type.name_fr, each.type.name_en), (act.name_fr, act.name_en))
        for each in found
        if (act := each.item or each.category)
    ]
