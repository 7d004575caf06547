"""Which years of working days are known, and adopting a notice."""
