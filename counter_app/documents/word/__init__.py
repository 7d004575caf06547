"""Papers as Word documents, for whoever must edit one."""

from counter_app.documents.word.writer import render_word

__all__ = ["render_word"]
