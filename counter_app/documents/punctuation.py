"""Punctuation as printed; the same as on the screen."""

from counter_app.domain.basics.punctuation import printed

__all__ = ["printed"]
