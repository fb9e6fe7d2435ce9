"""The web application, put together: rooms, guards, headers, languages."""

import functools
from typing import Any

from flask import Flask, Response, abort, current_app, g, request
from flask.sessions import SecureCookieSessionInterface
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError
from jinja2.environment import Template, TemplateModule
from werkzeug.routing import IntegerConverter
from werkzeug.wrappers import Response as BaseResponse

import config
from config import Config
from webapp import access, assets, db, errors, filters, ground, history, logs, navigation
from webapp.accounts import routes as accounts_routes
from webapp.agenda import actions as agenda_actions
from webapp.agenda import routes as agenda_routes
from webapp.animals import actions as animal_actions
from webapp.animals import routes as animals_routes
from webapp.batches import routes as batches_routes
from webapp.calls import routes as calls_routes
from webapp.catalogue import routes as catalogue_routes
from webapp.clients import actions as client_actions
from webapp.clients import routes as clients_routes
from webapp.clinic import queries as clinic_queries
from webapp.clinic import routes as clinic_routes
from webapp.consents import actions as consent_actions
from webapp.consents import routes as consents_routes
from webapp.dossiers import routes as dossiers_routes
from webapp.holds import actions as hold_actions
from webapp.holds import routes as holds_routes
from webapp.htmx import htmx
from webapp.imports import routes as imports_routes
from webapp.imports.queries import reports as import_reports
from webapp.letters import routes as letters_routes
from webapp.mailings import routes as mailings_routes
from webapp.merges import actions as merges_actions
from webapp.merges import routes as merges_routes
from webapp.message_templates import routes as message_templates_routes
from webapp.outbox import routes as outbox_routes
from webapp.outbox.queries import doubts
from webapp.reminders import routes as reminders_routes
from webapp.reminders.queries import panels as reminder_panels
from webapp.sales import actions as sales_actions
from webapp.sales import routes as sales_routes
from webapp.search import routes as search_routes
from webapp.second_contacts import routes as second_contacts_routes
from webapp.species import routes as species_routes
from webapp.staff import routes as staff_routes
from webapp.today import routes as today_routes
from webapp.visits import routes as visits_routes

csrf = CSRFProtect()

BLUEPRINTS = (
    today_routes.bp,
    dossiers_routes.bp,
    imports_routes.bp,
    second_contacts_routes.bp,
    calls_routes.bp,
    visits_routes.bp,
    agenda_routes.bp,
    sales_routes.bp,
    letters_routes.bp,
    mailings_routes.bp,
    batches_routes.bp,
    holds_routes.bp,
    reminders_routes.bp,
    outbox_routes.bp,
    message_templates_routes.bp,
    accounts_routes.bp,
    consents_routes.bp,
    animals_routes.bp,
    clients_routes.bp,
    merges_routes.bp,
    species_routes.bp,
    catalogue_routes.bp,
    search_routes.bp,
    clinic_routes.bp,
    staff_routes.bp,
)
# Whose changes stand in the histories, each in the room's own words.
TELLING = (
    client_actions, animal_actions, agenda_actions, sales_actions, import_reports, consent_actions, merges_actions,
    hold_actions,
)  # fmt: skip

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
WITHOUT_DATABASE = ("static", "clinic.healthz")  # answered even when it is damaged
LARGEST_UPLOAD = 200 * 1024 * 1024
LARGEST_TYPED = 4 * 1024 * 1024  # of all that is no file: what is too long is then told beside its field, and stays


class Sessions(SecureCookieSessionInterface):
    """Cookies that are `Secure` whenever the page came over TLS, and work over the clinic's plain HTTP otherwise."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


class Page(Template):
    """Imported by others without looking whether they have globals of their own: none is ever given any."""

    def _get_default_module(self, _importing: Any = None) -> TemplateModule:
        return super()._get_default_module()


class RowId(IntegerConverter):
    """The number of a row in an address; one too large for SQLite is a page that does not exist, not an error."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max": 2**63 - 1, **kwargs})


