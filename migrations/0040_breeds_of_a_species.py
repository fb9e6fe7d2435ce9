"""How many animals are of each breed of a species is counted from the index that finds those of the species."""


def exchange(db, old, *columns):
    db.execute_sql(f'DROP INDEX "{old}"')
    name = f"animal_{'_'.join(columns)}"
    quoted = ", ".join(f'"{each}"' for each in columns)
    db.execute_sql(f'CREATE INDEX "{name}" ON "animal" ({quoted})')
    if db.table_exists("sqlite_stat1"):  # what was known of the old one
        db.execute_sql(f'ANALYZE "{name}"')


def up(migrator, db):
    exchange(db, "animal_species_id", "species_id", "breed_id")


def down(migrator, db):
    exchange(db, "animal_species_id_breed_id", "species_id")
