"""Parts of a batch: a client's reminders are never torn apart."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from tests import factories
from webapp.batches.actions import splitting
from webapp.batches.queries import lots
from webapp.batches.rules.parts import Household, SplitRefused, divide
from webapp.cli import main
from webapp.models import Batch, BatchPart, Mailing, Reminder
from webapp.reminders.actions import lives


def families(*sizes: int) -> list[Household]:
    return [Household(place, size) for place, size in enumerate(sizes, start=1)]


@pytest.mark.parametrize(
    ("sizes", "most", "parts"),
    [
        ((1, 1, 1, 1), 2, [2, 2]),
        ((2, 2, 1), 3, [2, 3]),
        ((1, 2, 3), 3, [3, 3]),
        ((3, 1, 3), 3, [3, 1, 3]),
        ((1, 0, 1, 1), 2, [2, 1]),
    ],
)
def test_it_fills_parts_in_order(sizes: Sequence[int], most: int, parts: list[int]) -> None:
    portions = divide(families(*sizes), most)
    assert [portion.reminders for portion in portions] == parts
    assert [client for portion in portions for client in portion.clients] == list(range(1, len(sizes) + 1))


@pytest.mark.parametrize(
    ("sizes", "most", "code"),
    [
        ((1, 1), 0, "not_positive"),
        ((1, 1), -3, "not_positive"),
        ((), 5, "none"),
        ((1, 1), 2, "fits"),
        ((1, 4), 3, "household"),
    ],
)
def test_it_refuses_nonsense(sizes: Sequence[int], most: int, code: str) -> None:
    with pytest.raises(SplitRefused) as refused:
        divide(families(*sizes), most)
    assert refused.value.code == code


@pytest.fixture
def campaign(app: object) -> Batch:
    """Five reminders of three clients: two, one and two animals."""
    owners = [factories.client(last_name=name) for name in ("Aubin", "Bédard", "Caron")]
    animals = [factories.animal(owner=owners[place]) for place in (0, 1, 2, 0, 2)]
    return factories.batch(animals=animals)


def holdings(batch: Batch) -> list[set[str]]:
    return [
        {row.client.last_name for row in Reminder.select().where(Reminder.part == part)}
        for part in BatchPart.select().where(BatchPart.batch == batch).order_by(BatchPart.number)
    ]


def test_it_shows_the_parts_before_it_makes_them(client: FlaskClient, campaign: Batch) -> None:
    page = client.get(f"/batches/{campaign.number}/parts?most=3").text
    assert f"{campaign.number}-2" in page
    assert "Diviser en 2" in page.replace("\u00a0", " ")
    assert not BatchPart.select().count()
    assert "toujours ensemble" in page
    assert "donnez au moins 2" in client.get(f"/batches/{campaign.number}/parts?most=1").text


def test_the_button_submits_the_field_itself(client: FlaskClient, campaign: Batch) -> None:
    page = client.get(f"/batches/{campaign.number}/parts").text
    form = page[page.index('<form class="stack split-form"') :]
    form = form[: form.index("</form>")]
    assert 'method="post"' in form and 'name="most"' in form and 'type="submit"' in form
    assert form.count('name="most"') == 1  # what stands in the field, and no copy of it


def test_a_small_batch_begins_with_two_parts(client: FlaskClient, campaign: Batch) -> None:
    page = client.get(f"/batches/{campaign.number}/parts").text.replace("\u00a0", " ")
    assert 'value="3"' in page and "Diviser en 2" in page


def test_it_keeps_its_button_and_what_was_typed_when_it_refuses(client: FlaskClient, campaign: Batch) -> None:
    for page in (
        client.get(f"/batches/{campaign.number}/parts?most=99").text,
        client.post(f"/batches/{campaign.number}/parts", data={"most": "99"}).text,
    ):
        assert "ils tiennent en une partie" in page.replace("\u00a0", " ")
        assert 'value="99"' in page and "Diviser le lot" in page


def test_it_is_made_whole_again_from_its_toast(client: FlaskClient, campaign: Batch) -> None:
    page = client.post(f"/batches/{campaign.number}/parts", data={"most": "3"}, follow_redirects=True).text
    undo = f"/batches/{campaign.number}/parts?_method=DELETE"
    assert f'action="{undo}"' in page[page.index('id="toasts"') :]
    client.post(undo)
    assert not BatchPart.select().count()


def test_it_splits_by_client(client: FlaskClient, campaign: Batch) -> None:
    answer = client.post(f"/batches/{campaign.number}/parts", data={"most": "3"}, follow_redirects=True)
    assert answer.status_code == 200
    assert "Divisé en 2" in answer.text.replace("\u00a0", " ")
    assert holdings(campaign) == [{"Aubin", "Bédard"}, {"Caron"}]
    for part in (1, 2):  # the page of the whole leads to its parts
        assert f'href="/batches/{campaign.number}-{part}"' in answer.text
    part = client.get(f"/batches/{campaign.number}-2").text
    assert f"Lot {campaign.number}-2" in part.replace("\u00a0", " ")
    assert "Caron" in part
    assert "Aubin" not in part


@pytest.mark.parametrize("most", ["", "zéro", "0", "-1", "1,5", "5", "99999999999"])
def test_it_refuses_what_is_no_number_of_reminders(client: FlaskClient, campaign: Batch, most: str) -> None:
    answer = client.post(f"/batches/{campaign.number}/parts", data={"most": most})
    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert not BatchPart.select().count()


def test_it_makes_it_whole_again_while_nothing_is_sent(
    client: FlaskClient, campaign: Batch, now: Any, julie: Any
) -> None:
    splitting.split(batch=campaign, most=2)
    client.delete(f"/batches/{campaign.number}/parts")
    assert not BatchPart.select().count()
    assert Reminder.select().where(Reminder.part.is_null()).count() == 5
    splitting.split(batch=campaign, most=2)
    lives.mark_done(reminder_ids=[Reminder.get().id], channel="phone", now=now, by=julie)
    page = client.delete(f"/batches/{campaign.number}/parts", follow_redirects=True).text
    assert "ont été envoyés" in page
    assert BatchPart.select().count() == 3


def test_it_stays_split_once_a_mailing_was_prepared_for_a_part(campaign: Batch, now: Any) -> None:
    part = splitting.split(batch=campaign, most=2)[0]
    Mailing.create(batch=campaign, part=part, channel="email", first_on=date(2026, 3, 9), token="t", created_at=now)
    with pytest.raises(SplitRefused, match="mailed"):
        splitting.unsplit(batch=campaign)
    with pytest.raises(SplitRefused, match="split"):
        splitting.split(batch=campaign, most=2)


@pytest.fixture
def run(app: Any) -> Callable[..., Any]:
    data = app.config["RELANCE"].data
    return lambda *arguments: CliRunner().invoke(main, list(arguments), env={"RELANCE_DATA": str(data)})


def test_it_splits_by_command(campaign: Batch, run: Callable[..., Any]) -> None:
    number = str(campaign.number)
    done = run("batch", "split", number, "--max", "3", "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == {
        "batch": campaign.number,
        "parts": [{"batch": f"{number}-1", "reminders": 3}, {"batch": f"{number}-2", "reminders": 2}],
    }
    shown = json.loads(run("batch", "show", f"{number}-2", "--json").stdout)
    assert (shown["batch"], shown["reminders"]) == (f"{number}-2", 2)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("999", "--max", "3"), "999"), (("253-1", "--max", "3"), "253-1"), (("253", "--max", "0"), "1")],
)
def test_it_refuses_by_command(campaign: Batch, run: Callable[..., Any], arguments: tuple[str, ...], said: str) -> None:
    done = run("batch", "split", *arguments)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert said in done.stderr
    assert done.stderr.strip().endswith(".")


def test_a_part_counts_the_messages_about_its_reminders(app: object, campaign: Batch) -> None:
    splitting.split(batch=campaign, most=2)
    to_all = factories.mailing(of=campaign)
    for part in BatchPart.select().where(BatchPart.batch == campaign):
        about = list(Reminder.select().where(Reminder.part == part))
        client = about[0].client
        factories.message(of=to_all, to=client, about=about, state="planned" if part.number == 1 else "sent")
    first, second = BatchPart.select().where(BatchPart.batch == campaign).order_by(BatchPart.number).limit(2)
    assert lots.messages(campaign, first) == {"planned": 1}
    assert lots.messages(campaign, second) == {"sent": 1}
    assert lots.messages(campaign, None) == {"planned": 1, "sent": 2}
