"""Keying a case into the national platform, and the number it gives."""
