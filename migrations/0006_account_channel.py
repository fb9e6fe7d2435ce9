"""An account is for a channel; those that there are send e-mail."""


def up(migrator, db):
    db.execute_sql("ALTER TABLE mail_account ADD COLUMN \"channel\" TEXT NOT NULL DEFAULT 'email'")


def down(migrator, db):
    db.execute_sql("ALTER TABLE mail_account DROP COLUMN channel")
