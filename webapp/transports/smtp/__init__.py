"""Mail by SMTP."""

from __future__ import annotations

from webapp.transports.smtp.sending import Smtp
from webapp.transports.smtp.server import Server
