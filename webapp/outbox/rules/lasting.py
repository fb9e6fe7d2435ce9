"""How long a message goes on making sense when nobody chose its last day."""

from __future__ import annotations

from datetime import timedelta

WAVE_LASTS = timedelta(days=30)  # from the day on which its wave opened
RESUMED_LASTS = timedelta(days=30)  # from the moment at which somebody lets it go on
