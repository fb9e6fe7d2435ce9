"""The demonstration hangs together, whatever the day and the seed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from email_validator import validate_email

from webapp.demo.rules import days, whole
from webapp.demo.rules.data import Row
from webapp.demo.rules.identities import TOWNS
from webapp.demo.rules.people import KNOWN
from webapp.demo.rules.shop import CATEGORIES, MOVED
from webapp.imports.queries.reasons import ROW_REASONS

ZONE = ZoneInfo("America/Toronto")
# A Thursday, a Sunday, the first of January (closed), the 29th of February, the day the clocks change.
CASES = [
    (1, date(2026, 3, 5)),
    (2, date(2026, 11, 22)),
    (3, date(2027, 1, 1)),
    (4, date(2028, 2, 29)),
    (5, date(2026, 3, 8)),
]


@cache
def clinic(seed: int, today: date) -> Row:
    return whole.clinic(seed=seed, clients=700, today=today, zone=ZONE)


@pytest.fixture(params=CASES, ids=lambda case: f"{case[1]}")
def case(request: pytest.FixtureRequest) -> tuple[Row, date]:
    return clinic(*request.param), request.param[1]


def animals(rows: Row) -> dict[int, Row]:
    return {animal.id: animal for animal in rows.animals}


def local_day(row: object) -> date:
    return row.starts_at.astimezone(ZONE).date()  # type: ignore[attr-defined]


def test_it_is_the_same_for_the_same_seed_and_day(case: tuple[Row, date]) -> None:
    seed, today = next(one for one in CASES if one[1] == case[1])
    assert whole.clinic(seed=seed, clients=700, today=today, zone=ZONE) == case[0]
    assert whole.clinic(seed=seed + 100, clients=700, today=today, zone=ZONE) != case[0]


def test_it_has_every_name_that_breaks_software(case: tuple[Row, date]) -> None:
    names = {animal.name for animal in case[0].animals}
    assert {
        "D'Artagnan", "Georgia O’Teeffe", "WERLWIND'S PSALMS (CALL NAME: BALOO)", 'Jimmy Chew "Chewie"', "Doc/Frack",
        "B&W", "O*Zone", "2", "#3", "Zoë", "Zoé", "Aché", "Capitán (Capi)", "X'trême du Petit Chose",
        "Queue à l'Ombre du Vieux Chêne", "Vîn du bourgeois bohème", "", "=Zéro", "+Plus", "-Moins", "@robase",
    } <= names  # fmt: skip
    assert any("Ahathoor" in name and "\u00a0" in name for name in names)
    assert 57 in {len(name) for name in names}
    clients = {f"{client.first_name} {client.last_name}".strip() for client in case[0].clients}
    assert {f"{known.first_name} {known.last_name}".strip() for known in KNOWN} <= clients


def test_it_lets_nobody_in_before_birth_or_after_death(case: tuple[Row, date]) -> None:
    rows, today = case
    known = animals(rows)
    moments = [(visit.animal_id, visit.visited_on) for visit in rows.visits]
    moments += [(sale.animal_id, sale.sold_on) for sale in rows.sales if sale.animal_id]
    moments += [(appointment.animal_id, local_day(appointment)) for appointment in rows.appointments]
    assert moments
    for animal_id, day in moments:
        animal = known[animal_id]
        assert animal.born_on is None or day >= animal.born_on + timedelta(days=42)
        assert animal.deceased_on is None or day <= animal.deceased_on
        assert animal.given_away_on is None or day <= animal.given_away_on
        if animal.deceased or animal.other_clinic:
            assert day <= today
    assert all(visit.visited_on <= today for visit in rows.visits)
    assert all(sale.sold_on <= today for sale in rows.sales)


def test_it_gives_puppies_what_puppies_need(case: tuple[Row, date]) -> None:
    rows, known = case[0], animals(case[0])
    codes = {item.id: item.code for item in rows.items}
    seen = Counter[str]()
    for sale in rows.sales:
        code, animal = codes[sale.item_id], known.get(sale.animal_id or 0)
        if animal is None:
            continue
        seen[code] += 1
        dog, cat = animal.species == "Canin", animal.species == "Félin"
        if code in ("VAC-CHIOT", "VAC-CH", "VAC-LEPTO") or code.startswith("SIM-"):
            assert dog
        if code in ("VAC-CHATON", "VAC-CT", "VAC-LEUC", "REV-50"):
            assert cat
        if animal.born_on and code in ("VAC-CHIOT", "VAC-CHATON", "EX-JEUNE"):
            assert (sale.sold_on - animal.born_on).days < 180
        if animal.born_on and code in ("VAC-CH", "VAC-CT"):
            assert (sale.sold_on - animal.born_on).days > 300
        if code.startswith("OVH"):
            assert animal.sex == "F" and animal.sterile
    assert min(seen[code] for code in ("VAC-CHIOT", "VAC-CHATON", "VAC-CH", "VAC-CT")) > 10


def test_it_sells_the_vaccine_and_the_exam_at_a_vaccination(case: tuple[Row, date]) -> None:
    rows = case[0]
    codes = {item.id: item.code for item in rows.items}
    sold = defaultdict(set)
    for sale in rows.sales:
        sold[sale.animal_id, sale.sold_on].add(codes[sale.item_id].split("-")[0])
    vaccinations = [visit for visit in rows.visits if visit.reason == "Vaccination"]
    assert len(vaccinations) > 300
    for visit in vaccinations:
        assert {"VAC", "EX"} <= sold[visit.animal_id, visit.visited_on]


def test_it_sells_to_whoever_had_the_animal_then(case: tuple[Row, date]) -> None:
    rows, known = case[0], animals(case[0])
    former = {row.animal_id: row for row in rows.ownerships}
    since = {client.id: client.client_since for client in rows.clients}
    for sale in rows.sales:
        assert sale.sold_on >= since[sale.client_id]
        if sale.animal_id in former and sale.sold_on <= former[sale.animal_id].until_on:
            assert sale.client_id == former[sale.animal_id].client_id != known[sale.animal_id].client_id
        elif sale.animal_id:
            assert sale.client_id == known[sale.animal_id].client_id


def test_it_raises_prices_each_year(case: tuple[Row, date]) -> None:
    prices: dict[int, dict[int, set[float]]] = defaultdict(lambda: defaultdict(set))
    for sale in case[0].sales:
        if sale.quantity_milli == 1000:
            prices[sale.item_id][sale.sold_on.year].add(sale.amount_cents)
    compared = 0
    for by_year in prices.values():
        assert all(len(amounts) == 1 for amounts in by_year.values())
        years = sorted(by_year)
        for before, after in pairwise(years):
            compared += 1
            assert min(by_year[before]) < min(by_year[after])
    assert compared > 50


def test_it_keeps_the_category_of_the_day(case: tuple[Row, date]) -> None:
    rows, today = case
    moved = next(item for item in rows.items if item.code == MOVED)
    categories = {category.id: category.name_fr for category in rows.categories}
    found = {(categories[s.category_id], s.sold_on.year) for s in rows.sales if s.item_id == moved.id}
    assert ("Hygiène et accessoires", today.year - 2) in found
    assert ("Nourriture", today.year - 1) in found
    assert categories[moved.category_id] == "Nourriture"
    for sale in rows.sales:
        if sale.item_id != moved.id:
            assert sale.category_id == next(item for item in rows.items if item.id == sale.item_id).category_id


def test_it_sells_no_longer_what_is_invalid(case: tuple[Row, date]) -> None:
    rows, today = case
    invalid = {item.id for item in rows.items if item.invalid}
    last = max(sale.sold_on for sale in rows.sales if sale.item_id in invalid)
    assert len(invalid) >= 3
    assert last < date(today.year - 1, 2, 1)
    assert {category.kind for category in rows.categories} == {"product", "service"}
    assert all(category.ledger_code for category in rows.categories)
    assert len(rows.categories) == len(CATEGORIES)


def test_it_sells_antiparasitics_in_spring(case: tuple[Row, date]) -> None:
    rows = case[0]
    parasites = {item.id for item in rows.items if rows.categories[item.category_id - 1].name_fr == "Antiparasitaires"}
    months = Counter(sale.sold_on.month for sale in rows.sales if sale.item_id in parasites)
    assert sum(months[month] for month in (4, 5, 6)) > 0.5 * sum(months.values())


def test_it_books_within_opening_hours_and_nobody_twice(case: tuple[Row, date]) -> None:
    rows, today = case
    taken: set[tuple[int, date, int]] = set()
    for appointment in rows.appointments:
        start = appointment.starts_at.astimezone(ZONE)
        opening = days.hours(start.date())
        assert opening is not None, start
        minute = start.hour * 60 + start.minute
        assert opening[0] * 60 <= minute and minute + appointment.minutes <= opening[1] * 60
        assert today - timedelta(days=7) <= start.date() <= today + timedelta(days=42)
        cells = {
            (appointment.veterinarian_id, start.date(), minute + 15 * n) for n in range(-(-appointment.minutes // 15))
        }
        assert not cells & taken
        taken |= cells


def test_it_says_plausibly_what_became_of_appointments(case: tuple[Row, date]) -> None:
    rows, today = case
    visited = {(visit.animal_id, visit.visited_on) for visit in rows.visits}
    for appointment in rows.appointments:
        day = local_day(appointment)
        if day < today:
            assert appointment.status in ("done", "missed", "cancelled")
        elif day > today:
            assert appointment.status in ("planned", "confirmed", "cancelled")
        assert (appointment.status == "done") == ((appointment.animal_id, day) in visited)
    if days.hours(today):
        assert len([a for a in rows.appointments if local_day(a) == today]) >= 5


def test_it_can_reach_nobody(case: tuple[Row, date]) -> None:
    rows = case[0]
    numbers = []
    for client in rows.clients:
        numbers += [n for n in (client.home_phone, client.work_phone, client.mobile_phone) if n]
        assert re.fullmatch(r"|[^@]+@(example\.(com|org|net)|[a-z]+\.example)", client.email)
        if client.email:
            validate_email(client.email, check_deliverability=False)
    numbers += [contact.phone for contact in rows.contacts]
    assert all(re.fullmatch(r"\+1(450|579|819|873|514|438)555\d{4}", number) for number in numbers)
    assert not [number for number in numbers if number.endswith("5551212")]
    fictional = [number for number in numbers if number[5:9] == "5550" and number[9] == "1"]
    assert len(fictional) > 200


def test_it_lives_where_its_postal_code_and_area_code_say(case: tuple[Row, date]) -> None:
    towns = {town.name: town for town in TOWNS}
    known = {known.last_name for known in KNOWN}  # some moved, and kept their number
    code = re.compile(r"[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z] \d[ABCEGHJ-NPRSTV-Z]\d")
    for client in case[0].clients:
        town = towns[client.town]
        if client.postal_code:
            assert code.fullmatch(client.postal_code) and client.postal_code[:3] in town.sortations
        if client.home_phone and client.last_name not in known:
            assert client.home_phone[2:5] in town.area_codes
    french = sum(client.language == "fr" for client in case[0].clients) / len(case[0].clients)
    email = sum(bool(client.email) for client in case[0].clients) / len(case[0].clients)
    assert 0.82 < french < 0.9
    assert 0.57 < email < 0.68


def test_it_has_something_to_correct_and_to_read(case: tuple[Row, date]) -> None:
    rows, today = case
    clients = {client.id: client for client in rows.clients}
    for correction in rows.corrections:
        if correction.animal_id:
            assert animals(rows)[correction.animal_id].born_on is None
        else:
            assert getattr(clients[correction.client_id or 0], correction.field) == ""
    assert rows.corrections
    assert [run.state for run in rows.import_runs] == ["done", "done"]
    for file in rows.import_files:
        assert file.rows == file.created + file.updated + file.unchanged + file.refused
        lines = [line for line in rows.import_lines if line.file_id == file.id]
        assert len([line for line in lines if line.outcome == "refused"]) == file.refused
        assert len({line.line for line in lines if line.outcome == "warned"}) == file.warned
        assert all(2 <= line.line <= file.rows + 1 and line.reason in ROW_REASONS for line in lines)
    assert sum(file.refused for file in rows.import_files) == 5
    assert rows.history == sorted(rows.history, key=lambda entry: entry.at)
    assert all(entry.at.astimezone(ZONE).date() < today for entry in rows.history)


def test_it_is_small_when_asked() -> None:
    rows = whole.clinic(seed=1, clients=1, today=date(2026, 3, 5), zone=ZONE)
    assert [client.last_name for client in rows.clients] == ["D’Amours"]
    assert all(file.unchanged >= 0 and file.updated >= 0 for file in rows.import_files)
