"""For a WSGI server of one's own: `waitress-serve wsgi:app`. `relance serve` does not need it."""

from __future__ import annotations

import config
from webapp.app import create_app

app = create_app(config.load())
