"""The clinic's own row, and what must be told about the installation."""

from webapp.clinic.queries import backups, branches, health, jobs, soundness
from webapp.clinic.queries.record import channel_order, clinic, closed_days, closed_on, open_days, open_days_beside
from webapp.clinic.queries.warnings import InstallationWarning, SettingsRow, rows, warnings
