"""Preparing a mailing: one page says exactly what will happen, one more asks for the word."""

from typing import Any

from flask import Response, abort, flash, g, make_response, render_template, request, url_for
from flask_babel import gettext

from webapp import clock, here, htmx, paging
from webapp.access import Role, allow
from webapp.composition.queries.acts import counted
from webapp.htmx import Answer
from webapp.mailings import forms
from webapp.mailings.actions import approving, messages
from webapp.mailings.queries import figures, preflight, sampling, summary
from webapp.mailings.queries.composing import Outlook
from webapp.mailings.routes.asking import Wizard, wizard
from webapp.mailings.routes.blueprint import bp
from webapp.message_templates.queries import pictures
from webapp.outbox import actions as outbox

# What an e-mail may do inside its own frame: nothing but be looked at.
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"


@bp.get("/batches/<string:number>/mailings/new")
@bp.get("/mailings/new")
@allow(Role.RECEPTION)
def new(number: str | None = None) -> Answer:
    """What a mailing would be; anew at each change of a field."""
    asked = wizard(number)
    return _show(asked, asked.outlook() if asked.form.validate() else None)


def _show(asked: Wizard, plan: Outlook | None, *, status: int = 200) -> Answer:
    """The page, or what changes of it with a wish; without a plan while one is wrong."""
    drawn, status = htmx.render(
        "mailings/new.html",
        "mailings/_plan.html",
        status=status if plan else 422,
        wizard=asked,
        form=asked.form,
        fragment=htmx.wants_fragment(),
        plan=plan,
        **(_planned(plan) if plan else {"already": None}),
    )
    answer = make_response(drawn, status)
    if htmx.wants_fragment():  # what was chosen stands in the address: it survives a reload and the way back
        answer.headers["HX-Replace-Url"] = asked.typed_address()
    return answer


def _planned(plan: Outlook) -> dict[str, Any]:
    refusals = preflight.refusals(plan)
    return {
        "figures": figures.figures(plan),
        "summary": summary.summarise(plan),
        "refusals": refusals,
        "already": next((each for each in refusals if each.mailing), None),
        "notices": preflight.notices(plan, now=clock.now()),
        "texts": counted(plan.version, plan.acts, plan.texts),
        "sample": sampling.one(plan, place=1),
    }


@bp.get("/mailings/confirm")
@allow(Role.RECEPTION)
def confirm() -> Answer:
    """One sentence before it leaves the clinic."""
    asked = wizard()
    if not asked.form.validate():
        return _show(asked, None)
    return _ask(asked)


def _ask(asked: Wizard, status: int = 200, changed: bool = False) -> Answer:
    plan, outlook = asked.plan(), asked.outlook()  # what is seen is told again by everybody whom it concerns
    if preflight.refusals(plan):
        return _show(asked, outlook, status=422)
    return render_template(
        "mailings/confirm.html", wizard=asked, key=forms.new_key(), changed=changed, plan=plan,
        figures=figures.figures(outlook), summary=summary.summarise(plan),
        texts=counted(plan.version, plan.acts, plan.texts),
    ), status  # fmt: skip


@bp.post("/mailings")
@allow(Role.RECEPTION)
def approve() -> Answer:
    """Send it: held for a minute, then wave by wave."""
    asked = wizard()
    key = forms.key(request.form)
    if not asked.form.validate() or key is None:
        return _show(asked, None)
    try:
        done = approving.approve(
            scope=asked.scope,
            channel=asked.channel,
            version=asked.version,
            wish=asked.form.wish(),
            now=clock.now(),
            timezone=here.zone(),
            by=g.signed_in.member,
            key=key,
            seen=request.form.get("seen", ""),
            acts=asked.acts,
        )
    except approving.Changed:
        return _ask(asked, 422, changed=True)
    except approving.NotSent:
        return _show(asked, asked.outlook(), status=422)
    return htmx.go(url_for("mailings.show", mailing_id=done.mailing.id))


@bp.get("/mailings/preview")
@allow(Role.RECEPTION)
def preview() -> Answer:
    """The message of one recipient: the next one, or the one who was searched for."""
    asked = wizard()
    if not asked.form.validate():
        return _show(asked, None)
    place = paging.number(request.args.get("place"))
    q = request.args.get("q", "")
    sample = sampling.sample(asked.plan(), place=place, q=q) if q else sampling.one(asked.outlook(), place=place)
    return htmx.render("mailings/preview.html", "mailings/_preview.html", wizard=asked, sample=sample)


@bp.get("/mailings/preview/body")
@allow(Role.RECEPTION)
def preview_body() -> Response:
    """The same, as a mail program would show it, in a frame with a policy of its own."""
    asked = wizard()
    if not asked.form.validate():
        abort(404)
    sample = sampling.one(asked.outlook(), place=paging.number(request.args.get("place")))
    answer = make_response(pictures.shown(sample.rendered.html) if sample and sample.rendered else "")
    answer.headers["Content-Security-Policy"] = MAIL_POLICY
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


@bp.post("/mailings/test")
@allow(Role.RECEPTION)
def test() -> Answer:
    """The message of the recipient who is shown, to oneself."""
    asked = wizard()
    form = forms.TestForm(request.form)
    if not asked.form.validate() or not form.validate():
        flash(str(next(iter(form.address.errors), gettext("Correct the fields first."))), "warn")
        return htmx.go(asked.address("mailings.new"))
    plan = asked.plan()
    sample = sampling.sample(plan, place=paging.number(request.form.get("place")), marked=False)
    if not sample or not sample.rendered:
        flash(gettext("There is no message to try."), "warn")
    else:
        messages.try_out(
            channel=plan.channel, sample=sample, address=form.address.data or "", now=clock.now(), by=g.signed_in.member
        )
        outbox.wake()
        flash(gettext("A test is on its way to %(address)s.", address=form.address.data))
    return htmx.go(asked.address("mailings.new"))
