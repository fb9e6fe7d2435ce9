"""What messages can tell of the clinic and of who sees the animals: booking page, map, opening hours; how to reach a
veterinarian, and which of them is a room of the agenda."""

_TEXTS = (
    ("clinic", "booking_page"), ("clinic", "map_link"), ("clinic", "opening_hours_fr"), ("clinic", "opening_hours_en"),
    ("veterinarian", "email"), ("veterinarian", "phone"),
)  # fmt: skip


def up(migrator, db):
    for table, column in _TEXTS:
        db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{column}" TEXT NOT NULL DEFAULT \'\'')
    db.execute_sql('ALTER TABLE "veterinarian" ADD COLUMN "is_room" INTEGER NOT NULL DEFAULT 0')


def down(migrator, db):
    db.execute_sql('ALTER TABLE "veterinarian" DROP COLUMN "is_room"')
    for table, column in reversed(_TEXTS):
        db.execute_sql(f'ALTER TABLE "{table}" DROP COLUMN "{column}"')
