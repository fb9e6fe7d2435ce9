"""A wording may be made of blocks; those of the first form stay as they are, and open as blocks in the editor."""


def up(migrator, db):
    db.execute_sql('ALTER TABLE "template_version" ADD COLUMN "blocks" TEXT NOT NULL DEFAULT \'\'')


def down(migrator, db):
    db.execute_sql('ALTER TABLE "template_version" DROP COLUMN "blocks"')
