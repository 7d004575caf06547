"""A reader that is given whole files, as these tests have them."""

import hashlib

from counter_app.services.ports import ScanContent


def scan_of(content):
    """A file as the services hand it over."""
    return ScanContent(hashlib.sha256(content).hexdigest(), lambda: content)


class Given:
    """Asks a `ScanReader` about octets."""

    def __init__(self, reader):
        self.reader = reader
        self.examine = reader.examine

    def sizes(self, content, media_type):
        return self.reader.sizes(scan_of(content), media_type)

    def render(self, content, media_type, request):
        return self.reader.render(scan_of(content), media_type, request)

    def thumbnail(self, content, media_type):
        return self.reader.thumbnail(scan_of(content), media_type)
