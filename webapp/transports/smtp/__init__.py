"""Mail by SMTP."""

from webapp.transports.smtp.sending import Smtp
from webapp.transports.smtp.server import Server
