"""Reminders, batches, templates and the outbox; how the clinic writes to its clients.

Written out as SQL, so that it stays what it was when the models change. `python -m tests.freeze_schema` wrote it.
"""

import re

STATEMENTS = (
    'CREATE TABLE "mail_account" ("id" INTEGER NOT NULL PRIMARY KEY, "source" TEXT NOT NULL, "host" TEXT NOT NULL, "port" INTEGER NOT NULL, "security" TEXT NOT NULL, "auth" TEXT NOT NULL, "username" TEXT NOT NULL, "password" TEXT NOT NULL, "sender_name" TEXT NOT NULL, "sender_email" TEXT NOT NULL, "reply_to" TEXT NOT NULL, "unsubscribe_to" TEXT NOT NULL, "hours" TEXT NOT NULL, "gap_seconds" INTEGER NOT NULL, "active" INTEGER NOT NULL, "paused_until" DATETIME, "pause_reason" TEXT NOT NULL, "pause_detail" TEXT NOT NULL, "verified_at" DATETIME)',
    'CREATE TABLE "account_limit" ("id" INTEGER NOT NULL PRIMARY KEY, "account_id" INTEGER NOT NULL, "n" INTEGER NOT NULL, "seconds" INTEGER NOT NULL, FOREIGN KEY ("account_id") REFERENCES "mail_account" ("id") ON DELETE CASCADE)',
    'CREATE UNIQUE INDEX "account_limit_account_id_seconds" ON "account_limit" ("account_id", "seconds")',
    'CREATE TABLE "template" ("id" INTEGER NOT NULL PRIMARY KEY, "code" TEXT, "kind" TEXT NOT NULL, "name_fr" TEXT NOT NULL, "name_en" TEXT NOT NULL, "purpose" TEXT NOT NULL, "archived_at" DATETIME, "created_at" DATETIME NOT NULL)',
    'CREATE UNIQUE INDEX "template_code" ON "template" ("code")',
    'CREATE TABLE "reminder_type" ("id" INTEGER NOT NULL PRIMARY KEY, "code" TEXT NOT NULL, "name_fr" TEXT NOT NULL, "name_en" TEXT NOT NULL, "days" INTEGER NOT NULL, "follows_answer" INTEGER NOT NULL, "internal_only" INTEGER NOT NULL, "email_template_id" INTEGER, "sms_template_id" INTEGER, "document_template_id" INTEGER, "position" INTEGER NOT NULL, "archived_at" DATETIME, FOREIGN KEY ("email_template_id") REFERENCES "template" ("id") ON DELETE SET NULL, FOREIGN KEY ("sms_template_id") REFERENCES "template" ("id") ON DELETE SET NULL, FOREIGN KEY ("document_template_id") REFERENCES "template" ("id") ON DELETE SET NULL)',
    'CREATE UNIQUE INDEX "reminder_type_code" ON "reminder_type" ("code")',
    'CREATE UNIQUE INDEX "reminder_type_name_fr" ON "reminder_type" ("name_fr")',
    'CREATE TABLE "batch" ("id" INTEGER NOT NULL PRIMARY KEY, "number" INTEGER NOT NULL, "type_id" INTEGER NOT NULL, "description" TEXT NOT NULL, "due_on" DATE NOT NULL, "spread_days" INTEGER NOT NULL, "criteria" TEXT, "copy_of_id" INTEGER, "created_at" DATETIME NOT NULL, "created_by_id" INTEGER, FOREIGN KEY ("type_id") REFERENCES "reminder_type" ("id") ON DELETE RESTRICT, FOREIGN KEY ("copy_of_id") REFERENCES "batch" ("id") ON DELETE SET NULL, FOREIGN KEY ("created_by_id") REFERENCES "staff_member" ("id") ON DELETE SET NULL)',
    'CREATE UNIQUE INDEX "batch_number" ON "batch" ("number")',
    'CREATE INDEX "batch_type_id" ON "batch" ("type_id")',
    'CREATE TABLE "batch_part" ("id" INTEGER NOT NULL PRIMARY KEY, "batch_id" INTEGER NOT NULL, "number" INTEGER NOT NULL, FOREIGN KEY ("batch_id") REFERENCES "batch" ("id") ON DELETE CASCADE)',
    'CREATE UNIQUE INDEX "batch_part_batch_id_number" ON "batch_part" ("batch_id", "number")',
    'CREATE TABLE "template_version" ("id" INTEGER NOT NULL PRIMARY KEY, "template_id" INTEGER NOT NULL, "number" INTEGER NOT NULL, "format" TEXT NOT NULL, "subject_fr" TEXT NOT NULL, "subject_en" TEXT NOT NULL, "body_fr" TEXT NOT NULL, "body_en" TEXT NOT NULL, "button_fr" TEXT NOT NULL, "button_en" TEXT NOT NULL, "button_url" TEXT NOT NULL, "saved_at" DATETIME NOT NULL, "saved_by_id" INTEGER, FOREIGN KEY ("template_id") REFERENCES "template" ("id") ON DELETE RESTRICT, FOREIGN KEY ("saved_by_id") REFERENCES "staff_member" ("id") ON DELETE SET NULL)',
    'CREATE UNIQUE INDEX "template_version_template_id_number" ON "template_version" ("template_id", "number")',
    'CREATE TABLE "mailing" ("id" INTEGER NOT NULL PRIMARY KEY, "batch_id" INTEGER, "part_id" INTEGER, "channel" TEXT NOT NULL, "purpose" TEXT NOT NULL, "template_version_id" INTEGER, "grouping" TEXT NOT NULL, "wave_size" INTEGER NOT NULL, "every_days" INTEGER NOT NULL, "first_on" DATE NOT NULL, "from_time" TEXT NOT NULL, "until_time" TEXT NOT NULL, "expires_on" DATE, "state" TEXT NOT NULL, "token" TEXT NOT NULL, "correction_of_id" INTEGER, "created_at" DATETIME NOT NULL, "created_by_id" INTEGER, "approved_at" DATETIME, "held_until" DATETIME, "paused_at" DATETIME, "cancelled_at" DATETIME, "finished_at" DATETIME, FOREIGN KEY ("batch_id") REFERENCES "batch" ("id") ON DELETE RESTRICT, FOREIGN KEY ("part_id") REFERENCES "batch_part" ("id") ON DELETE SET NULL, FOREIGN KEY ("template_version_id") REFERENCES "template_version" ("id") ON DELETE RESTRICT, FOREIGN KEY ("correction_of_id") REFERENCES "mailing" ("id") ON DELETE SET NULL, FOREIGN KEY ("created_by_id") REFERENCES "staff_member" ("id") ON DELETE SET NULL)',
    'CREATE INDEX "mailing_batch_id" ON "mailing" ("batch_id")',
    'CREATE UNIQUE INDEX "mailing_token" ON "mailing" ("token")',
    'CREATE INDEX "mailing_state" ON "mailing" ("state")',
    'CREATE TABLE "wave" ("id" INTEGER NOT NULL PRIMARY KEY, "mailing_id" INTEGER NOT NULL, "number" INTEGER NOT NULL, "not_before" DATETIME NOT NULL, "opened_at" DATETIME, "closed_at" DATETIME, FOREIGN KEY ("mailing_id") REFERENCES "mailing" ("id") ON DELETE CASCADE)',
    'CREATE UNIQUE INDEX "wave_mailing_id_number" ON "wave" ("mailing_id", "number")',
    'CREATE INDEX "wave_closed_at_not_before" ON "wave" ("closed_at", "not_before")',
    'CREATE TABLE "print_run" ("id" INTEGER NOT NULL PRIMARY KEY, "mailing_id" INTEGER, "kind" TEXT NOT NULL, "paper" TEXT NOT NULL, "order" TEXT NOT NULL, "from_name" TEXT NOT NULL, "from_number" INTEGER NOT NULL, "language" TEXT NOT NULL, "state" TEXT NOT NULL, "total" INTEGER NOT NULL, "done" INTEGER NOT NULL, "pages" INTEGER, "file" TEXT NOT NULL, "error" TEXT NOT NULL, "created_at" DATETIME NOT NULL, "created_by_id" INTEGER, "ended_at" DATETIME, "posted_at" DATETIME, FOREIGN KEY ("mailing_id") REFERENCES "mailing" ("id") ON DELETE CASCADE, FOREIGN KEY ("created_by_id") REFERENCES "staff_member" ("id") ON DELETE SET NULL)',
    'CREATE INDEX "print_run_mailing_id" ON "print_run" ("mailing_id")',
    'CREATE TABLE "message" ("id" INTEGER NOT NULL PRIMARY KEY, "mailing_id" INTEGER, "wave_id" INTEGER, "client_id" INTEGER, "recipient" TEXT NOT NULL, "channel" TEXT NOT NULL, "purpose" TEXT NOT NULL, "language" TEXT NOT NULL, "address" TEXT NOT NULL, "message_id" TEXT NOT NULL, "state" TEXT NOT NULL, "not_before" DATETIME, "expires_at" DATETIME, "attempts" INTEGER NOT NULL, "sent_at" DATETIME, "ended_at" DATETIME, "code" TEXT NOT NULL, "reason" TEXT NOT NULL, "detail" TEXT NOT NULL, "settled_by_id" INTEGER, "print_run_id" INTEGER, "print_number" INTEGER, "created_at" DATETIME NOT NULL, FOREIGN KEY ("mailing_id") REFERENCES "mailing" ("id") ON DELETE RESTRICT, FOREIGN KEY ("wave_id") REFERENCES "wave" ("id") ON DELETE SET NULL, FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE RESTRICT, FOREIGN KEY ("settled_by_id") REFERENCES "staff_member" ("id") ON DELETE SET NULL, FOREIGN KEY ("print_run_id") REFERENCES "print_run" ("id") ON DELETE SET NULL)',
    'CREATE INDEX "message_client_id" ON "message" ("client_id")',
    'CREATE UNIQUE INDEX "message_message_id" ON "message" ("message_id")',
    'CREATE INDEX "message_print_run_id" ON "message" ("print_run_id")',
    'CREATE UNIQUE INDEX "message_mailing_id_channel_recipient" ON "message" ("mailing_id", "channel", "recipient")',
    'CREATE INDEX "message_wave_id_state_not_before" ON "message" ("wave_id", "state", "not_before")',
    'CREATE INDEX "message_mailing_id_state" ON "message" ("mailing_id", "state")',
    'CREATE INDEX "message_state_channel_not_before" ON "message" ("state", "channel", "not_before")',
    'CREATE INDEX "message_address_channel" ON "message" ("address", "channel")',
    'CREATE INDEX "message_state_ended_at" ON "message" ("state", "ended_at")',
    'CREATE TABLE "attempt" ("id" INTEGER NOT NULL PRIMARY KEY, "message_id" INTEGER NOT NULL, "account_id" INTEGER NOT NULL, "claimed_at" DATETIME NOT NULL, "data_at" DATETIME, "ended_at" DATETIME, "outcome" TEXT NOT NULL, "code" TEXT NOT NULL, "text" TEXT NOT NULL, FOREIGN KEY ("message_id") REFERENCES "message" ("id") ON DELETE CASCADE, FOREIGN KEY ("account_id") REFERENCES "mail_account" ("id") ON DELETE RESTRICT)',
    'CREATE INDEX "attempt_message_id" ON "attempt" ("message_id")',
    'CREATE INDEX "attempt_account_id_ended_at_data_at" ON "attempt" ("account_id", "ended_at", "data_at")',
    'CREATE TABLE "closed_day" ("id" INTEGER NOT NULL PRIMARY KEY, "on" DATE NOT NULL, "name_fr" TEXT NOT NULL, "name_en" TEXT NOT NULL)',
    'CREATE UNIQUE INDEX "closed_day_on" ON "closed_day" ("on")',
    'CREATE TABLE "message_body" ("id" INTEGER NOT NULL PRIMARY KEY, "message_id" INTEGER NOT NULL, "subject" TEXT NOT NULL, "text" TEXT NOT NULL, "html" TEXT NOT NULL, FOREIGN KEY ("message_id") REFERENCES "message" ("id") ON DELETE CASCADE)',
    'CREATE UNIQUE INDEX "message_body_message_id" ON "message_body" ("message_id")',
    'CREATE TABLE "reminder" ("id" INTEGER NOT NULL PRIMARY KEY, "number" TEXT, "type_id" INTEGER NOT NULL, "client_id" INTEGER NOT NULL, "animal_id" INTEGER, "due_on" DATE NOT NULL, "batch_id" INTEGER, "part_id" INTEGER, "created_at" DATETIME NOT NULL, "done_at" DATETIME, "done_by" TEXT NOT NULL, "answered_at" DATETIME, "appointment_id" INTEGER, "visited_at" DATETIME, "visit_id" INTEGER, "cancelled_at" DATETIME, "cancelled_because" TEXT NOT NULL, "deleted_at" DATETIME, "responsible_id" INTEGER, "note" TEXT NOT NULL, FOREIGN KEY ("type_id") REFERENCES "reminder_type" ("id") ON DELETE RESTRICT, FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE RESTRICT, FOREIGN KEY ("animal_id") REFERENCES "animal" ("id") ON DELETE RESTRICT, FOREIGN KEY ("batch_id") REFERENCES "batch" ("id") ON DELETE RESTRICT, FOREIGN KEY ("part_id") REFERENCES "batch_part" ("id") ON DELETE SET NULL, FOREIGN KEY ("appointment_id") REFERENCES "appointment" ("id") ON DELETE SET NULL, FOREIGN KEY ("visit_id") REFERENCES "visit" ("id") ON DELETE SET NULL, FOREIGN KEY ("responsible_id") REFERENCES "staff_member" ("id") ON DELETE SET NULL)',
    'CREATE UNIQUE INDEX "reminder_number" ON "reminder" ("number")',
    'CREATE INDEX "reminder_client_id" ON "reminder" ("client_id")',
    'CREATE INDEX "reminder_part_id" ON "reminder" ("part_id")',
    'CREATE UNIQUE INDEX "reminder_batch_id_animal_id" ON "reminder" ("batch_id", "animal_id")',
    'CREATE INDEX "reminder_animal_id_type_id_due_on" ON "reminder" ("animal_id", "type_id", "due_on")',
    'CREATE INDEX "reminder_deleted_at_cancelled_at_visited_at_answered_at__904d40c" ON "reminder" ("deleted_at", "cancelled_at", "visited_at", "answered_at", "done_at", "due_on", "type_id")',
    'CREATE INDEX "reminder_due_on_type_id" ON "reminder" ("due_on", "type_id")',
    'CREATE TABLE "message_reminder" ("id" INTEGER NOT NULL PRIMARY KEY, "message_id" INTEGER NOT NULL, "reminder_id" INTEGER NOT NULL, "left_out" TEXT NOT NULL DEFAULT \'\', FOREIGN KEY ("message_id") REFERENCES "message" ("id") ON DELETE CASCADE, FOREIGN KEY ("reminder_id") REFERENCES "reminder" ("id") ON DELETE RESTRICT)',
    'CREATE INDEX "message_reminder_reminder_id" ON "message_reminder" ("reminder_id")',
    'CREATE UNIQUE INDEX "message_reminder_message_id_reminder_id" ON "message_reminder" ("message_id", "reminder_id")',
    'CREATE TABLE "reminder_event" ("id" INTEGER NOT NULL PRIMARY KEY, "reminder_id" INTEGER NOT NULL, "at" DATETIME NOT NULL, "by_id" INTEGER, "verb" TEXT NOT NULL, "details" TEXT NOT NULL DEFAULT \'{}\', FOREIGN KEY ("reminder_id") REFERENCES "reminder" ("id") ON DELETE CASCADE, FOREIGN KEY ("by_id") REFERENCES "staff_member" ("id") ON DELETE SET NULL)',
    'CREATE INDEX "reminder_event_reminder_id_at" ON "reminder_event" ("reminder_id", "at")',
    'CREATE TABLE "sending" ("id" INTEGER NOT NULL PRIMARY KEY, "paused_at" DATETIME, "paused_by_id" INTEGER, "pause_reason" TEXT NOT NULL, "pause_detail" TEXT NOT NULL, "place" TEXT NOT NULL, "last_tick_at" DATETIME, "last_lock_at" DATETIME, "journal_read" INTEGER NOT NULL DEFAULT 0, FOREIGN KEY ("paused_by_id") REFERENCES "staff_member" ("id") ON DELETE SET NULL)',
    'CREATE TABLE "suppression" ("id" INTEGER NOT NULL PRIMARY KEY, "channel" TEXT NOT NULL, "address" TEXT NOT NULL, "purpose" TEXT NOT NULL, "reason" TEXT NOT NULL, "client_id" INTEGER, "message_id" INTEGER, "note" TEXT NOT NULL, "created_at" DATETIME NOT NULL, "created_by_id" INTEGER, "lifted_at" DATETIME, "lifted_by_id" INTEGER, FOREIGN KEY ("client_id") REFERENCES "client" ("id") ON DELETE SET NULL, FOREIGN KEY ("message_id") REFERENCES "message" ("id") ON DELETE SET NULL, FOREIGN KEY ("created_by_id") REFERENCES "staff_member" ("id") ON DELETE SET NULL, FOREIGN KEY ("lifted_by_id") REFERENCES "staff_member" ("id") ON DELETE SET NULL)',
    'CREATE INDEX "suppression_client_id" ON "suppression" ("client_id")',
    'CREATE INDEX "suppression_channel_address_lifted_at" ON "suppression" ("channel", "address", "lifted_at")',
    "ALTER TABLE clinic ADD COLUMN \"channel_order\" TEXT NOT NULL DEFAULT 'email,sms,post,phone'",
    "ALTER TABLE clinic ADD COLUMN \"closed_weekdays\" TEXT NOT NULL DEFAULT '7'",
    'ALTER TABLE clinic ADD COLUMN "fresh_hours" INTEGER NOT NULL DEFAULT 24',
    "ALTER TABLE clinic ADD COLUMN \"greeting\" TEXT NOT NULL DEFAULT 'polite'",
    "ALTER TABLE clinic ADD COLUMN \"logo\" TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE clinic ADD COLUMN \"paper\" TEXT NOT NULL DEFAULT 'letter'",
    "ALTER TABLE clinic ADD COLUMN \"envelope\" TEXT NOT NULL DEFAULT 'left'",
    'ALTER TABLE clinic ADD COLUMN "print_offset_x" INTEGER NOT NULL DEFAULT 0',
    'ALTER TABLE clinic ADD COLUMN "print_offset_y" INTEGER NOT NULL DEFAULT 0',
    "ALTER TABLE client ADD COLUMN \"prefers\" TEXT NOT NULL DEFAULT ''",
    'CREATE INDEX "animal_client_id_deceased_given_away_on_species_id_breed_ea7aa4a" ON "animal" ("client_id", "deceased", "given_away_on", "species_id", "breed_id", "sex", "sterile", "other_clinic", "crossbred", "born_on", "last_visit_on")',
    'CREATE INDEX "sale_category_id_sold_on_animal_id_amount_cents" ON "sale" ("category_id", "sold_on", "animal_id", "amount_cents")',
)

ADDED = (
    ("clinic", ("channel_order", "closed_weekdays", "fresh_hours", "greeting", "logo", "paper", "envelope",
                "print_offset_x", "print_offset_y")),
    ("client", ("prefers",)),
)  # fmt: skip
INDEXES = (
    "animal_client_id_deceased_given_away_on_species_id_breed_ea7aa4a",
    "sale_category_id_sold_on_animal_id_amount_cents",
)


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)


def down(migrator, db):
    made = [re.match(r'CREATE TABLE "(\w+)"', statement) for statement in STATEMENTS]
    for table in reversed([found[1] for found in made if found]):
        db.execute_sql(f'DROP TABLE "{table}"')
    for index in INDEXES:
        db.execute_sql(f'DROP INDEX "{index}"')
    for table, columns in ADDED:
        for column in columns:
            db.execute_sql(f'ALTER TABLE {table} DROP COLUMN "{column}"')
