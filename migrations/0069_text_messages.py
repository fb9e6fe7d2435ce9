"""What a part of a text message costs, and whether text messages go without the accents that their alphabet lacks."""


def up(migrator, db):
    db.execute_sql('ALTER TABLE "clinic" ADD COLUMN "sms_price" INTEGER')
    db.execute_sql('ALTER TABLE "clinic" ADD COLUMN "sms_bare" INTEGER NOT NULL DEFAULT 0')


def down(migrator, db):
    db.execute_sql('ALTER TABLE "clinic" DROP COLUMN "sms_bare"')
    db.execute_sql('ALTER TABLE "clinic" DROP COLUMN "sms_price"')
