"""When an appointment was made: of those made here their history tells, of those from files nobody knows."""


def up(migrator, db):
    db.execute_sql('ALTER TABLE "appointment" ADD COLUMN "made_at" DATETIME')
    db.execute_sql(
        "UPDATE appointment SET made_at = (SELECT max(told.at) FROM history_entry AS told "
        "WHERE told.animal_id = appointment.animal_id AND told.verb = 'appointment_made' "
        "AND json_extract(told.details, '$.at') = appointment.starts_at) WHERE number IS NULL"
    )


def down(migrator, db):
    db.execute_sql('ALTER TABLE "appointment" DROP COLUMN "made_at"')
