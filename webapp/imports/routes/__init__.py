"""Files in, reports out: uploads, columns, trials and imports, the watched folder, what to export."""

from webapp.imports.routes import files, help, reports, runs, watched, work
from webapp.imports.routes.room import bp
