"""What happens in one room and concerns a higher one: the lower offers a hook, here all of them are filled."""

from webapp import history, navigation, queue
from webapp.accounts.actions import opening as account_opening
from webapp.accounts.actions import rest as account_rest
from webapp.accounts.queries import accounts
from webapp.accounts.queries import soundness as account_soundness
from webapp.agenda import actions as agenda_actions
from webapp.animals import actions as animal_actions
from webapp.animals import queries as animal_queries
from webapp.batches.queries import panels as batch_panels
from webapp.catalogue import actions as catalogue_actions
from webapp.clients import actions as client_actions
from webapp.clinic import actions as clinic_actions
from webapp.clinic import queries as clinic_queries
from webapp.clinic import tasks as clinic_tasks
from webapp.consents import actions as consent_actions
from webapp.holds import actions as hold_actions
from webapp.holds import queries as hold_queries
from webapp.imports import actions as imports
from webapp.imports import tasks as imports_tasks
from webapp.imports.queries import reports as import_reports
from webapp.imports.queries import soundness as import_soundness
from webapp.letters import routes as letters_routes
from webapp.letters import tasks as letters_tasks
from webapp.letters.actions import deaths as letter_deaths
from webapp.letters.queries import runs as letter_runs
from webapp.mailings.actions import messages as mailing_messages
from webapp.mailings.queries import panel as mailing_panel
from webapp.merges import actions as merges_actions
from webapp.message_templates import routes as message_templates_routes
from webapp.outbox import actions as outbox_actions
from webapp.outbox.actions import places as outbox_places
from webapp.outbox.actions import registry as outbox_registry
from webapp.outbox.queries import listing as outbox_listing
from webapp.outbox.queries import soundness as outbox_soundness
from webapp.reminders.actions import outcomes as reminder_outcomes
from webapp.reminders.actions import reactions as reminder_reactions
from webapp.reminders.actions import records as reminder_records
from webapp.reminders.queries import panels as reminder_panels
from webapp.sales import actions as sales_actions
from webapp.search import queries as search_queries
from webapp.sender import tasks as sender_tasks
from webapp.sender.actions import ticking
from webapp.species import routes as species_routes


def tell_each_other() -> None:
    """Fill every hook, once, as the application is put together."""
    animal_actions.on_deceased.fill(
        agenda_actions.cancel_for_deceased, reminder_records.cancel_for_deceased, letter_deaths.withdraw_for_deceased
    )
    animal_actions.after_named.fill(hold_actions.follow_name)
    client_actions.after_named.fill(hold_actions.follow_name)
    catalogue_actions.after_marked.fill(hold_actions.follow_items)
    animal_actions.on_revived.fill(
        agenda_actions.restore_for_revived, reminder_records.restore_for_revived, letter_deaths.restore_for_revived
    )
    animal_actions.after_owner_changed.fill(reminder_records.follow_owners)
    client_actions.after_archived.fill(reminder_records.follow_clients)
    account_opening.transports["email"] = account_opening.mailbox
    account_rest.after_rest.fill(outbox_actions.go_on)
    ticking.before_sending.fill(reminder_reactions.follow_days)
    ticking.on_every_run.fill(imports.mark_interrupted)
    outbox_registry.still_wanted.fill(mailing_messages.still_wanted)
    outbox_registry.on_outcome.fill(reminder_outcomes.follow)
    outbox_registry.render_again.fill(mailing_messages.render_again)
    navigation.counts.update({"reminders.index": reminder_panels.waiting, "outbox.index": outbox_listing.in_doubt})
    animal_queries.panels.fill(hold_queries.panel, reminder_panels.of_animal)
    batch_panels.sources.fill(mailing_panel.mailings, letter_runs.letters)
    clinic_actions.after_begun.fill(outbox_places.settle_in)
    clinic_actions.before_taking_place.fill(outbox_places.carry_over)
    clinic_queries.rows.fill(
        letters_routes.settings.settings_rows, message_templates_routes.gallery.settings_rows,
        accounts.settings_rows, reminder_panels.settings_rows, species_routes.settings_rows,
    )  # fmt: skip
    clinic_queries.soundness.more.fill(
        account_soundness.faults, outbox_soundness.faults, import_soundness.faults, search_queries.faults
    )
    for room in (
        client_actions, animal_actions, agenda_actions, sales_actions, import_reports, consent_actions, merges_actions,
        hold_actions,
    ):  # fmt: skip
        history.phrases.update(room.PHRASES)
    history.labels.update(client_actions.LABELS | animal_actions.LABELS)
    queue.at_start.fill(
        clinic_tasks.mark_interrupted, imports_tasks.after_a_death, letters_tasks.after_a_death, sender_tasks.begin
    )
    queue.after_death.fill(clinic_tasks.after_a_death, imports_tasks.after_a_death, letters_tasks.after_a_death)
    queue.at_stop.fill(sender_tasks.end)
