"""What the pages of this room share."""

from flask import Blueprint

bp = Blueprint("calls", __name__, url_prefix="/calls")
