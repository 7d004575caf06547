"""Punctuation as printed; the same as on the screen."""

from counter_app.domain.punctuation import printed

__all__ = ["printed"]
