"""What the clinic sells, in which category, and every line that it sold."""

from peewee import SQL, BooleanField, DateField, ForeignKeyField, IntegerField, TextField

from webapp.db import InstantField, Table
from webapp.models.animals import Animal
from webapp.models.clients import Client

PRODUCT = "product"
SERVICE = "service"


class RevenueCategory(Table):
    """Where revenue is booked, of products or of services."""

    kind = TextField()  # product, service
    name_fr = TextField()
    name_en = TextField()
    ledger_code = TextField(default="")

    class Meta:
        indexes = ((("kind", "name_fr"), True),)


class Item(Table):
    """A product or a service of the catalogue."""

    kind = TextField()  # product, service
    code = TextField()
    name_fr = TextField()
    name_en = TextField(default="")
    category = ForeignKeyField(RevenueCategory, null=True, backref="items", on_delete="RESTRICT")
    category_id: int | None
    classification = TextField(default="")
    manufacturer = TextField(default="")
    planogram = TextField(default="")
    price_cents = IntegerField(null=True)
    invalid = BooleanField(default=False)  # no longer sold
    only_in_groups = BooleanField(default=False)  # a service sold only as part of a group
    created_at = InstantField()
    updated_at = InstantField()
    means_death = BooleanField(null=True)  # who is sold it has died; null = nobody said, its name tells

    class Meta:
        indexes = ((("kind", "code"), True),)


class Sale(Table):
    """One line of an invoice. `category` is the item's category of that day: moving the item later leaves it alone."""

    number = TextField(null=True, unique=True)
    invoice = TextField(default="")
    sold_on = DateField()
    client = ForeignKeyField(Client, backref="sales", on_delete="RESTRICT")
    client_id: int
    animal = ForeignKeyField(Animal, null=True, backref="sales", on_delete="RESTRICT")
    animal_id: int | None
    item = ForeignKeyField(Item, backref="sales", on_delete="RESTRICT", index=False)
    item_id: int
    category = ForeignKeyField(RevenueCategory, null=True, on_delete="RESTRICT", index=False)
    category_id: int | None
    quantity_milli = IntegerField(default=1000)  # thousandths: 0.5 tablet = 500
    amount_cents = IntegerField(default=0)

    class Meta:
        # Each answered from the index alone: "who bought this in that period" of a campaign, what an item brought in,
        # and the totals of a period in the list, of a million lines.
        indexes = (
            (("item", "sold_on", "animal", "category", "quantity_milli", "amount_cents"), False),
            (("sold_on", "category", "amount_cents"), False),
            # "Who was vaccinated": a whole category of that day. Halves such a count, for 5 % of an import.
            (("category", "sold_on", "animal", "amount_cents"), False),
        )


# Refunds and lines of nothing, a few among a million: who may not have bought what the other indexes say was bought.
Sale.add_index(
    Sale.index(
        *(Sale.animal, Sale.item, Sale.sold_on, Sale.category, Sale.quantity_milli),
        where=SQL('"quantity_milli" <= 0'),
        name="sale_taken_back",
    )
)
