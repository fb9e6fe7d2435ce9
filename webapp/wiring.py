"""What happens in one room and concerns a higher one: the lower offers a hook, here stands what fills each of them.

By names, as are the rooms of the tasks: a process reads those that it comes to.
"""

HOOKS: dict[str, tuple[str, ...]] = {
    "accounts.actions.rest.after_rest": ("outbox.actions.go_on",),
    "animals.actions.after_named": ("holds.actions.follow_name",),
    "animals.actions.after_owner_changed": ("reminders.actions.records.follow_owners",),
    "animals.actions.on_deceased": (
        "agenda.actions.cancel_for_deceased",
        "reminders.actions.records.cancel_for_deceased",
        "letters.actions.deaths.withdraw_for_deceased",
    ),
    "animals.actions.on_revived": (
        "agenda.actions.restore_for_revived",
        "reminders.actions.records.restore_for_revived",
        "letters.actions.deaths.restore_for_revived",
    ),
    "animals.queries.panels": ("holds.queries.panel", "reminders.queries.panels.of_animal"),
    "batches.queries.panels.sources": ("mailings.queries.panel.mailings", "letters.queries.runs.letters"),
    "calls.queries.calling.merged_into": ("merges.queries.remains",),
    "catalogue.actions.after_marked": ("holds.actions.follow_items",),
    "clients.actions.after_archived": ("reminders.actions.records.follow_clients",),
    "clients.actions.after_named": ("holds.actions.follow_name",),
    "clinic.actions.identity.after_begun": ("outbox.actions.places.settle_in",),
    "clinic.actions.restoring.before_taking_place": ("outbox.actions.places.carry_over",),
    "clinic.queries.soundness.more": (
        "accounts.queries.soundness.faults",
        "outbox.queries.soundness.faults",
        "imports.queries.soundness.faults",
        "search.queries.faults",
    ),
    "clinic.queries.warnings.rows": (
        "letters.routes.settings.settings_rows",
        "message_templates.routes.gallery.settings_rows",
        "accounts.queries.accounts.settings_rows",
        "reminders.queries.panels.settings_rows",
        "calls.routes.settings.settings_rows",
        "species.routes.settings_rows",
    ),
    "message_templates.queries.texting.lots": ("batches.queries.texting.lots",),
    "message_templates.queries.texting.readers": ("batches.queries.texting.readers",),
    "outbox.actions.registry.on_outcome": ("reminders.actions.outcomes.follow",),
    "outbox.actions.registry.on_outcomes": ("reminders.actions.outcomes.follow_all",),
    "outbox.actions.registry.render_again": ("mailings.actions.messages.render_again",),
    "outbox.actions.registry.still_wanted": ("mailings.actions.messages.still_wanted",),
    "queue.after_death": (
        "clinic.tasks.after_a_death",
        "imports.tasks.after_a_death",
        "letters.tasks.after_a_death",
    ),
    "queue.at_start": (
        "clinic.tasks.mark_interrupted",
        "imports.tasks.after_a_death",
        "letters.tasks.after_a_death",
        "sender.tasks.begin",
    ),
    "queue.at_stop": ("sender.tasks.end",),
    "reminders.actions.calls.after_spoken": ("calls.actions.contacts.follow",),
    "reminders.actions.calls.after_undone": ("calls.actions.contacts.withdraw",),
    "sender.actions.ticking.before_sending": ("reminders.actions.reactions.follow_days",),
    "sender.actions.ticking.on_every_run": ("imports.actions.mark_interrupted", "outbox.actions.ahead.clear"),
}
# Where the tasks stand that the worker and `queue.wake` find by name: to read a room is to register its tasks.
TASKS = ("webapp.sender.tasks", "webapp.letters.tasks", "webapp.clinic.tasks", "webapp.imports.tasks")
