"""What a batch asks of an animal is found by the day from which it was seen, or was born, and of few lines of sales that
came back from their own index alone. The index of the day of birth by itself is no longer needed."""

KIND = (
    '"client_id", "deceased", "given_away_on", "species_id", "breed_id", "sex", "sterile", "other_clinic", "crossbred"'
)
BACK = 'WHERE "quantity_milli" <= 0'
BEFORE = {
    "animal_born_on": '"animal" ("born_on")',
    "sale_taken_back": f'"sale" ("animal_id", "item_id", "sold_on") {BACK}',
}
AFTER = {
    "animal_born_on_client_id_deceased_given_away_on_species__e74f781": f'"animal" ("born_on", {KIND}, "last_visit_on")',
    "animal_last_visit_on_client_id_deceased_given_away_on_sp_7e400a6": f'"animal" ("last_visit_on", {KIND}, "born_on")',
    "sale_taken_back": f'"sale" ("animal_id", "item_id", "sold_on", "category_id", "quantity_milli") {BACK}',
}


def exchange(db, old, new):
    for name in old:
        db.execute_sql(f'DROP INDEX "{name}"')
    for name, columns in new.items():
        db.execute_sql(f'CREATE INDEX "{name}" ON {columns}')
        if db.table_exists("sqlite_stat1"):  # what was known of the old ones
            db.execute_sql(f'ANALYZE "{name}"')


def up(migrator, db):
    exchange(db, BEFORE, AFTER)


def down(migrator, db):
    exchange(db, AFTER, BEFORE)
