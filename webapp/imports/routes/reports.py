"""A report to keep or to send: as CSV, as a workbook."""

import tempfile
from typing import IO, BinaryIO, cast

from flask import Response, send_file, stream_with_context
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from webapp.access import Role, allow
from webapp.imports.queries import lines, pages
from webapp.imports.routes.room import bp
from webapp.paging import or_404
from webapp.spreadsheets import writing

_IN_MEMORY = 4 * 1024 * 1024
_WIDTHS = (22, 14, 9, 16, 14, 24, 32, 70)


@bp.get("/<int:run_id>/report.csv")
@allow(Role.MANAGER, password=True)
def report_csv(run_id: int) -> BaseResponse:
    """Every line of the report, for Excel."""
    or_404(pages.run(run_id))
    parts = writing.csv_parts(lines.header(), map(lines.cells, lines.every(run_id)))
    answer = Response(stream_with_context(parts), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{_name(run_id)}.csv")
    return answer


@bp.get("/<int:run_id>/report.xlsx")
@allow(Role.MANAGER, password=True)
def report_xlsx(run_id: int) -> BaseResponse:
    """The same as a workbook."""
    or_404(pages.run(run_id))
    content = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by the answer
    rows = map(lines.cells, lines.every(run_id))
    writing.write_xlsx(cast(IO[bytes], content), gettext("Report"), lines.header(), rows, _WIDTHS)
    content.seek(0)
    return send_file(cast(BinaryIO, content), as_attachment=True, download_name=f"{_name(run_id)}.xlsx")


def _name(run_id: int) -> str:
    return str(gettext("import-%(number)s", number=run_id))
