"""What was sold is asked about by its name alone, whichever column a file had it in."""


def up(migrator, db):
    # The same doubt that waits twice, from two files, goes on waiting twice.
    db.execute_sql("""UPDATE OR IGNORE hold SET "column" = '' WHERE reason = 'sold'""")


def down(migrator, db):
    """Nothing: no version minds."""
