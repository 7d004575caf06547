"""How the fingerprint of a key is written for two people who compare it by telephone."""


def grouped(fingerprint: str) -> str:
    """A fingerprint in groups of four, as two people read it to each other."""
    return " ".join(fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4))
