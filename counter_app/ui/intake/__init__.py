"""The page of one case: its form, devices, materials and verdict."""