class MethodOverride:
    """Lets a plain form say DELETE or PUT in its query: `action="/animals/7/deceased?_method=DELETE"`."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if environ["REQUEST_METHOD"] == "POST" and "_method=DELETE" in environ.get("QUERY_STRING", ""):
            environ["REQUEST_METHOD"] = "DELETE"
        return self.inner(environ, start_response)


def create_app(settings: Config | None = None, *, prepare: bool = True) -> Flask:
    """The application for one data directory, with its pages; `ground.settle` says what may go wrong."""
    app = put_together()
    ground.settle(app, settings or config.load(), prepare=prepare)
    return app


def put_together() -> Flask:
    """All rooms and their pages, in no data directory yet."""
    app = ground.lay()
    furnish(app)
    return app


def furnish(app: Flask) -> None:
    """Put the pages on the ground."""
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_UPLOAD,
        MAX_FORM_MEMORY_SIZE=LARGEST_TYPED,
        SESSION_COOKIE_NAME="relance",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a form may stay open over lunch
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,  # addresses carry a hash of what they hold
    )
    app.session_interface = Sessions()
    app.url_map.converters["int"] = RowId
    app.wsgi_app = MethodOverride(app.wsgi_app)  # type: ignore[method-assign]
    app.url_map.strict_slashes = False  # /clients and /clients/ are one page
    app.jinja_env.template_class = Page
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    filters.init_app(app)
    htmx.init_app(app)
    logs.init_app(app)
    app.before_request(_open)
    csrf.init_app(app)  # its check comes second: a refused form is answered to the person who sent it
    app.before_request(_guard)
    app.after_request(_finish)
    app.context_processor(_context)
    assets.init_app(app)
    app.jinja_env.globals["has_page"] = app.view_functions.__contains__  # the shell shows only what is built
    errors.init_app(app)
    app.register_error_handler(CSRFError, staff_routes.stale_form)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    navigation.counts.update({"reminders.index": reminder_panels.waiting, "outbox.index": doubts.waiting})
    for room in TELLING:
        history.phrases.update(room.PHRASES)
    history.labels.update(client_actions.LABELS | animal_actions.LABELS)


def _open() -> None:
    """The thread's connection, the clinic, and who is asking."""
    g.language, g.clinic, g.signed_in, g.waiting, g.once = "fr", None, None, None, {}
    if request.endpoint in WITHOUT_DATABASE:
        return
    db.connect()
    g.signed_in = staff_routes.signed_in()
    g.clinic = (g.signed_in and g.signed_in.clinic) or clinic_queries.clinic()
    g.language = g.signed_in.member.language if g.signed_in else g.clinic.language


def _guard() -> BaseResponse | None:
    """Nobody passes whom the view did not let in."""
    if request.endpoint is None or request.endpoint == "static":
        return None  # 404 or 405 by itself
    guard = access.guard_of(app_view(request.endpoint))
    if guard is None:
        abort(403)
    signed_in = g.signed_in
    role = access.Role(signed_in.member.role) if signed_in else None
    if guard.admits(role, bool(signed_in and signed_in.by_password)):
        return None
    if role is None:
        return staff_routes.ask_to_sign_in()
    if guard.role and role.rank >= guard.role.rank:
        return staff_routes.ask_for_password()
    return abort(403)


def app_view(endpoint: str) -> Any:
    """The function behind an endpoint."""
    return current_app.view_functions.get(endpoint)


def _finish(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:  # over plain HTTP browsers ignore it, and complain
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"  # in place of what `send_file` says, too: these are records
        response.vary.add("HX-Request")
    return navigation.with_counts(response)


def _context() -> dict[str, Any]:
    signed_in = g.get("signed_in")
    return {
        "clinic": g.get("clinic"),
        "me": signed_in.member if signed_in else None,
        "signed_in_by_password": bool(signed_in and signed_in.by_password),
        "locale": g.get("language", "fr"),
        # Only a whole page shows the rail, and counts what stands in it.
        "nav_items": functools.partial(navigation.items, signed_in) if signed_in else list,
    }
