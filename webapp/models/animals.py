"""The patients, what they are, and whose they were."""

from peewee import SQL, BooleanField, DateField, ForeignKeyField, TextField

from webapp.db import InstantField, Table
from webapp.models.clients import Client


class Species(Table):
    """Canin, félin … `noun_*` is what the animal is called in a sentence: votre chienne."""

    code = TextField(unique=True)
    name_fr = TextField()
    name_en = TextField()
    noun_fr_male = TextField(default="animal")
    noun_fr_female = TextField(default="animal")
    noun_en = TextField(default="animal")


class Breed(Table):
    """A breed of one species; a name that only a file knows stands in both languages until someone translates it."""

    species = ForeignKeyField(Species, backref="breeds", on_delete="RESTRICT")
    species_id: int
    name_fr = TextField()
    name_en = TextField()

    class Meta:
        indexes = ((("species", "name_fr"), True),)


class BreedAlias(Table):
    """What files call a breed that goes by another name here, since somebody corrected it or merged two."""

    species = ForeignKeyField(Species, on_delete="CASCADE", index=False)
    species_id: int
    name = TextField()  # folded (text.fold)
    breed = ForeignKeyField(Breed, backref="aliases", on_delete="CASCADE")
    breed_id: int

    class Meta:
        indexes = ((("species", "name"), True),)


_PRESENT = ("deceased", "given_away_on")
_NARROWED_BY = ("species", "breed", "sex", "sterile", "other_clinic")
_ASKED = ("client", *_PRESENT, *_NARROWED_BY, "crossbred")  # by the criteria of a batch, of an animal itself


class Animal(Table):
    """A patient. Its name may be empty ("sans nom"); what is unknown is null, never guessed."""

    number = TextField(null=True, unique=True)
    client = ForeignKeyField(Client, backref="animals", on_delete="RESTRICT", index=False)
    client_id: int
    name = TextField(default="")
    sort_name = TextField(index=True)
    species = ForeignKeyField(Species, null=True, on_delete="RESTRICT", index=False)
    species_id: int | None
    breed = ForeignKeyField(Breed, null=True, on_delete="RESTRICT")
    breed_id: int | None
    crossbred = BooleanField(null=True)
    sex = TextField(null=True)  # M, F
    sterile = BooleanField(null=True)
    born_on = DateField(null=True)
    deceased = BooleanField(default=False)
    deceased_on = DateField(null=True)  # may be unknown although deceased
    given_away_on = DateField(null=True)  # no longer this client's, new owner unknown
    other_clinic = BooleanField(default=False)  # a regular of another clinic
    note = TextField(default="")
    created_at = InstantField()
    updated_at = InstantField()
    last_visit_on = DateField(null=True)  # kept by triggers of the database, for lists; never written by us
    no_reminders = BooleanField(default=False, constraints=[SQL("DEFAULT 0")])  # nobody is to be reminded of it …
    no_reminders_until = DateField(null=True)  # … until this day, it included

    class Meta:
        # Each list begins with "present" (or with whose they are), then what it is sorted by; the rest is what it can
        # be narrowed by, so that its count and the rows passed over are read from the index alone.
        indexes = (
            ((*_PRESENT, "sort_name", *_NARROWED_BY, "born_on"), False),
            ((*_PRESENT, "born_on", *_NARROWED_BY), False),
            ((*_PRESENT, "last_visit_on", *_NARROWED_BY, "born_on"), False),
            (("client", *_PRESENT, "sort_name", *_NARROWED_BY, "born_on"), False),
            # Client by client; and where a day says that only few are meant.
            ((*_ASKED, "born_on", "last_visit_on"), False),
            (("born_on", *_ASKED, "last_visit_on"), False),
            (("last_visit_on", *_ASKED, "born_on"), False),
            (("species", "breed"), False),
        )


# The few that a list leaves out.
_WANTS_NONE = SQL('"no_reminders" OR "no_reminders_until" IS NOT NULL')
Animal.add_index(Animal.index(Animal.id, where=_WANTS_NONE, name="animal_wants_none"))


class Ownership(Table):
    """Whose an animal was, before its present client."""

    animal = ForeignKeyField(Animal, backref="former_owners", on_delete="CASCADE")
    animal_id: int
    client = ForeignKeyField(Client, backref="former_animals", on_delete="CASCADE")
    client_id: int
    until_on = DateField()
