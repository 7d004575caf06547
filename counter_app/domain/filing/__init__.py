"""A case (备案) from intake to its number, its changes, and the papers issued for it."""
