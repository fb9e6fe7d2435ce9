"""The pages of paper: letters, print runs, labels, the printer's file, the settings."""

from webapp.letters.routes import exporting, letters, runs, settings, week
from webapp.letters.routes.room import bp
