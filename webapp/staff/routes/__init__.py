"""The door, the profile, the people and their sessions."""

from webapp.staff.routes import door, people, profile
from webapp.staff.routes.doorkeeper import ask_for_password, ask_to_sign_in, stale_form
from webapp.staff.routes.room import bp
from webapp.staff.routes.visitor import signed_in
