"""Adding a reminder by hand."""

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext

from webapp import clock, paging
from webapp.access import Role, allow
from webapp.animals import queries as animal_queries
from webapp.htmx import Answer, form_page
from webapp.reminders import forms
from webapp.reminders.actions import lives
from webapp.reminders.queries import types
from webapp.reminders.routes.blueprint import bp
from webapp.search.routes import choose
from webapp.staff import queries as staff


@bp.route("/reminders/new", methods=["GET", "POST"])
@allow(Role.RECEPTION)
def new() -> Answer:
    """Whose it is first, then what it is about and when it is due."""
    animal_id = paging.identifier(request.args.get("animal"))
    household = animal_queries.household(paging.identifier(request.args.get("client")), animal_id, present=True)
    if household is None:
        return choose(gettext("Add a reminder"), (gettext("Reminders"), url_for("reminders.index")))
    client, animals = household
    form = forms.NewReminderForm(
        request.form, client=client, animals=animals, types=types.choosable(), animal_id=animal_id,
        members=[each for each in staff.members() if each.active],
    )  # fmt: skip
    if request.method == "POST" and form.validate():
        made = lives.create(**form.values(), now=clock.now(), by=g.signed_in.member)
        flash(gettext("The reminder is added."))
        return redirect(url_for("reminders.show", reminder_id=made.id, when="all"), 303)
    return form_page("reminders/new.html", form=form, client=client, address=paging.address)
