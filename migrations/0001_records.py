"""The records of a clinic: people, clients, animals, catalogue, sales, visits, appointments, imports.

Written out as SQL, so that it stays what it was when the models change. `python -m tests.freeze_schema` wrote it.
"""

STATEMENTS = (
    'CREATE TABLE "client" ("id" INTEGER NOT NULL PRIMARY KEY, "number" TEXT, "title" TEXT NOT NULL, "first_name" TEXT NOT NULL, "last_name" TEXT NOT NULL, "sort_name" TEXT NOT NULL, "address" TEXT NOT NULL, "address_2" TEXT NOT NULL, "town" TEXT NOT NULL, "province" TEXT NOT NULL, "postal_code" TEXT NOT NULL, "country" TEXT NOT NULL, "home_phone" TEXT NOT NULL, "work_phone" TEXT NOT NULL, "work_extension" TEXT NOT NULL, "mobile_phone" TEXT NOT NULL, "mobile_takes_sms" INTEGER NOT NULL, "email" TEXT NOT NULL, "language" TEXT NOT NULL, "accepts_email" INTEGER NOT NULL, "accepts_sms" INTEGER NOT NULL, "accepts_post" INTEGER NOT NULL, "accepts_phone" INTEGER NOT NULL, "client_since" DATE, "note" TEXT NOT NULL, "archived_at" DATETIME, "created_at" DATETIME NOT NULL, "updated_at" DATETIME NOT NULL, "last_visit_on" DATE, "animal_count" INTEGER NOT NULL DEFAULT 0, "reach" INTEGER NOT NULL DEFAULT 0)',
    'CREATE UNIQUE INDEX "client_number" ON "client" ("number")',
    'CREATE INDEX "client_sort_name" ON "client" ("sort_name")',
    'CREATE INDEX "client_archived_at_sort_name_town_language_reach" ON "client" ("archived_at", "sort_name", "town", "language", "reach")',
    'CREATE INDEX "client_archived_at_town_sort_name_language_reach" ON "client" ("archived_at", "town", "sort_name", "language", "reach")',
    'CREATE INDEX "client_archived_at_last_visit_on_sort_name_town_language_reach" ON "client" ("archived_at", "last_visit_on", "sort_name", "town", "language", "reach")',
    'CREATE INDEX "client_archived_at_animal_count_sort_name_town_language_reach" ON "client" ("archived_at", "animal_count", "sort_name", "town", "language", "reach")',
    'CREATE TABLE "species" ("id" INTEGER NOT NULL PRIMARY KEY, "code" TEXT NOT NULL, "name_fr" TEXT NOT NULL, "name_en" TEXT NOT NULL, "noun_fr_male" TEXT NOT NULL, "noun_fr_female" TEXT NOT NULL, "noun_en" TEXT NOT NULL)',
    'CREATE UNIQUE INDEX "species_code" ON "species" ("code")',
    'CREATE TABLE "breed" ("id" INTEGER NOT NULL PRIMARY KEY, "species_id" INTEGER NOT NULL, "name_fr" TEXT NOT NULL, "name_en" TEXT NOT NULL, FOREIGN KEY ("species_id") REFERENCES "species" ("id") ON DELETE RESTRICT)',
    'CREATE INDEX "breed_species_id" ON "breed" ("species_id")',
    'CREATE UNIQUE INDEX "breed_species_id_name_fr" ON "breed" ("species_id", "name_fr")',
    'CREATE TABLE "animal" ("id" INTEGER NOT NULL PRIMARY KEY, "number" TEXT, "client_id" INTEGER NOT NULL, "name" TEXT NOT NULL, "sort_name" TEXT NOT NULL, "species_id" INTEGER, "breed_id" INTEGER, "crossbred" INTEGER, "sex" TEXT, "sterile" INTEGER, "born_on" DATE, "deceased" INTEGER NOT NULL, "deceased_on" DATE, "given_away_on" DATE, "other_clinic" INTEGER NOT NULL, "note" TEXT NOT NULL, "created_at" DATETIME NOT NULL, "updated_at" DATETIME NOT NULL, "last_visit_on" DATE, FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE RESTRICT, FOREIGN KEY ("species_id") REFERENCES "species" ("id") ON DELETE RESTRICT, FOREIGN KEY ("breed_id") REFERENCES "breed" ("id") ON DELETE RESTRICT)',
    'CREATE UNIQUE INDEX "animal_number" ON "animal" ("number")',
    'CREATE INDEX "animal_sort_name" ON "animal" ("sort_name")',
    'CREATE INDEX "animal_species_id" ON "animal" ("species_id")',
    'CREATE INDEX "animal_breed_id" ON "animal" ("breed_id")',
    'CREATE INDEX "animal_born_on" ON "animal" ("born_on")',
    'CREATE INDEX "animal_deceased_given_away_on_sort_name_species_id_breed_6833fa4" ON "animal" ("deceased", "given_away_on", "sort_name", "species_id", "breed_id", "sex", "sterile", "other_clinic", "born_on")',
    'CREATE INDEX "animal_deceased_given_away_on_born_on_species_id_breed_i_2e5fd83" ON "animal" ("deceased", "given_away_on", "born_on", "species_id", "breed_id", "sex", "sterile", "other_clinic")',
    'CREATE INDEX "animal_deceased_given_away_on_last_visit_on_species_id_b_52e01c7" ON "animal" ("deceased", "given_away_on", "last_visit_on", "species_id", "breed_id", "sex", "sterile", "other_clinic", "born_on")',
    'CREATE INDEX "animal_client_id_deceased_given_away_on_sort_name_specie_c7f51a0" ON "animal" ("client_id", "deceased", "given_away_on", "sort_name", "species_id", "breed_id", "sex", "sterile", "other_clinic", "born_on")',
    'CREATE TABLE "veterinarian" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "active" INTEGER NOT NULL)',
    'CREATE UNIQUE INDEX "veterinarian_name" ON "veterinarian" ("name")',
    'CREATE TABLE "appointment_type" ("id" INTEGER NOT NULL PRIMARY KEY, "name_fr" TEXT NOT NULL, "name_en" TEXT NOT NULL, "minutes" INTEGER NOT NULL, "active" INTEGER NOT NULL)',
    'CREATE UNIQUE INDEX "appointment_type_name_fr" ON "appointment_type" ("name_fr")',
    'CREATE TABLE "appointment" ("id" INTEGER NOT NULL PRIMARY KEY, "number" TEXT, "animal_id" INTEGER NOT NULL, "starts_at" DATETIME NOT NULL, "minutes" INTEGER NOT NULL, "veterinarian_id" INTEGER, "type_id" INTEGER, "reason" TEXT NOT NULL, "status" TEXT NOT NULL, "cancelled_because" TEXT NOT NULL, FOREIGN KEY ("animal_id") REFERENCES "animal" ("id") ON DELETE RESTRICT, FOREIGN KEY ("veterinarian_id") REFERENCES "veterinarian" ("id") ON DELETE SET NULL, FOREIGN KEY ("type_id") REFERENCES "appointment_type" ("id") ON DELETE SET NULL)',
    'CREATE UNIQUE INDEX "appointment_number" ON "appointment" ("number")',
    'CREATE INDEX "appointment_starts_at" ON "appointment" ("starts_at")',
    'CREATE INDEX "appointment_animal_id_starts_at" ON "appointment" ("animal_id", "starts_at")',
    'CREATE TABLE "backup_run" ("id" INTEGER NOT NULL PRIMARY KEY, "started_at" DATETIME NOT NULL, "ended_at" DATETIME, "file" TEXT NOT NULL, "bytes" INTEGER NOT NULL, "verified_at" DATETIME, "copied_at" DATETIME, "error" TEXT NOT NULL, "copy_error" TEXT NOT NULL)',
    'CREATE INDEX "backup_run_started_at" ON "backup_run" ("started_at")',
    'CREATE TABLE "breed_alias" ("id" INTEGER NOT NULL PRIMARY KEY, "species_id" INTEGER NOT NULL, "name" TEXT NOT NULL, "breed_id" INTEGER NOT NULL, FOREIGN KEY ("species_id") REFERENCES "species" ("id") ON DELETE CASCADE, FOREIGN KEY ("breed_id") REFERENCES "breed" ("id") ON DELETE CASCADE)',
    'CREATE INDEX "breed_alias_breed_id" ON "breed_alias" ("breed_id")',
    'CREATE UNIQUE INDEX "breed_alias_species_id_name" ON "breed_alias" ("species_id", "name")',
    'CREATE TABLE "clinic" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL, "address" TEXT NOT NULL, "address_2" TEXT NOT NULL, "town" TEXT NOT NULL, "province" TEXT NOT NULL, "postal_code" TEXT NOT NULL, "country" TEXT NOT NULL, "phone" TEXT NOT NULL, "email" TEXT NOT NULL, "website" TEXT NOT NULL, "language" TEXT NOT NULL, "is_demo" INTEGER NOT NULL, "initialised_at" DATETIME, "keep_daily" INTEGER NOT NULL, "keep_weekly" INTEGER NOT NULL, "keep_monthly" INTEGER NOT NULL, "backup_hour" INTEGER NOT NULL, "second_place" TEXT NOT NULL, "watched_folder" TEXT NOT NULL, "import_hour" INTEGER NOT NULL)',
    'CREATE TABLE "contact_person" ("id" INTEGER NOT NULL PRIMARY KEY, "client_id" INTEGER NOT NULL, "name" TEXT NOT NULL, "relation" TEXT NOT NULL, "phone" TEXT NOT NULL, "extension" TEXT NOT NULL, "email" TEXT NOT NULL, "may_decide" INTEGER NOT NULL, "position" INTEGER NOT NULL, FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE CASCADE)',
    'CREATE INDEX "contact_person_client_id" ON "contact_person" ("client_id")',
    'CREATE TABLE "staff_member" ("id" INTEGER NOT NULL PRIMARY KEY, "login" TEXT NOT NULL, "name" TEXT NOT NULL, "role" TEXT NOT NULL, "language" TEXT NOT NULL, "password_hash" TEXT NOT NULL, "pin_hash" TEXT NOT NULL, "shortcuts" INTEGER NOT NULL, "active" INTEGER NOT NULL, "created_at" DATETIME NOT NULL)',
    'CREATE UNIQUE INDEX "staff_member_login" ON "staff_member" ("login")',
    'CREATE TABLE "correction" ("id" INTEGER NOT NULL PRIMARY KEY, "client_id" INTEGER, "animal_id" INTEGER, "field" TEXT NOT NULL, "value" TEXT NOT NULL, "noted_at" DATETIME NOT NULL, "settled_at" DATETIME, "settled_by_id" INTEGER, FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE CASCADE, FOREIGN KEY ("animal_id") REFERENCES "animal" ("id") ON DELETE CASCADE, FOREIGN KEY ("settled_by_id") REFERENCES "staff_member" ("id") ON DELETE SET NULL)',
    'CREATE INDEX "correction_client_id" ON "correction" ("client_id")',
    'CREATE INDEX "correction_animal_id" ON "correction" ("animal_id")',
    'CREATE INDEX "correction_settled_at_noted_at" ON "correction" ("settled_at", "noted_at")',
    'CREATE TABLE "device" ("id" INTEGER NOT NULL PRIMARY KEY, "token_hash" TEXT NOT NULL, "label" TEXT NOT NULL, "unlocked_on" DATE, "unlocked_by_id" INTEGER, "last_seen_at" DATETIME NOT NULL, FOREIGN KEY ("unlocked_by_id") REFERENCES "staff_member" ("id") ON DELETE SET NULL)',
    'CREATE UNIQUE INDEX "device_token_hash" ON "device" ("token_hash")',
    'CREATE INDEX "device_unlocked_by_id" ON "device" ("unlocked_by_id")',
    'CREATE TABLE "hand_edit" ("id" INTEGER NOT NULL PRIMARY KEY, "kind" TEXT NOT NULL, "row" INTEGER NOT NULL, "field" TEXT NOT NULL, "file_value" TEXT, "at" DATETIME NOT NULL)',
    'CREATE UNIQUE INDEX "hand_edit_kind_row_field" ON "hand_edit" ("kind", "row", "field")',
    'CREATE TABLE "history_entry" ("id" INTEGER NOT NULL PRIMARY KEY, "client_id" INTEGER NOT NULL, "animal_id" INTEGER, "at" DATETIME NOT NULL, "by_id" INTEGER, "verb" TEXT NOT NULL, "details" TEXT NOT NULL, FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE CASCADE, FOREIGN KEY ("animal_id") REFERENCES "animal" ("id") ON DELETE CASCADE, FOREIGN KEY ("by_id") REFERENCES "staff_member" ("id") ON DELETE SET NULL)',
    'CREATE INDEX "history_entry_animal_id" ON "history_entry" ("animal_id")',
    'CREATE INDEX "history_entry_client_id_at" ON "history_entry" ("client_id", "at")',
    'CREATE TABLE "import_run" ("id" INTEGER NOT NULL PRIMARY KEY, "source" TEXT NOT NULL, "dry_run" INTEGER NOT NULL, "state" TEXT NOT NULL, "created_at" DATETIME NOT NULL, "started_at" DATETIME, "ended_at" DATETIME, "by_id" INTEGER, "error" TEXT NOT NULL, FOREIGN KEY ("by_id") REFERENCES "staff_member" ("id") ON DELETE SET NULL)',
    'CREATE INDEX "import_run_created_at" ON "import_run" ("created_at")',
    'CREATE TABLE "import_file" ("id" INTEGER NOT NULL PRIMARY KEY, "run_id" INTEGER NOT NULL, "name" TEXT NOT NULL, "path" TEXT NOT NULL, "digest" TEXT NOT NULL, "position" INTEGER NOT NULL, "kind" TEXT NOT NULL, "columns" TEXT NOT NULL, "encoding" TEXT NOT NULL, "separator" TEXT NOT NULL, "day_order" TEXT NOT NULL, "state" TEXT NOT NULL, "rows_read" INTEGER NOT NULL, "bytes_read" INTEGER NOT NULL, "bytes_total" INTEGER NOT NULL, "rows" INTEGER, "created" INTEGER, "updated" INTEGER, "unchanged" INTEGER, "refused" INTEGER, "warned" INTEGER, "error" TEXT NOT NULL, FOREIGN KEY ("run_id") REFERENCES "import_run" ("id") ON DELETE CASCADE)',
    'CREATE INDEX "import_file_run_id" ON "import_file" ("run_id")',
    'CREATE TABLE "import_line" ("id" INTEGER NOT NULL PRIMARY KEY, "file_id" INTEGER NOT NULL, "line" INTEGER NOT NULL, "outcome" TEXT NOT NULL, "key" TEXT NOT NULL, "field" TEXT NOT NULL, "reason" TEXT NOT NULL, "details" TEXT NOT NULL, FOREIGN KEY ("file_id") REFERENCES "import_file" ("id") ON DELETE CASCADE)',
    'CREATE INDEX "import_line_file_id_outcome_line" ON "import_line" ("file_id", "outcome", "line")',
    'CREATE TABLE "revenue_category" ("id" INTEGER NOT NULL PRIMARY KEY, "kind" TEXT NOT NULL, "name_fr" TEXT NOT NULL, "name_en" TEXT NOT NULL, "ledger_code" TEXT NOT NULL)',
    'CREATE UNIQUE INDEX "revenue_category_kind_name_fr" ON "revenue_category" ("kind", "name_fr")',
    'CREATE TABLE "item" ("id" INTEGER NOT NULL PRIMARY KEY, "kind" TEXT NOT NULL, "code" TEXT NOT NULL, "name_fr" TEXT NOT NULL, "name_en" TEXT NOT NULL, "category_id" INTEGER, "classification" TEXT NOT NULL, "manufacturer" TEXT NOT NULL, "planogram" TEXT NOT NULL, "price_cents" INTEGER, "invalid" INTEGER NOT NULL, "only_in_groups" INTEGER NOT NULL, "created_at" DATETIME NOT NULL, "updated_at" DATETIME NOT NULL, FOREIGN KEY ("category_id") REFERENCES "revenue_category" ("id") ON DELETE RESTRICT)',
    'CREATE INDEX "item_category_id" ON "item" ("category_id")',
    'CREATE UNIQUE INDEX "item_kind_code" ON "item" ("kind", "code")',
    'CREATE TABLE "ownership" ("id" INTEGER NOT NULL PRIMARY KEY, "animal_id" INTEGER NOT NULL, "client_id" INTEGER NOT NULL, "until_on" DATE NOT NULL, FOREIGN KEY ("animal_id") REFERENCES "animal" ("id") ON DELETE CASCADE, FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE CASCADE)',
    'CREATE INDEX "ownership_animal_id" ON "ownership" ("animal_id")',
    'CREATE INDEX "ownership_client_id" ON "ownership" ("client_id")',
    'CREATE TABLE "remembered_columns" ("id" INTEGER NOT NULL PRIMARY KEY, "signature" TEXT NOT NULL, "kind" TEXT NOT NULL, "columns" TEXT NOT NULL, "remembered_at" DATETIME NOT NULL, "by_id" INTEGER, FOREIGN KEY ("by_id") REFERENCES "staff_member" ("id") ON DELETE SET NULL)',
    'CREATE UNIQUE INDEX "remembered_columns_signature" ON "remembered_columns" ("signature")',
    'CREATE TABLE "sale" ("id" INTEGER NOT NULL PRIMARY KEY, "number" TEXT, "invoice" TEXT NOT NULL, "sold_on" DATE NOT NULL, "client_id" INTEGER NOT NULL, "animal_id" INTEGER, "item_id" INTEGER NOT NULL, "category_id" INTEGER, "quantity_milli" INTEGER NOT NULL, "amount_cents" INTEGER NOT NULL, FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE RESTRICT, FOREIGN KEY ("animal_id") REFERENCES "animal" ("id") ON DELETE RESTRICT, FOREIGN KEY ("item_id") REFERENCES "item" ("id") ON DELETE RESTRICT, FOREIGN KEY ("category_id") REFERENCES "revenue_category" ("id") ON DELETE RESTRICT)',
    'CREATE UNIQUE INDEX "sale_number" ON "sale" ("number")',
    'CREATE INDEX "sale_client_id" ON "sale" ("client_id")',
    'CREATE INDEX "sale_animal_id" ON "sale" ("animal_id")',
    'CREATE INDEX "sale_item_id_sold_on_animal_id_category_id_quantity_mill_7b563fe" ON "sale" ("item_id", "sold_on", "animal_id", "category_id", "quantity_milli", "amount_cents")',
    'CREATE INDEX "sale_sold_on_category_id_amount_cents" ON "sale" ("sold_on", "category_id", "amount_cents")',
    'CREATE TABLE "sign_in_attempt" ("id" INTEGER NOT NULL PRIMARY KEY, "login" TEXT NOT NULL, "address" TEXT NOT NULL, "device_id" INTEGER, "at" DATETIME NOT NULL, "succeeded" INTEGER NOT NULL, "kind" TEXT NOT NULL, FOREIGN KEY ("device_id") REFERENCES "device" ("id") ON DELETE CASCADE)',
    'CREATE INDEX "sign_in_attempt_device_id" ON "sign_in_attempt" ("device_id")',
    'CREATE INDEX "sign_in_attempt_login_at" ON "sign_in_attempt" ("login", "at")',
    'CREATE INDEX "sign_in_attempt_address_at" ON "sign_in_attempt" ("address", "at")',
    'CREATE TABLE "staff_session" ("id" INTEGER NOT NULL PRIMARY KEY, "token_hash" TEXT NOT NULL, "member_id" INTEGER NOT NULL, "device_id" INTEGER, "by_password" INTEGER NOT NULL, "started_at" DATETIME NOT NULL, "last_seen_at" DATETIME NOT NULL, "ended_at" DATETIME, FOREIGN KEY ("member_id") REFERENCES "staff_member" ("id") ON DELETE CASCADE, FOREIGN KEY ("device_id") REFERENCES "device" ("id") ON DELETE CASCADE)',
    'CREATE UNIQUE INDEX "staff_session_token_hash" ON "staff_session" ("token_hash")',
    'CREATE INDEX "staff_session_member_id" ON "staff_session" ("member_id")',
    'CREATE INDEX "staff_session_device_id" ON "staff_session" ("device_id")',
    'CREATE TABLE "visit" ("id" INTEGER NOT NULL PRIMARY KEY, "number" TEXT, "animal_id" INTEGER NOT NULL, "visited_on" DATE NOT NULL, "reason" TEXT NOT NULL, "veterinarian_id" INTEGER, "note" TEXT NOT NULL, FOREIGN KEY ("animal_id") REFERENCES "animal" ("id") ON DELETE RESTRICT, FOREIGN KEY ("veterinarian_id") REFERENCES "veterinarian" ("id") ON DELETE SET NULL)',
    'CREATE UNIQUE INDEX "visit_number" ON "visit" ("number")',
    'CREATE INDEX "visit_animal_id_visited_on" ON "visit" ("animal_id", "visited_on")',
    'CREATE INDEX "visit_visited_on_veterinarian_id" ON "visit" ("visited_on", "veterinarian_id")',
    # Search: one folded document a client, in what order they are listed, and every word for typos.
    # A name is found by its words in any spelling: see webapp/search/rules.py.
    """CREATE VIRTUAL TABLE client_search USING fts5(
        surname, names, animals, people, number, phones, email, town, tokenize = "ascii", prefix = "2 3",
        columnsize = 0)""",
    """CREATE TABLE search_order (
        client_id INTEGER NOT NULL PRIMARY KEY, standing INTEGER NOT NULL, sort_name TEXT NOT NULL)""",
    "CREATE INDEX search_order_standing_sort_name ON search_order (standing, sort_name, client_id)",
    # Its highest id grows with every change: that is how a process knows that the words it holds are old.
    "CREATE TABLE search_word (id INTEGER NOT NULL PRIMARY KEY, word TEXT NOT NULL UNIQUE)",
    # What lists sort by, kept by the database itself: whoever writes a visit or an animal cannot forget it.
    """CREATE TRIGGER visit_added AFTER INSERT ON visit BEGIN
        UPDATE animal SET last_visit_on = new.visited_on
        WHERE id = new.animal_id AND (last_visit_on IS NULL OR last_visit_on < new.visited_on);
    END""",
    """CREATE TRIGGER visit_changed AFTER UPDATE OF animal_id, visited_on ON visit BEGIN
        UPDATE animal SET last_visit_on = (SELECT max(visited_on) FROM visit WHERE animal_id = animal.id)
        WHERE id IN (old.animal_id, new.animal_id);
    END""",
    """CREATE TRIGGER visit_removed AFTER DELETE ON visit BEGIN
        UPDATE animal SET last_visit_on = (SELECT max(visited_on) FROM visit WHERE animal_id = animal.id)
        WHERE id = old.animal_id;
    END""",
    """CREATE TRIGGER animal_seen AFTER UPDATE OF last_visit_on ON animal
    WHEN new.last_visit_on IS NOT old.last_visit_on BEGIN
        UPDATE client SET last_visit_on = (SELECT max(last_visit_on) FROM animal WHERE client_id = client.id)
        WHERE id = new.client_id;
    END""",
    """CREATE TRIGGER animal_added AFTER INSERT ON animal BEGIN
        UPDATE client SET animal_count = animal_count + 1
        WHERE id = new.client_id AND NOT new.deceased AND new.given_away_on IS NULL;
    END""",
    """CREATE TRIGGER animal_changed AFTER UPDATE OF client_id, deceased, given_away_on ON animal BEGIN
        UPDATE client SET
            animal_count = (SELECT count(*) FROM animal
                            WHERE client_id = client.id AND NOT deceased AND given_away_on IS NULL),
            last_visit_on = (SELECT max(last_visit_on) FROM animal WHERE client_id = client.id)
        WHERE id IN (old.client_id, new.client_id);
    END""",
    """CREATE TRIGGER animal_removed AFTER DELETE ON animal BEGIN
        UPDATE client SET
            animal_count = (SELECT count(*) FROM animal
                            WHERE client_id = client.id AND NOT deceased AND given_away_on IS NULL),
            last_visit_on = (SELECT max(last_visit_on) FROM animal WHERE client_id = client.id)
        WHERE id = old.client_id;
    END""",
    """CREATE TRIGGER client_added AFTER INSERT ON client BEGIN
        UPDATE client SET reach = (email <> '' AND accepts_email)
            + (mobile_phone <> '' AND mobile_takes_sms AND accepts_sms) * 2
            + (address <> '' AND town <> '' AND postal_code <> '' AND accepts_post) * 4
            + ((home_phone <> '' OR work_phone <> '' OR mobile_phone <> '') AND accepts_phone) * 8
            + (email <> '') * 16
        WHERE id = new.id;
    END""",
    """CREATE TRIGGER client_changed AFTER UPDATE OF email, accepts_email, mobile_phone, mobile_takes_sms, accepts_sms,
        address, town, postal_code, accepts_post, home_phone, work_phone, accepts_phone ON client BEGIN
        UPDATE client SET reach = (email <> '' AND accepts_email)
            + (mobile_phone <> '' AND mobile_takes_sms AND accepts_sms) * 2
            + (address <> '' AND town <> '' AND postal_code <> '' AND accepts_post) * 4
            + ((home_phone <> '' OR work_phone <> '' OR mobile_phone <> '') AND accepts_phone) * 8
            + (email <> '') * 16
        WHERE id = new.id;
    END""",
)


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)


def down(migrator, db):
    for (name,) in db.execute_sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND name <> 'schema_migration' AND name NOT LIKE 'client_search_%' "
        "ORDER BY rowid DESC"
    ).fetchall():
        db.execute_sql(f'DROP TABLE "{name}"')
