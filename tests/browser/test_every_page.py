"""Each page at both sizes: nothing sticks out, targets fit a thumb, axe finds nothing, no policy is broken."""

from __future__ import annotations

from playwright.sync_api import Browser, Page

from tests.browser.conftest import DESKTOP, TABLET, axe, complaints, sign_in, watched

PAGES = [
    "/", "/more", "/clients", "/clients?page=2&sort=town", "/clients/new", "/clients/3", "/clients/3/edit",
    "/clients/3?list=past&gone=1&kind=call", "/clients/3/sheet",
    "/clients/corrections", "/animals", "/animals/5", "/animals/5/edit", "/animals/5/deceased", "/appointments",
    "/appointments/new", "/visits", "/visits/new", "/sales", "/sales/new", "/catalogue", "/catalogue/categories",
    "/species", "/imports", "/imports/help", "/imports/watched", "/settings", "/settings/identity", "/settings/backups",
    "/templates", "/templates/new", "/templates/1", "/templates/2", "/templates/3", "/templates/1/versions/1",
    "/templates/greeting", "/settings/closed-days", "/sending/settings",
    "/outbox", "/outbox?state=sent", "/outbox?state=failed", "/outbox?state=doubt", "/outbox/forecast", "/messages/1",
    "/reminders", "/reminders?when=all", "/reminders/5?when=all", "/reminders?tab=awaiting_answer",
    "/reminders?tab=closed", "/reminders?q=zzzz", "/reminders/new", "/reminders/new?client=3",
    "/reminders/sheet?when=all", "/reminder-types", "/reminders/views", "/reminders/views/new?species=1&language=en",
    "/reminders?species=1&tried=none&called=not_called&batch=999",
    "/reminder-types/new", "/reminder-types/1", "/visits/new?client=3", "/visits/1", "/visits/1/ahead",
    "/appointments/leaving", "/appointments/leaving?from=2020-01-01&to=2020-01-02",
    "/batches", "/batches?state=undone", "/batches/reminders", "/batches/reminders?period=all", "/batches/new",
    "/batches/new?scenario=both", "/batches/new?min_years=5&max_years=2&products_in_add=zzz", "/batches/new/past",
    "/batches/new/animals?species_in=CAN", "/batches/new/why?species_in=CAN&animal=5", "/batches/new/why?who=tremblay",
    "/batches/1", "/batches/1/parts?most=20", "/batches/1?state=deleted",
    "/batches/1/letters/new", "/batches/1/letters/new?who=all&order=name", "/batches/1/labels", "/batches/1/export",
    "/letters/settings", "/letters/week",
    "/suppressions", "/people", "/me", "/hand-over", "/search?q=belanger", "/search?q=zzzzzz", "/no-such-page",
    "/questions", "/what-answers", "/what-answers/1", "/calls/", "/calls/5", "/calls/?q=zzzz", "/calls/settings",
    "/reminders/second",
    "/calls/caller?q=9999", "/calls/caller?q=0148", "/calls/caller?q=tremblay",
]  # fmt: skip


def trouble(page: Page, address: str) -> list[str]:
    """What is wrong with a page at both sizes."""
    page.set_viewport_size(DESKTOP)
    answer = page.goto(address)
    assert answer is not None
    found = [] if answer.status in (200, 404) else [f"{answer.status}"]
    axe(page)
    for size in (DESKTOP, TABLET):
        page.set_viewport_size(size)
        found += complaints(page)
    return [f"{address}: {each}" for each in found]


def test_it_has_nothing_to_complain_about(chromium: Browser, server: str) -> None:
    with watched(chromium, server, DESKTOP) as page:
        sign_in(page, "anne.gagnon")
        found = [line for address in PAGES for line in trouble(page, address)]
    assert not found, "\n".join(found)
