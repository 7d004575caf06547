"""Electronic packages of a hand-over: BagIt 1.0 (RFC 8493) with SHA-256 and SM3 manifests, as folder or zip."""

from counter_app.exchange.bag.bags import BagFiles

__all__ = ["BagFiles"]
