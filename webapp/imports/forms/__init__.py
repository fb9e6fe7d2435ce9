"""What a person sends of files, columns and values."""

from webapp.imports.forms.files import ColumnsForm, LinkForm, UploadForm, WatchedForm
from webapp.imports.forms.values import ValuesForm

__all__ = ["ColumnsForm", "LinkForm", "UploadForm", "ValuesForm", "WatchedForm"]
