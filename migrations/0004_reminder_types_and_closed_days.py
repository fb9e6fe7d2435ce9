"""The four reminder types that every clinic begins with, and Québec's public holidays.

Data only: the tables are 0003's. The holidays are those of the Act respecting labour standards (CQLR N-1.1, s. 60) and
the National Holiday Act; a clinic edits the list.
"""

from datetime import date, timedelta

# code | French | English | days | followed until a visit opens
TYPES = """
antiparasitic | Antiparasitaire | Anti-parasite | 365 | 1
vaccination | Vaccination | Vaccination | 365 | 1
annual_exam | Examen annuel | Annual exam | 365 | 1
courtesy | Courtoisie | Courtesy | 30 | 0
"""
YEARS = range(2025, 2037)


def easter(year):
    """Sunday of Easter (Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


def monday(first, number=1):
    """The Monday of this number on or after a day."""
    return first + timedelta(days=-first.weekday() % 7 + 7 * (number - 1))


def holidays(year):
    """Day, French, English."""
    yield date(year, 1, 1), "Jour de l’An", "New Year’s Day"
    yield easter(year) - timedelta(days=2), "Vendredi saint", "Good Friday"
    yield monday(date(year, 5, 18)), "Journée nationale des patriotes", "National Patriots’ Day"
    yield date(year, 6, 24), "Fête nationale du Québec", "Québec National Holiday"
    yield date(year, 7, 1), "Fête du Canada", "Canada Day"
    yield monday(date(year, 9, 1)), "Fête du Travail", "Labour Day"
    yield monday(date(year, 10, 1), 2), "Action de grâce", "Thanksgiving"
    yield date(year, 12, 25), "Noël", "Christmas Day"


def up(migrator, db):
    for position, line in enumerate(TYPES.strip().splitlines()):
        code, french, english, days, follows = (cell.strip() for cell in line.split("|"))
        db.execute_sql(
            "INSERT OR IGNORE INTO reminder_type (code, name_fr, name_en, days, follows_answer, internal_only, position) "
            "VALUES (?, ?, ?, ?, ?, 0, ?)",
            (code, french, english, int(days), int(follows), position),
        )
    for year in YEARS:
        for day, french, english in holidays(year):
            db.execute_sql(
                'INSERT OR IGNORE INTO closed_day ("on", name_fr, name_en) VALUES (?, ?, ?)',
                (day.isoformat(), french, english),
            )
    db.execute_sql("INSERT OR IGNORE INTO sending (id, pause_reason, pause_detail, place) VALUES (1, '', '{}', '')")


def down(migrator, db):
    db.execute_sql(
        "DELETE FROM reminder_type WHERE code IN ('antiparasitic', 'vaccination', 'annual_exam', 'courtesy')"
    )
    db.execute_sql("DELETE FROM closed_day")
    db.execute_sql("DELETE FROM sending")
