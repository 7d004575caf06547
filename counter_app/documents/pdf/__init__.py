"""Papers as PDF, drawn line by line on ReportLab's canvas."""

from counter_app.documents.pdf.writer import render_pdf

__all__ = ["render_pdf"]
