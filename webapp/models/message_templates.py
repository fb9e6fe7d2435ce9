"""The wording of messages, in numbered versions that never change once something was sent with them."""

from peewee import SQL, BooleanField, ForeignKeyField, IntegerField, TextField

from webapp.db import InstantField, Table
from webapp.models.clinic import Branch
from webapp.models.staff import StaffMember

EMAIL, SMS, LETTER, CARD = "email", "sms", "letter", "card"
SCRIPT = "script"  # what is said on the telephone


class Template(Table):
    """One wording: an e-mail, a text message, a letter, a card or what is said on the telephone. Its text stands in its
    versions."""

    code = TextField(null=True, unique=True)  # of the ready-made ones; null = the clinic's own
    kind = TextField()  # its medium: email, sms, letter, card, script
    name_fr = TextField()
    name_en = TextField()
    purpose = TextField(default="care")  # care, appointment, safety, promotion: what consent is asked for (CASL s. 6)
    archived_at = InstantField(null=True)
    created_at = InstantField()
    communication = TextField(default="reminder", constraints=[SQL("DEFAULT 'reminder'")])  # webapp/communications.py
    # What its kind of communication is written with over its medium; reminders name theirs in their types.
    is_default = BooleanField(default=False, constraints=[SQL("DEFAULT 0")])
    branch = ForeignKeyField(Branch, null=True, on_delete="RESTRICT", index=False)  # null = the clinic's default place
    branch_id: int | None


Template.add_index(
    Template.index(
        Template.communication, Template.kind, unique=True, where=SQL('"is_default"'), name="template_default"
    )
)


class TemplateVersion(Table):
    """The text as it was saved once. `number` counts from 1; the highest is the one that new mailings take."""

    template = ForeignKeyField(Template, backref="versions", on_delete="RESTRICT", index=False)
    template_id: int
    number = IntegerField()
    format = TextField(default="text")  # "text": bodies of paragraphs, **bold**, "- " lists; "blocks": `blocks`
    subject_fr = TextField(default="")
    subject_en = TextField(default="")
    body_fr = TextField(default="")
    body_en = TextField(default="")
    button_fr = TextField(default="")  # what the button of an e-mail says; empty = no button
    button_en = TextField(default="")
    button_url = TextField(default="")  # https:, mailto: or tel:; tags allowed
    saved_at = InstantField()
    saved_by = ForeignKeyField(StaffMember, null=True, on_delete="SET NULL", index=False)
    saved_by_id: int | None
    # JSON (message_templates.rules.blocks.document) of the format "blocks", which leaves the bodies empty.
    blocks = TextField(default="", constraints=[SQL("DEFAULT ''")])

    class Meta:
        indexes = ((("template", "number"), True),)
