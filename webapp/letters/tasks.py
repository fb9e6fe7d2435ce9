"""Drawing PDFs."""
