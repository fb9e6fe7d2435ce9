"""The pages of clinic."""

from webapp.clinic.routes import branches, settings
from webapp.clinic.routes.settings import bp
