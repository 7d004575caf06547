"""Stands in the built program where Python has its own `ssl`, which brings OpenSSL along.

python-stdnum and what segno imports have it for questions to servers that this program never asks, asyncio names two of
its errors where SQLAlchemy imports it, and nothing else touches it. SM3 and signatures come from the package
cryptography.
"""


class SSLError(OSError):
    """What Python's own calls by this name."""


class SSLWantReadError(SSLError):
    """Likewise."""


class SSLSyscallError(SSLError):
    """Likewise."""
