"""The room's pages hang here."""

from flask import Blueprint

bp = Blueprint("staff", __name__)
