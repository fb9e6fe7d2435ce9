"""Files in, reports out: uploads, columns, trials and imports, the watched folder, what to export."""

from webapp.imports.routes import columns, links, runs, undone, values, watched
from webapp.imports.routes.room import bp
