"""What a page of the wizard is asked for: whose reminders, and how they are to be written to."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

from webapp import channels, clock, filters, here, paging
from webapp.batches.queries import find
from webapp.batches.queries.acts import of_lot
from webapp.composition.queries import wording
from webapp.composition.queries.acts import Acts
from webapp.composition.queries.candidates import Scope
from webapp.composition.queries.composing import follows_up
from webapp.mailings import forms
from webapp.mailings.queries import composing, outcomes, progress
from webapp.mailings.queries.composing import Outlook, Plan
from webapp.mailings.rules.progress import AGAIN
from webapp.models import TemplateVersion
from webapp.paging import or_404


@dataclass(frozen=True)
class Wizard:
    """One request of the wizard."""

    scope: Scope
    where: dict[str, Any]  # what names the scope in an address
    form: forms.MailingForm
    version: TemplateVersion | None
    channel: str
    by_act: Acts | None  # what some can be written with in place of the version

    @property
    def acts(self) -> Acts | None:
        """What some are written with in place of the version."""
        return None if self.form.one_text.data else self.by_act

    @property
    def number(self) -> str:
        """The batch, or the part of it, as people say it; empty without one."""
        return filters.lot_number(self.scope.batch, self.scope.part)

    def address(self, endpoint: str, **more: Any) -> str:
        """Another page of the wizard, with the same wishes."""
        return url_for(endpoint, **{**self.where, **self.form.fields(), **more})

    def typed_address(self) -> str:
        """The page of the wishes as they stand in its fields, right or wrong."""
        chosen = [(name, value) for name, value in request.args.items(multi=True) if value]
        return f"{url_for('mailings.new')}?{urlencode(chosen)}"

    @property
    def anew(self) -> bool:
        """Whether they are written to because they were reached before, lately or not."""
        return self.scope.reached_before or follows_up(self.scope.batch)

    @property
    def naming(self) -> list[tuple[str, Any]]:
        """What names the scope, for hidden fields."""
        return _pairs(self.where)

    @property
    def fields(self) -> list[tuple[str, Any]]:
        """The same and the wishes."""
        return _pairs({**self.where, **self.form.fields()})

    @property
    def back(self) -> str:
        """The page that the wizard was opened from."""
        if self.scope.mailing:
            return url_for("mailings.show", mailing_id=self.scope.mailing.id)
        if self.scope.reminders:
            return url_for("second_contacts.index")
        return url_for("batches.show", number=self.number)

    @property
    def _asked(self) -> dict[str, Any]:
        return {
            "channel": self.channel, "version": self.version, "wish": self.form.wish(), "now": clock.now(),
            "timezone": here.zone(), "acts": self.acts,
        }  # fmt: skip

    def plan(self) -> Plan:
        return composing.plan(self.scope, **self._asked)

    def outlook(self) -> Outlook:
        """The same, as sums: nobody is built but who is shown."""
        return composing.outlook(self.scope, **self._asked)


def _pairs(values: dict[str, Any]) -> list[tuple[str, Any]]:
    """A list is several fields of one name."""
    return [(name, each) for name, value in values.items() for each in (value if isinstance(value, list) else [value])]


def wizard(number: str | None = None) -> Wizard:
    """Of the batch in the path, or of what the address or the form names; 404 for what does not exist."""
    typed = request.values
    scope, where = _scope(number)
    channel = _channel(typed.get("channel", ""))
    if channel != channels.automatic()[0].code:
        where["channel"] = channel
    now = clock.now()
    form = forms.MailingForm(
        typed,
        templates=wording.choices(channel),
        default=wording.second(channel) if scope.second else wording.usual(scope.batch, channel),
        first_on=composing.first_day(channel, now),
        today=here.day(now),
        correction=scope.correction,
    )
    version = wording.version_of(form.template.data)
    return Wizard(scope, where, form, version, channel, None if scope.correction else of_lot(scope.batch, version))


def _channel(typed: str) -> str:
    """One that leaves by itself; the first of them where another was asked for, or none."""
    codes = [each.code for each in channels.automatic()]
    return typed if typed in codes else codes[0]


def _scope(number: str | None) -> tuple[Scope, dict[str, Any]]:
    typed = request.values
    if named := forms.named(typed.get("reminders", "")):
        return Scope(reminders=named, second=True), {"reminders": forms.naming(named)}
    correction, again = paging.identifier(typed.get("correction")), paging.identifier(typed.get("again"))
    if correction or again:
        mailing = or_404(progress.mailing(correction or again or 0))
        if correction:
            return Scope(batch=mailing.batch, part=mailing.part, mailing=mailing, correction=True), {
                "correction": mailing.id
            }
        outcome = typed.get("outcome", AGAIN[0])
        chosen = forms.rows(typed.getlist("message"))
        messages = outcomes.ids(mailing, outcome if outcome in AGAIN else AGAIN[0], chosen)
        where = {"again": mailing.id, "outcome": outcome, "message": list(chosen)}
        return Scope(batch=mailing.batch, part=mailing.part, mailing=mailing, messages=messages or (0,)), where
    written = number or typed.get("batch", "")
    batch, part = or_404(find.found(written))
    return Scope(batch=batch, part=part), {"batch": written}
